"""A press answered, and its message made to show what it asks for.

A press is answered within a second or so, whatever the chat's pace. In a group the message waits until there are calls
to spare, and of several presses on it by then only the last is shown.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.error import TelegramError

from bot import outbox
from bot.decisions import Place
from bot.outbox import Bot
from bot.pace import Pace
from bot.texts import Texts

log = logging.getLogger(__name__)

SOON_S = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """What is said for a moment to whoever pressed, "" for nothing, and what is then sent or edited, if anything."""

    said: str
    show: Callable[[], Awaitable[object]] | None = None
    at_once: bool = False  # what is said is that something is under way


class Showing:
    """What the messages of a running bot are about to show."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[int, int], Callable[[], Awaitable[object]]] = {}  # by chat and message
        self._under_way: dict[tuple[int, int], asyncio.Task[bool]] = {}

    async def carry_out(self, bot: Bot, pace: Pace, press: str, place: Place, step: Step, words: Texts) -> None:
        """Answer a press on a message, the one of `place`, and show what it asks for; where that fails, say so."""
        if step.show is None:
            await outbox.acknowledge(bot, press, step.said or None)
            return
        key = (place.chat, place.message)
        self._wanted[key] = step.show
        if key in self._under_way:
            await outbox.acknowledge(bot, press, step.said or words.soon)
            return
        task = self._under_way[key] = asyncio.create_task(self._in_turn(pace, place))
        await asyncio.wait((task,), timeout=0 if step.at_once else SOON_S)
        if not task.done():
            await outbox.acknowledge(bot, press, step.said or (words.soon if place.group else None))
            if place.group:  # which may wait for a minute: its user can go on
                task.add_done_callback(_log_failure)
                return
            if not await task:
                with contextlib.suppress(TelegramError):
                    await outbox.send(bot, place, outbox.plainly(words.unshown))
        elif task.exception() is None:
            await outbox.acknowledge(bot, press, step.said or (None if task.result() else words.unshown))
        task.result()

    async def _in_turn(self, pace: Pace, place: Place) -> bool:
        """Show what is wanted last, until nothing is; whether Telegram took it."""
        key, taken = (place.chat, place.message), True
        try:
            while key in self._wanted:
                await pace.lull(place.chat)
                await self._wanted.pop(key)()
        except TelegramError as error:
            log.warning("what a press asks for could not be shown: %s", outbox.described(error))
            taken = False
        finally:
            self._wanted.pop(key, None)
            del self._under_way[key]
        return taken


def _log_failure(task: "asyncio.Task[bool]") -> None:
    if not task.cancelled() and task.exception():
        log.error("what a press asks for could not be shown", exc_info=task.exception())
