"""Passage vectors and their search: the only module that imports faiss.

Rows are positions in the generation's passages; what they mean is left to `generation`.
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.rowfile import RowFile, stretches

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Rows = npt.NDArray[np.int64]

INVERTED_FROM = 50_000  # passages; below, an exact search takes less than 5 ms on one core
TRAIN_PER_LIST = 40
ROUNDS = 10  # of placing the lists; more do not help (measured)
PROBES = (64, 128, 192, 256, 384, 512, 640, 768, 1024)  # lists looked into: the fewest that reach the recall
RECALL = 0.99  # of the ten nearest; shorter queries lie further out and lose two points more (measured)
FOUND = 150  # of which the ten nearest by their exact cosines are taken
EXACT_UP_TO = 5000  # allowed rows that are compared one by one
ADDED_AT_ONCE = 50_000
SEED = 663


class Part(Protocol):
    """Vectors that are searched together; rows are local to it."""

    def search(self, query: Floats, limit: int, allowed: Rows | None) -> tuple[Rows, Floats]:
        """The nearest rows and their cosines, best first."""
        ...

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """The exact cosines of some rows."""
        ...


def _found(
    index: "faiss.Index", query: Floats, limit: int, parameters: "faiss.SearchParameters | None"
) -> tuple[Rows, Floats]:
    scores, rows = index.search(query[None, :], min(limit, int(index.ntotal)), params=parameters)
    held = rows[0] >= 0  # faiss fills up with -1
    return rows[0][held], scores[0][held]


def _best(rows: Rows, scores: Floats, limit: int) -> tuple[Rows, Floats]:
    best = np.argsort(-scores, kind="stable")[:limit]
    return rows[best], scores[best]


class Flat:
    """Unit vectors compared one by one, as half floats (recall 1.000 measured against full)."""

    def __init__(self, matrix: Halves) -> None:
        """From `(n, dimension)` float16."""
        kind = faiss.ScalarQuantizer.QT_fp16
        self._index = faiss.IndexScalarQuantizer(matrix.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        # Its codes are the half floats themselves: copied, not computed.
        faiss.copy_array_to_vector(np.ascontiguousarray(matrix).reshape(-1).view(np.uint8), self._index.codes)
        self._index.ntotal = len(matrix)
        self._index.is_trained = True

    def search(self, query: Floats, limit: int, allowed: Rows | None) -> tuple[Rows, Floats]:
        """See `Part`."""
        if not self._index.ntotal:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        selected = None
        if allowed is not None:
            selected = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]  # SWIG's own keywords
        return _found(self._index, query, limit, selected)

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """See `Part`."""
        matrix: Floats = self._index.reconstruct_batch(rows)
        product: Floats = matrix @ query
        return product


class Inverted:
    """Unit vectors in lists of neighbours, coded roughly; cosines are read from the exact ones in their file.

    Of a million, 4 bits for two of the turned dimensions were searched in 2.8 ms at a recall of .98, a byte a dimension
    (IVF+SQ8) in 20 ms (one core).
    """

    def __init__(self, path: Path, exact: RowFile, dead: Rows) -> None:
        """Of which some rows do not count. Raises RuntimeError (faiss' own) if the file is damaged."""
        self._index: Any = faiss.read_index(str(path))
        self._exact = exact
        self._dead = faiss.IDSelectorBatch(dead)  # kept: faiss does not
        self._live = faiss.IDSelectorNot(self._dead) if len(dead) else None
        self._probes = int(faiss.extract_index_ivf(self._index).nprobe)
        if int(self._index.ntotal) != len(exact):
            raise ValueError(f"{path.name} holds {self._index.ntotal} vectors for {len(exact)} passages")

    def search(self, query: Floats, limit: int, allowed: Rows | None) -> tuple[Rows, Floats]:
        """See `Part`."""
        if allowed is not None and len(allowed) <= EXACT_UP_TO:
            return _best(allowed, self.scores(query, allowed), limit)
        selected = self._live if allowed is None else faiss.IDSelectorBatch(allowed)
        probes = self._probes if allowed is None else 4 * self._probes
        inside = faiss.SearchParametersIVF(nprobe=probes, sel=selected)  # type: ignore[call-arg]
        parameters = faiss.SearchParametersPreTransform(index_params=inside)  # type: ignore[call-arg]
        rows, _ = _found(self._index, query, max(limit, FOUND), parameters)
        rows = np.sort(rows)
        return _best(rows, self.scores(query, rows), limit)

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """See `Part`."""
        ascending, inverse = np.unique(rows, return_inverse=True)
        matrix = self._exact.take(ascending.tolist())
        product: Floats = (matrix.astype(np.float32) @ query)[inverse]
        return product


def write_inverted(exact: RowFile, queries: Floats, path: Path) -> float:
    """Write the lists for the rows of a file.

    Args:
        exact: the vectors.
        queries: `(n, dimension)`, like those that will be searched for; they choose how many lists are looked into.
        path: of the lists.

    Returns:
        The recall of the ten nearest against an exact search.
    """
    count, dimension = len(exact), exact.columns
    lists, pairs = int(2 * np.sqrt(count)), dimension // 3
    random = np.random.default_rng(SEED)
    chosen = np.sort(random.choice(count, min(count, TRAIN_PER_LIST * lists), replace=False))
    # Unit vectors are as near by distance as by cosine, and distances survive that the axes are centred and turned.
    index: Any = faiss.index_factory(dimension, f"PCAR{2 * pairs},IVF{lists},PQ{pairs}x4fs", faiss.METRIC_L2)
    inverted = faiss.extract_index_ivf(index)
    inverted.cp.niter = ROUNDS
    index.train(exact.spans(list(stretches(chosen.tolist()))).astype(np.float32))
    for start in range(0, count, ADDED_AT_ONCE):
        index.add(exact.spans([range(start, min(start + ADDED_AT_ONCE, count))]).astype(np.float32))
    nearest = _nearest(exact, queries)
    recall = 0.0
    for probes in PROBES:
        inverted.nprobe = probes
        _, found = index.search(queries, min(count, FOUND))
        recall = float(
            np.mean([len(set(a) & set(b)) / len(a) for a, b in zip(nearest.tolist(), found.tolist(), strict=True)])
        )
        if recall >= RECALL:
            break
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, "the lists of neighbours cannot be written", str(path)) from error
    return recall


