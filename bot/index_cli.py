"""The commands `ministersvar index …`: build, status, verify, watch, rollback, prune."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.console import AsJson, Documents, Index, console, print_json, settings_of

BACKGROUND = 10  # niceness of a build beside a running bot

index_app = typer.Typer(no_args_is_help=True, help="Build, inspect and renew the index.")


@index_app.command("build")
def index_build(
    documents: Documents = None,
    index: Index = None,
    force: Annotated[bool, typer.Option(help="Read and encode everything anew.")] = False,
    gate: Annotated[Path | None, typer.Option(help="Golden questions (JSON lines) that must not get worse.")] = None,
    no_gate: Annotated[bool, typer.Option("--no-gate", help="Without the golden questions of the settings.")] = False,
    background: Annotated[bool, typer.Option("--background", hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index match the documents folder; only what has changed is read and encoded."""
    from bot.building import build_index

    if background:
        os.nice(BACKGROUND)
        sys.stdin.readline()  # by now everything is loaded; what starts it says when
    settings = settings_of(documents, index, gate=gate)
    if no_gate:
        settings = settings.model_copy(update={"gate": None})
    manifest, built = build_index(settings, force=force, returning=not background)
    if as_json:
        print_json({"built": built, **manifest.model_dump(mode="json", exclude={"checksums"})})
        return
    if built:
        changes = ", ".join(f"{count} {name}" for name, count in manifest.changes)
        print(f"built generation {manifest.generation}; files: {changes}; texts encoded: {manifest.embedded}")
    else:
        print(f"the documents are those of generation {manifest.generation}")
    print(f"documents: {manifest.documents}, passages: {manifest.passages}")
    from bot.render import visible

    for skip in manifest.skipped:
        print(f"skipped {visible(skip.source)}: {skip.reason}", file=sys.stderr)


@index_app.command("status")
def index_status(index: Index = None, as_json: AsJson = False) -> None:
    """Say which generation serves, what is in it, and which others are kept."""
    from index import manifest as manifests
    from index import shelf

    folder = shelf.current(settings_of(index=index).index)
    manifest = manifests.read(folder)
    fields = manifest.model_dump(mode="json", exclude={"checksums"}) | {"kept": shelf.names(folder.parents[1])}
    if as_json:
        print_json(fields)
        return
    shown = fields | {
        "changes": ", ".join(f"{count} {name}" for name, count in manifest.changes),
        "segments": ", ".join(f"{segment.name} ({segment.passages} passages)" for segment in manifest.segments),
        "skipped": len(manifest.skipped),
        "kept": ", ".join(fields["kept"]),
    }
    table = Table(box=None, show_header=False)
    for name, value in shown.items():
        table.add_row(name.replace("_", " "), Text(str(value)))
    console().print(table)


@index_app.command("verify")
def index_verify(index: Index = None, as_json: AsJson = False) -> None:
    """Read every byte of every generation that is kept, and say which are sound."""
    from index import shelf
    from index.errors import SearchError
    from index.generation import Generation

    folder = settings_of(index=index).index
    shelf.current(folder)
    found = {}
    for name in shelf.names(folder):
        try:
            Generation(folder / shelf.GENERATIONS / name).close()
            found[name] = ""
        except SearchError as error:
            found[name] = str(error)
    if as_json:
        print_json({"generations": found})
    else:
        for name, fault in found.items():
            print(f"{name}: {fault or 'sound'}")
    if any(found.values()):
        raise typer.Exit(1)


@index_app.command("watch")
def index_watch(documents: Documents = None, index: Index = None) -> None:
    """Renew the index whenever documents change, until stopped with Ctrl-C."""
    import logging
    import signal
    import threading

    from bot.rebuilding import rebuild
    from index.watching import follow

    settings = settings_of(documents, index)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s: %(message)s")
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    folder = settings.documents_folder
    print(f"watching {folder}; stop with Ctrl-C", file=sys.stderr)
    follow(folder, lambda rest: rebuild(settings, stop, rest) is not None, stop)


@index_app.command("rollback")
def index_rollback(index: Index = None) -> None:
    """Let the generation before the current one serve. The next change of the documents builds on it."""
    from index.build import locked
    from index.shelf import current, rollback

    folder = settings_of(index=index).index
    current(folder)  # else a mistyped name would become a folder
    with locked(folder):
        manifest = rollback(folder)
    print(f"generation {manifest.generation} of {manifest.built_at:%Y-%m-%d %H:%M} UTC serves")
    print("`ministersvar index build` goes back to the newest")


@index_app.command("prune")
def index_prune(
    index: Index = None,
    keep: Annotated[int, typer.Option(min=1, help="Generations that stay, the current one among them.")] = 1,
    damaged: Annotated[bool, typer.Option("--damaged", help="Remove those set aside as damaged, too.")] = False,
) -> None:
    """Remove older generations to free space."""
    from index.build import locked
    from index.shelf import current, prune

    folder = settings_of(index=index).index
    current(folder)
    with locked(folder):
        gone = prune(folder, keep, damaged=damaged)
    print(f"generations removed: {', '.join(gone) or 'none'}")
