"""A SQLite file that the bot keeps: opened or made, sound, and its owner's alone."""

import datetime as dt
import logging
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.errors import StateClosed, StateDamaged

log = logging.getLogger(__name__)

BUSY_S = 10.0  # a write of another process takes milliseconds
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def private_folder(folder: Path) -> None:
    """Make a folder, if there is none, that its owner alone may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _own(path: Path) -> None:
    """Nobody else may read the file, whatever the umask; what SQLite puts beside it gets the same rights."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def opened(
    path: Path, prepare: Callable[[sqlite3.Connection], object], *, any_thread: bool = False
) -> sqlite3.Connection:
    """A SQLite file, opened or made, with its tables, and sound.

    Raises:
        StateDamaged: it cannot be read.
        StateClosed: it cannot be used now, and is not damaged: a full disk, a folder without rights.
    """
    try:
        _own(path)
        tables = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S, check_same_thread=not any_thread)
        try:
            tables.execute("PRAGMA journal_mode=WAL")
            tables.execute("PRAGMA synchronous=NORMAL")
            prepare(tables)
            if tables.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check")
        except BaseException:
            tables.close()
            raise
    except sqlite3.DatabaseError as error:
        damaged = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in DAMAGE
        raise (StateDamaged(path) if damaged else StateClosed(path, str(error))) from error
    except OSError as error:
        raise StateClosed(path, error.strerror or type(error).__name__) from error
    return tables


def opened_anyway(
    path: Path, prepare: Callable[[sqlite3.Connection], object], *, any_thread: bool = False
) -> sqlite3.Connection:
    """The same; a file that cannot be read is set aside under another name. Raises StateClosed."""
    try:
        return opened(path, prepare, any_thread=any_thread)
    except StateDamaged:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        aside = path.with_suffix(f".damaged-{stamp}")
        path.rename(aside)
        log.warning(
            "%s cannot be read and is now %s; what it kept is forgotten until `ministersvar state restore FILE` "
            "brings a backup back", path.name, aside.name,
        )  # fmt: skip
        return opened(path, prepare, any_thread=any_thread)
