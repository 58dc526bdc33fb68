"""The bot's state as one file and back: a zip of its SQLite files, each copied while the bot goes on writing.

Whoever holds a backup holds the ids of users; it is readable by its owner alone.
"""

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bot import ledger, state, tally
from bot.errors import BackupThere, BackupWrong, BotRunning, OtherPoller, StateNewer, StateNone
from bot.holding import held

FILES = (state.FILE, ledger.FILE, tally.FILE)
BESIDE = ("", "-wal", "-shm")  # what SQLite keeps of one file
MAX_BYTES = 4 << 30  # of one file, unpacked


def _copied(source: Path, target: Path) -> None:
    """One SQLite file with what its log still holds."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as there,
        closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here)


def _check(path: Path, backup: Path) -> None:
    """Raises BackupWrong if this is no sound SQLite file, or of a version of the bot that is yet to come."""
    try:
        with closing(sqlite3.connect(path)) as tables:
            sound = tables.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            version = tables.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupWrong(backup, f"{path.name} is damaged") from error
    if not sound:
        raise BackupWrong(backup, f"{path.name} is damaged")
    if path.name == state.FILE and version > state.VERSION:
        raise BackupWrong(backup, "it is of a newer version of this program")


def back_up(folder: Path, target: Path) -> int:
    """Write the backup, whole or not at all; returns its size in bytes.

    Raises:
        BackupThere: the file is there already.
        StateNone: there is nothing to back up.
        BackupWrong: the state itself is damaged.
    """
    there = [folder / name for name in FILES if (folder / name).is_file()]
    if not there:
        raise StateNone(folder)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as name:
        work = Path(name)
        whole = work / "whole"
        with os.fdopen(os.open(whole, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
                pack.comment = dt.datetime.now(dt.UTC).isoformat().encode()  # a file's own time changes as it is copied
                for source in there:
                    try:
                        _copied(source, work / source.name)
                    except sqlite3.DatabaseError as error:
                        raise BackupWrong(source, "it is damaged") from error
                    _check(work / source.name, source)
                    pack.write(work / source.name, source.name)
            file.flush()
            os.fsync(file.fileno())
        try:
            target.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise BackupThere(target) from None
        whole.replace(target)
    return target.stat().st_size


def _unpacked(backup: Path, work: Path) -> tuple[list[Path], dt.datetime]:
    """The state's files out of a backup, and when it was made. Raises BackupWrong."""
    try:
        with zipfile.ZipFile(backup) as pack:
            made_at = dt.datetime.fromisoformat(pack.comment.decode("ascii")).astimezone(dt.UTC)
            members = pack.infolist()
            names = [member.filename for member in members]
            if not names or len(set(names)) < len(names) or not set(names) <= set(FILES):
                raise BackupWrong(backup, "it holds something else")
            if any(member.file_size > MAX_BYTES for member in members):
                raise BackupWrong(backup, "it is too large")
            for member in members:
                with pack.open(member) as source, (work / member.filename).open("wb") as target:
                    (work / member.filename).chmod(0o600)
                    shutil.copyfileobj(source, target)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, RuntimeError, ValueError,
    ) as error:  # fmt: skip
        raise BackupWrong(backup, "it is no backup, or a damaged one") from error
    found = [work / member.filename for member in members]
    for path in found:
        _check(path, backup)
    return found, made_at


def _written_at(folder: Path) -> float:
    """When anything of the state was written last, in seconds since 1970; 0 for never."""
    files = (folder / f"{name}{ending}" for name in FILES for ending in BESIDE[:2])
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder held as a bot would hold it. Raises BotRunning."""
    with ExitStack() as stack:
        try:
            stack.enter_context(held(folder))
        except OtherPoller:
            raise BotRunning(folder) from None
        yield


def restore(backup: Path, folder: Path, *, newer_too: bool = False) -> list[str]:
    """Put a backup in the place of the state, which is kept under other names; returns these.

    Args:
        backup: what `back_up` wrote.
        folder: of the state.
        newer_too: also where the state was written to after the backup.

    Raises:
        BackupWrong: it cannot be used; nothing was changed.
        BotRunning: a bot holds the state.
        StateNewer: the state was written to since.
    """
    with _held(folder), tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as work:
        found, made_at = _unpacked(backup, Path(work))
        if not newer_too and _written_at(folder) > made_at.timestamp():
            raise StateNewer(folder, backup)
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
        kept = []
        for name in FILES:
            for ending in BESIDE:
                if (old := folder / f"{name}{ending}").exists():
                    aside = f"{name}.before-{stamp}{ending}"
                    old.rename(folder / aside)
                    kept += [aside] if not ending else []
        for path in found:
            path.rename(folder / path.name)
    return kept
