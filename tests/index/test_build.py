import json
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus.store import Corpus, load_folder
from index import build as building
from index import terms
from index.build import build
from index.errors import BuilderBusy, IndexDamaged, IndexMismatch, IndexMissing
from index.generation import Generation, current
from index.retriever import Retriever
from index.vectors import Vectors
from tests.fakes import FakeEncoder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "vand.txt").write_text("Vandet i Roskilde Fjord er rent. Det koster 12 mio. kr.", encoding="utf-8")
    (folder / "skat.txt").write_text("Skatten på biler er sænket. Afgiften falder.", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def corpus(folder: Path) -> Corpus:
    return load_folder(folder)


def test_a_build_serves_and_a_second_builds_nothing(documents: Path, index: Path) -> None:
    manifest, built = build(index, corpus(documents), FakeEncoder())
    assert built
    assert (manifest.documents, manifest.passages, manifest.sentences) == (2, 2, 4)
    assert current(index).name == manifest.generation
    assert build(index, corpus(documents), FakeEncoder()) == (manifest, False)


def test_the_document_with_the_querys_words_is_found_and_quoted_exactly(documents: Path, index: Path) -> None:
    build(index, corpus(documents), FakeEncoder())
    finding = Retriever(Generation(current(index)), FakeEncoder()).ask("skatten på biler")
    assert finding.hits[0].document.document_id == "skat"
    assert all(e.quote == e.document.quote(e.start, e.end) for e in finding.evidence)


def test_an_edit_makes_a_new_generation_and_old_ones_are_pruned(documents: Path, index: Path) -> None:
    for number in range(5):
        (documents / "ny.txt").write_text(f"Svar nummer {number} er givet.", encoding="utf-8")
        manifest, built = build(index, corpus(documents), FakeEncoder())
        assert built
    kept = sorted(path.name for path in (index / "generations").iterdir())
    assert len(kept) == building.KEPT
    assert current(index).name == manifest.generation == kept[-1]


def test_a_deleted_document_is_not_found_any_more(documents: Path, index: Path) -> None:
    build(index, corpus(documents), FakeEncoder())
    (documents / "skat.txt").unlink()
    build(index, corpus(documents), FakeEncoder())
    hits = Retriever(Generation(current(index)), FakeEncoder()).ask("skatten på biler").hits
    assert {hit.document.document_id for hit in hits} == {"vand"}


def test_every_file_of_a_generation_is_missed_and_any_change_is_seen(documents: Path, index: Path) -> None:
    build(index, corpus(documents), FakeEncoder())
    folder = current(index)
    names = [*json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["checksums"], "manifest.json"]
    for name in names:
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"x")
        with pytest.raises((IndexDamaged, IndexMismatch)):
            Generation(folder)
        path.unlink()
        with pytest.raises(IndexDamaged):
            Generation(folder)
        path.write_bytes(whole)
    Generation(folder).close()


@pytest.mark.parametrize(("field", "value"), [("model", "other"), ("revision", "2"), ("dimension", 32)])
def test_an_index_of_another_model_is_refused(field: str, value: object, documents: Path, index: Path) -> None:
    build(index, corpus(documents), FakeEncoder())
    other = FakeEncoder()
    setattr(other, field, value)
    with pytest.raises(IndexMismatch, match=f"{field}.*`ministersvar index build`"):
        Retriever(Generation(current(index)), other)


def test_another_format_is_refused(documents: Path, index: Path) -> None:
    build(index, corpus(documents), FakeEncoder())
    path = current(index) / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(IndexMismatch, match="99"):
        Generation(current(index))


def test_no_index_and_a_lost_generation_are_different_errors(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="`ministersvar index build`"):
        current(tmp_path)
    (tmp_path / "current").write_text("../../etc\n", encoding="utf-8")
    with pytest.raises(IndexDamaged):
        current(tmp_path)


def test_what_a_killed_builder_left_is_removed(documents: Path, index: Path) -> None:
    left = index / "generations" / ".building-x"
    left.mkdir(parents=True)
    build(index, corpus(documents), FakeEncoder())
    assert not left.exists()


def test_a_failed_build_leaves_the_old_generation_serving(
    documents: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = build(index, corpus(documents), FakeEncoder())
    (documents / "ny.txt").write_text("Noget nyt er kommet til.", encoding="utf-8")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(terms, "build", full_disk)
    with pytest.raises(OSError, match="No space"):
        build(index, corpus(documents), FakeEncoder())
    assert current(index).name == before.generation
    assert [path.name for path in (index / "generations").iterdir()] == [before.generation]


def test_two_builders_do_not_meet(documents: Path, index: Path) -> None:
    index.mkdir()
    with FileLock(index / building.LOCK), pytest.raises(BuilderBusy, match="wait for it"):
        build(index, corpus(documents), FakeEncoder())


def test_faiss_finds_what_numpy_finds() -> None:
    generator = np.random.default_rng(0)
    matrix = generator.normal(size=(200, 32)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    vectors = Vectors.of(matrix)
    for query in matrix[:20] + 0.1:
        rows, scores = vectors.search(query.astype(np.float32), 5)
        exact = matrix @ query
        assert set(rows) == set(np.argsort(-exact)[:5])
        assert np.allclose(scores, exact[rows], atol=2e-3)
        assert np.allclose(vectors.scores(query.astype(np.float32), rows), scores, atol=1e-5)


def test_asking_for_more_than_is_held_gives_what_is_held() -> None:
    rows, _ = Vectors.of(np.eye(4, dtype=np.float32)).search(np.eye(4, dtype=np.float32)[0], 50)
    assert sorted(rows) == [0, 1, 2, 3]
