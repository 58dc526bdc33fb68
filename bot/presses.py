"""What a press on a button does: open a source in place and go back, send a file, count a vote, keep a choice."""

import functools
import logging
from dataclasses import replace

from telegram import CallbackQuery, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import buttons, outbox
from bot.buttons import AdminPress, AnyPress, Choose, OpenSource, Rate, SendFile, ShowPage
from bot.desk import Desk
from bot.memory import Exchange
from bot.opening import open_source, place_of, send_file, show_page
from bot.outbox import Bot
from bot.render import Rendered, rendered
from bot.showing import Step
from bot.state import Example
from bot.texts import Texts, texts

log = logging.getLogger(__name__)


async def press(bot: Bot, desk: Desk, query: CallbackQuery, *, admin: bool = False) -> AdminPress | None:
    """Carry out a press; it is always answered, and soon, so that the button stops waiting.

    One that only administrators may make is given back instead.
    """
    words, message = desk.words_for(query.from_user), query.message
    if not isinstance(message, Message):  # too old to be seen
        await outbox.acknowledge(bot, query.id, words.too_old)
        return None
    wanted = buttons.pressed(query.data or "", message.reply_markup)
    if wanted is None:
        await outbox.acknowledge(bot, query.id, words.used)
        return None
    if isinstance(wanted, AdminPress):
        return wanted
    if wanted == "erase" and admin:
        words = replace(words, erased=words.erased_admin)
    step = await _step(bot, desk, query.from_user.id, message, wanted, words)
    await desk.showing.carry_out(bot, desk.pace, query.id, place_of(message), step, words)
    return None


async def _step(bot: Bot, desk: Desk, user: int, message: Message, wanted: AnyPress | ShowPage, words: Texts) -> Step:
    """What a press asks for; what it changes in the state is changed by then."""
    place, private = place_of(message), message.chat.type == ChatType.PRIVATE

    def instead(said: str) -> Step:
        """In a group the message is not only for whoever pressed."""
        shown = outbox.plainly(said)
        show = (lambda: outbox.edit(bot, place.chat, place.message, shown, None)) if private else None
        return Step(said, show, in_place=True)

    match wanted:
        case OpenSource():
            return await open_source(bot, desk, message, wanted, words)
        case ShowPage(spot):
            return Step(words.drawing, lambda: show_page(bot, desk, place, spot, words), at_once=True)
        case SendFile(key):
            document = await desk.document(key)
            return Step("", lambda: send_file(bot, desk, place, document)) if document else Step(words.changed)
        case Rate(vote):
            desk.state.vote(place.chat, place.message, user, vote)
            exchange = desk.memory.of_message(place.chat, place.message)
            if exchange and desk.state.keeps_example(user, _query(exchange)):
                desk.state.keep_example(user, vote, _example(exchange))
            return Step(
                words.voted, functools.partial(_mark, bot, desk, message, user) if private else None, in_place=True
            )
        case "save":
            return _save(bot, desk, message, user, words)
        case Choose(language):
            desk.state.choose_language(user, language)
            return instead(words.language_chosen[("da", "en", None).index(language)])
        case "erase":
            desk.state.erase(user)
            desk.memory.forget(user)
            return instead(words.erased)
        case "back":
            exchange = desk.memory.of_message(place.chat, place.message)
            if exchange is None:
                return Step(words.forgotten)
            shown, markup = _shown(desk, message, exchange, user)
            return Step("", lambda: outbox.edit(bot, place.chat, place.message, shown, markup), in_place=True)


def _shown(desk: Desk, message: Message, exchange: Exchange, user: int) -> tuple[Rendered, outbox.Keyboard]:
    """The reply, with the user's vote in private, where it is nobody else's."""
    reply, vote, may_save = exchange.reply, None, False
    if message.chat.type == ChatType.PRIVATE:
        vote = desk.state.vote_of(message.chat.id, message.message_id, user)
        may_save = vote is not None and not desk.state.keeps_example(user, _query(exchange))
    return rendered(reply, exchange.asides), buttons.under_reply(reply, texts(reply.language), vote, may_save=may_save)


async def _mark(bot: Bot, desk: Desk, message: Message, user: int) -> None:
    """Show a vote on its button; that it counts does not depend on it."""
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    if exchange is None:
        return
    try:
        await outbox.edit(bot, message.chat.id, message.message_id, *_shown(desk, message, exchange, user))
    except TelegramError as error:
        log.info("a vote could not be shown: %s", outbox.described(error))


def _query(exchange: Exchange) -> str:
    """As it would have to be asked alone."""
    return exchange.reply.understood or exchange.reply.query


def _example(exchange: Exchange) -> Example:
    reply = exchange.reply
    document, quote = next(((cited.document_id, cited.quote) for cited in reply.citations), ("", ""))
    return Example(_query(exchange), reply.outcome, document, quote)


def _save(bot: Bot, desk: Desk, message: Message, user: int, words: Texts) -> Step:
    """Keep the query as an example, because its writer says so."""
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    vote = desk.state.vote_of(message.chat.id, message.message_id, user)
    if exchange is None or vote is None or message.chat.type != ChatType.PRIVATE:
        return Step(words.forgotten)
    desk.state.keep_example(user, vote, _example(exchange))
    return Step(words.saved, functools.partial(_mark, bot, desk, message, user), in_place=True)
