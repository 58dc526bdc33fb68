"""One immutable, complete index on disk, opened for reading: documents, passages, vectors and terms.

Making one is left to `build`; ranking with it, to `retriever`.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import DocumentUnknown
from corpus.schema import Document, Passage, Span
from index import manifest as manifests
from index.errors import IndexDamaged, IndexMissing
from index.manifest import Manifest
from index.terms import Terms
from index.vectors import Vectors

CURRENT = "current"  # holds the name of the generation that serves
GENERATIONS = "generations"
TABLES = "corpus.sqlite"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.npy"
QUESTIONS = "questions.npy"
BACKGROUND = "background.npy"
TERMS = "terms"
DOCUMENTS_CACHED = 256

Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with its places in the generation's arrays."""

    row: int  # in `vectors`
    document_row: int  # in `questions`
    passage: Passage
    first_sentence: int  # in `sentences`; the passage's sentences follow on from there


class Generation:
    """`sentences` is `(n, dimension)` float16, a row a sentence; `questions` the same, a row a document (zeros: none).

    `background` is `(dimension,)` float32, the mean of unrelated text.
    """

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
            self.sentences: Halves = np.load(folder / SENTENCES, mmap_mode="r", allow_pickle=False)
            self.questions: Halves = np.load(folder / QUESTIONS, mmap_mode="r", allow_pickle=False)
            self.background: Floats = np.load(folder / BACKGROUND, allow_pickle=False)
            uri = f"{(folder / TABLES).resolve().as_uri()}?mode=ro&immutable=1"
            self._tables = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.terms = Terms.open(folder / TERMS)
        except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:
            raise IndexDamaged(folder, f"a file cannot be opened: {type(error).__name__}") from error
        counts = (self.vectors.count, len(self.sentences), len(self.questions))
        expected = (self.manifest.passages, self.manifest.sentences, self.manifest.documents)
        if counts != expected or self.vectors.dimension != self.manifest.dimension:
            raise IndexDamaged(folder, f"it holds {counts} vectors where its manifest says {expected}")
        self.document_at = lru_cache(DOCUMENTS_CACHED)(self._document_at)

    def _document_at(self, row: int) -> Document:
        (body,) = self._tables.execute("SELECT body FROM document WHERE row = ?", (row,)).fetchone()
        return Document.model_validate_json(body)

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""
        found = self._tables.execute("SELECT row FROM document WHERE id = ?", (document_id,)).fetchone()
        if found is None:
            raise DocumentUnknown(document_id)
        return self.document_at(found[0])

    def rows(self, rows: Iterable[int]) -> list[Row]:
        """The passages at some rows, in that order."""
        wanted = [int(row) for row in rows]
        marks = ",".join("?" * len(wanted))
        found = {
            row: Row(
                row, document_row,
                Passage(
                    document_id=document_id, start=start, end=end,
                    sentences=tuple(Span(start=a, end=b) for a, b in json.loads(sentences)),
                ),
                first,
            )
            for row, document_row, document_id, start, end, sentences, first in self._tables.execute(
                "SELECT p.row, p.document, d.id, p.start, p.end, p.sentences, p.first_sentence"  # noqa: S608 (marks only)
                f" FROM passage p JOIN document d ON d.row = p.document WHERE p.row IN ({marks})",
                wanted,
            )
        }  # fmt: skip
        return [found[row] for row in wanted]

    def close(self) -> None:
        """Let go of the files."""
        self._tables.close()


def write_tables(path: Path, documents: Iterable[Document], passages: Iterable[Row]) -> None:
    """Write the documents (row = position) and passages as the SQLite file that `Generation` reads."""
    tables = sqlite3.connect(path)
    with tables:
        tables.execute("CREATE TABLE document (row INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT)")
        tables.execute(
            "CREATE TABLE passage (row INTEGER PRIMARY KEY, document INTEGER, start INTEGER, end INTEGER,"
            " sentences TEXT, first_sentence INTEGER)"
        )
        tables.executemany(
            "INSERT INTO document VALUES (?, ?, ?)",
            ((row, document.document_id, document.model_dump_json()) for row, document in enumerate(documents)),
        )
        tables.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    row.row, row.document_row, row.passage.start, row.passage.end,
                    json.dumps([(s.start, s.end) for s in row.passage.sentences]), row.first_sentence,
                )
                for row in passages
            ),
        )  # fmt: skip
    tables.close()


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
