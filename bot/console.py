"""What every command shares: its options, the settings, and how results are printed."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.settings import Settings, load_settings, unknown_names

Documents = Annotated[Path | None, typer.Option("--documents", help="Folder of documents.")]
Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_of(documents: Path | None = None, index: Path | None = None, **others: Any) -> Settings:
    """The settings, with what the command line says instead; unknown names are reported on stderr."""
    for name in unknown_names():
        print(f"warning: {name} is not a setting; .env.example lists them all", file=sys.stderr)
    return load_settings(documents=documents, index=index, **others)


def console() -> Console:
    """Standard output, no wider than is easily read."""
    from bot.terminal import WIDTH

    found = Console()
    return Console(width=min(found.width, WIDTH)) if found.is_terminal else Console(width=WIDTH, soft_wrap=False)


def print_json(value: Any) -> None:
    """One JSON object on a line of its own."""
    print(json.dumps(value, ensure_ascii=False), flush=True)
