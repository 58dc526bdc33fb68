"""What each running bot says of itself: since when, how many updates are under way, which generation answers.

A small file beside the lock that it holds, written anew every few seconds; nothing in it says who asked, or what.
"""

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.holding import held_locks

log = logging.getLogger(__name__)

EVERY_S = 5.0
MAX_BYTES = 10_000


class Presence(BaseModel):
    """One process; moments are aware, UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: dt.datetime
    seen_at: dt.datetime
    under_way: int  # updates, those that wait among them
    generation: str


def _beside(lock: Path) -> Path:
    return lock.with_suffix(".json")


def present(folder: Path) -> list[Presence]:
    """What the bots that work on a state folder said last; one that has said nothing yet is left out."""
    found = []
    for lock in held_locks(folder):
        with contextlib.suppress(OSError, ValidationError), _beside(lock).open("rb") as file:
            found.append(Presence.model_validate_json(file.read(MAX_BYTES)))
    return found


def _write(path: Path, presence: Presence) -> None:
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_text(presence.model_dump_json(), encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


async def tell(
    lock: Path, under_way: Callable[[], int], generation: Callable[[], str], every_s: float = EVERY_S
) -> None:
    """Say how things are, until cancelled; then nothing is left.

    Args:
        lock: that this process holds.
        under_way: updates, those that wait among them.
        generation: the one that answers.
        every_s: seconds between two times.
    """
    since, path = dt.datetime.now(dt.UTC), _beside(lock)
    try:
        while True:
            now = Presence(since=since, seen_at=dt.datetime.now(dt.UTC), under_way=under_way(), generation=generation())
            try:
                _write(path, now)
            except OSError as error:  # a full disk: answering goes on
                log.warning("how things are cannot be written to %s (%s)", path.name, error.strerror)
            await asyncio.sleep(every_s)
    finally:
        path.unlink(missing_ok=True)
