"""Sending and editing the bot's messages: the right place, mark-up or plain text, and what a failure means."""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from telegram import ForceReply, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.decisions import Place
from bot.pace import Care
from bot.render import Rendered

log = logging.getLogger(__name__)

_QUOTED = re.compile(r"([\"'`]).*\1", re.DOTALL)

Bot = ExtBot[int]
Keyboard = InlineKeyboardMarkup | None
Markup = Keyboard | ForceReply


def plainly(text: str) -> Rendered:
    """One of the bot's own sentences, which has no mark-up."""
    return Rendered("", text)


def described(error: TelegramError) -> str:
    """What failed, for the log: the kind and Telegram's own words, without what it quotes of the message."""
    return f"{type(error).__name__}: {_QUOTED.sub('…', error.message)[:120]}"


T = TypeVar("T")


async def _with_markup(call: Callable[[str, ParseMode | None], Awaitable[T]], message: Rendered) -> T:
    """Call with mark-up; once more as plain text if Telegram refuses it."""
    if not message.html:
        return await call(message.plain, None)
    try:
        return await call(message.html, ParseMode.HTML)
    except BadRequest as error:
        if "entit" not in error.message.lower():
            raise
        log.warning("mark-up refused, sent as plain text: %s", described(error))
        return await call(message.plain, None)


async def send(
    bot: ExtBot[int], place: Place, message: Rendered, markup: Markup = None, care: Care | None = None
) -> int | None:
    """Send to where something was said, in a group as a reply to it; the message's id, None if we may not write there.

    Raises:
        TelegramError: it may not have been sent.
    """
    reply_to = ReplyParameters(place.message, allow_sending_without_reply=True) if place.group else None

    async def call(text: str, mode: ParseMode | None) -> Message:
        return await bot.send_message(
            place.chat, text, parse_mode=mode, message_thread_id=place.topic, reply_parameters=reply_to,
            reply_markup=markup, rate_limit_args=care,
        )  # fmt: skip

    try:
        sent = await _with_markup(call, message)
    except BadRequest as error:
        if place.topic is None or "thread not found" not in error.message:
            raise
        return await send(bot, replace(place, topic=None), message, markup, care)  # the topic has been deleted
    except ChatMigrated as moved:  # the message replied to has another number there
        there = replace(place, chat=moved.new_chat_id, group=False, topic=None)
        return await send(bot, there, message, markup, care)
    except Forbidden as error:
        log.info("not allowed to write to a chat any more: %s", described(error))
        return None
    return sent.message_id


async def acknowledge(bot: ExtBot[int], press: str, said: str | None = None) -> None:
    """Answer a press, so that its button stops waiting; what the press asks for does not depend on that."""
    try:
        await bot.answer_callback_query(press, said)
    except TelegramError as error:  # it is too old, or has been answered
        log.info("a press could not be answered: %s", described(error))


async def edit(
    bot: ExtBot[int], chat: int, message_id: int, message: Rendered, markup: InlineKeyboardMarkup | None,
    care: Care | None = None,
) -> bool:  # fmt: skip
    """Make a message of ours read this; False if it is gone."""

    async def call(text: str, mode: ParseMode | None) -> object:
        return await bot.edit_message_text(
            text, chat_id=chat, message_id=message_id, parse_mode=mode, reply_markup=markup, rate_limit_args=care
        )

    try:
        await _with_markup(call, message)
    except BadRequest as error:
        if "not modified" in error.message:
            return True
        log.info("a message could not be edited: %s", described(error))
        return False
    except (ChatMigrated, Forbidden):
        return False
    return True
