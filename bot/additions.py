"""Files that an administrator sends: fetched, read, shown and then added or left; an album is one message, one press.

What is changed in the folder is left to `corpus.folder`, building to `admin`.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from telegram.error import TelegramError

from bot import admin_views as views
from bot import outbox
from bot.admin_texts import AdminTexts
from bot.decisions import Upload
from bot.ledger import Ledger
from bot.outbox import Bot
from bot.uploads import MAX_FILES, Uploads, Waiting
from corpus import folder
from corpus.errors import FileRefused, FolderMissing, FolderShipped, UnreadableFile
from corpus.forms import documents_of
from corpus.readers import read_file
from corpus.schema import Document

log = logging.getLogger(__name__)

MAX_MB = 20  # what a bot may download: core.telegram.org/bots/api#getfile
MAX_ALBUMS = 20


@dataclass(slots=True)
class Album:
    """Files that arrive one by one and are shown in one message, a line each."""

    token: str
    message: int | None = None
    lines: list[str] = field(default_factory=list)


class Additions:
    """What administrators have sent, while the program runs."""

    def __init__(self, documents: Callable[[], Path], ledger: Ledger, staging: Path) -> None:
        self._documents, self._ledger, self._uploads = documents, ledger, Uploads(staging)
        self._albums: dict[str, Album] = {}

    async def receive(self, bot: Bot, upload: Upload, words: AdminTexts) -> None:
        """Fetch a file and show what was read from it."""
        if upload.album:
            await self._receive_part(bot, upload, self._album(upload.album, upload.place.user), words)
            return
        token = self._uploads.begin(upload.place.user)
        found = await self._read(bot, upload, token, words)
        if isinstance(found, str):
            self._uploads.drop(token)
            await outbox.send(bot, upload.place, outbox.plainly(found))
            return
        shown = outbox.plainly(views.preview(_name(upload), found, words))
        await outbox.send(bot, upload.place, shown, views.to_add(token, words))

    async def _receive_part(self, bot: Bot, upload: Upload, album: Album, words: AdminTexts) -> None:
        found = await self._read(bot, upload, album.token, words)
        album.lines.append(found if isinstance(found, str) else views.read_line(_name(upload), found, words))
        waiting = self._uploads.of(album.token, upload.place.user)
        count = len(waiting.files) if waiting else 0
        shown, markup = outbox.plainly(views.album(album.lines, count, words)), None
        if count:
            markup = views.to_add(album.token, words, count)
        if album.message is None or not await outbox.edit(bot, upload.place.chat, album.message, shown, markup):
            album.message = await outbox.send(bot, upload.place, shown, markup)

    def _album(self, name: str, user: int) -> Album:
        """The album of this name; a new one where it has been decided on, or is full."""
        known = self._albums.get(name)
        if known is None or self._uploads.of(known.token, user) is None or len(known.lines) >= MAX_FILES:
            while len(self._albums) >= MAX_ALBUMS:
                del self._albums[next(iter(self._albums))]
            known = self._albums[name] = Album(self._uploads.begin(user))
        return known

    async def _read(self, bot: Bot, upload: Upload, token: str, words: AdminTexts) -> list[Document] | str:
        """The documents in a file, or what is wrong with it."""
        name = _name(upload)
        if (upload.document.file_size or 0) > MAX_MB * 2**20:
            return words.too_large.format(name=views.shown_name(name), limit=MAX_MB)
        path = self._uploads.expect(token, name)
        try:
            await (await bot.get_file(upload.document.file_id)).download_to_drive(path)
            return list(await asyncio.to_thread(lambda: documents_of(read_file(path), name)))
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            said = words.unfetched
        except UnreadableFile as error:
            log.info("a file that was sent cannot be read: %s", error.reason)
            said = words.unreadable
        self._uploads.leave_out(token, path)
        return said.format(name=views.shown_name(name))

    async def decide(self, token: str, user: int, words: AdminTexts, *, add: bool) -> tuple[str, bool]:
        """Add what waits under a token, or let it go: what is said, and whether a document was added."""
        waiting = self._uploads.of(token, user)
        if waiting is None:
            return words.expired, False
        if not add:
            names = ", ".join(views.shown_name(path.name) for path in waiting.files)
            self._uploads.drop(token)
            return words.cancelled.format(name=names), False
        said = [await self._add(waiting, path, words) for path in waiting.files]
        self._uploads.drop(token)
        return "\n".join(line for line, _ in said), any(added for _, added in said)

    async def _add(self, waiting: Waiting, path: Path, words: AdminTexts) -> tuple[str, bool]:
        try:
            added = await asyncio.to_thread(folder.add, self._documents(), path, path.name)
        except (FolderMissing, FolderShipped):
            return words.no_folder, False
        except FileRefused:
            return words.exists.format(name=views.shown_name(path.name)), False
        except OSError as error:
            log.warning("a file could not be added: %s", type(error).__name__)
            return words.unwritable, False
        self._ledger.note(waiting.user, "added", added.path.name)
        return words.added.format(name=views.shown_name(added.path.name)), True


def _name(upload: Upload) -> str:
    return folder.stable_name(upload.document.file_name or "dokument.txt")
