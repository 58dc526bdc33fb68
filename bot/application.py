"""The Telegram bot wired together, on one page: settings, handlers, order, pace, start and stop."""

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

import anyio
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, Defaults, TypeHandler, Updater

from bot import logs, presence, webhook
from bot.admin import Administration, Library
from bot.alarm import Alarm
from bot.claims import Claims
from bot.daily import tell_daily, tidy_daily
from bot.desk import Desk, lookers
from bot.errors import SettingWrong, TokenMissing, TokenRefused
from bot.handlers import Handlers, on_error, set_admin_commands
from bot.holding import held, lock_of
from bot.ledger import Ledger
from bot.liveness import Liveness, Pulse
from bot.metrics import serve
from bot.order import InOrder
from bot.pace import Pace
from bot.polling import UNCONFIRMED_S, AnyApplication, Ending, PollingRequest, reach
from bot.settings import Settings, is_token
from bot.shapes import KINDS
from bot.state import State
from bot.texts import DANISH, ENGLISH
from bot.watch import Watch, WatchedRequest

log = logging.getLogger(__name__)

UPLOADS = "uploads"
TURN_S = 0.001  # of a thread in Python while others wait: the loop waits for its turn after every system call
Kept: TypeAlias = tuple[State, Ledger, Watch]


def make_application(
    settings: Settings,
    token: str,
    library: Library,
    kept: Kept,
    pace: Pace,
    refused: Callable[[], None],
    polled: Callable[[float], None] = lambda _: None,
) -> AnyApplication:
    """The bot with its handlers, not yet running.

    Args:
        settings: the operator's.
        token: Telegram's.
        library: what replies are found in.
        kept: what outlives the program.
        pace: of what is sent.
        refused: called when Telegram stops accepting the token.
        polled: called when a poll begins or comes back, with the seconds that the next may wait.
    """
    state, ledger, watch = kept
    desk = Desk(library, state, settings.keep_days, pace, watch)
    order = InOrder()

    async def stop(_: AnyApplication) -> None:
        await asyncio.gather(administration.stop(), desk.showing.stop())

    administration = Administration(desk, ledger, library, settings.state / UPLOADS, lambda: order.under_way)
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
        .base_file_url(f"{settings.telegram_api_url.rstrip('/')}/file/bot")
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
        .rate_limiter(pace)
        .concurrent_updates(order)
        .post_stop(stop)
        .request(WatchedRequest(watch.tally))
        .get_updates_request(PollingRequest(order.awaited, refused, polled))
        .build()
    )
    application.add_handler(TypeHandler(Update, Handlers(desk, ledger, administration, settings.groups).handle))
    application.add_error_handler(on_error)
    return application


async def _introduce(application: AnyApplication, ledger: Ledger) -> None:
    """Set the lists of commands, and say what the bot sees and how to become its administrator."""
    bot = application.bot
    for language, words in (("", DANISH), ("en", ENGLISH)):
        for scope, listed in (
            (BotCommandScopeAllPrivateChats(), words.commands),
            (BotCommandScopeAllGroupChats(), words.group_commands),
        ):
            commands = [BotCommand(name, description) for name, description in listed]
            try:
                await bot.set_my_commands(commands, scope=scope, language_code=language or None)
            except TelegramError as error:
                log.warning("the command list could not be set: %s", type(error).__name__)
    sees = "every message (privacy mode is off)" if bot.bot.can_read_all_group_messages else "what is addressed to it"
    log.info("in groups the bot receives %s", sees)
    if not bot.bot.supports_inline_queries:
        log.info("inline mode is off; @BotFather turns it on with /setinline")
    for admin in ledger.admins():
        await set_admin_commands(bot, admin)
    if ledger.code:  # to the terminal, not to the log: whoever reads it may change the documents
        print(f"no administrator yet: send /admin {ledger.code} to @{bot.username} to become one", file=sys.stderr)
    log.info("ready as @%s; stop with Ctrl-C", bot.username)


def _poll(updater: Updater, ending: Ending) -> Coroutine[Any, Any, object]:
    return updater.start_polling(allowed_updates=KINDS, bootstrap_retries=-1, error_callback=ending.polling_failed)


