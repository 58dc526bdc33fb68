"""Token states as one bit a dimension: small enough to keep for every passage, exact enough to match single words.

A state is centred, turned by a fixed rotation and kept as signs; a query's tokens keep their numbers. The dot product
of the two estimates the cosine (one-bit random rotation, Charikar 2002; asymmetric as in RaBitQ, Gao & Long 2024).
Measured here: the order of passages and sentences is that of the full states within a point. Where the states come
from is left to `encoder`, what matches count for to `signals`.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]

SEED = 663
CHUNK = 512  # tokens unpacked at a time: they stay in the processor's cache


@lru_cache(maxsize=2)
def rotation(dimension: int) -> Floats:
    """`(dimension, dimension)` float32, orthonormal: the same on every machine but for rounding."""
    q, r = np.linalg.qr(np.random.default_rng(SEED).standard_normal((dimension, dimension)))
    turned: Floats = (q * np.sign(np.diag(r))).astype(np.float32)  # LAPACK leaves the signs open
    return turned


def width(dimension: int) -> int:
    """Bytes of one token's code."""
    return (dimension + 7) // 8


def encode(states: Floats, mean: Floats) -> Codes:
    """`(n, dimension)` states to `(n, width)` codes.

    Args:
        states: of a text's tokens.
        mean: `(dimension,)`, of unrelated text's tokens.
    """
    return np.packbits((states - mean) @ rotation(states.shape[1]) > 0, axis=1)


def query_tokens(states: Floats, mean: Floats) -> Floats:
    """`(n, dimension)` states of a query's tokens, made ready for `similarities`.

    Args:
        states: of the query's tokens.
        mean: `(dimension,)`, of unrelated queries' tokens in the same language.
    """
    centred = states - mean
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    turned: Floats = unit @ rotation(states.shape[1])
    return turned


def similarities(codes: Codes, tokens: Floats) -> Floats:
    """`(n, m)` float32: of n coded tokens to m query tokens, about √(2/π) times their cosine."""
    scaled = np.ascontiguousarray(tokens.T) * np.float32(2 / np.sqrt(tokens.shape[1]))
    found = np.empty((len(codes), len(tokens)), np.float32)
    half = len(codes) // 2 if len(codes) > 4 * CHUNK else 0
    first = _second_core().submit(_fill, found[:half], codes[:half], scaled) if half else None
    _fill(found[half:], codes[half:], scaled)
    if first:
        first.result()
    return found


@lru_cache(maxsize=1)
def _second_core() -> ThreadPoolExecutor:
    """Takes half of a large query's work: unpacking and multiplying leave Python's lock alone."""
    return ThreadPoolExecutor(1, "similarities")


def _fill(found: Floats, codes: Codes, scaled: Floats) -> None:
    """Write the similarities of `(n, width)` codes to `(dimension, m)` scaled tokens into `(n, m)`."""
    for start in range(0, len(codes), CHUNK):
        bits = np.unpackbits(codes[start : start + CHUNK], axis=1, count=len(scaled)).astype(np.float32)
        np.matmul(bits, scaled, out=found[start : start + CHUNK])
    found -= scaled.sum(axis=0) / 2  # a bit stands for ±1, and was counted as 0 or 1
