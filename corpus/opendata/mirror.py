"""What is known of the open data: every answer seen, how far was read, and which files are there.

One SQLite file, hidden beside the documents. A page of rows and how far it reaches are written in one transaction,
so that a program killed at any moment goes on where it was.
"""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from corpus.errors import MirrorUnusable, MirrorWrong
from corpus.opendata.rows import Answer, AnswerFile, is_address

FILE = ".opendata.sqlite"
OFFICIAL = "ft.dk"  # the parliament's site: no other host is passed off as it
VERSION = 1
WAIT_S = 30.0  # for another process that writes
_SCHEMA = f"""
BEGIN;
CREATE TABLE answers (answer_id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
CREATE TABLE reach (one INTEGER PRIMARY KEY CHECK (one = 1), since TEXT NOT NULL, upto TEXT NOT NULL) STRICT;
CREATE TABLE files (url TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
PRAGMA user_version = {VERSION};
COMMIT;
"""


class Mirror:
    """The file beside the documents; closed at the end of a `with`.

    Raises:
        MirrorWrong: it is damaged, or of another version.
        MirrorUnusable: it is in use, or cannot be written; any method may raise it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        with self._usable(), contextlib.ExitStack() as failing:
            self._base = sqlite3.connect(self._path, isolation_level=None, timeout=WAIT_S)
            failing.callback(self._base.close)
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._base.executescript(_SCHEMA)
            elif version != VERSION:
                raise MirrorWrong(self._path)
            failing.pop_all()

    @contextlib.contextmanager
    def _usable(self) -> Iterator[None]:
        """What the database says as an error that tells what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:  # it is locked, read-only, or the disk is full
            raise MirrorUnusable(self._path, str(error)) from None
        except sqlite3.DatabaseError:
            raise MirrorWrong(self._path) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def reach(self) -> tuple[dt.date, dt.datetime] | None:
        """Since which day, and up to which update, all answers are here; None before the first page."""
        with self._usable():
            found = self._base.execute("SELECT since, upto FROM reach").fetchone()
        return (dt.date.fromisoformat(found[0]), dt.datetime.fromisoformat(found[1])) if found else None

    def take(self, answers: Iterable[Answer], since: dt.date, upto: dt.datetime | None) -> None:
        """Keep the answers of a page and how far it reaches, both or neither.

        Args:
            answers: each replaces an earlier state of itself.
            since: the day from which all are read.
            upto: the update that was read last; None if that can't be told.
        """
        rows = [(answer.answer_id, answer.model_dump_json()) for answer in answers]
        with self._usable(), self._base:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", rows)
            if upto is not None:
                reach = (1, since.isoformat(), upto.isoformat())
                self._base.execute("INSERT OR REPLACE INTO reach VALUES (?, ?, ?)", reach)

    def answers(self) -> Iterator[Answer]:
        """Every answer seen, by id."""
        with self._usable():
            for (row,) in self._base.execute("SELECT row FROM answers ORDER BY answer_id"):
                yield Answer.model_validate_json(row)

    def have(self, file: AnswerFile, name: str) -> None:
        """Note that a file is among the documents; it is not asked for again, also if it is removed."""
        with self._usable():
            self._base.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file.url, name))

    def had(self) -> dict[str, str]:
        """The documents' names of the files that were noted, by address."""
        with self._usable():
            return dict(self._base.execute("SELECT url, name FROM files"))


def official_address(folder: Path, source: str) -> str | None:
    """Where the parliament's site has a document's file; None if that is not known. Reads the mirror only."""
    path = folder / FILE
    try:
        if not path.exists():
            return None
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as base:
            found = base.execute("SELECT url FROM files WHERE name = ? ORDER BY url", (source,)).fetchone()
    except (OSError, sqlite3.Error):
        return None
    url = found[0] if found else ""
    host = urlsplit(url).hostname or "" if is_address(url) else ""
    return url if host == OFFICIAL or host.endswith(f".{OFFICIAL}") else None
