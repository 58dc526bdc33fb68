"""Token ids to token states: the bundled model on ONNX Runtime, opened in a fraction of a second without torch.

The files are written by `bundled`, ids come from `pieces`; which texts are encoded, and with which prompt, is left to
`encoder`.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from index import bundled, packed
from index.cores import physical_cores
from index.pieces import Pieces
from index.rowfile import RowFile

Floats = npt.NDArray[np.float32]

REMEMBERED = 4096  # word vectors, of 1.5 KB: reading one lets another thread go first, which may keep the rest waiting


class States(NamedTuple):
    """`(n, 384)` float32 each, row i of token i: of the last layer, which `pool` takes, and of the one before."""

    last: Floats
    inner: Floats


def pool(states: Floats) -> Floats:
    """`(n, 384)` token states to the text's vector: `(384,)` float32, their mean at unit length."""
    mean = states.mean(axis=0)
    unit: Floats = mean / np.linalg.norm(mean)
    return unit


class Engine:
    """The bundled model over its mapped files; threads may share one."""

    def __init__(self, folder: Path) -> None:
        self.pieces = Pieces.open(folder)
        words = json.loads((folder / bundled.WORDS).read_text(encoding="utf-8"))
        self._words = RowFile.within(packed.weights_path(), words["offset"], tuple(words["shape"]), np.uint8)
        self._word = lru_cache(REMEMBERED)(self._read_word)
        self._positions: Floats = np.load(folder / bundled.POSITIONS, mmap_mode="r")
        self.max_tokens, self.dimension = self._positions.shape
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = physical_cores()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # it was saved optimised
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # several processes share the cores
        self._body = onnxruntime.InferenceSession(
            str(folder / bundled.BODY), options, providers=["CPUExecutionProvider"]
        )

    @classmethod
    def open(cls, cache: Path) -> "Engine":
        """The model unpacked below `cache`; the first time this writes about 20 MB there."""
        return cls(bundled.unpack_engine(cache))

    def states(self, ids: Sequence[int]) -> States:
        """The states of one text.

        Args:
            ids: token ids with `<s>` and `</s>`, at least; beyond `max_tokens` those before the last are left out.
        """
        kept = self._truncate(ids)
        words = np.stack([self._word(token) for token in kept])
        last, inner = self._body.run(["states", "inner"], {"embeddings": (words + self._positions[: len(kept)])[None]})
        return States(last[0], inner[0])

    def _read_word(self, token: int) -> Floats:
        return packed.dequantize(self._words.take([token]))

    def _truncate(self, ids: Sequence[int]) -> list[int]:
        return list(ids) if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]
