"""One immutable, complete index on disk, opened for reading: segments, terms, and which documents count.

Making one is left to `build`, which one serves, to `shelf`, ranking with it, to `retriever`.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.citations import label
from corpus.errors import DocumentUnknown
from corpus.relations import targets
from corpus.schema import Document, Passage
from index import manifest as manifests
from index import segment as layout
from index.errors import IndexDamaged, IndexUnreadable
from index.inventory import Inventory
from index.manifest import Manifest
from index.names import DocumentFields, KnownNames
from index.places import Places
from index.recent import Recent, weakly
from index.segment import Segment, Sentences
from index.terms import Terms
from index.vectors import Flat, Inverted, Part, Vectors

INVENTORY = "inventory.sqlite"
ORDER = "order.npy"  # a row a document: its segment, its row there, and whether it is searched
MEANS = "means.npy"
TERMS = "terms"
DOCUMENTS_CACHED = 256
ROWS_CACHED, QUESTIONS_CACHED = 2048, 1024  # of about 6 and 2 KB each
LOOKED_UP = 1000  # passages
RELATED = 20  # documents with the same answer, or of the same name in other sessions

Codes = npt.NDArray[np.uint8]
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """A passage with its places in the generation's arrays."""

    row: int  # in `vectors`
    document_row: int
    document_id: str
    sentences: Sentences
    codes: Codes  # of its tokens, `(n, width)`

    @cached_property
    def passage(self) -> Passage:
        """The passage: made when asked for, as most that are looked at are not shown."""
        return self.sentences.passage(self.document_id)


class Question(NamedTuple):
    """What a document's question was encoded to: the codes of its tokens, `(n, width)`, and its vector; for none,
    no codes and zeros.
    """

    codes: Codes
    vector: Halves


class Means(NamedTuple):
    """Of the tokens of unrelated text, `(dimension,)` float32 each; in the file they are rows, in this order."""

    passage: Floats
    danish: Floats
    english: Floats


