"""Who may change the documents and who has: administrators, changes, and the code that makes the first administrator.

SQLite beside the bot's own state, in a file that nothing else writes and that no retention touches.
"""

import logging
import secrets
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Literal, NamedTuple

from filelock import FileLock

from bot.state import OPENING
from bot.tables import BUSY_S, opened, private_folder

log = logging.getLogger(__name__)

FILE = "admin.sqlite"
MAX_GUESSES = 5
CODE_DIGITS = 8

Action = Literal["added", "removed"]

_TABLES = """
CREATE TABLE IF NOT EXISTS admin (user INTEGER PRIMARY KEY, at INTEGER);
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER, user INTEGER, action TEXT,
                                   source TEXT, kept TEXT, undone INTEGER NOT NULL DEFAULT 0);
"""


class Change(NamedTuple):
    """A change of the documents; `source` is the file's path in their folder, `kept` where a removed one is now."""

    number: int
    at: int  # seconds since 1970, UTC
    user: int
    action: Action
    source: str
    kept: str
    undone: bool


class Ledger:
    """Administrators are those of the settings and those who sent the code."""

    def __init__(self, folder: Path, named: Collection[int], clock: Callable[[], float] = time.time) -> None:
        """Open the file, or make it. Raises StateDamaged, StateClosed."""
        self._clock, self._named = clock, frozenset(named)
        private_folder(folder)
        with FileLock(folder / OPENING, timeout=BUSY_S):  # of several processes that start at once
            self._tables = opened(folder / FILE, lambda tables: tables.executescript(_TABLES))
        self._guesses = MAX_GUESSES
        self.code = "" if self.admins() else "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))

    def close(self) -> None:
        """Let go of the file."""
        self._tables.close()

    def admins(self) -> frozenset[int]:
        """The ids of all administrators."""
        return self._named | {user for (user,) in self._tables.execute("SELECT user FROM admin")}

    def pair(self, user: int, code: str) -> bool | None:
        """Make a user the first administrator if this is the code; None where no code is open any more.

        A few wrong codes close it until the next start; no code at all is no guess.
        """
        if not self.code or not self._guesses:
            return None
        if not code:
            return False
        self._guesses -= 1
        if not secrets.compare_digest(code.encode(), self.code.encode()):
            if not self._guesses:
                log.warning("%d wrong codes were sent with /admin; start the bot again for a new one", MAX_GUESSES)
            return False
        self.code = ""
        self._tables.execute("INSERT OR IGNORE INTO admin VALUES (?, ?)", (user, int(self._clock())))
        return True

    @property
    def is_closed(self) -> bool:
        """Whether the code was guessed at too often, so that there can be no administrator before the next start."""
        return bool(self.code) and not self._guesses

    def note(self, user: int, action: Action, source: str, kept: str = "", undoes: int | None = None) -> None:
        """Write down a change that has been made; one that undoes another takes both out of what can be undone."""
        row = (int(self._clock()), user, action, source, kept, undoes is not None)
        self._tables.execute("UPDATE change SET undone = 1 WHERE number = ?", (undoes,))
        self._tables.execute(
            "INSERT INTO change (at, user, action, source, kept, undone) VALUES (?, ?, ?, ?, ?, ?)", row
        )

    def changes(self, count: int) -> list[Change]:
        """The latest changes, newest first."""
        found = self._tables.execute("SELECT * FROM change ORDER BY number DESC LIMIT ?", (count,))
        return [Change._make(row) for row in found]

    def last(self) -> Change | None:
        """The latest change that has not been undone and is no undoing itself."""
        row = self._tables.execute("SELECT * FROM change WHERE undone = 0 ORDER BY number DESC LIMIT 1").fetchone()
        return Change._make(row) if row else None
