"""What can be checked on this machine before anybody asks: folders, index, model, disk, state. Nothing is changed.

What Telegram knows of the bot is left to `remote_checks`, printing to `operation_cli`.
"""

import datetime as dt
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.backup import FILES as STATE_FILES
from bot.holding import is_held
from bot.settings import DOTENV, Settings
from corpus import files
from corpus.errors import MinistersvarError
from corpus.files import Stamp
from index import shelf
from index.encoder import open_encoder
from index.errors import IndexMissing
from index.generation import Generation

Mark = Literal["ok", "warn", "fail"]

NEEDED_BYTES, WANTED_BYTES = 100 << 20, 1 << 30
BUILD = "run `ministersvar index build`"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, what was found, and where it is not well, what to do."""

    mark: Mark
    name: str
    found: str
    remedy: str = ""


def megabytes(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count / (1 << 20):.0f} MB"


def _nearest(folder: Path) -> Path:
    """The folder, or of those above it the first that is there."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def unwritable(folder: Path) -> str:
    """Why nothing can be written in a folder, or where it would be made; "" if it can."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)) as file:
            file.write(b"x")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def check_environment(unknown: tuple[str, ...], dotenv: Path = DOTENV) -> Iterator[Check]:
    """Mistyped names of settings, and a file of secrets that others may read."""
    for name in unknown:
        yield Check("warn", "settings", f"{name} is not a setting", "correct its name; .env.example lists them all")
    if dotenv.is_file() and dotenv.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Check("warn", "settings", f"others on this machine may read {dotenv}", f"run `chmod 600 {dotenv}`")
    if not unknown:
        yield Check("ok", "settings", "every name is known and every value can be used")


def check_folders(settings: Settings) -> Iterator[Check]:
    """The three folders; the documents need not be writable, but then nobody can add any in the chat."""
    folder = settings.documents_folder
    try:
        count = len(files.sources(folder)) if folder.is_dir() else 0
        why = "" if count else "it is not there" if not folder.is_dir() else "it holds no file"
    except OSError as error:
        count, why = 0, error.strerror or type(error).__name__
    if why:
        yield Check("fail", "documents", f"{folder}: {why}", "put files there, or correct MINISTERSVAR_DOCUMENTS")
    elif settings.documents and (reason := unwritable(folder)):
        yield Check("warn", "documents", f"{folder}, to be read only ({reason}); files: {count}",
                    "make it writable if administrators are to add documents in the chat")  # fmt: skip
    else:
        yield Check("ok", "documents", f"{folder}; files: {count}")
    for name, place, needed in (
        ("index folder", settings.index, settings.watch),
        ("state folder", settings.state, True),
    ):
        reason = unwritable(place)
        if reason and needed:
            yield Check("fail", name, f"{place} cannot be written to ({reason})", "mend its owner or rights")
        else:
            yield Check("ok", name, f"{place}{' is only read, as MINISTERSVAR_WATCH is off' if reason else ''}")


def _changed(generation: Generation, folder: Path) -> int:
    """How many files are other than when the generation was built, by name, size and time; none is read."""
    known = generation.inventory.files
    there = files.sources(folder)
    same = sum(
        (known[source].stamp or Stamp.of(file)) == Stamp.of(file) for source, file in there.items() if source in known
    )
    return len(known.keys() | there.keys()) - same


def check_index(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """The generation that serves: every byte, its age, its model, and whether the documents are those it knows."""
    try:
        generation = Generation(shelf.current(settings.index))
    except IndexMissing as error:
        yield Check("warn", "index", f"there is none in {error.folder}", BUILD)
        return
    except MinistersvarError as error:  # its sentence ends with what to do
        found, _, remedy = str(error).partition("; ")
        yield Check("fail", "index", found, remedy)
        return
    with closing(generation):
        manifest = generation.manifest
        age = (now - manifest.built_at).days
        yield Check("ok", "index", f"generation {manifest.generation}, every file as it was written; "
                    f"documents: {manifest.documents}, passages: {manifest.passages}, age in days: {age}")  # fmt: skip
        if manifest.skipped:
            yield Check("warn", "index", f"files that could not be read into it: {len(manifest.skipped)}",
                        "run `ministersvar documents list`, which says why")  # fmt: skip
        try:
            if changed := _changed(generation, settings.documents_folder):
                yield Check("warn", "index", f"files changed since it was built: {changed}", BUILD)
        except OSError as error:
            yield Check("warn", "index", f"the documents cannot be compared with it ({error.strerror})")
        yield _check_model(settings.model, generation)


def _check_model(model: str, generation: Generation) -> Check:
    try:
        encoder = open_encoder(model)
        generation.manifest.check_model(encoder.model, encoder.revision, encoder.dimension)
    except MinistersvarError as error:
        found, _, remedy = str(error).partition("; ")
        return Check("fail", "model", found, remedy)
    return Check("ok", "model", f"{model}, {encoder.dimension} dimensions, the one the index was built with")


def check_disk(settings: Settings) -> Iterator[Check]:
    """Room for a generation beside the one that serves, and for the state."""
    places = {place.stat().st_dev: place for place in map(_nearest, (settings.index, settings.state))}
    for place in places.values():
        free = shutil.disk_usage(place).free
        mark: Mark = "ok" if free >= WANTED_BYTES else "warn" if free >= NEEDED_BYTES else "fail"
        remedy = "" if mark == "ok" else "make room; `ministersvar index prune` removes older generations"
        yield Check(mark, "disk", f"{megabytes(free)} free where {place} is", remedy)


def _fault(path: Path) -> str:
    """What is wrong with a SQLite file; "" for nothing."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as tables:
            found = str(tables.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else found


def check_state(state: Path) -> Iterator[Check]:
    """The bot's own files, and whether a bot runs on them."""
    there = [state / name for name in STATE_FILES if (state / name).is_file()]
    faults = {path: fault for path in there if (fault := _fault(path))}
    for path, fault in faults.items():
        yield Check("fail", "state", f"{path} is damaged ({fault[:80]})",
                    "stop the bot and run `ministersvar state restore FILE` with your latest backup")  # fmt: skip
    if there and not faults:
        yield Check("ok", "state", "the bot's own files are sound")
    yield Check("ok", "running", f"{'a' if is_held(state) else 'no'} bot runs on this state folder")


def local_checks(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Everything that needs no network."""
    yield from check_folders(settings)
    yield from check_index(settings, now)
    yield from check_disk(settings)
    yield from check_state(settings.state)