class Generation:
    """Documents by ascending id, and the passages of those that are searched, in that order."""

    def __init__(self, folder: Path) -> None:
        """Open a generation's folder.

        Raises:
            IndexDamaged: a file is missing or does not have its checksum.
            IndexUnreadable: the system does not let one be read.
            IndexMismatch: it is of another format.
        """
        self.folder = folder
        self.manifest: Manifest = manifests.read(folder)
        try:
            self.segments = tuple(Segment(folder / segment.name) for segment in self.manifest.segments)
            self.inventory = Inventory(folder / INVENTORY)
            self.order: Ints = np.load(folder / ORDER, allow_pickle=False)
            self.means = Means(*np.load(folder / MEANS, allow_pickle=False))
            self.terms = Terms.open(folder / TERMS)
            self._places = Places.of(self.order, self.segments)
            self.vectors = self._vectors()
            lexical = len(self.terms)
        except (ValueError, IndexError) as error:
            raise IndexDamaged(folder, f"a file cannot be opened: {type(error).__name__}") from error
        except (OSError, RuntimeError, sqlite3.Error, IndexDamaged) as error:
            # Every file has its checksum: what fails now is the system, as where too many files are open.
            raise IndexUnreadable(folder, f"{type(error).__name__}: {error}".splitlines()[0]) from error
        counts = (self.vectors.count, len(self.order), lexical)
        expected = (self.manifest.passages, self.manifest.documents, self.manifest.passages)
        if counts != expected or any(s.vectors.columns != self.manifest.dimension for s in self.segments):
            raise IndexDamaged(
                folder, f"it holds {counts} vectors, documents and texts where its manifest says {expected}"
            )
        self.document_at = lru_cache(DOCUMENTS_CACHED)(weakly(self._document_at))
        self._rows = Recent(weakly(self._read_rows), ROWS_CACHED)
        self._questions = Recent(weakly(self._read_questions), QUESTIONS_CACHED)

    def _vectors(self) -> Vectors:
        """The passages that are searched as parts: the small segments together, each large one by itself."""
        places = self._places
        parts: list[Part] = []
        rows_of: list[Ints] = []
        part, local = np.zeros(len(places), np.int32), places.place.copy()
        matrix = np.empty((len(places), self.manifest.dimension), np.float16)
        small = np.zeros(len(places), bool)
        for number, segment in enumerate(self.segments):
            mine = np.flatnonzero(places.segment == number)
            if (segment.folder / layout.INVERTED).exists():
                rows = np.full(len(segment.passages), -1, np.int64)
                rows[places.place[mine]] = mine
                part[mine] = len(parts)
                parts.append(Inverted(segment.folder / layout.INVERTED, segment.vectors, np.flatnonzero(rows < 0)))
                rows_of.append(rows)
            else:
                matrix[mine] = segment.vectors.all()[places.place[mine]]
                small[mine] = True
        flat = np.flatnonzero(small)
        part[flat], local[flat] = len(parts), np.arange(len(flat))
        return Vectors((*parts, Flat(matrix[flat])), (*rows_of, flat), part, local)

    def _document_at(self, row: int) -> Document:
        segment, place, _ = self.order[row].tolist()
        document: Document = self.segments[segment].document(place)
        name = self.inventory.document_id(row)
        return document if document.document_id == name else document.model_copy(update={"document_id": name})

    def knows(self, document_id: str) -> bool:
        """Whether a document has this id."""
        return self.inventory.row(document_id) is not None

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""
        row = self.inventory.row(document_id)
        if row is None:
            raise DocumentUnknown(document_id)
        return self.document_at(row)

    def filed_as(self, name: str) -> list[Document]:
        """The documents whose id or file is called so, with letters of either case; a few of them."""
        return [self._document_at(row) for row in self.inventory.filed_as(name, RELATED)]

    def lookup(self, text: str) -> list[Document]:
        """The documents with every one of some words in text or name, best first, of the nearest few hundred."""
        wanted = text.casefold().split()
        rows = dict.fromkeys(
            (*self.inventory.filed_as(text.strip(), RELATED), *self.inventory.called(text.strip(), RELATED))
        )
        rows |= dict.fromkeys(
            row.document_row
            for row in self.rows(row for row, _ in self.found(self.terms.search(text, "da", LOOKED_UP)))
        )
        documents = (self._document_at(row) for row in rows)
        return [
            document for document in documents
            if all(
                word in f"{document.document_id} {document.source} {label(document)} {document.text}".casefold()
                for word in wanted
            )
        ]  # fmt: skip

    def same_as(self, document: Document) -> tuple[Document, ...]:
        """A few other documents with the same answer, newest first."""
        row = self.inventory.row(document.document_id)
        rows = [] if row is None else self.inventory.same_as(row, RELATED)
        found = (self.document_at(other) for other in rows if self.order[other, 2])
        return tuple(sorted(found, key=lambda other: (other.dated_on or dt.date.min, other.document_id), reverse=True))

    def targets(self, document: Document) -> dict[str, Document | None]:
        """What an answer names in place of answering, each with the document that is meant; see `relations.targets`."""
        if document.status != "reference":
            return {}
        rows = {row for name in document.refers_to for row in self.inventory.called(name, RELATED)}
        known = {found.document_id: found for found in (self.document_at(row) for row in rows if self.order[row, 2])}
        meant = targets(document, tuple(known.values()))
        return {name: known[target] if target else None for name, target in meant.items()}

    def questions(self, documents: Sequence[int]) -> list[Question]:
        """The questions of some documents, in that order."""
        return self._questions.get(documents)

    @property
    def fields(self) -> tuple[DocumentFields, ...]:
        """What a query can be narrowed by, a row a document."""
        return self.inventory.fields

    @cached_property
    def searched(self) -> frozenset[int]:
        """The rows of the documents that can be quoted: no mere questions, no answers that another has replaced."""
        return frozenset(np.flatnonzero(np.diff(self._places.first_row)).tolist())

    @cached_property
    def names(self) -> KnownNames:
        """What a query can name."""
        return KnownNames.of(self.fields)

    @cached_property
    def _ids(self) -> tuple[Ints, Ints]:
        """The lexical ids of all passages, ascending, and their rows."""
        ids = self._places.ids(self.segments)
        order = np.argsort(ids)
        return ids[order], order

    def found(self, hits: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Lexical ids with their scores as rows with their scores, best first, equal ones in row order."""
        ids, rows = self._ids
        places = np.searchsorted(ids, [name for name, _ in hits])
        found = [
            (int(rows[place]), score)
            for place, (name, score) in zip(places.tolist(), hits, strict=True)
            if place < len(ids) and ids[place] == name
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def rows_of(self, documents: Iterable[int]) -> Ints:
        """The rows of all passages of some documents, ascending."""
        firsts = self._places.first_row
        some = [np.arange(firsts[document], firsts[document + 1]) for document in sorted(documents)]
        return np.concatenate(some) if some else np.empty(0, np.int64)

    def rows(self, rows: Iterable[int]) -> list[Row]:
        """The passages at some rows, in that order."""
        return self._rows.get([int(row) for row in rows])

    def _read_rows(self, rows: Sequence[int]) -> dict[int, Row]:
        at = np.array(rows)
        numbers, places, documents = self._places.segment[at], self._places.place[at], self._places.document[at]
        ids = self.inventory.document_ids(set(documents.tolist()))
        found = {}
        for number in np.unique(numbers).tolist():
            mine, segment = np.flatnonzero(numbers == number), self.segments[number]
            inside = places[mine].tolist()
            sentences, codes = segment.sentences_of(inside), segment.codes_of(inside)
            for row, document, *held in zip(at[mine].tolist(), documents[mine].tolist(), sentences, codes, strict=True):
                found[row] = Row(row, document, ids[document], *held)
        return found

    def _read_questions(self, documents: Sequence[int]) -> dict[int, Question]:
        at = np.array(documents)
        numbers, places = self.order[at, 0], self.order[at, 1]
        found: dict[int, Question] = {}
        for number in np.unique(numbers).tolist():
            mine = np.flatnonzero(numbers == number)
            held = self.segments[number].questions_of(places[mine].tolist())
            found |= dict(zip(at[mine].tolist(), map(Question._make, held), strict=True))
        return found

    def close(self) -> None:
        """Let go of the files."""
        self.inventory.close()
        for segment in self.segments:
            segment.close()
