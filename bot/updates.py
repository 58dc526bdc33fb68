"""Updates as they arrive: what can be read is passed on, what cannot is passed over and named by its number alone.

python-telegram-bot ends polling for good over one update that it cannot read, or asks for it for ever, and logs what it
says. So every update is tried here first. One that cannot be read becomes one that holds nothing but its number: it is
confirmed with the others, and nothing happens on it. Nobody's words are logged.
"""

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any, TypeAlias

from pydantic import ValidationError
from telegram import Update
from telegram.error import NetworkError

from bot.shapes import KINDS, UpdateShape, number_of

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 << 20  # far above 100 updates of the longest messages
AT_ONCE = 20  # updates of one poll that are handed on
MAX_NAMED = 20  # in one log line

Json: TypeAlias = dict[str, Any]


class Unreadable(NetworkError):
    """An answer that is no answer of Telegram's; asking again a little later may get one."""

    def __init__(self) -> None:
        super().__init__("the answer cannot be read")


def loaded(body: bytes) -> Json:
    """The JSON object that a body is. Raises Unreadable."""
    try:
        value = json.loads(body) if len(body) <= MAX_BODY_BYTES else None
    except (ValueError, RecursionError):  # a text that is not UTF-8 is a ValueError too
        value = None
    if not isinstance(value, dict):
        raise Unreadable
    return value


def readable(update: Json) -> Json | None:
    """An update of a known number without what the bot does not ask for; None if it cannot be read."""
    kept = {name: update[name] for name in ("update_id", *KINDS) if name in update}
    try:
        UpdateShape.model_validate(kept)
        Update.de_json(kept)
    except ValidationError:
        return None
    except Exception:  # python-telegram-bot promises nothing about what it raises, RecursionError included
        return None
    return kept


def empty(number: int) -> Json:
    """An update that says nothing and can be confirmed."""
    return {"update_id": number}


def numbered(updates: Iterable[Any]) -> list[Json]:
    """Those with a number, the highest last, as it is the last by which python-telegram-bot confirms them all."""
    return sorted(
        (update for update in updates if number_of(update) is not None), key=lambda update: update["update_id"]
    )


def pause_of(body: bytes) -> int:
    """How many seconds the body of a refused poll says to wait; 0 if it doesn't."""
    try:
        told = loaded(body).get("parameters")
    except Unreadable:
        return 0
    seconds = told.get("retry_after") if isinstance(told, dict) else None
    return seconds if type(seconds) is int and seconds > 0 else 0


def refusal(pause_s: int) -> bytes:
    """A body that tells nothing but how long to wait; the status tells the rest."""
    return json.dumps({"parameters": {"retry_after": pause_s}} if pause_s else {}).encode()


async def of_answer(body: bytes) -> tuple[bytes, list[int]]:
    """The body of a poll's answer with every update readable, and their numbers; the loop gets a turn after each.

    At most the oldest `AT_ONCE`: python-telegram-bot reads all in one turn of the loop. The next poll brings the rest.

    Raises:
        Unreadable: it is no answer, or none of its updates has a number.
    """
    given = loaded(body).get("result")
    if not isinstance(given, list):
        raise Unreadable
    every = numbered(given)
    if given and not every:
        raise Unreadable
    known = every[:AT_ONCE]
    found, unread = list[Json](), list[int]()
    for update in known:
        kept = readable(update)
        found.append(kept or empty(update["update_id"]))
        if kept is None:
            unread.append(update["update_id"])
        await asyncio.sleep(0)
    report(unread, len(given) - len(every))
    return json.dumps({"ok": True, "result": found}).encode(), [update["update_id"] for update in found]


def report(unread: list[int], nameless: int) -> None:
    """Log what was passed over."""
    if unread:
        named = ", ".join(map(str, unread[:MAX_NAMED]))
        more = f" and {len(unread) - MAX_NAMED} more" if len(unread) > MAX_NAMED else ""
        log.warning("updates that cannot be read are passed over: %s%s", named, more)
    if nameless:
        log.warning("%d updates without a number are passed over", nameless)
