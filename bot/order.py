"""The order in which updates are dealt with: one user's one by one, different users' side by side."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram.ext import BaseUpdateProcessor

MAX_UPDATES = 10_000  # under way and waiting: a small number would let one busy user keep everybody waiting


class InOrder(BaseUpdateProcessor):
    """One update at a time for each (chat, user), in the order they came."""

    def __init__(self) -> None:
        super().__init__(MAX_UPDATES)
        self._last: dict[tuple[int, int], asyncio.Future[Any]] = {}
        self.under_way = 0  # and waiting
        self._beginning = asyncio.Lock()  # which is fair
        self._typed: dict[int, int] = {}  # user → the newest of the inline queries that wait
        self._awaited: dict[int, asyncio.Future[None]] = {}  # by the update's number

    def awaited(self, number: int) -> "asyncio.Future[None]":
        """Done once the update of this number, which is about to come, has been dealt with."""
        found = self._awaited[number] = asyncio.get_running_loop().create_future()
        return found

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the same user's update before this one, then process this one.

        An inline query comes with every letter: one that a newer one has overtaken while it waited is dropped.
        """
        chat = getattr(getattr(update, "effective_chat", None), "id", 0)
        user = getattr(getattr(update, "effective_user", None), "id", 0)
        number: int = getattr(update, "update_id", 0)
        typed = number if getattr(update, "inline_query", None) else None
        if typed is not None:
            self._typed[user] = typed
        key = (chat, user)
        before = self._last.get(key)
        mine = asyncio.get_running_loop().create_future()
        self._last[key] = mine
        self.under_way += 1
        try:
            if before is not None:
                await before
            if typed is not None and self._typed.get(user) != typed:
                _drop(coroutine)
                return
            if typed is not None:
                del self._typed[user]
            async with self._beginning:  # one a turn of the loop: a hundred first steps in one would hold it
                await asyncio.sleep(0)
            await coroutine
        finally:
            self.under_way -= 1
            mine.set_result(None)
            if (awaited := self._awaited.pop(number, None)) and not awaited.done():
                awaited.set_result(None)
            if self._last.get(key) is mine:
                del self._last[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def _drop(coroutine: Awaitable[Any]) -> None:
    close = getattr(coroutine, "close", None)  # Python warns of a coroutine that is neither awaited nor closed
    if close:
        close()