def _nearest(exact: RowFile, queries: Floats, limit: int = 10) -> Rows:
    """The exact nearest rows of each query, `(n, limit)`."""
    scores = np.empty((len(queries), 0), np.float32)
    rows = np.empty((len(queries), 0), np.int64)
    for start in range(0, len(exact), ADDED_AT_ONCE):
        some = range(start, min(start + ADDED_AT_ONCE, len(exact)))
        scores = np.hstack([scores, queries @ exact.spans([some]).astype(np.float32).T])
        rows = np.hstack([rows, np.broadcast_to(np.array(some), (len(queries), len(some)))])
        best = np.argpartition(-scores, min(limit, scores.shape[1]) - 1, axis=1)[:, :limit]
        scores, rows = np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)
    return rows


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a generation in parts.

    `rows[p]` gives the generation's row of each of part p's, -1 for one that does not count; `part` and `local` give
    for each of the generation's rows where it stands.
    """

    parts: Sequence[Part]
    rows: Sequence[Rows]
    part: npt.NDArray[np.int32]
    local: Rows

    @property
    def count(self) -> int:
        """How many vectors count."""
        return len(self.local)

    def search(self, query: Floats, limit: int, allowed: Rows | None = None) -> tuple[Rows, Floats]:
        """The `limit` nearest rows, of the allowed ones if given, and their cosines, best first; fewer if fewer."""
        found, scored = [], []
        for number, (part, rows) in enumerate(zip(self.parts, self.rows, strict=True)):
            local = None
            if allowed is not None:
                local = self.local[allowed[self.part[allowed] == number]]
            places, scores = part.search(query, limit, local)
            found.append(rows[places])
            scored.append(scores)
        every, cosines = np.concatenate(found), np.concatenate(scored)
        best = np.lexsort((every, -cosines))[:limit]
        return every[best], cosines[best]

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """The cosines of some rows, in their order."""
        cosines = np.empty(len(rows), np.float32)
        for number, part in enumerate(self.parts):
            mine = np.flatnonzero(self.part[rows] == number)
            if len(mine):
                cosines[mine] = part.scores(query, self.local[rows[mine]])
        return cosines
