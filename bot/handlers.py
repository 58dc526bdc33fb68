"""What happens on an update from a private chat. Which updates arrive at all is wired in `application`."""

import asyncio
import logging
from collections.abc import Callable

from telegram import Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot import render
from bot.reply import Reply
from bot.texts import Texts, texts

log = logging.getLogger(__name__)

MAX_QUERY_CHARS = 500

Answer = Callable[[str], Reply]
Context = ContextTypes.DEFAULT_TYPE


def words_for(update: Update) -> Texts:
    """The sentences in the user's own language, where it is English; Danish otherwise."""
    code = (update.effective_user.language_code if update.effective_user else None) or "da"
    return texts("en" if code.casefold().startswith("en") else "da")


class Conversation:
    """Answers private messages with one function from query to reply, which runs in a worker thread."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def start(self, update: Update, _context: Context) -> None:
        """/start: what the bot does, and how to ask."""
        if update.effective_message:
            await update.effective_message.reply_text(words_for(update).start)

    async def help(self, update: Update, _context: Context) -> None:
        """/hjaelp and /help."""
        if update.effective_message:
            await update.effective_message.reply_text(words_for(update).help)

    async def hint(self, update: Update, _context: Context) -> None:
        """Anything that is not text."""
        if update.effective_message:
            await update.effective_message.reply_text(words_for(update).only_text)

    async def query(self, update: Update, _context: Context) -> None:
        """Any text: one cited reply."""
        message = update.effective_message
        if message is None or not message.text or not message.text.strip():
            return
        try:
            await message.reply_chat_action(ChatAction.TYPING)
        except TelegramError as error:  # the reply matters, the sign that it is coming does not
            log.info("no typing action: %s", type(error).__name__)
        reply = await asyncio.to_thread(self._answer, message.text[:MAX_QUERY_CHARS])
        await _send(message, reply)
        if len(message.text) > MAX_QUERY_CHARS:
            await message.reply_text(texts(reply.language).cut.format(limit=MAX_QUERY_CHARS))


async def _send(message: Message, reply: Reply) -> None:
    try:
        await message.reply_text(render.telegram(reply), parse_mode=ParseMode.HTML)
    except BadRequest as error:
        log.warning("mark-up refused, sent as plain text: %s", error.message[:120])
        await message.reply_text(render.plain(reply))


async def on_error(update: object, context: Context) -> None:
    """Log what went wrong without anybody's words, and tell the user in one sentence if that is possible."""
    error = context.error
    log.error(
        "update failed: %s",
        type(error).__name__,
        exc_info=None if isinstance(error, TelegramError) else error,
    )
    if isinstance(error, TelegramError) or not isinstance(update, Update) or update.effective_message is None:
        return  # Telegram itself is the trouble: another message would not get through, or would double one
    try:
        await update.effective_message.reply_text(words_for(update).failed)
    except TelegramError as failure:
        log.warning("the user could not be told: %s", type(failure).__name__)
