"""The commands of whoever runs the bot: `doctor`, `status`, `state backup`, `state restore`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from bot.console import AsJson, console, print_json, settings_of
from bot.errors import SettingWrong

if TYPE_CHECKING:
    from bot.checks import Check

operation_app = typer.Typer()
state_app = typer.Typer(no_args_is_help=True, help="Back up and restore what the bot keeps.")

STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def _all_checks() -> "Iterator[Check]":
    from bot.checks import Check, check_environment, local_checks
    from bot.remote_checks import remote_checks
    from bot.settings import load_settings, unknown_names

    now = dt.datetime.now(dt.UTC)
    try:
        unknown = unknown_names()
        settings = load_settings()
    except SettingWrong as error:
        found, _, remedy = str(error).partition("; ")
        yield Check("fail", "settings", found, remedy)
        return
    yield from check_environment(unknown)
    yield from local_checks(settings, now)
    yield from remote_checks(settings, now)


def _table(checks: "Iterable[Check]") -> Table:
    table = Table.grid(padding=(0, 2))
    for check in checks:
        words = Text(check.found)
        if check.remedy:
            words.append(f"\n→ {check.remedy}")
        table.add_row(Text(check.mark, STYLES[check.mark]), Text(check.name, "bold"), words)
    return table


@operation_app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check everything the bot needs, and say what to do; exit code 1 if something fails."""
    checks = list(_all_checks())
    if as_json:
        print_json({"checks": [asdict(check) for check in checks]})
    else:
        console().print(_table(checks))
    if any(check.mark == "fail" for check in checks):
        raise typer.Exit(1)


def _bytes_in(folder: Path) -> int:
    """The size of the files below, each counted once however many names it has."""
    found = {(status.st_dev, status.st_ino): status.st_size
             for path in folder.rglob("*") if path.is_file() and (status := path.stat())}  # fmt: skip
    return sum(found.values())


def _queries_today(state: Path) -> dict[str, int]:
    """Replies so far by outcome, since midnight UTC; a bot that never ran has none."""
    from bot.tally import FILE, Tally

    found: dict[str, int] = {}
    if (state / FILE).is_file():
        with closing(Tally(state)) as tally:
            for (outcome, _), count in tally.counts("query", dt.datetime.now(dt.UTC).date()).items():
                found[outcome] = found.get(outcome, 0) + count
    return found


def _of_process(process: dict[str, Any]) -> str:
    """A line about one bot that runs."""
    since, seen = (dt.datetime.fromisoformat(process[name]) for name in ("since", "seen_at"))
    ago = (dt.datetime.now(dt.UTC) - seen).total_seconds()
    return (
        f"since {since:%Y-%m-%d %H:%M} UTC; updates under way: {process['under_way']}, {ago:.0f} s ago; "
        f"answers from {process['generation']}"
    )


@operation_app.command()
def status(
    as_json: AsJson = False,
    running: Annotated[bool, typer.Option("--running", help="Only whether a bot runs; exit code 1 if not.")] = False,
) -> None:
    """Say which generation answers, what is in it, what it takes on disk, and whether a bot runs."""
    import shutil

    from bot.checks import megabytes
    from bot.holding import is_held
    from bot.presence import present
    from index import manifest as manifests
    from index import shelf

    settings = settings_of()
    if running:
        runs = is_held(settings.state)
        print(f"{'a' if runs else 'no'} bot runs on {settings.state}")
        raise typer.Exit(0 if runs else 1)
    folder = shelf.current(settings.index)
    manifest = manifests.peek(folder)
    fields: dict[str, Any] = {
        "running": is_held(settings.state),
        "processes": [process.model_dump(mode="json") for process in present(settings.state)],
        "generation": manifest.generation,
        "built_at": manifest.built_at.isoformat(),
        "newest_document_on": manifest.newest_document_on and manifest.newest_document_on.isoformat(),
        "documents": manifest.documents,
        "passages": manifest.passages,
        "skipped": len(manifest.skipped),
        "model": manifest.model,
        "queries_today": _queries_today(settings.state),
        "index_bytes": _bytes_in(settings.index),
        "state_bytes": _bytes_in(settings.state) if settings.state.is_dir() else 0,
        "free_bytes": shutil.disk_usage(settings.index).free,
    }
    if as_json:
        print_json(fields)
        return
    table = Table(box=None, show_header=False)
    processes = fields.pop("processes")
    for name, value in fields.items():
        said = ("no", "yes")[value] if isinstance(value, bool) else value
        said = ", ".join(f"{n} {outcome}" for outcome, n in value.items()) if isinstance(value, dict) else said
        said = megabytes(value) if name.endswith("_bytes") else said
        table.add_row(name.removesuffix("_bytes").replace("_", " "), Text("–" if said in (None, "") else str(said)))
        for process in processes if name == "running" else ():
            table.add_row("", Text(_of_process(process)))
    console().print(table)


@state_app.command("backup")
def state_backup(file: Annotated[Path, typer.Argument(dir_okay=False, help="A file that is not there yet.")]) -> None:
    """Write what the bot keeps into one file, also while it runs."""
    from bot.backup import back_up

    size = back_up(settings_of().state, file)
    print(f"wrote {file} ({size} bytes); it holds users' ids, so keep it as closely as the token")


@state_app.command("restore")
def state_restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `state backup` wrote.")],
    newer_too: Annotated[bool, typer.Option("--newer-too", help="Also in the place of a newer state.")] = False,
) -> None:
    """Put a backup in the place of what the bot keeps; that is kept under another name."""
    from bot.backup import restore

    folder = settings_of().state
    kept = restore(file, folder, newer_too=newer_too)
    print(f"restored {file} into {folder}")
    for name in kept:
        print(f"what was there is now {folder / name}; delete it when all is well")
