"""Passage vectors on disk and their search: the only module that imports faiss.

Row numbers are positions in the generation's passage table; what they mean is left to `generation`.
"""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Vectors:
    """Unit vectors searched exactly by inner product; stored as half floats (recall 1.000 measured against full)."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index
        self.count = int(index.ntotal)
        self.dimension = int(index.d)

    @classmethod
    def of(cls, matrix: Floats) -> "Vectors":
        """From `(n, dimension)` float32 unit rows, n >= 1."""
        index = faiss.IndexScalarQuantizer(matrix.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.add(np.ascontiguousarray(matrix))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "Vectors":
        """Read what `save` wrote. Raises RuntimeError (faiss' own) if the file is damaged."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write faiss' own format."""
        faiss.write_index(self._index, str(path))

    def search(self, query: Floats, limit: int, allowed: Rows | None = None) -> tuple[Rows, Floats]:
        """The `limit` nearest rows, of the allowed ones if given, and their cosines, best first; fewer if fewer."""
        selected = None
        if allowed is not None:
            selected = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]  # SWIG's own keywords
        scores, rows = self._index.search(query[None, :], min(limit, self.count), params=selected)
        held = rows[0] >= 0  # faiss fills up with -1
        return rows[0][held], scores[0][held]

    def scores(self, query: Floats, rows: Rows) -> Floats:
        """The cosines of some rows, in their order."""
        if not len(rows):
            return np.empty(0, np.float32)
        matrix: Floats = self._index.reconstruct_batch(rows)
        product: Floats = matrix @ query
        return product