async def _listen(
    application: AnyApplication,
    settings: Settings,
    token: str,
    host: str,
    state: State,
    after: contextlib.AsyncExitStack,
) -> None:
    """Take the updates that a proxy of the operator's hands on, until `after` is closed."""
    path = urlsplit(settings.webhook_url or "").path.strip("/")
    order, claims = cast(InOrder, application.update_processor), Claims(state, settings.state, settings.webhook_port)

    async def deal(update: Update) -> None:
        if claims.take(update.update_id):
            done = order.awaited(update.update_id)
            application.update_queue.put_nowait(update)
            await asyncio.wait((done,), timeout=UNCONFIRMED_S)

    try:
        stop = webhook.listen(application.bot, token, settings.webhook_port, path, deal)
    except OSError as error:
        reason = f"port {settings.webhook_port} cannot be used ({error.strerror})"
        raise SettingWrong("MINISTERSVAR_WEBHOOK_PORT", reason) from error
    after.push_async_callback(stop)
    log.info("Telegram sends updates to port %d", settings.webhook_port)
    secret = webhook.secret_of(token)
    await reach(
        lambda: application.bot.set_webhook(settings.webhook_url, allowed_updates=KINDS, secret_token=secret), host
    )


def _watched(
    application: AnyApplication, settings: Settings, library: Library, kept: Kept, after: contextlib.AsyncExitStack
) -> None:
    """Say how things are, serve figures and tell administrators of each day, until `after` is closed."""
    state, ledger, watch = kept
    order = cast(InOrder, application.update_processor)
    lock = lock_of(settings.state, settings.webhook_port if settings.webhook_url else None)
    telling = asyncio.create_task(presence.tell(lock, lambda: order.under_way, lambda: library.manifest.generation))
    after.push_async_callback(_cancelled, telling)
    if settings.metrics_port:
        try:
            after.callback(serve(settings.metrics_port, watch, lambda: library.manifest, lambda: order.under_way))
        except OSError as error:
            log.warning(
                "no figures on port %d (%s); change MINISTERSVAR_METRICS_PORT", settings.metrics_port, error.strerror
            )
    state.on_trouble = Alarm(application.bot, state, ledger.admins).unwritten
    after.callback(asyncio.create_task(tidy_daily(state)).cancel)
    if settings.daily_report:
        daily = asyncio.create_task(tell_daily(application.bot, watch.tally, state, ledger.admins))
        after.callback(daily.cancel)


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _until_stopped(
    settings: Settings, application: AnyApplication, library: Library, kept: Kept, liveness: Liveness, ending: Ending
) -> None:
    """Poll until SIGTERM, SIGINT or an error that lasts; what was read by then is answered first."""
    ending.on_signals()
    after, token = contextlib.AsyncExitStack(), application.bot.token
    after.callback(liveness.watch())
    host = urlsplit(settings.telegram_api_url).hostname or "?"
    polling = cast(Updater, application.updater)  # the builder makes one unless told not to
    try:
        if await ending.before(reach(application.initialize, host)) and await ending.before(
            _introduce(application, kept[1])
        ):
            await application.start()
            _watched(application, settings, library, kept, after)
            hooked = bool(settings.webhook_url)
            start = _listen(application, settings, token, host, kept[0], after) if hooked else _poll(polling, ending)
            if await ending.before(start):
                await ending.due.wait()
    except InvalidToken:
        ending.failed(TokenRefused())
    finally:
        cast(Pace, application.bot.rate_limiter).stop()
        await after.aclose()
        if polling.running:
            await polling.stop()
        if application.post_stop:
            await application.post_stop(application)
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()
    if ending.error:
        raise ending.error


def run(settings: Settings, open_library: Callable[[], Library]) -> None:
    """Run until SIGTERM or SIGINT; a reply under way is delivered first.

    Args:
        settings: the operator's.
        open_library: opens the index; called once the token looks right.

    Raises:
        TokenMissing: no token is set.
        TokenRefused: Telegram does not know the token, or no longer does.
        OtherPoller: another program polls as this bot.
    """
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        raise TokenMissing
    if not is_token(token):
        raise TokenRefused
    logs.configure(token)
    with held(settings.state, settings.webhook_port if settings.webhook_url else None):
        with lookers(1) as opening:  # threads that are started with the model give way as those do that look
            library = opening.submit(open_library).result()
        with (
            contextlib.closing(State(settings.state, settings.keep_days)) as state,
            contextlib.closing(Ledger(settings.state, settings.admins)) as ledger,
            contextlib.closing(Watch(settings.state)) as watch,
        ):
            state.belong_to(int(token.partition(":")[0]))
            library.on_renewed = watch.rebuilt
            watch.topics = library.topics if settings.topics else None
            kept, ending, liveness = (state, ledger, watch), Ending(), Liveness(Pulse(watch.held))
            # Before the loop runs: certificates are read for each connection.
            application = make_application(
                settings, token, library, kept, Pace(), lambda: ending.failed(TokenRefused()), liveness.polled
            )
            sys.setswitchinterval(TURN_S)
            anyio.run(anyio.sleep, 0)  # loads now what the first request would load in the loop
            gc.collect()
            gc.freeze()  # what is loaded stays: looking through it for garbage would hold the loop now and then
            with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(liveness.pulse)) as runner:
                runner.run(_until_stopped(settings, application, library, kept, liveness, ending))
