"""How often what happened, by day: kept in SQLite, so that it survives a restart and several processes share it.

Nothing here says who asked, or what: of the words only those that documents use are counted, each by itself.
"""

import datetime as dt
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from filelock import FileLock

from bot.tables import BUSY_S, opened_anyway, private_folder

FILE = "tally.sqlite"
OPENING = "tally.lock"
KEEP_DAYS = 400

Kind: TypeAlias = Literal["query", "rebuild", "telegram_error", "failure", "report", "topic"]

_TABLE = """CREATE TABLE IF NOT EXISTS tally (day TEXT, kind TEXT, label TEXT, n INTEGER,
                                              PRIMARY KEY (day, kind, label)) WITHOUT ROWID"""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


class Tally:
    """May be used from any thread. A count that cannot be written is let go: answering goes on."""

    def __init__(self, folder: Path, today: Callable[[], dt.date] = _today) -> None:
        """Open the file, or make it; one that cannot be read is set aside under another name. Raises StateClosed."""
        private_folder(folder)
        self._today, self._lock = today, threading.Lock()
        with FileLock(folder / OPENING, timeout=BUSY_S):
            self._tables = opened_anyway(folder / FILE, self._prepare, any_thread=True)

    def _prepare(self, tables: sqlite3.Connection) -> None:
        tables.execute(_TABLE)
        oldest = (self._today() - dt.timedelta(days=KEEP_DAYS)).isoformat()
        tables.execute("DELETE FROM tally WHERE day < ?", (oldest,))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._tables.close()

    def add(self, kind: Kind, *labels: str) -> None:
        """One more."""
        row = (self._today().isoformat(), kind, " ".join(labels))
        with self._lock:
            try:
                self._tables.execute(
                    "INSERT INTO tally VALUES (?, ?, ?, 1) ON CONFLICT (day, kind, label) DO UPDATE SET n = n + 1", row
                )
            except sqlite3.Error:
                return

    def first(self, kind: Kind, day: dt.date) -> bool:
        """True for the first of several processes to ask this of a day."""
        with self._lock:
            row = (day.isoformat(), kind)
            return self._tables.execute("INSERT OR IGNORE INTO tally VALUES (?, ?, '', 1)", row).rowcount == 1

    def counts(self, kind: Kind, day: dt.date | None = None) -> Counter[tuple[str, ...]]:
        """By label, of one day or of all that are kept."""
        first, last = (day, day) if day else (dt.date.min, dt.date.max)
        wanted = "SELECT label, SUM(n) FROM tally WHERE kind = ? AND day BETWEEN ? AND ? GROUP BY label"
        with self._lock:
            rows = self._tables.execute(wanted, (kind, first.isoformat(), last.isoformat())).fetchall()
        return Counter({tuple(label.split(" ")): count for label, count in rows})
