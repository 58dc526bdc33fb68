"""Who works on a state folder: one program that polls, or several that take a webhook's updates, each on a port.

Two programs polling as one bot would take each other's messages for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import OtherPoller
from bot.tables import private_folder

POLLER = "bot.lock"
WEBHOOK = "bot-{port}.lock"
WAIT_S = 1.0  # whoever only looks whether a folder is held, holds it for a moment


def _is_held(path: Path) -> bool:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def lock_of(folder: Path, port: int | None) -> Path:
    """The lock of whoever polls, or takes a webhook's updates on a port."""
    return folder / (POLLER if port is None else WEBHOOK.format(port=port))


def held_locks(folder: Path) -> list[Path]:
    """The locks of the bots that work on this folder."""
    return sorted(path for path in folder.glob("bot*.lock") if _is_held(path))


def is_held(folder: Path) -> bool:
    """Whether a bot works on this folder."""
    return bool(held_locks(folder))


def is_port_held(folder: Path, port: int) -> bool:
    """Whether a process takes a webhook's updates on this port."""
    path = lock_of(folder, port)
    return path.is_file() and _is_held(path)


@contextmanager
def held(folder: Path, port: int | None = None) -> Iterator[None]:
    """Work on the folder: alone, or, with the port of a webhook, beside others of other ports. Raises OtherPoller."""
    private_folder(folder)
    mine = lock_of(folder, port)
    lock = FileLock(mine)
    try:
        lock.acquire(timeout=WAIT_S)
    except Timeout:
        raise OtherPoller from None
    with lock:
        others = folder.glob("bot*.lock") if port is None else [folder / POLLER]
        if any(_is_held(path) for path in others if path != mine and path.is_file()):
            raise OtherPoller
        yield
