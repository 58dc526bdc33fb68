"""Changes of the documents folder: each is made and written down in the ledger, or neither.

What is changed is left to `corpus.folder`; who may, to `admin`.
"""

import asyncio
import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.ledger import Action, Change, Ledger
from corpus import folder


class Changes:
    """Whatever raises has changed nothing: CorpusError, or OSError, also where the change cannot be written down."""

    def __init__(self, documents: Callable[[], Path], ledger: Ledger) -> None:
        self._documents, self._ledger = documents, ledger

    async def add(self, user: int, path: Path) -> str:
        """Copy a file into the folder; gives its name there."""
        added = (await asyncio.to_thread(folder.add, self._documents(), path, path.name)).path
        await self._note(user, "added", added.name, lambda: added.unlink(missing_ok=True))
        return added.name

    async def remove(self, user: int, source: str, undoes: int | None = None) -> None:
        """Take a file out of the folder."""
        documents = self._documents()
        kept = await asyncio.to_thread(folder.remove, documents, source)
        await self._note(user, "removed", source, lambda: kept.rename(documents / source), str(kept), undoes)

    async def undo(self, user: int, last: Change) -> None:
        """Take back a change: in its own place in the folder."""
        if last.action == "added":
            await self.remove(user, last.source, last.number)
            return
        documents = self._documents()
        await asyncio.to_thread(folder.bring_back, documents, Path(last.kept), last.source)
        await self._note(user, "added", last.source, (documents / last.source).unlink, undoes=last.number)

    async def _note(
        self, user: int, action: Action, source: str, back: Callable[[], object],
        kept: str = "", undoes: int | None = None,
    ) -> None:  # fmt: skip
        try:
            self._ledger.note(user, action, source, kept, undoes)
        except sqlite3.Error as error:
            await asyncio.to_thread(back)
            raise OSError(errno.ENOSPC, "the change cannot be written down") from error
