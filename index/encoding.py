"""The texts of documents encoded once: looked up in an earlier generation or the journal, else given to the encoder.

What is embedded is left to `inputs`; where encodings end up, to `segment`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from corpus.schema import Document
from index import background, codes
from index.encoder import Encoder, Segments
from index.errors import SearchError
from index.generation import Means
from index.inputs import Input, Key, context, inputs_of, key_of
from index.journal import MARKS, Encoding, Journal
from index.segment import Segment

WINDOW = 8192  # texts held in memory, sorted by length and encoded in one go: hardly any padding

Step = Callable[[int, int], None]  # texts encoded, texts in all


def means_of(encoder: Encoder) -> Means:
    """What unrelated text looks like to a model: the same for every index it builds."""
    unrelated = [encoded for _, encoded in encoder.encode_passages([[text] for text in background.SENTENCES])]
    queries = {
        language: np.concatenate([encoder.encode_query(text).states for text in texts])
        for language, texts in background.QUERIES.items()
    }
    return Means(
        np.concatenate([encoded.states for encoded in unrelated]).mean(axis=0),
        queries["da"].mean(axis=0),
        queries["en"].mean(axis=0),
    )


def asked(document: Document) -> Segments | None:
    """What is embedded of a document's question; None for a document without one."""
    return [context(document)] if document.question else None


@dataclass(frozen=True, slots=True)
class Encodings:
    """Encodings by the key of the text: of earlier segments and of the journal."""

    journal: Journal
    segments: Sequence[Segment]

    def missing(self, wanted: dict[Key, Segments]) -> dict[Key, Segments]:
        """The texts that were never encoded."""
        left = wanted
        for segment in self.segments:
            found = segment.find(left)
            left = {key: text for key, text in left.items() if key not in found}
        held = self.journal.held(left)
        return {key: text for key, text in left.items() if key not in held}

    def get(self, keys: Collection[Key]) -> dict[Key, Encoding]:
        """The encodings of some keys, every one of which is there."""
        found: dict[Key, Encoding] = {}
        for segment in self.segments:
            places = segment.find(key for key in keys if key not in found)
            found |= {key: segment.encoding(place) for key, place in places.items()}
        left = [key for key in keys if key not in found]
        for start in range(0, len(left), MARKS):
            found |= self.journal.get(left[start : start + MARKS])
        return found


@dataclass(frozen=True, slots=True)
class Given:
    """A document with its passages, and what is embedded of its question."""

    document: Document
    inputs: Sequence[Input]
    asked: Segments | None

    @classmethod
    def of(cls, document: Document) -> "Given":
        """A document, split."""
        return cls(document, inputs_of(document), asked(document))

    @property
    def texts(self) -> Iterator[tuple[Key, Segments]]:
        """Every text that has to be encoded, with its key."""
        for given in self.inputs:
            yield given.key, given.segments
        if self.asked is not None:
            yield key_of(self.asked), self.asked


def wanted(documents: Iterable[Document]) -> dict[Key, Segments]:
    """Every text of some documents that has to be encoded, once."""
    return dict(text for document in documents for text in Given.of(document).texts)


def windows(documents: Iterable[Document]) -> Iterator[list[Given]]:
    """Documents in turn, as many together as have a `WINDOW` of texts."""
    some: list[Given] = []
    texts = 0
    for document in documents:
        some.append(Given.of(document))
        texts += len(some[-1].inputs) + 1
        if texts >= WINDOW:
            yield some
            some, texts = [], 0
    if some:
        yield some


def encode(encoder: Encoder, texts: dict[Key, Segments], means: Means, journal: Journal, step: Step) -> None:
    """Encode texts into the journal.

    Raises:
        SearchError: the model gave what is no number.
    """
    # numpy's threads would wait for the cores that the encoder's threads hold (measured: a second a product).
    with threadpool_limits(1, user_api="blas"):
        _encode(encoder, list(texts.items()), means, journal, step)


def _encode(encoder: Encoder, every: list[tuple[Key, Segments]], means: Means, journal: Journal, step: Step) -> None:
    done = 0
    for some in _windows(every):
        for row, encoded in encoder.encode_passages([segments for _, segments in some]):
            key, segments = some[row]
            # The context's tokens are not kept: they stand with the question.
            before = encoded.lengths[0] if len(segments) > 1 else 0
            lengths = encoded.lengths[1:] if len(segments) > 1 else encoded.lengths
            if not (np.isfinite(encoded.vector).all() and np.isfinite(encoded.states).all()):
                raise SearchError("the model gave vectors that are not numbers; the old index keeps serving")
            coded = codes.encode(encoded.states, means.passage)[before:]
            journal.add(key, Encoding(encoded.vector.astype(np.float16), coded, lengths))
            done += 1
            step(done, len(every))


def _windows(every: list[tuple[Key, Segments]]) -> Iterator[list[tuple[Key, Segments]]]:
    """About equal shares of what may be a single document's."""
    count = max(-(-len(every) // WINDOW), 1)
    for number in range(count):
        yield every[number * len(every) // count : (number + 1) * len(every) // count]


def with_encodings(
    given: Given, encodings: Encodings
) -> tuple[list[tuple[Input, Encoding]], tuple[Key, Encoding] | None]:
    """The passages of a document and its question with their encodings."""
    key = key_of(given.asked) if given.asked is not None else None
    found = encodings.get({*(one.key for one in given.inputs), *([key] if key else [])})
    return [(one, found[one.key]) for one in given.inputs], (key, found[key]) if key else None
