"""What a generation was made from: the files of the folder and the documents in them, with the fields to narrow by.

SQLite, written once with the generation. What a file holds is left to `corpus`, where a document's passages are, to
`generation`.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields as fields_of
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from corpus.catalog import Entry, File, Placed
from corpus.files import Stamp
from index.names import DocumentFields
from index.segment import Origin

_FIELDS = tuple(field.name for field in fields_of(DocumentFields))  # the last is `dated_on`
_of_fields = attrgetter(*_FIELDS)


class Inventory:
    """The files and documents of one generation, opened for reading; a document's row is its place by ascending id."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error: the file is missing or damaged."""
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._tables = sqlite3.connect(uri, uri=True, check_same_thread=False)

    @cached_property
    def files(self) -> dict[str, File]:
        """Every file by its source, as it was when it was read."""
        entries: dict[str, list[Entry]] = {}
        rows = self._tables.execute("SELECT source, own_id, answers, standing, says FROM entry ORDER BY rowid")
        for source, own_id, answers, standing, says in rows:
            entries.setdefault(source, []).append(Entry(own_id, answers, standing, says, None))
        found = {}
        for source, sha256, size, mtime_ns, ctime_ns, inode, reason, remedy in self._tables.execute(
            "SELECT * FROM file"
        ):
            stamp = None if size is None else Stamp(size, mtime_ns, ctime_ns, inode)
            problem = None if reason is None else (reason, remedy)
            found[source] = File(source, sha256, stamp, tuple(entries.get(source, ())), problem)
        return found

    def row(self, document_id: str) -> int | None:
        """The row of a document; None if no document has this id."""
        found = self._tables.execute("SELECT row FROM document WHERE id = ?", (document_id,)).fetchone()
        return found[0] if found else None

    def document_id(self, row: int) -> str:
        """The id of a document."""
        return self.document_ids([row])[row]

    def document_ids(self, rows: Iterable[int]) -> dict[int, str]:
        """The ids of some documents, by row."""
        asked = "SELECT row, document.id FROM json_each(?) JOIN document ON row = value"
        return dict(self._tables.execute(asked, (json.dumps(list(rows)),)))

    def same_as(self, row: int, limit: int) -> list[int]:
        """The rows of other documents with the same answer, the first few."""
        (says,) = self._tables.execute("SELECT says FROM document WHERE row = ?", (row,)).fetchone()
        asked = "SELECT row FROM document WHERE says = ? AND says != '' AND row != ? ORDER BY row LIMIT ?"
        return [found for (found,) in self._tables.execute(asked, (says, row, limit))]

    def called(self, name: str, limit: int) -> list[int]:
        """The rows of documents that other answers call so: by id, or by the number of an oral question."""
        asked = "SELECT row FROM document WHERE id = ?1 OR id BETWEEN ?1 || '~' AND ?1 || '~~' OR number = ?2 LIMIT ?3"
        number = name if name.startswith("S ") else None
        return [found for (found,) in self._tables.execute(asked, (name, number, limit))]

    def filed_as(self, name: str, limit: int) -> list[int]:
        """The rows of documents whose id or file is called so, with letters of either case."""
        asked = (
            "SELECT row FROM document WHERE id = ?1 COLLATE NOCASE OR source = ?1 COLLATE NOCASE"
            " OR substr(source, -length(?1) - 1) = '/' || ?1 COLLATE NOCASE ORDER BY row LIMIT ?2"
        )
        return [found for (found,) in self._tables.execute(asked, (name, limit))]

    def origins(self) -> list[Origin]:
        """What every document is known by, a row a document."""
        return [Origin(*row) for row in self._tables.execute("SELECT source, sha256, part FROM document ORDER BY row")]

    @cached_property
    def fields(self) -> tuple[DocumentFields, ...]:
        """What a query can be narrowed by, a row a document."""
        return tuple(
            DocumentFields(
                **dict(zip(_FIELDS, texts, strict=False)), dated_on=dt.date.fromisoformat(day) if day else None
            )
            for *texts, day in self._tables.execute(f"SELECT {', '.join(_FIELDS)} FROM document ORDER BY row")  # noqa: S608 (constants)
        )

    def close(self) -> None:
        """Let go of the file."""
        self._tables.close()


def write(path: Path, files: Iterable[File], placed: Sequence[Placed], fields: Iterable[DocumentFields]) -> None:
    """Write what `Inventory` reads.

    Args:
        path: a new file.
        files: as they were read.
        placed: the documents by ascending id.
        fields: of each of them, in that order.
    """
    tables = sqlite3.connect(path, isolation_level=None)
    tables.execute("PRAGMA journal_mode = OFF")  # the file counts only once it is complete
    tables.execute("PRAGMA synchronous = OFF")
    tables.execute("BEGIN")
    tables.execute(
        "CREATE TABLE file (source TEXT, sha256 TEXT, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,"
        " inode INTEGER, reason TEXT, remedy TEXT)"
    )
    tables.execute("CREATE TABLE entry (source TEXT, own_id TEXT, answers TEXT, standing INTEGER, says TEXT)")
    tables.execute(
        "CREATE TABLE document (row INTEGER PRIMARY KEY, id TEXT UNIQUE, source TEXT, sha256 TEXT, part INTEGER,"
        f" says TEXT, {', '.join(f'{field} TEXT' for field in _FIELDS)})"
    )
    known_files = list(files)
    tables.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (file.source, file.sha256, *(file.stamp or (None,) * 4), *(file.problem or (None,) * 2))
            for file in known_files
        ),
    )
    tables.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
        ((f.source, e.own_id, e.answers, e.standing, e.says) for f in known_files for e in f.documents),
    )
    marks = ", ".join("?" * (6 + len(_FIELDS)))
    tables.executemany(
        f"INSERT INTO document VALUES ({marks})",  # noqa: S608 (marks only)
        (
            (row, place.document_id, place.source, place.sha256, place.part, place.entry.says, *_values(known))
            for row, (place, known) in enumerate(zip(placed, fields, strict=True))
        ),
    )
    tables.execute("CREATE INDEX says ON document (says) WHERE says != ''")
    tables.execute("CREATE INDEX number ON document (number)")
    tables.execute("COMMIT")
    tables.close()


def _values(fields: DocumentFields) -> tuple[str | None, ...]:
    *texts, day = _of_fields(fields)
    return (*texts, day.isoformat() if day else None)
