"""Some documents with everything computed from them, on disk: passages, vectors, codes. Written once, never changed.

A generation is made of segments, which it shares with other generations as links. Which documents of a segment count,
and in which order, is left to `generation`; where encodings come from, to `build`.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.schema import Document, Passage, Span
from index import codes as coding
from index.inputs import Input, Key, passage_id
from index.journal import Encoding
from index.rowfile import RowFile, RowWriter

TABLES = "segment.sqlite"
VECTORS = "vectors.npy"
QUESTIONS = "questions.npy"
CODES = "codes.npy"
PASSAGES = "passages.npy"
SENTENCES = "sentences.npy"
DOCUMENTS = "documents.npy"
INVERTED = "inverted.faiss"  # of a large segment only

# Columns. Keys are two numbers; a document's are those of its question, zeros for none.
ID, DOCUMENT, FIRST_TOKEN, TOKENS, FIRST_SENTENCE, N_SENTENCES = 2, 3, 4, 5, 6, 7  # of a passage
FIRST_PASSAGE, N_PASSAGES, FIRST_ASKED, ASKED = 2, 3, 4, 5  # of a document; tokens of its question
OF_PASSAGE, OF_DOCUMENT, OF_SENTENCE = 8, 6, 4  # how many

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]
Halves = npt.NDArray[np.float16]


class Origin(NamedTuple):
    """Which document of which version of which file: a document's identity from one generation to the next."""

    source: str
    sha256: str
    part: int


class Sentences:
    """The sentences of a passage, `table` `(n, 4)` int32: from, to, tokens and what each holds (`kinds.Holds`)."""

    __slots__ = ("table",)

    def __init__(self, table: npt.ArrayLike) -> None:
        self.table: Counts = np.asarray(table, np.int32).reshape(-1, OF_SENTENCE)

    @property
    def tokens(self) -> Counts:
        """How many each sentence has."""
        tokens: Counts = self.table[:, 2]
        return tokens

    def spans(self) -> list[tuple[int, int]]:
        """From where to where each stands in the document's text."""
        return [(start, end) for start, end, *_ in self.table.tolist()]

    def passage(self, document_id: str) -> Passage:
        """The passage of a document known under an id."""
        spans = tuple(Span.model_construct(start=start, end=end) for start, end in self.spans())
        return Passage.model_construct(
            document_id=document_id, start=spans[0].start, end=spans[-1].end, sentences=spans
        )


class Segment:
    """`passages` and `documents` are `(n, columns)` int64; `vectors`, `questions`, `codes` are row files."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError, ValueError, sqlite3.Error: a file is missing or damaged."""
        self.folder = folder
        self.vectors, self.questions, self.codes, self._sentences = (
            RowFile(folder / name) for name in (VECTORS, QUESTIONS, CODES, SENTENCES)
        )
        self.passages: Ints = np.load(folder / PASSAGES, allow_pickle=False)
        self.documents: Ints = np.load(folder / DOCUMENTS, allow_pickle=False)
        if len(self.vectors) != len(self.passages) or len(self.questions) != len(self.documents):
            raise ValueError("its files differ in length")
        uri = f"{(folder / TABLES).resolve().as_uri()}?mode=ro&immutable=1"
        self._tables = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def origins(self) -> Iterator[tuple[int, Origin]]:
        """Every document's row and identity."""
        for row, *origin in self._tables.execute("SELECT row, source, sha256, part FROM document"):
            yield row, Origin(*origin)

    def document(self, row: int) -> Document:
        """A document under the id it has by itself."""
        (body,) = self._tables.execute("SELECT body FROM document WHERE row = ?", (row,)).fetchone()
        return Document.model_validate_json(body)

    def sentences(self, row: int) -> Sentences:
        """The sentences of a passage."""
        (found,) = self.sentences_of([row])
        return found

    def sentences_of(self, rows: Sequence[int]) -> list[Sentences]:
        """The sentences of some passages, in that order."""
        spans = _spans(self.passages[rows], FIRST_SENTENCE, N_SENTENCES)
        return list(map(Sentences, self._sentences.each(spans)))

    def codes_of(self, rows: Sequence[int]) -> list[Codes]:
        """The codes of the tokens of some passages, in that order: `(n, width)` each."""
        return self.codes.each(_spans(self.passages[rows], FIRST_TOKEN, TOKENS))

    def questions_of(self, rows: Sequence[int]) -> list[tuple[Codes, Halves]]:
        """What the questions of some documents were encoded to, in that order: codes as above, and vector."""
        codes = self.codes.each(_spans(self.documents[rows], FIRST_ASKED, ASKED))
        vectors = self.questions.each([range(row, row + 1) for row in rows])
        return [(held, vector) for held, (vector,) in zip(codes, vectors, strict=True)]

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        """The first halves of all keys, ascending, and the rows they stand in: passages, then questions."""
        firsts = np.concatenate([self.passages[:, 0], self.documents[:, 0]])
        order = np.argsort(firsts, kind="stable")
        return firsts[order], order

    def find(self, keys: Iterable[Key]) -> dict[Key, int]:
        """Where the texts of some keys stand, for `encoding`."""
        firsts, order = self._places
        found = {}
        for key in keys:
            first, second = np.frombuffer(key, np.int64)
            place = int(np.searchsorted(firsts, first))
            while place < len(firsts) and firsts[place] == first:
                row = int(order[place])
                of_passage = row < len(self.passages)
                other = self.passages[row, 1] if of_passage else self.documents[row - len(self.passages), 1]
                if other == second:
                    found[key] = row
                    break
                place += 1
        return found

    def encoding(self, place: int) -> Encoding:
        """What the encoder gave for the text at a place."""
        if place < len(self.passages):
            first, tokens = self.passages[place, [FIRST_TOKEN, TOKENS]].tolist()
            (vector,) = self.vectors.take([place])
            lengths = tuple(self.sentences(place).tokens.tolist())
        else:
            row = place - len(self.passages)
            first, tokens = self.documents[row, [FIRST_ASKED, ASKED]].tolist()
            (vector,) = self.questions.take([row])
            lengths = (tokens,)
        return Encoding(vector, self.codes.spans([range(first, first + tokens)]), lengths)

    def close(self) -> None:
        """Let go of the tables; the rest goes with the object."""
        self._tables.close()


