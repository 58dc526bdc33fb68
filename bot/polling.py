"""Reaching Telegram and polling it until an end is due, whatever happens to the connection."""

import asyncio
import contextlib
import itertools
import logging
import signal
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeAlias

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.errors import BotError, OtherPoller, TokenRefused
from bot.updates import Unreadable, of_answer, pause_of, refusal

log = logging.getLogger(__name__)

RETRY_S = 5.0  # between tries while Telegram cannot be reached, but for the first
SAY_EVERY = 6  # tries
AGAIN_S = 0.1  # after a poll that failed once: a connection cut while it was idle is no trouble
GATEWAY = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
UNCONFIRMED_S = 1.0  # what takes longer must not keep others waiting

AnyApplication: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"


class Ending:
    """Why the program ends: a signal, or an error that waiting does not mend."""

    def __init__(self) -> None:
        self.due = asyncio.Event()
        self.error: BotError | None = None

    def on_signals(self) -> None:
        """End at SIGTERM and SIGINT; called in the running loop."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows
                asyncio.get_running_loop().add_signal_handler(sign, self.due.set)

    def failed(self, error: BotError) -> None:
        """End with this error, unless the end has come already."""
        if not self.due.is_set():
            self.error = error
            self.due.set()

    def polling_failed(self, error: TelegramError) -> None:
        """Two pollers would get in each other's way for ever; anything else may pass."""
        if isinstance(error, Conflict):
            self.failed(OtherPoller())
        elif isinstance(error, Unreadable):
            log.warning("an answer of Telegram's cannot be read; trying again")
        else:
            log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)

    async def before(self, work: Coroutine[Any, Any, object]) -> bool:
        """True once the work is done; False, and the work is cancelled, if the end comes first."""
        task, end = asyncio.create_task(work), asyncio.create_task(self.due.wait())
        await asyncio.wait((task, end), return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if task.done():
            task.result()
            return True
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return False


class PollingRequest(HTTPXRequest):
    """The connection for getUpdates.

    A poll confirms what the one before it brought, and Telegram then forgets it. So a poll waits, for a moment, until
    that has been dealt with, whatever came earlier: a program killed meanwhile is given it again. A poll that fails is
    made again at once; if it fails again, python-telegram-bot waits longer and longer. It tells once when the token is
    refused, and each time that a poll begins or comes back. What it hands on can be read.
    """

    def __init__(
        self,
        awaited: Callable[[int], "asyncio.Future[None]"],
        refused: Callable[[], None],
        polled: Callable[[float], None],
    ) -> None:
        super().__init__(connection_pool_size=4)  # with 1 a lost connection can leave the bot deaf
        self._awaited = awaited  # done once the update of a number has been dealt with
        self._brought: list[asyncio.Future[None]] = []
        self._refused = refused
        self._polled = polled
        self._told = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and body; 401 and 404 are how Telegram refuses a token. Raises Unreadable."""
        self._polled(0.0)
        if self._brought:
            await asyncio.wait(self._brought, timeout=UNCONFIRMED_S)
            self._brought = []
        try:
            status, body = await self._twice(*args, **kwargs)
        finally:
            self._polled(0.0)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND) and not self._told:
            self._told = True
            self._refused()
            await asyncio.Event().wait()  # PTB would end polling in silence and run on, deaf: wait to be cancelled
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            pause_s = pause_of(body)
            self._polled(pause_s)
            return status, refusal(pause_s)
        answer, numbers = await of_answer(body)
        self._brought = [self._awaited(number) for number in numbers]
        return status, answer

    async def _twice(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        try:
            status, body = await super().do_request(*args, **kwargs)
        except TimedOut:
            raise
        except NetworkError:
            pass
        else:
            if status not in GATEWAY:
                return status, body
        await asyncio.sleep(AGAIN_S)
        return await super().do_request(*args, **kwargs)


async def reach(call: Callable[[], Coroutine[Any, Any, object]], host: str) -> None:
    """Call Telegram until it answers, and say so while it does not. Raises TokenRefused."""
    for tries in itertools.count():
        try:
            await call()
            return
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            if tries % SAY_EVERY == 0:
                kind = type(error).__name__
                log.warning("Telegram (%s) cannot be reached (%s); trying again until it answers", host, kind)
        await asyncio.sleep(min(1.0 + tries, RETRY_S))
