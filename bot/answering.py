"""A query answered: once, in its place, building on the exchange before it; edited, its reply is edited."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, TelegramError

from bot import outbox
from bot.buttons import sources_of, under_reply
from bot.decisions import Place, Query
from bot.desk import Desk
from bot.memory import TURNS, Exchange, Talk
from bot.outbox import Bot
from bot.pace import Care, Stopping
from bot.render import rendered
from bot.reply import Reply
from bot.texts import Texts, texts
from bot.watch import Stages

log = logging.getLogger(__name__)

MAX_QUERY_CHARS = 500
PATIENCE_S = 3.0  # a longer wait in a group is told
SIGN_S = 0.25
PARTING_S = 5.0
MAX_WAIT_S = 600.0  # after so long nobody waits for the reply any more


async def answer(bot: Bot, desk: Desk, query: Query) -> None:
    """Reply to a query, or edit the reply to it."""
    place = query.place
    known = desk.state.reply_to(place.chat, place.message)
    if query.edited and known is None and place.group:
        return  # it was not for the bot when it was written
    if known and known.done and not query.edited:
        return  # Telegram brings again what a killed program had not confirmed
    if place.group and desk.pace.wait_s(place.chat) > MAX_WAIT_S:
        log.warning("a group asks more than can be answered; a query is left out")
        return
    stages = Stages()
    desk.state.begin(place.chat, place.message, place.user)
    shown = known.message if known else None
    before = _before(desk, place, shown)
    text = query.text[:MAX_QUERY_CHARS]
    with stages.stage("look"):
        async with _typing(bot, place):
            finding, reply = await desk.look(text, before, place.user)
    cut = (texts(reply.language).cut.format(limit=MAX_QUERY_CHARS),) if len(query.text) > MAX_QUERY_CHARS else ()
    try:
        with stages.stage("send"):
            message = await _show(bot, desk, place, reply, cut, shown)
    except Stopping:
        await _part(bot, desk, place, texts(reply.language))
        return
    desk.watch.replied("chat", finding, stages)
    if message is not None:
        turns = tuple(before) if finding.small_talk else (*before, finding.understood)[-TURNS:]
        desk.memory.remember(_talk(place), Exchange(tuple(before), turns, reply, message, cut))


def _talk(place: Place) -> Talk:
    return place.chat, place.topic, place.user


def _before(desk: Desk, place: Place, known: int | None) -> Sequence[str]:
    """The turns that a query may follow: those of the message it replies to, else its writer's last ones."""
    if known is not None:
        exchange = desk.memory.of_message(place.chat, known)
        return exchange.before if exchange else ()
    if place.answers is not None:
        exchange = desk.memory.of_message(place.chat, place.answers)
    else:
        exchange = desk.memory.last(_talk(place))
    return exchange.turns if exchange else ()


@contextlib.asynccontextmanager
async def _typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Show that a reply is coming while it is found; in a group the sign would cost a reply.

    It is waited for a little, as it would stay if it came after the reply.
    """

    async def show() -> None:
        try:
            await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.topic)
        except TelegramError as error:
            log.info("no typing action: %s", type(error).__name__)

    sign = None if place.group else asyncio.create_task(show())
    try:
        yield
    finally:
        if sign:
            await asyncio.wait((sign,), timeout=SIGN_S)
            sign.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sign


async def _show(bot: Bot, desk: Desk, place: Place, reply: Reply, cut: Sequence[str], known: int | None) -> int | None:
    """Send or edit; the id of the message that now holds the reply."""
    for source in sources_of(reply).values():
        desk.state.keep_key(source.document_id)
    words = texts(reply.language)
    message, markup = await asyncio.to_thread(rendered, reply, cut), under_reply(reply, words)
    if known is None and place.group and desk.pace.wait_s(place.chat) > PATIENCE_S and desk.pace.may_notice(place.chat):
        known = await _announce(bot, desk, place, words.wait, Care.NOTICE)
    if known is not None and await outbox.edit(bot, place.chat, known, message, markup):
        desk.state.replied(place.chat, place.message, known)
        return known
    try:
        sent = await outbox.send(bot, place, message, markup, Care.ONCE)
    except BadRequest:
        raise
    except NetworkError:  # it may have come through: what is sent now says so, and is made the reply
        sent = await _announce(bot, desk, place, words.doubtful, Care.SURELY)
        if sent is None or not await outbox.edit(bot, place.chat, sent, message, markup):
            return sent
    if sent is not None:
        desk.state.replied(place.chat, place.message, sent)
    return sent


async def _part(bot: Bot, desk: Desk, place: Place, words: Texts) -> None:
    """The program ends before a reply could go out: each chat is told once, in the message that says wait if one does.

    Whoever asked could wait in vain otherwise: Telegram does not bring the query again.
    """
    if not desk.pace.may_part(place.chat):
        return
    notice, message = desk.state.notice_in(place.chat, MAX_WAIT_S), outbox.plainly(words.parting)
    try:
        async with asyncio.timeout(PARTING_S):
            if notice is None or not await outbox.edit(bot, place.chat, notice, message, None, Care.LAST):
                await outbox.send(bot, place, message, care=Care.LAST)
    except (TelegramError, TimeoutError) as error:
        log.warning("queries are left without a reply, and nobody could be told: %s", type(error).__name__)


async def _announce(bot: Bot, desk: Desk, place: Place, words: str, care: Care) -> int | None:
    """Send what is to be made the reply by an edit; also after the program was killed in between."""
    sent = await outbox.send(bot, place, outbox.plainly(words), care=care)
    if sent is not None:
        desk.state.replied(place.chat, place.message, sent, done=False)
    return sent
