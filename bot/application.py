"""The Telegram bot wired together: settings, handlers, order, logs, start and stop, on one page."""

import asyncio
import contextlib
import itertools
import logging
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from telegram import BotCommand, BotCommandScopeAllPrivateChats, LinkPreviewOptions, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.errors import BotError, OtherPoller, TokenMissing, TokenRefused
from bot.handlers import Answer, Conversation, on_error
from bot.settings import Settings
from bot.texts import DANISH, ENGLISH

log = logging.getLogger(__name__)

TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
MAX_UPDATES = 10_000  # under way and waiting: a small number would let one busy user keep everybody waiting
LOCK = "bot.lock"
RETRY_S = 5.0  # between tries while Telegram cannot be reached
SAY_EVERY = 6  # tries
# httpx logs the token in its URLs; PTB logs a traceback for what ends here as one sentence.
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram.ext": logging.CRITICAL,
    "telegram.ext.Application": logging.INFO,
    "telegram.ext.Updater": logging.CRITICAL,
}

AnyApplication: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"


class _Redacted(logging.Filter):
    """Takes the token out of every line, wherever it came from."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        text = logging.Formatter().formatException(record.exc_info) if record.exc_info else record.exc_text or ""
        record.msg = record.getMessage().replace(self._token, "<token>")
        record.args, record.exc_info = None, None
        record.exc_text = text.replace(self._token, "<token>") or None
        return True


class _InOrder(BaseUpdateProcessor):
    """One update at a time for each (chat, user), in the order they came; different users side by side."""

    def __init__(self) -> None:
        super().__init__(MAX_UPDATES)
        self._last: dict[tuple[int, int], asyncio.Task[Any] | asyncio.Future[Any]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the same user's update before this one, then process this one."""
        chat = getattr(getattr(update, "effective_chat", None), "id", 0)
        user = getattr(getattr(update, "effective_user", None), "id", 0)
        key = (chat, user)
        before = self._last.get(key)
        mine = asyncio.get_running_loop().create_future()
        self._last[key] = mine
        try:
            if before is not None:
                await before
            await coroutine
        finally:
            mine.set_result(None)
            if self._last.get(key) is mine:
                del self._last[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def _configure_logs(token: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_Redacted(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


class _Ending:
    """Why the program ends: a signal, or an error that waiting does not mend."""

    def __init__(self) -> None:
        self.due = asyncio.Event()
        self.error: BotError | None = None

    def failed(self, error: BotError) -> None:
        """End with this error, unless the end has come already."""
        if not self.due.is_set():
            self.error = error
            self.due.set()

    def polling_failed(self, error: TelegramError) -> None:
        """Two pollers would get in each other's way for ever; anything else may pass."""
        if isinstance(error, Conflict):
            self.failed(OtherPoller())
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


class _PollingRequest(HTTPXRequest):
    """The connection for getUpdates, which tells once when Telegram refuses the token."""

    def __init__(self, refused: Callable[[], None]) -> None:
        super().__init__(connection_pool_size=4)  # with 1 a lost connection can leave the bot deaf
        self._refused = refused
        self._told = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and body; 401 and 404 are how Telegram refuses a token."""
        status, body = await super().do_request(*args, **kwargs)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND) and not self._told:
            self._told = True
            self._refused()
            await asyncio.Event().wait()  # PTB would end polling in silence and run on, deaf: wait to be cancelled
        return status, body


async def _ready(application: AnyApplication) -> None:
    bot = application.bot
    for language, words in (("", DANISH), ("en", ENGLISH)):
        commands = [BotCommand(name, description) for name, description in words.commands]
        try:
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=language or None)
        except TelegramError as error:
            log.warning("the command list could not be set: %s", type(error).__name__)
    log.info("ready as @%s; stop with Ctrl-C", bot.username)


def make_application(settings: Settings, token: str, answer: Answer, refused: Callable[[], None]) -> AnyApplication:
    """The bot with its handlers, not yet running; `refused` is called when Telegram stops accepting the token."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
        .base_file_url(f"{settings.telegram_api_url.rstrip('/')}/file/bot")
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(_InOrder())
        .get_updates_request(_PollingRequest(refused))
        .build()
    )
    talk = Conversation(answer)
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", talk.start, private))
    application.add_handler(CommandHandler(["hjaelp", "help"], talk.help, private))
    application.add_handler(MessageHandler(private & filters.TEXT, talk.query))
    application.add_handler(MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, talk.hint))
    application.add_error_handler(on_error)
    return application


async def _reach(application: AnyApplication, host: str) -> None:
    """Ask Telegram who we are until it answers, and say so while it does not."""
    for tries in itertools.count():
        try:
            return await application.initialize()
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            if tries % SAY_EVERY == 0:
                kind = type(error).__name__
                log.warning("Telegram (%s) cannot be reached (%s); trying again until it answers", host, kind)
        await asyncio.sleep(RETRY_S)


async def _until_stopped(settings: Settings, token: str, answer: Answer) -> None:
    """Poll until SIGTERM, SIGINT or an error that lasts; what was read by then is answered first."""
    ending = _Ending()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(sign, ending.due.set)
    application = make_application(settings, token, answer, lambda: ending.failed(TokenRefused()))
    host = urlsplit(settings.telegram_api_url).hostname or "?"
    polling = application.updater
    assert polling is not None  # noqa: S101  the builder makes one unless told not to
    try:
        if await ending.before(_reach(application, host)) and await ending.before(_ready(application)):
            await application.start()
            start = polling.start_polling(
                allowed_updates=[Update.MESSAGE], bootstrap_retries=-1, error_callback=ending.polling_failed
            )
            if await ending.before(start):
                await ending.due.wait()
    except InvalidToken:
        ending.failed(TokenRefused())
    finally:
        if polling.running:
            await polling.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()
    if ending.error:
        raise ending.error


@contextlib.contextmanager
def _only_one(state: Path) -> Iterator[None]:
    """Hold the state folder: two programs polling as one bot would take each other's messages for ever."""
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OtherPoller from None
    with lock:
        yield


def run(settings: Settings, open_answer: Callable[[], Answer]) -> None:
    """Run until SIGTERM or SIGINT; a reply under way is delivered first.

    Args:
        settings: the operator's.
        open_answer: opens the index and gives the function from query to reply; called once the token looks right.

    Raises:
        TokenMissing: no token is set.
        TokenRefused: Telegram does not know the token, or no longer does.
        OtherPoller: another program polls as this bot.
    """
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        raise TokenMissing
    if not TOKEN.fullmatch(token):
        raise TokenRefused
    _configure_logs(token)
    with _only_one(settings.state):
        asyncio.run(_until_stopped(settings, token, open_answer()))
