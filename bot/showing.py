"""A press answered, and what it asks for shown.

A press is answered within a second or so, whatever the chat's pace. What takes the place of a message in a group waits
until there are calls to spare, and of several presses by then only the last is shown.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram.error import TelegramError

from bot import outbox
from bot.decisions import Place
from bot.outbox import Bot
from bot.pace import Pace, Stopping
from bot.texts import Texts

log = logging.getLogger(__name__)

SOON_S = 1.0
PARTING_S = 5.0

Show: TypeAlias = Callable[[], Awaitable[object]]  # False if Telegram did not take it


@dataclass(frozen=True, slots=True)
class Step:
    """What is said for a moment to whoever pressed, "" for nothing, and what is then sent, or edited `in_place`."""

    said: str
    show: Show | None = None
    in_place: bool = False
    at_once: bool = False  # what is said is that something is under way


class Showing:
    """What a running bot is about to show."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[int, int], Show] = {}  # by chat and message
        self._turns: set[tuple[int, int]] = set()
        self._tasks: set[asyncio.Task[bool]] = set()

    async def carry_out(self, bot: Bot, pace: Pace, press: str, place: Place, step: Step, words: Texts) -> None:
        """Answer a press on a message, the one of `place`, and show what it asks for; where that fails, say so."""
        key = (place.chat, place.message)
        if step.show is None:
            await outbox.acknowledge(bot, press, step.said or None)
            return
        if step.in_place:
            self._wanted[key] = step.show
            if key in self._turns:
                await outbox.acknowledge(bot, press, step.said or words.soon)
                return
        task = asyncio.create_task(self._in_turn(pace, key) if step.in_place else _taken(step.show))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait((task,), timeout=0 if step.at_once else SOON_S)
        if not task.done():  # which may take a minute: whoever pressed can go on
            late = asyncio.create_task(self._late(bot, place, task, words))
            self._tasks.add(late)
            late.add_done_callback(self._tasks.discard)
            await outbox.acknowledge(bot, press, step.said or (words.soon if place.group else None))
        elif task.exception() is None:
            await outbox.acknowledge(bot, press, step.said or (None if task.result() else words.unshown))
        else:
            task.result()

    async def stop(self) -> None:
        """The program ends: what is under way has a moment yet."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PARTING_S)

    async def _in_turn(self, pace: Pace, key: tuple[int, int]) -> bool:
        """Show what is wanted last, until nothing is."""
        taken = True
        self._turns.add(key)
        try:
            while key in self._wanted:
                await pace.lull(key[0])
                taken = await _taken(self._wanted.pop(key))
        except Stopping:
            taken = False
        finally:
            self._wanted.pop(key, None)
            self._turns.discard(key)
        return taken

    async def _late(self, bot: Bot, place: Place, task: "asyncio.Task[bool]", words: Texts) -> bool:
        """Once the press has been answered, a failure can only be said in a message; in a group it costs too much."""
        try:
            taken = await task
        except Exception:
            log.exception("what a press asks for could not be shown")
            taken = False
        if not taken and not place.group:
            with contextlib.suppress(TelegramError):
                await outbox.send(bot, place, outbox.plainly(words.unshown))
        return taken


async def _taken(show: Show) -> bool:
    try:
        return await show() is not False
    except TelegramError as error:
        log.warning("what a press asks for could not be shown: %s", outbox.described(error))
        return False