class SegmentWriter:
    """A new segment in a new folder, document by document."""

    def __init__(self, folder: Path, dimension: int) -> None:
        folder.mkdir(parents=True)
        self._vectors = RowWriter(folder / VECTORS, dimension, np.float16)
        self._questions = RowWriter(folder / QUESTIONS, dimension, np.float16)
        self._codes = RowWriter(folder / CODES, coding.width(dimension), np.uint8)
        self._sentences = RowWriter(folder / SENTENCES, OF_SENTENCE, np.int32)
        self._passages = RowWriter(folder / PASSAGES, OF_PASSAGE, np.int64)
        self._documents = RowWriter(folder / DOCUMENTS, OF_DOCUMENT, np.int64)
        self._none = np.zeros((1, dimension), np.float16)
        self._tables = sqlite3.connect(folder / TABLES, isolation_level=None)
        self._tables.execute("PRAGMA journal_mode = OFF")  # the folder counts only once it is complete
        self._tables.execute("PRAGMA synchronous = OFF")
        self._tables.execute("BEGIN")
        self._tables.execute(
            "CREATE TABLE document (row INTEGER PRIMARY KEY, source TEXT, sha256 TEXT, part INTEGER, body TEXT)"
        )

    @property
    def documents(self) -> int:
        """How many documents there are so far: the row of the next."""
        return self._documents.rows

    def add(
        self,
        document: Document,
        origin: Origin,
        inputs: Sequence[tuple[Input, Encoding]],
        asked: tuple[Key, Encoding] | None,
    ) -> None:
        """Add a document.

        Args:
            document: under its own id.
            origin: what it is known by.
            inputs: its passages in order, encoded, without the context's tokens.
            asked: its question, encoded.
        """
        row, first_passage = self._documents.rows, self._passages.rows
        for input_, encoding in inputs:
            passage = input_.passage
            places = [self._codes.rows, len(encoding.codes), self._sentences.rows, len(passage.sentences)]
            numbers = [*_halves(input_.key), passage_id(*origin, passage), row, *places]
            self._passages.append(np.array([numbers], np.int64))
            self._vectors.append(encoding.vector[None])
            self._codes.append(encoding.codes)
            sentences = [
                (span.start, span.end, tokens, holds)
                for span, tokens, holds in zip(passage.sentences, encoding.lengths, input_.holds, strict=True)
            ]
            self._sentences.append(Sentences(sentences).table)
        halves = _halves(asked[0]) if asked else (0, 0)
        tokens = len(asked[1].codes) if asked else 0
        place = [first_passage, len(inputs), self._codes.rows, tokens]
        self._documents.append(np.array([[*halves, *place]], np.int64))
        self._questions.append(asked[1].vector[None] if asked else self._none)
        if asked:
            self._codes.append(asked[1].codes)
        self._tables.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", (row, *origin, document.model_dump_json()))

    def close(self) -> None:
        """Finish every file."""
        rows = (self._vectors, self._questions, self._codes, self._sentences, self._passages, self._documents)
        for file in rows:
            file.close()
        self._tables.execute("COMMIT")
        self._tables.close()


def _spans(places: Ints, first: int, count: int) -> list[range]:
    """Stretches of rows, from the columns that give their first and their number."""
    return [range(start, start + number) for start, number in places[:, [first, count]].tolist()]


def _halves(key: Key) -> tuple[int, int]:
    first, second = np.frombuffer(key, np.int64).tolist()
    return first, second
