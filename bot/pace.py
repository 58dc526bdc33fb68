"""When a call to Telegram may go out, and which failed calls are tried again.

Every call that names a group spends one of its 20 a minute (core.telegram.org/bots/faq, "My bot is hitting limits"),
counted here over any 60 seconds, from when the call has come back: a leaky bucket of 20 would let nearly 40 through in
the first minute, and a call counted from its start may arrive late on a busy machine. A chat that is told to slow down
waits alone; the others go on.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from enum import IntEnum
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

os.environ["PTB_TIMEDELTA"] = "true"  # as its next version does; it warns at every failure otherwise

GROUP_CALLS, GROUP_PERIOD_S = 20, 60.0
REPLIES = GROUP_CALLS - 2  # one is kept for a notice, one for the end of the program
SPARED = 10  # of a group's calls, for replies: presses take the others
ALL_CALLS, ALL_PERIOD_S = 30, 1.0
RETRIES = 5
UNSURE = {"send": 2, "edit": RETRIES + 1, "get": RETRIES + 1}  # tries whose outcome is not known, by the method's start
LONGEST_S = 4.0  # between two tries
CALLED_AGAIN = {"getMe", "setWebhook"}  # by `polling.reach`, which says so
MARGIN_S = 0.1  # Telegram counts whole seconds by its own clock
TICK_S, LOOK_S = 0.01, 1.0
LAST_S = 10.0  # a longer wait ends with the program: its supervisor would kill it
MAX_WINDOWS = 1000
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Care(IntEnum):
    """How a call differs from others of its method: its `rate_limit_args`."""

    NOTICE = 1  # the one call a minute that says "wait": one of a group's 20 is kept for it
    ONCE = 2  # the caller knows what to do when its outcome is not known
    SURELY = 3  # better several times than not at all
    LAST = 4  # said once at the end of the program: one of the 20 is kept for it


class Stopping(TelegramError):
    """The program ends before this call could have gone out."""

    def __init__(self) -> None:
        super().__init__("the program ends")


class Window:
    """The calls of which at most so many may lie within any period: when they ended, and those under way."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._ended: list[float] = []
        self._under_way = 0
        self.waiting = 0
        self.turn = asyncio.Lock()  # which is fair: first come, first served

    def begin(self) -> None:
        """A call goes out."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """It has come back."""
        self._under_way -= 1
        self._ended.append(now)

    def free_in(self, now: float, limit: int, ahead: int = 0) -> float:
        """Seconds until there is room for one call after those `ahead` of it; 0 for none. A guess if it is far off."""
        self._ended = [at for at in self._ended if at > now - self._period_s]
        spent = sorted(self._ended) + [now] * self._under_way
        place = len(spent) + ahead - limit  # how many of them must go first
        if place < 0:
            return 0.0
        return spent[place] + self._period_s - now if place < len(spent) else self._period_s * (place // limit + 1)

    def is_idle(self, now: float) -> bool:
        """Whether nothing is known of it that matters."""
        return not self.waiting and self.free_in(now, 1) == 0


class Pace(BaseRateLimiter[int]):
    """Lets calls out at the pace of the platform; tries again what was refused or never sent.

    A call whose answer was lost may well have been carried out. An edit can be made again; a message is sent once more,
    as nothing is worse than it twice; and what Telegram takes only once is not repeated.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._all = Window(ALL_PERIOD_S)
        self._groups: dict[int, Window] = {}
        self._held: dict[int, float] = {}  # chat → until when Telegram has told us to wait
        self._noticed: dict[int, float] = {}
        self._parted: set[int] = set()
        self._stopping = False

    def stop(self) -> None:
        """From now on calls that would have to wait long are given up."""
        self._stopping = True

    def wait_s(self, chat: int) -> float:
        """How long an ordinary call to a chat would have to wait now."""
        now = self._clock()
        group = self._groups.get(chat)
        free_in = group.free_in(now, REPLIES, group.waiting) if group else 0.0
        return max(free_in, self._held_s(chat))

    def may_notice(self, chat: int) -> bool:
        """True once a minute for each group: the caller then says that it takes a while."""
        now = self._clock()
        if now - self._noticed.get(chat, -GROUP_PERIOD_S) < GROUP_PERIOD_S or self._held_s(chat) > 0:
            return False
        self._noticed = {other: at for other, at in self._noticed.items() if now - at < GROUP_PERIOD_S} | {chat: now}
        return True

    def may_part(self, chat: int) -> bool:
        """True once for each group: the caller then says that the program ends."""
        first = chat not in self._parted
        self._parted.add(chat)
        return first

    async def lull(self, chat: int) -> None:
        """Wait until a group has calls to spare, for what should not keep its replies waiting. Raises Stopping."""
        until = self._clock() + GROUP_PERIOD_S

        def left_s() -> float:
            now, group = self._clock(), self._groups.get(chat)
            free_in = group.free_in(now, GROUP_CALLS - SPARED, group.waiting) if group else 0.0
            return min(max(free_in, self._held_s(chat)), until - now)

        await self._wait(left_s)

    def _held_s(self, chat: int | None) -> float:
        """For how long Telegram has told a chat to wait; at most 0 if it has not."""
        now = self._clock()
        return self._held.get(chat, now) - now if chat is not None else 0.0

    def _windows(self, chat: int | None) -> list[Window]:
        """What a call counts in: that of its group, and that of all."""
        if chat is None or chat > 0:
            return [self._all]
        if len(self._groups) > MAX_WINDOWS:
            now = self._clock()
            self._groups = {other: window for other, window in self._groups.items() if not window.is_idle(now)}
        return [self._groups.setdefault(chat, Window(GROUP_PERIOD_S)), self._all]

    async def _wait(self, left_s: Callable[[], float]) -> None:
        """Wait as long as any time is left. Raises Stopping."""
        while (delay_s := left_s()) > 0:
            if self._stopping and delay_s > LAST_S:
                raise Stopping
            await self._sleep(min(max(delay_s, TICK_S), LOOK_S))

    async def _room(self, window: Window, limit: int, chat: int | None = None) -> None:
        """Wait until there is room, and the chat may be written to. Raises Stopping."""
        await self._wait(lambda: max(window.free_in(self._clock(), limit), self._held_s(chat)))
        window.begin()

    async def _turn(self, window: Window, chat: int | None, *, notice: bool) -> None:
        """Take a place in a window, in the order of arrival; a notice does not queue in its group's."""
        while window is self._all:
            await self._wait(lambda: self._held_s(chat))  # without a place in the queue, which is everybody's
            async with window.turn:
                if self._held_s(chat) <= 0:  # it may have been told to wait meanwhile
                    return await self._room(window, ALL_CALLS)
        if notice:
            return await self._room(window, REPLIES + 1, chat)
        window.waiting += 1
        try:
            async with window.turn:
                await self._room(window, REPLIES, chat)
        finally:
            window.waiting -= 1

    async def _paced(self, chat: int | None, call: Callable[[], Awaitable[Any]], *, notice: bool) -> Any:
        taken: list[Window] = []
        try:
            for window in self._windows(chat):
                await self._turn(window, chat, notice=notice)
                taken.append(window)
            return await call()
        finally:
            for window in taken:
                window.end(self._clock())

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Call when it is time, and again after a failure: with care if it is not known what was carried out."""
        if rate_limit_args == Care.LAST:
            return await callback(*args, **kwargs)
        chat, unsure, notice = data.get("chat_id"), 0, rate_limit_args == Care.NOTICE
        allowed = _unsure_tries(endpoint, rate_limit_args)
        for left in range(RETRIES, -1, -1):
            try:
                return await self._paced(chat, lambda: callback(*args, **kwargs), notice=notice)
            except RetryAfter as error:
                if not left:
                    raise
                seconds = _seconds(error) + MARGIN_S
                if chat is None:
                    await self._sleep(seconds)
                else:
                    now = self._clock()
                    self._held = {held: until for held, until in self._held.items() if until > now}
                    self._held[chat] = now + seconds
            except BadRequest:
                raise
            except NetworkError as error:
                unsure += not _not_carried_out(error)
                if not left or unsure == allowed or endpoint in CALLED_AGAIN:
                    raise
                await self._sleep(min(2.0 ** (RETRIES - left) / 2, LONGEST_S))
        raise AssertionError  # the last try returns or raises

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def _unsure_tries(endpoint: str, care: int | None) -> int:
    """How often a call may be made whose outcome is not known."""
    if care in (Care.ONCE, Care.SURELY):
        return 1 if care == Care.ONCE else RETRIES + 1
    return next((tries for start, tries in UNSURE.items() if endpoint.startswith(start)), 1)


def _seconds(error: RetryAfter) -> float:
    again = error.retry_after
    return float(again) if isinstance(again, int | float) else again.total_seconds()


def _not_carried_out(error: NetworkError) -> bool:
    """True if the call never left, or a gateway answered that it did not pass it on."""
    return isinstance(error.__cause__, _NEVER_SENT) or "Bad Gateway" in error.message
