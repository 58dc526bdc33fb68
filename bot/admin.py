"""Documents added, removed and listed by administrators, in their private chats; the index is built in the background.

Who is an administrator is asked anew for every step. What is changed is left to `changes`, building to `Library`.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import admin_views as views
from bot import outbox
from bot.additions import Additions
from bot.admin_texts import AdminTexts
from bot.buttons import AddFile, AdminPress, DropFile, RemoveDocument, TurnTo
from bot.changes import Changes
from bot.decisions import Administer, Place, Upload
from bot.desk import Desk, Finder
from bot.ledger import Ledger
from bot.outbox import Bot
from bot.render import line_of
from corpus.citations import label, spoken_date
from corpus.errors import CorpusError, DocumentUnknown, FileRefused, FolderMissing, FolderShipped
from corpus.schema import Document
from index.finding import Finding
from index.manifest import Manifest

log = logging.getLogger(__name__)

CHANGES_SHOWN = 10
SWITCH_S = 10.0
SETTLED = 200
PARTING_S = 5.0

T = TypeVar("T")


class Library(Finder, Protocol):
    """The index and the documents it is made of. Called in worker threads."""

    on_renewed: Callable[[str], None]  # told "built", "unchanged" or "failed"

    @property
    def manifest(self) -> Manifest:
        """Of the generation that answers."""

    def topics(self, finding: Finding) -> tuple[str, ...]:
        """What a query was about, in words that several passages use."""

    def document_at(self, row: int) -> Document:
        """The document in a place by ascending id."""

    def filed_as(self, name: str) -> list[Document]:
        """The documents whose id or file is called so, with letters of either case; a few of them."""

    def lookup(self, words: str) -> list[Document]:
        """The documents that hold every one of some words, best first; a few hundred at most."""

    def renew(self) -> dict[str, Any] | None:
        """Make the index match the documents; its manifest's fields, None if that failed."""


