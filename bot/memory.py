"""What each conversation was about, for half an hour and only while the program runs: what a follow-up builds on."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.reply import Reply

KEPT_S = 30 * 60.0
MAX_EXCHANGES = 2_000
TURNS = 2  # earlier turns that a follow-up may mean

Talk: TypeAlias = tuple[int, int | None, int]  # chat, topic, user


@dataclass(frozen=True, slots=True)
class Exchange:
    """A query and its reply. `before` are the turns it followed, as understood and oldest first; `turns`, with it."""

    before: tuple[str, ...]
    turns: tuple[str, ...]
    reply: Reply
    message: int  # the bot's
    asides: tuple[str, ...] = ()  # what was said of the query beside the reply


class Memory:
    """Exchanges by the bot's message, and the last one of each talk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_message: OrderedDict[tuple[int, int], tuple[float, Talk, Exchange]] = OrderedDict()
        self._last: dict[Talk, int] = {}

    def __len__(self) -> int:
        return len(self._by_message)

    def remember(self, talk: Talk, exchange: Exchange) -> None:
        """Keep an exchange; it is the last of its talk unless it is an earlier one answered anew."""
        key = (talk[0], exchange.message)
        if key not in self._by_message:
            self._last[talk] = exchange.message
        self._by_message[key] = (self._clock(), talk, exchange)
        self._by_message.move_to_end(key)
        self._prune()

    def of_message(self, chat: int, message: int) -> Exchange | None:
        """The exchange that ended in this message of the bot."""
        self._prune()
        found = self._by_message.get((chat, message))
        return found[2] if found else None

    def last(self, talk: Talk) -> Exchange | None:
        """The newest exchange of a user in a chat and topic."""
        self._prune()
        message = self._last.get(talk)
        return self.of_message(talk[0], message) if message is not None else None

    def forget(self, user: int) -> None:
        """Forget every exchange with a user."""
        for key in [key for key, (_, talk, _) in self._by_message.items() if talk[2] == user]:
            self._drop(key)

    def _prune(self) -> None:
        oldest = self._clock() - KEPT_S
        while self._by_message:
            key, (at, _, _) = next(iter(self._by_message.items()))
            if at > oldest and len(self._by_message) <= MAX_EXCHANGES:
                return
            self._drop(key)

    def _drop(self, key: tuple[int, int]) -> None:
        _, talk, exchange = self._by_message.pop(key)
        if self._last.get(talk) == exchange.message:
            del self._last[talk]
