"""The encoders: the C engine and SentenceTransformer are one model, and torch stays away from a question."""

from pathlib import Path

import numpy as np
import pytest

from index import bundled
from index.encoder import BUNDLED, BundledEncoder, SentenceTransformerEncoder, clean, default_cache, open_encoder
from index.errors import ModelUnknown

TEXTS = [
    "Er forskningscenteret finansieret?",
    "Is the research centre funded?",
    "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer i handlingsplanen mod ensomhed.",
    "20,8 mio. kr. i 2025-2028, jf. § 3, stk. 1",
    "ÆRØSKØBING – får ærø færre færger? ”Desværre”",
    "a",
    "blød\u00ad binde\u200bstreg  og\n\nlinjer",
    "Ministeren for ligestilling har bedt styrelsen om en redegørelse. " * 8,
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("viden\u00adscenter", "videnscenter"), ("a\u200b\u200c\u200d\u2060\ufeffb", "ab"), ("a\0b", "a b"),
        (" a \n\n b\t", "a b"), ("", ""), ("æøå", "æøå"),
    ],
)  # fmt: skip
def test_the_model_sees_one_clean_line(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_q4_blocks_are_unpacked_low_nibbles_first() -> None:
    scale = np.array([0.5], np.float16).view(np.uint8)
    nibbles = np.array([0x80 + j for j in range(16)], np.uint8)  # low nibbles 0..15, high nibbles 8
    weights = bundled.dequantize(np.concatenate([scale, nibbles]))
    assert weights.tolist() == [(j - 8) / 2 for j in range(16)] + [0.0] * 16


def test_the_bundled_model_is_opened_by_default_and_names_its_weights() -> None:
    encoder = open_encoder()
    assert (encoder.model, encoder.revision, encoder.dimension) == (BUNDLED, bundled.revision(), 384)


@pytest.mark.parametrize("text", ["", "\0", "x" * 500, "🇩🇰" * 100])
def test_any_query_gives_a_unit_vector(text: str) -> None:
    vector = BundledEncoder().encode_query(text)
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-4


def test_progress_counts_every_passage() -> None:
    steps: list[int] = []
    BundledEncoder().encode_passages(TEXTS[:3], steps.append)
    assert sum(steps) == 3


def test_both_engines_are_one_model_and_a_folder_without_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    small = BundledEncoder()
    large = SentenceTransformerEncoder(str(bundled.unpack(default_cache())), bundled=True)
    assert large.dimension == small.dimension
    passages = (small.encode_passages(TEXTS) * large.encode_passages(TEXTS)).sum(axis=1)
    queries = [float(small.encode_query(text) @ large.encode_query(text)) for text in TEXTS]
    assert min(*passages.tolist(), *queries) >= 0.999
    with pytest.raises(ModelUnknown, match="MINISTERSVAR_MODEL"):
        SentenceTransformerEncoder(str(tmp_path))
