"""When a call to Telegram may go out, and which failed calls are tried again.

Every call that names a group spends one of its 20 a minute (core.telegram.org/bots/faq, "My bot is hitting limits"),
counted here over any 60 seconds: a leaky bucket of 20 would let nearly 40 through in the first minute. A chat that is
told to slow down waits alone; the others go on.
"""

import asyncio
import time
from bisect import insort
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

GROUP_CALLS, GROUP_PERIOD_S = 20, 60.0
ALL_CALLS, ALL_PERIOD_S = 30, 1.0
NOTICE = 1  # `rate_limit_args` of the one call a minute that says "wait": the last of the 20 is kept for it
RETRIES = 3
MARGIN_S = 0.1  # Telegram counts whole seconds by its own clock
MAX_WINDOWS = 1000
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Window:
    """The times of calls, past and booked, of which at most so many lie within any period."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._times: list[float] = []

    def free_at(self, now: float, limit: int) -> float:
        """The earliest time that one more call may go out."""
        self._times = [at for at in self._times if at > now - self._period_s]
        return now if len(self._times) < limit else max(now, self._times[-limit] + self._period_s)

    def book(self, now: float, limit: int) -> float:
        """Take the earliest such time."""
        at = self.free_at(now, limit)
        insort(self._times, at)
        return at


class Pace(BaseRateLimiter[int]):
    """Lets calls out at the pace of the platform; tries again what was refused or never sent.

    A call whose answer was lost is not repeated: the message may well have been delivered.
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

    def wait_s(self, chat: int) -> float:
        """How long an ordinary call to a chat would have to wait now."""
        now = self._clock()
        group = self._groups.get(chat)
        free_at = group.free_at(now, GROUP_CALLS - 1) if group else now
        return max(free_at, self._held.get(chat, now)) - now

    def may_notice(self, chat: int) -> bool:
        """True once a minute for each group: the caller then says that it takes a while."""
        now = self._clock()
        if now - self._noticed.get(chat, -GROUP_PERIOD_S) < GROUP_PERIOD_S or chat in self._held:
            return False
        self._noticed = {other: at for other, at in self._noticed.items() if now - at < GROUP_PERIOD_S} | {chat: now}
        return True

    def _delay_s(self, chat: int | None, limit: int) -> float:
        """Book a call and tell how long it has to wait."""
        now = self._clock()
        at = self._all.book(now, ALL_CALLS)
        self._held = {held: until for held, until in self._held.items() if until > now}
        if chat is not None and chat < 0:
            if len(self._groups) > MAX_WINDOWS:
                self._groups = {other: w for other, w in self._groups.items() if w.free_at(now, 1) > now}
            at = max(at, self._groups.setdefault(chat, Window(GROUP_PERIOD_S)).book(now, limit))
        if chat in self._held:
            at = max(at, self._held[chat])
        return at - now

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Call when it is time, and again after what is known not to have been carried out."""
        chat = data.get("chat_id")
        limit = GROUP_CALLS if rate_limit_args == NOTICE else GROUP_CALLS - 1
        for left in range(RETRIES, -1, -1):
            delay_s = self._delay_s(chat, limit)
            if delay_s > 0:
                await self._sleep(delay_s)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if not left:
                    raise
                again_s = error.retry_after
                seconds = again_s if isinstance(again_s, int) else again_s.total_seconds()
                if chat is None:
                    await self._sleep(seconds + MARGIN_S)
                else:
                    self._held[chat] = self._clock() + seconds + MARGIN_S
            except BadRequest:
                raise
            except NetworkError as error:
                if not left or not _not_carried_out(error):
                    raise
                await self._sleep(2.0 ** (RETRIES - left) / 2)
        raise AssertionError  # the last try returns or raises

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def _not_carried_out(error: NetworkError) -> bool:
    """True if the call never left, or a gateway answered that it did not pass it on."""
    return isinstance(error.__cause__, _NEVER_SENT) or "Bad Gateway" in error.message
