"""One immutable, complete index on disk, opened for reading: documents, passages, vectors and terms.

Making one is left to `build`; ranking with it, to `retriever`.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from dataclasses import fields as fields_of
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import DocumentUnknown
from corpus.schema import Document, Passage, Span
from index import manifest as manifests
from index.codes import Codes
from index.errors import IndexDamaged, IndexMissing
from index.manifest import Manifest
from index.names import DocumentFields, KnownNames
from index.terms import Terms
from index.vectors import Vectors

CURRENT = "current"  # holds the name of the generation that serves
GENERATIONS = "generations"
TABLES = "corpus.sqlite"
PASSAGES = "passages.faiss"
QUESTIONS = "questions.npy"
CODES = "codes.npy"
MEANS = "means.npy"
TERMS = "terms"
DOCUMENTS_CACHED = 256
ROWS_CACHED = 4096
_FIELDS = tuple(field.name for field in fields_of(DocumentFields))  # the last is `dated_on`

Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with its places in the generation's arrays; `tokens` and `holds` have an entry a sentence."""

    row: int  # in `vectors`
    document_row: int  # in `questions`
    passage: Passage
    first_token: int  # in `codes`; the passage's tokens follow on from there
    tokens: tuple[int, ...]
    holds: tuple[int, ...]  # `kinds.Holds` of each


class Means(NamedTuple):
    """Of the tokens of unrelated text, `(dimension,)` float32 each; in the file they are rows, in this order."""

    passage: Floats
    danish: Floats
    english: Floats


class Generation:
    """`questions` is `(n, dimension)` float16, a row a document (zeros: none); `codes` `(t, width)`, a row a token."""

    def __init__(self, folder: Path) -> None:
        """Open a generation's folder.

        Raises:
            IndexDamaged: a file is missing or does not have its checksum.
            IndexMismatch: it is of another format.
        """
        self.folder = folder
        self.manifest: Manifest = manifests.read(folder)
        try:
            self.vectors = Vectors.load(folder / PASSAGES)
            self.codes: Codes = np.load(folder / CODES, mmap_mode="r", allow_pickle=False)
            self.questions: Halves = np.load(folder / QUESTIONS, mmap_mode="r", allow_pickle=False)
            self.means = Means(*np.load(folder / MEANS, allow_pickle=False))
            uri = f"{(folder / TABLES).resolve().as_uri()}?mode=ro&immutable=1"
            self._tables = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.terms = Terms.open(folder / TERMS)
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexDamaged(folder, f"a file cannot be opened: {type(error).__name__}") from error
        counts = (self.vectors.count, len(self.codes), len(self.questions))
        expected = (self.manifest.passages, self.manifest.tokens, self.manifest.documents)
        if counts != expected or self.vectors.dimension != self.manifest.dimension:
            raise IndexDamaged(folder, f"it holds {counts} vectors where its manifest says {expected}")
        self.document_at = lru_cache(DOCUMENTS_CACHED)(self._document_at)
        self._row = lru_cache(ROWS_CACHED)(self._read_row)

    def _document_at(self, row: int) -> Document:
        (body,) = self._tables.execute("SELECT body FROM document WHERE row = ?", (row,)).fetchone()
        return Document.model_validate_json(body)

    def knows(self, document_id: str) -> bool:
        """Whether a document has this id."""
        return self._tables.execute("SELECT 1 FROM document WHERE id = ?", (document_id,)).fetchone() is not None

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""
        found = self._tables.execute("SELECT row FROM document WHERE id = ?", (document_id,)).fetchone()
        if found is None:
            raise DocumentUnknown(document_id)
        return self.document_at(found[0])

    def asked(self, rows: Iterable[int]) -> dict[int, range]:
        """Where in `codes` the question of each document stands; an empty range for none."""
        wanted = sorted({int(row) for row in rows})
        marks = ",".join("?" * len(wanted))
        found = self._tables.execute(
            f"SELECT row, first_token, tokens FROM document WHERE row IN ({marks})",  # noqa: S608 (marks only)
            wanted,
        )
        return {row: range(first, first + count) for row, first, count in found}

    @cached_property
    def fields(self) -> tuple[DocumentFields, ...]:
        """What a query can be narrowed by, a row a document."""
        found = self._tables.execute(f"SELECT {', '.join(_FIELDS)} FROM document ORDER BY row")  # noqa: S608 (constants)
        rows = (dict(zip(_FIELDS, values, strict=True)) for values in found)
        return tuple(
            DocumentFields(**row | {"dated_on": dt.date.fromisoformat(row["dated_on"]) if row["dated_on"] else None})
            for row in rows
        )

    @cached_property
    def searched(self) -> frozenset[int]:
        """The rows of the documents that have passages: all but interim answers that a final one has replaced."""
        return frozenset(row for (row,) in self._tables.execute("SELECT DISTINCT document FROM passage"))

    @cached_property
    def names(self) -> KnownNames:
        """What a query can name."""
        return KnownNames.of(self.fields)

    def rows_of(self, documents: Iterable[int]) -> list[int]:
        """The rows of all passages of some documents, ascending."""
        wanted = json.dumps(sorted(documents))
        found = self._tables.execute(
            "SELECT row FROM passage WHERE document IN (SELECT value FROM json_each(?)) ORDER BY row", (wanted,)
        )
        return [row for (row,) in found]

    def rows(self, rows: Iterable[int]) -> list[Row]:
        """The passages at some rows, in that order."""
        return [self._row(int(row)) for row in rows]

    def _read_row(self, row: int) -> Row:
        document_row, document_id, start, end, sentences, first = self._tables.execute(
            "SELECT p.document, d.id, p.start, p.end, p.sentences, p.first_token"
            " FROM passage p JOIN document d ON d.row = p.document WHERE p.row = ?",
            (row,),
        ).fetchone()
        starts, ends, tokens, holds = zip(*json.loads(sentences), strict=True)
        spans = tuple(Span.model_construct(start=a, end=b) for a, b in zip(starts, ends, strict=True))
        passage = Passage.model_construct(document_id=document_id, start=start, end=end, sentences=spans)
        return Row(row, document_row, passage, first, tokens, holds)

    def close(self) -> None:
        """Let go of the files."""
        self._tables.close()


