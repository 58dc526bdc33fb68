"""The generations on disk: which serves, which are kept, and what is done with a damaged one.

What a generation holds is left to `generation`, making one to `build`.
"""

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index import manifest as manifests
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnreadable, NoneEarlier, NotWritten
from index.generation import Generation
from index.manifest import Manifest

log = logging.getLogger(__name__)

CURRENT = "current"  # holds the name of the generation that serves
GENERATIONS = "generations"
KEPT = 3  # generations on disk, the current one among them
WORK = ".building-"  # begins the name of one that is not complete
ASIDE = ".damaged"  # ends the name of one that was set aside
_NAME = re.compile(r"(\d{6,})-[0-9TZ]+-[0-9a-f]{8}")


def names(index: Path) -> list[str]:
    """The complete generations, newest first: by their number, as clocks can be set back."""
    folder = index / GENERATIONS
    found = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda name: (int(name.split("-")[0]), name), reverse=True)


def next_number(index: Path) -> int:
    """The number of the generation after the newest; those set aside count too."""
    folder = index / GENERATIONS
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NAME.match(path.name))]
    return max(numbers, default=0) + 1


def current(index: Path) -> Path:
    """The folder of the generation that serves: the one pointed at, else the newest. Raises IndexMissing."""
    known = names(index)
    try:
        pointed = (index / CURRENT).read_bytes().decode("utf-8", "replace").strip()
    except OSError:
        pointed = ""
    if pointed not in known:
        if not known:
            raise IndexMissing(index)
        pointed = known[0]
    return index / GENERATIONS / pointed


def _in_turn(index: Path) -> Iterator[Path]:
    """The generation that serves, then the others, newest first."""
    first = current(index)
    yield first
    yield from (index / GENERATIONS / name for name in names(index) if name != first.name)


def open_serving(index: Path) -> Generation:
    """The generation that serves. A damaged one is set aside, and the newest good one takes its place.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: all there were are damaged.
        IndexMismatch: it is of another format.
        IndexUnreadable: the system does not let its files be read; they stay as they are.
    """
    damage: IndexDamaged | None = None
    try:
        folders = list(_in_turn(index))
    except OSError as error:
        raise IndexUnreadable(index, error.strerror or str(error)) from error
    for folder in folders:
        try:
            found = Generation(folder)
        except IndexDamaged as error:
            damage = error
            _set_aside(folder, error)
        else:
            if damage:
                log.warning("generation %s serves instead", folder.name)
            return found
    raise damage or IndexMissing(index)


def _set_aside(folder: Path, damage: IndexDamaged) -> None:
    """Rename a damaged generation, never delete it; where the folder cannot be written to, it stays."""
    aside = folder.with_name(folder.name + ASIDE)
    try:
        folder.rename(aside)
        log.warning("generation %s is damaged (%s) and was renamed %s", folder.name, damage.detail, aside.name)
    except OSError:
        log.warning("generation %s is damaged (%s)", folder.name, damage.detail)


def point_at(index: Path, name: str) -> None:
    """Make a complete generation the one that serves, by one atomic rename."""
    pointer = index / f"{CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index / CURRENT)
    sync(index)


@contextmanager
def written(index: Path) -> Iterator[None]:
    """Turn what the system says against writing into NotWritten."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise NotWritten(index, getattr(error, "strerror", None) or str(error)) from error


def sync(path: Path) -> None:
    """Have the system write a file or folder out."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rollback(index: Path) -> Manifest:
    """Let the newest good generation before the current one serve.

    Raises:
        IndexMissing: there is no generation.
        NoneEarlier: none is older than the current one.
    """
    known = names(index)
    serving = current(index).name
    for name in known[known.index(serving) + 1 :]:
        folder = index / GENERATIONS / name
        try:
            manifest = manifests.read(folder)
        except IndexDamaged as error:
            _set_aside(folder, error)
            continue
        except (IndexMismatch, IndexUnreadable):
            continue
        point_at(index, name)
        return manifest
    raise NoneEarlier(index)


def prune(index: Path, keep: int = KEPT, *, damaged: bool = False) -> list[str]:
    """Remove all but the newest generations and the current one; returns their names.

    Args:
        index: the index folder.
        keep: how many stay, the current one among them.
        damaged: remove those that were set aside, too.
    """
    kept = {current(index).name}
    kept.update([name for name in names(index) if name not in kept][: max(keep, 1) - 1])
    gone = [name for name in names(index) if name not in kept]
    if damaged:
        gone += [path.name for path in (index / GENERATIONS).iterdir() if path.name.endswith(ASIDE)]
    for name in gone:
        going = index / GENERATIONS / (WORK + name)
        with suppress(OSError):  # under a name that the next build clears away, should this one be killed here
            (index / GENERATIONS / name).rename(going)
        shutil.rmtree(going, ignore_errors=True)
    return gone
