"""Administrators told, as it happens, of what the bot goes on without."""

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import outbox
from bot.admin_texts import AdminTexts, admin_texts
from bot.state import State

log = logging.getLogger(__name__)


async def tell(bot: ExtBot[Any], state: State, admins: Collection[int], sentence: Callable[[AdminTexts], str]) -> None:
    """Send every administrator a sentence in the language of their choice; "" is not sent."""
    for admin in admins:
        said = sentence(admin_texts(state.language(admin) or "da"))
        try:
            if said:
                await bot.send_message(admin, said)
        except TelegramError as error:
            log.warning("an administrator could not be told: %s", outbox.described(error))


class Alarm:
    """Rings from the event loop; a bell that nobody hears keeps nothing from going on."""

    def __init__(self, bot: ExtBot[Any], state: State, admins: Callable[[], Collection[int]]) -> None:
        self._bot, self._state, self._admins = bot, state, admins
        self._ringing: set[asyncio.Task[None]] = set()

    def unwritten(self) -> None:
        """The state cannot be written to."""
        task = asyncio.create_task(tell(self._bot, self._state, self._admins(), lambda words: words.unwritten))
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)
