"""A document opened: in place of a reply or beside it, from a link, as a file, as a picture of its page."""

import asyncio
import contextlib
import logging
from pathlib import Path

from telegram import Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import buttons, outbox, sources
from bot.buttons import OpenSource, Spot
from bot.decisions import Place
from bot.desk import Desk
from bot.outbox import Bot
from bot.pages import page_at
from bot.render import line_of
from bot.showing import Step
from bot.texts import Texts, texts
from corpus.citations import label
from corpus.readers.reading import Unreadable
from corpus.schema import Document

log = logging.getLogger(__name__)

MAX_LABEL = 400  # of the 1024 UTF-16 units of a caption
MAX_PHOTO_BYTES = 10 * 10**6  # core.telegram.org/bots/api#sendphoto


def place_of(message: Message) -> Place:
    """Beside a message of ours, as a reply to it in a group."""
    group = message.chat.type != ChatType.PRIVATE
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, message.message_id, 0, group, topic)


def _holds(document: Document, spot: Spot) -> bool:
    return sources.has_passage(document, spot.start, spot.end, spot.digest)


async def open_source(bot: Bot, desk: Desk, message: Message, wanted: OpenSource, words: Texts) -> Step:
    """In place, where there is a way back; else beside, so that the reply is not lost."""
    document = await desk.document(wanted.spot.key)
    if document is None or not _holds(document, wanted.spot):
        return Step(words.changed)
    offer, place = await desk.offer(document, wanted.spot), place_of(message)
    exchange = desk.memory.of_message(place.chat, place.message)
    language = texts(exchange.reply.language) if exchange else words
    view = await asyncio.to_thread(sources.opened, document, wanted.spot.start, wanted.spot.end, language)
    beside = None if place.group else buttons.under_document(wanted.spot, language, offer)
    if exchange is None:
        return Step("", lambda: outbox.send(bot, place, view, beside))
    where = buttons.spots(exchange.reply)
    if where.get(wanted.number) != wanted.spot:  # the query was edited, and with it the reply
        return Step(words.changed)
    if place.group:
        markup = buttons.under_source(exchange.reply, wanted.number, language, bot.username)
    else:
        markup = buttons.under_source_in_private(exchange.reply, wanted.number, language, offer)

    async def show() -> object:
        if await outbox.edit(bot, place.chat, place.message, view, markup):
            return True
        return await outbox.send(bot, place, view, beside) is not None  # the message is gone, or can no longer change

    return Step("", show, in_place=True)


async def open_link(bot: Bot, desk: Desk, place: Place, where: Spot, words: Texts) -> None:
    """The document at the passage, or as it now begins if that has changed; longer than a message, also as a file."""
    document = await desk.document(where.key)
    if document is None:
        await outbox.send(bot, place, outbox.plainly(words.unknown_document))
        return
    if not _holds(document, where):
        beginning = sources.beginning(document)
        if beginning is None or not where.digest:  # nothing that may be quoted, or nobody's link
            await outbox.send(bot, place, outbox.plainly(words.unknown_document))
            return
        where = Spot(where.key, *beginning)
        await outbox.send(bot, place, outbox.plainly(words.passage_changed))
    view = await asyncio.to_thread(sources.opened, document, where.start, where.end, words)
    offer = await desk.offer(document, where)
    await outbox.send(bot, place, view, buttons.under_document(where, words, offer))
    if not await asyncio.to_thread(sources.is_whole, document, view):
        await send_file(bot, desk, place, document)


async def send_file(bot: Bot, desk: Desk, place: Place, document: Document) -> None:
    """Send the whole document, as the file it came in where that is one to print from."""
    body = await asyncio.to_thread(sources.original, document, desk.finder.folder)
    name = sources.file_name(document, Path(document.source).suffix.lower() if body else ".txt")
    await bot.send_document(
        place.chat, body or sources.file_body(document), filename=name, message_thread_id=place.topic
    )


async def show_page(bot: Bot, desk: Desk, place: Place, spot: Spot, words: Texts) -> None:
    """Send the page as a photo, or as a file where Telegram takes no photo of that size or shape."""
    document = await desk.document(spot.key)
    page = page_at(document, spot.start, spot.end) if document else None
    if document is None or page is None or not _holds(document, spot):
        await outbox.send(bot, place, outbox.plainly(words.unknown_document))
        return
    try:
        unmarked, png = await desk.draw(document, page)
    except Unreadable as error:
        log.warning("a page of %s is not shown: %s", document.document_id, error.reason)
        await outbox.send(bot, place, outbox.plainly(words.no_page))
        return
    lines = [line_of(label(document, words.language, spot.start), MAX_LABEL), words.on_page.format(page=page.number)]
    if unmarked or page.elsewhere:
        lines.append(words.unmarked)
    await _send_picture(bot, place.chat, png, "\n".join(lines), sources.file_name(document, ".png"))


async def _send_picture(bot: Bot, chat: int, png: bytes, caption: str, name: str) -> None:
    if len(png) <= MAX_PHOTO_BYTES:
        with contextlib.suppress(BadRequest):  # too long and narrow
            await bot.send_photo(chat, png, caption=caption, filename=name)
            return
    await bot.send_document(chat, png, caption=caption, filename=name)
