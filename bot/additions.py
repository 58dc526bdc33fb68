"""Files that an administrator sends: fetched, read, shown and then added or left; an album is one message, one press.

What is changed in the folder is left to `changes`, building to `admin`.
"""

import asyncio
import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from telegram.error import TelegramError

from bot import admin_views as views
from bot import outbox
from bot.admin_texts import AdminTexts
from bot.changes import Changes
from bot.decisions import Upload
from bot.outbox import Bot
from bot.uploads import MAX_FILES, Uploads
from corpus import folder
from corpus.errors import CorpusError
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

    def __init__(self, documents: Callable[[], Path], changes: Changes, staging: Path) -> None:
        self._documents, self._changes, self._uploads = documents, changes, Uploads(staging)
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
        """The documents in a file, which from now on waits, or what is wrong with it."""
        name = _name(upload)
        if (upload.document.file_size or 0) > MAX_MB * 2**20:
            return words.too_large.format(name=views.shown_name(name), limit=MAX_MB)
        path = self._uploads.place_for(token, name)

        def read() -> list[Document]:
            folder.check_new(self._documents(), path, name)
            return list(documents_of(read_file(path), name))

        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True)
            await (await bot.get_file(upload.document.file_id)).download_to_drive(path)
            found = await asyncio.to_thread(read)
        except (TelegramError, CorpusError, OSError) as error:
            self._uploads.leave_out(path)
            return _unread(error, name, words)
        self._uploads.keep(token, path)
        return found

    def has_gone(self, token: str, user: int) -> bool:
        """Whether nothing waits under a token any more, or it is somebody else's."""
        return self._uploads.of(token, user) is None

    async def decide(self, token: str, user: int, words: AdminTexts, *, add: bool) -> tuple[str, bool]:
        """Add what waits under a token, or let it go: what is said, and whether a document was added."""
        waiting = self._uploads.of(token, user)
        files = waiting.files if waiting else ()
        if not add:
            names = ", ".join(views.shown_name(path.name) for path in files)
            self._uploads.drop(token)
            return words.cancelled.format(name=names), False
        said = [await self._add(user, path, words) for path in files]
        self._uploads.drop(token)
        return "\n".join(line for line, _ in said), any(added for _, added in said)

    async def _add(self, user: int, path: Path, words: AdminTexts) -> tuple[str, bool]:
        try:
            name = await self._changes.add(user, path)
        except (CorpusError, OSError) as error:
            log.warning("a file could not be added: %s", type(error).__name__)
            return views.refusal(error, path.name, words), False
        return words.added.format(name=views.shown_name(name)), True


def _unread(error: TelegramError | CorpusError | OSError, name: str, words: AdminTexts) -> str:
    """What is said of a file that cannot be shown."""
    if isinstance(error, CorpusError):
        log.info("a file that was sent is left out: %s", getattr(error, "reason", type(error).__name__))
        return views.refusal(error, name, words)
    log.warning("a file that was sent is left out: %s", type(error).__name__)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return (words.disk_full if full else words.unfetched).format(name=views.shown_name(name))


def _name(upload: Upload) -> str:
    return folder.stable_name(upload.document.file_name or "dokument.txt")
