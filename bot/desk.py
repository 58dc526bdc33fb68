"""What every handler works with: the index to ask, what is kept, the pace; and the language to speak."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from telegram import User
from telegram.constants import ChatID

from bot.buttons import Offer, Spot
from bot.memory import Memory
from bot.pace import Pace
from bot.pages import Page, drawn, page_at
from bot.reply import Reply, compose
from bot.showing import Showing
from bot.state import State
from bot.texts import Texts, texts
from bot.watch import Watch
from corpus.citations import Language
from corpus.errors import DocumentUnknown
from corpus.opendata.mirror import official_address
from corpus.schema import Document
from index.cores import physical_cores
from index.finding import Finding

# While one query is encoded, another is searched for: on two cores two at a time are 82 a second, one 58, four 84.
LOOKERS = max(2, physical_cores())
BEHIND = 5  # the nice value of threads that look; that of a build in the background is higher still
DRAWERS = 1  # each is a process of its own, and a page takes a fraction of a second
SHARED = frozenset({ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL})  # the ids of all who speak as a group or channel


def _give_way() -> None:
    """Let the loop's thread go before this one, and those that this one starts, where all cores are taken."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)  # on Linux of one thread


def lookers(number: int = LOOKERS) -> ThreadPoolExecutor:
    """The threads that look, first come, first served."""
    return ThreadPoolExecutor(number, "look", _give_way)


class Finder(Protocol):
    """The index, as the bot sees it. Called in worker threads."""

    @property
    def folder(self) -> Path:
        """The folder of documents."""

    def find(self, query: str, before: Sequence[str] = ()) -> Finding:
        """The finding for a query, given the earlier turns as understood, oldest first."""

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One for a running bot."""

    finder: Finder
    state: State
    keep_days: int
    pace: Pace
    watch: Watch
    memory: Memory = field(default_factory=Memory)
    showing: Showing = field(default_factory=Showing)
    _lookers: ThreadPoolExecutor = field(default_factory=lookers, repr=False)
    _drawers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(DRAWERS, "draw"), repr=False)

    def words_for(self, user: User | None) -> Texts:
        """The sentences in the language a user has chosen, else English where the app is English, else Danish."""
        chosen = self._chosen(user.id) if user else None
        code = (user.language_code if user else None) or "da"
        return texts(chosen or ("en" if code.casefold().startswith("en") else "da"))

    def _chosen(self, user: int) -> Language | None:
        return self.state.language(user) if user not in SHARED else None

    async def look(self, query: str, before: Sequence[str], user: int) -> tuple[Finding, Reply]:
        """The finding for a query, and the reply, in the language of the query or that of the user's choice."""
        loop, chosen = asyncio.get_running_loop(), self._chosen(user)
        return await loop.run_in_executor(self._lookers, self._looked, query, before, chosen)

    def _looked(self, query: str, before: Sequence[str], chosen: Language | None) -> tuple[Finding, Reply]:
        finding = self.finder.find(query, before)
        return finding, compose(replace(finding, language=chosen) if chosen else finding)

    async def offer(self, document: Document, spot: Spot) -> Offer:
        """What can be had of a document that is opened at a spot."""
        official = await asyncio.to_thread(official_address, self.finder.folder, document.source)
        return Offer(page_at(document, spot.start, spot.end) is not None, official)

    async def draw(self, document: Document, page: Page) -> tuple[Sequence[str], bytes]:
        """See `pages.drawn`; one page at a time, as each takes much memory."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._drawers, drawn, document, page, self.finder.folder)

    async def document(self, key: str) -> Document | None:
        """The document that a button or link names; None if it is gone."""
        document_id = self.state.document_of(key)
        if document_id is None:
            return None
        try:
            return await asyncio.to_thread(self.finder.document, document_id)
        except DocumentUnknown:
            return None
