"""What a press on a button does: open a source in place and go back, send a file, count a vote, keep a choice."""

import asyncio
import contextlib
import logging
from pathlib import Path

from telegram import CallbackQuery, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import buttons, outbox, sources
from bot.buttons import AdminPress, AnyPress, Choose, OpenSource, Rate, SendFile, ShowPage, Spot
from bot.decisions import Place
from bot.desk import Desk
from bot.outbox import Bot
from bot.pages import page_at
from bot.render import line_of, rendered
from bot.state import Example, Vote
from bot.texts import Texts, texts
from corpus.citations import label
from corpus.readers.reading import Unreadable
from corpus.schema import Document

log = logging.getLogger(__name__)

MAX_LABEL = 400  # of the 1024 UTF-16 units of a caption
MAX_PHOTO_BYTES = 10 * 10**6  # core.telegram.org/bots/api#sendphoto


async def press(bot: Bot, desk: Desk, query: CallbackQuery) -> AdminPress | None:
    """Carry out a press; it is always answered, so that the button stops waiting.

    One that only administrators may make is given back instead.
    """
    words, message = desk.words_for(query.from_user), query.message
    wanted = (
        buttons.pressed(query.data or "", message.reply_markup)
        if isinstance(message, Message)  # not one too old to be seen
        else None
    )
    if wanted is None or not isinstance(message, Message):
        await outbox.acknowledge(bot, query.id, words.stale)
        return None
    if isinstance(wanted, AdminPress):
        return wanted
    if isinstance(wanted, ShowPage):
        await outbox.acknowledge(bot, query.id, words.drawing)  # drawing may outlast what Telegram waits
        await _show_page(bot, desk, message, wanted.spot, words)
        return None
    said = await _carry_out(bot, desk, query, message, wanted, words)
    await outbox.acknowledge(bot, query.id, said or None)
    return None


async def _carry_out(
    bot: Bot, desk: Desk, query: CallbackQuery, message: Message, wanted: AnyPress, words: Texts
) -> str:
    """What is said to whoever pressed, for a moment; "" for nothing."""
    user, chat, shown = query.from_user.id, message.chat.id, message.message_id
    match wanted:
        case OpenSource():
            return await _open(bot, desk, message, wanted, words)
        case SendFile(key):
            return "" if await send_file(bot, desk, _place(message), key) else words.stale
        case Rate(vote):
            desk.state.vote(chat, shown, user, vote)
            await _mark(bot, desk, message, vote, may_save=True)
            return words.voted
        case "save":
            return await _save(bot, desk, message, user, words)
        case Choose(language):
            desk.state.choose_language(user, language)
            chosen = words.language_chosen[("da", "en", None).index(language)]
            if message.chat.type == ChatType.PRIVATE:
                await outbox.edit(bot, chat, shown, outbox.plainly(chosen), None)
            return chosen
        case "erase":
            desk.state.erase(user)
            desk.memory.forget(user)
            if message.chat.type == ChatType.PRIVATE:
                await outbox.edit(bot, chat, shown, outbox.plainly(words.erased), None)
            return words.erased
        case "back":
            return await _go_back(bot, desk, message, words)


async def _go_back(bot: Bot, desk: Desk, message: Message, words: Texts) -> str:
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    if exchange is None:
        return words.stale
    reply = exchange.reply
    shown, markup = rendered(reply, exchange.asides), buttons.under_reply(reply, texts(reply.language))
    await outbox.edit(bot, message.chat.id, message.message_id, shown, markup)
    return ""


async def _mark(bot: Bot, desk: Desk, message: Message, vote: Vote, *, may_save: bool) -> None:
    """Show a vote on its button, in private, where it is nobody else's and an edit costs no reply."""
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    if exchange is None or message.chat.type != ChatType.PRIVATE:
        return
    reply = exchange.reply
    markup = buttons.under_reply(reply, texts(reply.language), vote, may_save=may_save)
    await outbox.edit(bot, message.chat.id, message.message_id, rendered(reply, exchange.asides), markup)