class Administration:
    """What administrators have begun, while the program runs."""

    def __init__(
        self, desk: Desk, ledger: Ledger, library: Library, staging: Path, under_way: Callable[[], int]
    ) -> None:
        self._desk, self._ledger, self._library = desk, ledger, library
        self._changes, self._under_way = Changes(lambda: library.folder, ledger), under_way
        self._additions = Additions(lambda: library.folder, self._changes, staging)
        self._settled: dict[tuple[int, int], None] = {}  # messages whose question has its answer
        self._building = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        self._started = time.monotonic()

    async def begin(self, bot: Bot, asked: Administer | Upload, words: AdminTexts) -> None:
        """Deal with a command or a file."""
        if isinstance(asked, Upload):
            await self._additions.receive(bot, asked, words)
        else:
            await self._task(bot, asked, words)

    async def _task(self, bot: Bot, asked: Administer, words: AdminTexts) -> None:
        """Do, or ask about, what a command names."""
        place, markup = asked.place, None
        match asked.task:
            case "status":
                said = self._status(words)
            case "documents":
                said, markup = await self._list(asked.argument, 0, words)
            case "remove":
                said, markup = await self._ask_to_remove(asked.argument, words)
            case "changes":
                said = views.changes(self._ledger.changes(CHANGES_SHOWN), words)
            case "undo":
                said, changed = await self._undo(place.user, words)
                if changed:
                    return self._build(bot, place, said, words)
            case "rebuild":
                return self._build(bot, place, "", words)
        await outbox.send(bot, place, outbox.plainly(said), markup)

    async def press(self, bot: Bot, place: Place, wanted: AdminPress, words: AdminTexts) -> str:
        """Carry out a press on one of the buttons under what `begin` sends, once; what is said for a moment."""
        said, markup, changed = words.kept, None, False
        if isinstance(wanted, TurnTo):
            said, markup = await self._list(wanted.search, wanted.first, words)
        elif (place.chat, place.message) in self._settled:
            return words.settled
        elif isinstance(wanted, AddFile | DropFile) and self._additions.has_gone(wanted.token, place.user):
            return words.expired
        match wanted:
            case RemoveDocument(key):
                said, changed = await self._remove(place.user, key, words)
                if not said:
                    return words.gone
            case AddFile(token) | DropFile(token):
                add = isinstance(wanted, AddFile)
                said, changed = await self._additions.decide(token, place.user, words, add=add)
        if not isinstance(wanted, TurnTo):
            self._settled[place.chat, place.message] = None
            while len(self._settled) > SETTLED:
                del self._settled[next(iter(self._settled))]
        if changed:
            self._build(bot, place, "", words)
        await outbox.edit(bot, place.chat, place.message, outbox.plainly(said), markup)
        return ""

    async def _ask_to_remove(self, name: str, words: AdminTexts) -> tuple[str, InlineKeyboardMarkup | None]:
        """Whether to remove what is called so: a document's id, or its file's name."""
        if not name:
            return words.which, None
        try:
            document = await asyncio.to_thread(self._library.document, name)
        except DocumentUnknown:
            found = await asyncio.to_thread(self._library.filed_as, name)
            if len({each.source for each in found}) > 1:
                return views.page(found, 0, len(found), words, name), None
            if not found:
                return words.unknown_id.format(name=line_of(name, views.NAME)), None
            document = found[0]
        key = self._desk.state.keep_key(document.document_id)
        shown = line_of(label(document, words.language), views.LINE)
        file = views.shown_name(document.source)
        return words.remove_it.format(name=file, label=shown), views.to_remove(key, words)

    async def _remove(self, user: int, key: str, words: AdminTexts) -> tuple[str, bool]:
        """What is said, and whether something changed; "" for a document that has gone meanwhile."""
        document = await self._desk.document(key)
        if document is None:
            return "", False
        try:
            await self._changes.remove(user, document.source)
        except FileRefused:
            return "", False
        except (CorpusError, OSError) as error:
            log.warning("a file could not be removed: %s", type(error).__name__)
            return views.refusal(error, document.source, words), False
        return words.removed.format(name=views.shown_name(document.source)), True

    async def _undo(self, user: int, words: AdminTexts) -> tuple[str, bool]:
        last = self._ledger.last()
        if last is None:
            return words.nothing_to_undo, False
        try:
            await self._changes.undo(user, last)
        except (FolderMissing, FolderShipped):
            return words.no_folder, False
        except (CorpusError, OSError) as error:
            log.warning("a change could not be undone: %s", type(error).__name__)
            return words.not_undone.format(name=views.shown_name(last.source)), False
        return words.undone.format(name=views.shown_name(last.source)), True

    async def _list(self, search: str, first: int, words: AdminTexts) -> tuple[str, InlineKeyboardMarkup | None]:
        """A page of all documents, or of those that hold some words."""
        search = views.searchable(search)

        def found() -> tuple[list[Document], int]:
            if search:
                fitting = self._library.lookup(search)
                return fitting[first : first + views.PAGE], len(fitting)
            total = self._library.manifest.documents
            return [self._library.document_at(row) for row in range(first, min(first + views.PAGE, total))], total

        documents, total = await asyncio.to_thread(found)
        return views.page(documents, first, total, words, search), views.to_turn(first, total, words, search)

    def _status(self, words: AdminTexts) -> str:
        manifest = self._library.manifest
        newest = manifest.newest_document_on
        return words.status.format(
            generation=manifest.generation,
            built=f"{manifest.built_at:%Y-%m-%d %H:%M} UTC",
            documents=manifest.documents,
            passages=manifest.passages,
            newest=spoken_date(newest, words.language) if newest else "–",
            waiting=self._under_way(),
            uptime=views.spent(time.monotonic() - self._started),
        )

    def _build(self, bot: Bot, place: Place, said: str, words: AdminTexts) -> None:
        """Build in the background: whoever asked can go on, and so can everybody else."""
        task = asyncio.create_task(self._built(bot, place, said, words))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _built(self, bot: Bot, place: Place, said: str, words: AdminTexts) -> None:
        head = f"{said}\n\n" if said else ""
        message = await _told(outbox.send(bot, place, outbox.plainly(head + words.building)))
        building, ending = asyncio.create_task(self._in_turn()), asyncio.create_task(self._ending.wait())
        await asyncio.wait((building, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not building.done():
            building.cancel()
            said = words.interrupted
        elif found := building.result():
            counts = {name: found[name] for name in ("documents", "passages", "generation")}
            said = words.done.format(**counts)
        else:
            said = words.failed
        result = outbox.plainly(head + said)
        if message is None or not await _told(outbox.edit(bot, place.chat, message, result, None)):
            await _told(outbox.send(bot, place, result))

    async def _in_turn(self) -> dict[str, Any] | None:
        async with self._building:
            return await _in_a_thread(self._renewed)

    async def stop(self) -> None:
        """The program ends: say so where a build was promised."""
        self._ending.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PARTING_S)

    def _renewed(self) -> dict[str, Any] | None:
        """Build, and wait until the new generation answers."""
        found, until = self._library.renew(), time.monotonic() + SWITCH_S
        while found and self._library.manifest.generation != found["generation"] and time.monotonic() < until:
            time.sleep(SWITCH_S / 100)
        return found


async def _told(telling: Coroutine[Any, Any, T]) -> T | None:
    """What a call gives; None where Telegram does not take it, which keeps nothing from being built."""
    try:
        return await telling
    except TelegramError as error:
        log.warning("an administrator could not be told: %s", type(error).__name__)
        return None


async def _in_a_thread(work: Callable[[], dict[str, Any] | None]) -> dict[str, Any] | None:
    """The result of work that may take minutes; the program can end meanwhile. None if it fails."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[dict[str, Any] | None] = loop.create_future()

    def run() -> None:
        found = None
        try:
            found = work()
        except Exception:
            log.exception("the index was not renewed")
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(_settle, done, found)

    threading.Thread(target=run, daemon=True).start()
    return await done


def _settle(done: "asyncio.Future[dict[str, Any] | None]", found: dict[str, Any] | None) -> None:
    if not done.done():  # nobody waits any more once the program ends
        done.set_result(found)