def write_tables(path: Path, documents: Sequence[Document], asked: Sequence[range], passages: Iterable[Row]) -> None:
    """Write the documents (row = position) and passages as the SQLite file that `Generation` reads.

    Args:
        path: the file.
        documents: in the order of their rows.
        asked: where in `codes` the question of each stands.
        passages: with their places.
    """
    tables = sqlite3.connect(path)
    with tables:
        tables.execute(
            "CREATE TABLE document (row INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, first_token INTEGER,"
            f" tokens INTEGER, {', '.join(f'{field} TEXT' for field in _FIELDS)})"
        )
        tables.execute(
            "CREATE TABLE passage (row INTEGER PRIMARY KEY, document INTEGER, start INTEGER, end INTEGER,"
            " sentences TEXT, first_token INTEGER)"
        )
        tables.execute("CREATE INDEX passage_document ON passage (document)")
        tables.executemany(
            f"INSERT INTO document VALUES (?, ?, ?, ?, ?{', ?' * len(_FIELDS)})",  # noqa: S608 (marks only)
            (
                (row, document.document_id, document.model_dump_json(), place.start, len(place), *_values(document))
                for row, (document, place) in enumerate(zip(documents, asked, strict=True))
            ),
        )
        tables.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    row.row, row.document_row, row.passage.start, row.passage.end,
                    json.dumps([
                        (span.start, span.end, tokens, holds)
                        for span, tokens, holds in zip(row.passage.sentences, row.tokens, row.holds, strict=True)
                    ]),
                    row.first_token,
                )
                for row in passages
            ),
        )  # fmt: skip
    tables.close()


def _values(document: Document) -> tuple[str | None, ...]:
    *texts, day = astuple(DocumentFields.of(document))
    return (*texts, day.isoformat() if day else None)


def current(index: Path) -> Path:
    """The folder of the generation that serves. Raises IndexMissing, IndexDamaged."""
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(index) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(index, f"{CURRENT} cannot be read") from error
    folder = index / GENERATIONS / Path(name).name
    if not name or not folder.is_dir():
        raise IndexDamaged(index, f"the generation {name[:60]!r} is missing")
    return folder