async def _save(bot: Bot, desk: Desk, message: Message, user: int, words: Texts) -> str:
    """Keep the query as an example, because its writer says so."""
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    vote = desk.state.vote_of(message.chat.id, message.message_id, user)
    if exchange is None or vote is None or message.chat.type != ChatType.PRIVATE:
        return words.stale
    reply = exchange.reply
    document, quote = next(((cited.document_id, cited.quote) for cited in reply.citations), ("", ""))
    query = reply.understood or reply.query  # as it would have to be asked alone
    desk.state.keep_example(user, vote, Example(query, reply.outcome, document, quote))
    await _mark(bot, desk, message, vote, may_save=False)
    return words.saved


def _place(message: Message) -> Place:
    """Beside a message of ours, as a reply to it in a group."""
    group = message.chat.type != ChatType.PRIVATE
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, message.message_id, 0, group, topic)


def _holds(document: Document, spot: Spot) -> bool:
    return sources.has_passage(document, spot.start, spot.end, spot.digest)


async def _open(bot: Bot, desk: Desk, message: Message, wanted: OpenSource, words: Texts) -> str:
    """In place, where there is a way back; else beside, so that the reply is not lost."""
    document = await desk.document(wanted.spot.key)
    if document is None or not _holds(document, wanted.spot):
        return words.stale
    offer = await desk.offer(document, wanted.spot)
    private = message.chat.type == ChatType.PRIVATE
    exchange = desk.memory.of_message(message.chat.id, message.message_id)
    if exchange is None:
        view = await asyncio.to_thread(sources.opened, document, wanted.spot.start, wanted.spot.end, words)
        markup = buttons.under_document(wanted.spot, words, offer) if private else None
        await outbox.send(bot, _place(message), view, markup)
        return ""
    where = buttons.spots(exchange.reply)
    if where.get(wanted.number) != wanted.spot:  # the query was edited, and with it the reply
        return words.stale
    language = texts(exchange.reply.language)
    view = await asyncio.to_thread(sources.opened, document, wanted.spot.start, wanted.spot.end, language)
    if private:
        markup = buttons.under_source_in_private(where, wanted.number, language, offer)
    else:
        markup = buttons.under_source(where, wanted.number, language, bot.username)
    await outbox.edit(bot, message.chat.id, message.message_id, view, markup)
    return ""


async def send_file(bot: Bot, desk: Desk, place: Place, key: str) -> bool:
    """Send the whole document, as the file it came in where that is one to print from; False if it is gone."""
    document = await desk.document(key)
    if document is None:
        return False
    body = await asyncio.to_thread(sources.original, document, desk.finder.folder)
    name = sources.file_name(document, Path(document.source).suffix.lower() if body else ".txt")
    await bot.send_document(
        place.chat, body or sources.file_body(document), filename=name, message_thread_id=place.topic
    )
    return True


async def _show_page(bot: Bot, desk: Desk, message: Message, spot: Spot, words: Texts) -> None:
    """Send the page as a photo, or as a file where Telegram takes no photo of that size or shape."""
    document = await desk.document(spot.key)
    page = page_at(document, spot.start, spot.end) if document else None
    if document is None or page is None or not _holds(document, spot):
        await outbox.send(bot, _place(message), outbox.plainly(words.unknown_document))
        return
    try:
        unmarked, png = await desk.draw(document, page)
    except Unreadable as error:
        log.warning("a page of %s is not shown: %s", document.document_id, error.reason)
        await outbox.send(bot, _place(message), outbox.plainly(words.no_page))
        return
    lines = [line_of(label(document, words.language, spot.start), MAX_LABEL), words.on_page.format(page=page.number)]
    if unmarked or page.elsewhere:
        lines.append(words.unmarked)
    await _send_picture(bot, message.chat.id, png, "\n".join(lines), sources.file_name(document, ".png"))


async def _send_picture(bot: Bot, chat: int, png: bytes, caption: str, name: str) -> None:
    if len(png) <= MAX_PHOTO_BYTES:
        with contextlib.suppress(BadRequest):  # too long and narrow
            await bot.send_photo(chat, png, caption=caption, filename=name)
            return
    await bot.send_document(chat, png, caption=caption, filename=name)
