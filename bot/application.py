"""The Telegram bot wired together: settings, handlers, order, logs, start and stop, on one page."""

import asyncio
import contextlib
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, LinkPreviewOptions, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
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

from bot.errors import OtherPoller, TokenMissing, TokenRefused
from bot.handlers import CONFLICT, Answer, Conversation, on_error
from bot.settings import Settings
from bot.texts import DANISH, ENGLISH

log = logging.getLogger(__name__)

TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
PARALLEL_UPDATES = 32
LOCK = "bot.lock"
RETRY_S = 5.0  # between tries while Telegram cannot be reached


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
        super().__init__(PARALLEL_UPDATES)
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
    for noisy in ("httpx", "httpcore"):  # httpx logs the token in its URLs
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for handled in ("telegram.ext.Updater", "telegram.request"):  # tracebacks of what `on_error` says in a line
        logging.getLogger(handled).setLevel(logging.CRITICAL)


async def _ready(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    bot = application.bot
    for language, words in (("", DANISH), ("en", ENGLISH)):
        commands = [BotCommand(name, description) for name, description in words.commands]
        try:
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=language or None)
        except TelegramError as error:
            log.warning("the command list could not be set: %s", type(error).__name__)
    log.info("ready as @%s; stop with Ctrl-C", bot.username)


def make_application(settings: Settings, token: str, answer: Answer) -> "Application[Any, Any, Any, Any, Any, Any]":
    """The bot with its handlers, not yet running."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
        .base_file_url(f"{settings.telegram_api_url.rstrip('/')}/file/bot")
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(_InOrder())
        .get_updates_connection_pool_size(4)
        .post_init(_ready)
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


async def _reach(settings: Settings, token: str) -> None:
    """Ask Telegram who we are until it answers, and say so while it does not."""
    url = settings.telegram_api_url.rstrip("/")
    tries = 0
    while True:
        tries += 1
        try:
            async with Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot"):
                return
        except InvalidToken:
            raise TokenRefused from None
        except NetworkError as error:
            log.warning(
                "Telegram cannot be reached (%s), try %d; trying again in %.0f s",
                type(error).__name__,
                tries,
                RETRY_S,
            )
        await asyncio.sleep(RETRY_S)


def run(settings: Settings, open_answer: Callable[[], Answer]) -> None:
    """Run until SIGTERM, SIGINT; a reply under way is delivered first.

    Args:
        settings: the operator's.
        open_answer: opens the index and gives the function from query to reply; called once the token looks right.

    Raises:
        TokenMissing: no token is set.
        TokenRefused: Telegram does not know the token.
        OtherPoller: another program polls as this bot.
    """
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    if not token:
        raise TokenMissing
    if not TOKEN.fullmatch(token):
        raise TokenRefused
    _configure_logs(token)
    with _only_one(settings.state):
        _serve(settings, token, open_answer)


@contextlib.contextmanager
def _only_one(state: Path) -> Iterator[None]:
    """Hold the state folder: two programs polling as one bot would take each other's messages for ever."""
    state.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(state / LOCK, timeout=0):
            yield
    except Timeout:
        raise OtherPoller from None


def _serve(settings: Settings, token: str, open_answer: Callable[[], Answer]) -> None:
    application = make_application(settings, token, open_answer())
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_reach(settings, token))
    try:
        application.run_polling(
            allowed_updates=[Update.MESSAGE],
            bootstrap_retries=-1,
            drop_pending_updates=False,
            close_loop=True,
        )
    except InvalidToken:
        raise TokenRefused from None
    if application.bot_data.get(CONFLICT):
        raise OtherPoller
