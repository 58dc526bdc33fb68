"""An encoder whose vectors and states a human can predict, without any model."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from zlib import crc32

import numpy as np

from index.encoder import Encoded, Floats, Segments, one_line

DIMENSION = 64


@cache
def state_of(word: str, dimension: int = DIMENSION) -> Floats:
    """`(dimension,)` float32 of a casefolded word: +1 and -1 by its crc32; two words' states hardly correlate."""
    signs = np.random.default_rng(crc32(word.encode())).integers(0, 2, dimension)
    state: Floats = (2 * signs - 1).astype(np.float32)
    state.flags.writeable = False
    return state


class FakeEncoder:
    """A token is a word, its state `state_of` the word, wherever it stands.

    Vectors count words in `dimension` places by crc32: texts are the nearer the more words they share.
    """

    def __init__(self, model: str = "fake", revision: str = "1", dimension: int = DIMENSION) -> None:
        self.model = model
        self.revision = revision
        self.dimension = dimension  # a multiple of 8
        self.embedded = 0  # passages so far

    def encode_query(self, text: str) -> Encoded:
        """The last place of the vector alone stands for a text without words."""
        return self._encode(one_line(text).split())

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        """As a query of the same words, the last text first."""
        for row in reversed(range(len(texts))):
            self.embedded += 1
            yield row, self._encode(texts[row])

    def _encode(self, segments: Segments) -> Encoded:
        words = [re.findall(r"\w+", segment.casefold()) for segment in segments]
        tokens = [word for segment in words for word in segment]
        vector = np.zeros(self.dimension, np.float32)
        for word in tokens:
            vector[crc32(word.encode()) % self.dimension] += 1
        if not tokens:
            vector[-1] = 1
        states = np.array([state_of(word, self.dimension) for word in tokens], np.float32)
        return Encoded(
            vector / np.linalg.norm(vector),
            states.reshape(len(tokens), self.dimension),
            tuple(len(segment) for segment in words),
        )
