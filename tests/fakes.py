"""An encoder whose ranking a human can predict: each word counts in one of 64 places."""

import re
from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

DIMENSION = 64


class FakeEncoder:
    """Hashes words with crc32; texts are the nearer the more words they share, and no model is loaded."""

    def __init__(self, model: str = "fake", revision: str = "1", dimension: int = DIMENSION) -> None:
        self.model = model
        self.revision = revision
        self.dimension = dimension
        self.embedded = 0  # passages so far

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        """`(dimension,)` float32 unit vector; the last place alone stands for a text without words."""
        vector = np.zeros(self.dimension, np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            vector[crc32(word.encode()) % self.dimension] += 1
        if not vector.any():
            vector[-1] = 1
        unit: npt.NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """`(n, dimension)` float32; a passage is embedded as the same words in a query are."""
        self.embedded += len(texts)
        if progress:
            progress(len(texts))
        return np.stack([self.encode_query(text) for text in texts])
