"""Token states as one bit a dimension: small enough to keep for every passage, exact enough to match single words.

A state is centred, turned by a fixed rotation and kept as signs; a query's tokens keep their numbers. The dot product
of the two estimates the cosine (one-bit random rotation, Charikar 2002; asymmetric as in RaBitQ, Gao & Long 2024).
Measured here: the order of passages and sentences is that of the full states within a point. Where the states come
from is left to `encoder`, what matches count for to `signals`.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, SessionOptions

from index.cores import physical_cores

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]

SEED = 663
NOTHING = -0.3  # the match of a token with a text that has no token at all


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
    """`(n, dimension)` states of a query's tokens, made ready for `best_matches`.

    Args:
        states: of the query's tokens.
        mean: `(dimension,)`, of unrelated queries' tokens in the same language.
    """
    centred = states - mean
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    turned: Floats = unit @ rotation(states.shape[1])
    return turned


def best_matches(codes: Codes, lengths: Ints, tokens: Floats) -> Floats:
    """`(stretches, m)` float32: the best match of each query token in each stretch of coded tokens.

    A match is about √(2/π) times the cosine of the two. A query token is rounded to 255 steps, so that the products
    are whole numbers, the same on every machine; what is lost is a hundredth of what the signs lose.

    Args:
        codes: `(n, width)`, of tokens.
        lengths: of stretches of them, in order; sums to n. An empty stretch has `NOTHING`.
        tokens: `(m, dimension)`, of a query, made by `query_tokens`.
    """
    found = np.full((len(lengths), len(tokens)), NOTHING, np.float32)
    filled = np.flatnonzero(lengths)
    if not len(filled) or not len(tokens):
        return found
    step = np.maximum(np.abs(tokens).max(axis=1), 1e-6) / 127
    whole = np.rint(tokens / step[:, None]).astype(np.int8)
    bits = np.unpackbits(codes, axis=1, count=tokens.shape[1])
    (products,) = _product().run(None, {"bits": bits, "tokens": np.ascontiguousarray(whole.T)})
    best = np.maximum.reduceat(products, (np.cumsum(lengths) - lengths)[filled], axis=0)
    doubled = 2 * best - whole.sum(axis=1, dtype=np.int32)  # a bit stands for ±1, and was counted as 0 or 1
    found[filled] = doubled * (step / np.sqrt(tokens.shape[1]))
    return found


@lru_cache(maxsize=1)
def _product() -> InferenceSession:
    """`bits @ tokens` in whole numbers, four times as fast as in floats: ONNX's MatMulInteger and nothing else."""
    options = SessionOptions()
    options.intra_op_num_threads = physical_cores()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other queries share the cores
    return InferenceSession(str(Path(__file__).with_name("product.onnx")), options, providers=["CPUExecutionProvider"])
