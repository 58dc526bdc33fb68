"""Generations: built once, switched to whole, and refused when anything about them is wrong."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus.store import Corpus, load_folder
from index import build as building
from index.build import KEPT, LOCK, build
from index.encoder import Encoded, Segments
from index.errors import BuilderBusy, IndexDamaged, IndexMismatch, IndexMissing, SearchError
from index.generation import CURRENT, GENERATIONS, Generation, current
from index.manifest import FORMAT, NAME
from index.retriever import Retriever
from tests.fakes import DIMENSION, FakeEncoder

TEXTS = {"bro": "Broen åbner til maj. Den koster 20 mio. kr.", "vej": "Vejen er lukket.", "tog": "Toget kører igen."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in TEXTS.items():
        (documents / f"{name}.txt").write_text(text, encoding="utf-8")
    return documents


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def built(folder: Path, index: Path) -> Path:
    """The folder of a generation just built."""
    build(index, load_folder(folder), FakeEncoder())
    return current(index)


def first_document(folder: Path, query: str) -> str:
    generation = Generation(folder)
    found = Retriever(generation, FakeEncoder()).ask(query).hits[0].document.document_id
    generation.close()
    return found


def test_a_generation_says_of_itself_what_it_holds(folder: Path, index: Path) -> None:
    (folder / "ond.txt").write_bytes(b"\0")
    steps: list[tuple[int, int]] = []
    manifest, new = build(index, load_folder(folder), FakeEncoder(), lambda done, total: steps.append((done, total)))
    assert new
    assert (manifest.documents, manifest.passages, manifest.tokens) == (3, 3, 15)
    assert (manifest.model, manifest.revision, manifest.dimension) == ("fake", "1", DIMENSION)
    assert manifest.built_at.utcoffset() == dt.timedelta(0)
    assert [skip.source for skip in manifest.skipped] == ["ond.txt"]
    assert steps[-1][0] == steps[-1][1]
    assert current(index).name == manifest.generation
    assert Generation(current(index)).manifest == manifest


def test_every_file_but_the_manifest_has_a_checksum(built: Path) -> None:
    held = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    unsigned = {name for name in held if not name.endswith(".lock")} - {NAME}
    assert unsigned == set(Generation(built).manifest.checksums)


def test_a_passage_is_found_by_its_own_words(built: Path) -> None:
    assert first_document(built, "toget kører igen") == "tog"
    assert first_document(built, "er vejen lukket") == "vej"


def test_documents_are_held_as_they_were_read(folder: Path, built: Path) -> None:
    generation = Generation(built)
    for document in load_folder(folder).documents:
        assert generation.document(document.document_id) == document


def test_without_changes_nothing_is_built(folder: Path, index: Path, built: Path) -> None:
    encoder = FakeEncoder()
    manifest, new = build(index, load_folder(folder), encoder)
    assert not new
    assert encoder.embedded == 0
    assert current(index) == built
    assert manifest.generation == built.name


def test_force_builds_all_the_same(folder: Path, index: Path, built: Path) -> None:
    _, new = build(index, load_folder(folder), FakeEncoder(), force=True)
    assert new
    assert current(index) != built


def test_an_edit_an_addition_or_a_removal_builds_a_new_generation_that_serves(folder: Path, index: Path) -> None:
    def served() -> tuple[str, str]:
        _, new = build(index, load_folder(folder), FakeEncoder())
        assert new
        return current(index).name, first_document(current(index), "færgen sejler toget kører igen")

    names = [served()]
    (folder / "vej.txt").write_text("Vejen er åben.", encoding="utf-8")
    names.append(served())
    (folder / "hav.txt").write_text("Færgen sejler, toget kører igen.", encoding="utf-8")
    names.append(served())
    (folder / "hav.txt").unlink()
    names.append(served())
    assert [document for _, document in names] == ["tog", "tog", "hav", "tog"]
    assert len({name for name, _ in names}) == 4


def test_edits_in_any_order_reach_what_a_full_build_reaches(folder: Path, index: Path, tmp_path: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    for name in list(texts)[1:]:
        (folder / name).unlink()
    build(index, load_folder(folder), FakeEncoder())
    for name in reversed(texts):
        (folder / name).write_text(texts[name], encoding="utf-8")
        build(index, load_folder(folder), FakeEncoder())
    build(tmp_path / "full", load_folder(folder), FakeEncoder())
    one, other = Generation(current(index)), Generation(current(tmp_path / "full"))
    assert one.manifest.corpus_digest == other.manifest.corpus_digest
    assert np.array_equal(one.codes, other.codes)
    query = "hvad koster broen"
    hits = [Retriever(generation, FakeEncoder()).ask(query).hits for generation in (one, other)]
    assert hits[0] == hits[1]


def test_only_the_newest_generations_are_kept(folder: Path, index: Path) -> None:
    names = [build(index, load_folder(folder), FakeEncoder(), force=True)[0].generation for _ in range(KEPT + 2)]
    assert sorted(path.name for path in (index / GENERATIONS).iterdir()) == names[-KEPT:]
    assert (index / CURRENT).read_text(encoding="utf-8").strip() == names[-1]


def test_what_a_killed_builder_left_is_removed(folder: Path, index: Path) -> None:
    left = index / GENERATIONS / ".building-dead"
    left.mkdir(parents=True)
    (left / "passages.faiss").write_bytes(b"half")
    build(index, load_folder(folder), FakeEncoder())
    assert [path.name for path in (index / GENERATIONS).iterdir()] == [current(index).name]


@pytest.mark.parametrize("step", ["write", "_point_at", "Generation"])
def test_a_build_that_fails_at_any_step_leaves_the_old_generation_serving(
    step: str, folder: Path, index: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (folder / "vej.txt").write_text("Vejen er åben.", encoding="utf-8")
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
        patch.setattr(building, step, fail)
        build(index, load_folder(folder), FakeEncoder())
    assert current(index) == built
    assert first_document(built, "er vejen lukket") == "vej"
    assert not list((index / GENERATIONS).glob(".building-*"))
    assert build(index, load_folder(folder), FakeEncoder())[1]


def test_vectors_that_are_not_numbers_are_refused(folder: Path, index: Path, built: Path) -> None:
    class Broken(FakeEncoder):
        def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
            for row, encoded in super().encode_passages(texts):
                yield row, replace(encoded, vector=np.full(self.dimension, np.nan, np.float32))

    with pytest.raises(SearchError, match="not numbers; the old index keeps serving"):
        build(index, load_folder(folder), Broken(), force=True)
    assert current(index) == built


def test_a_second_builder_is_told_to_wait(folder: Path, index: Path) -> None:
    index.mkdir()
    with FileLock(index / LOCK), pytest.raises(BuilderBusy, match="wait for it, then try again"):
        build(index, load_folder(folder), FakeEncoder())
    assert build(index, load_folder(folder), FakeEncoder())[1]


def test_an_index_that_was_never_built_is_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="run `ministersvar index build`"):
        current(tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere", "../..", "\n"])
def test_a_pointer_to_no_generation_is_damage(name: str, index: Path, built: Path) -> None:
    (index / CURRENT).write_text(name, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="run `ministersvar index build`"):
        Generation(current(index))


def test_a_pointer_that_is_not_text_is_damage(index: Path, built: Path) -> None:
    (index / CURRENT).write_bytes(b"\xff\xfe")
    with pytest.raises(IndexDamaged, match="current cannot be read"):
        current(index)


def test_any_file_removed_or_changed_is_damage_and_a_build_mends_it(folder: Path, index: Path, built: Path) -> None:
    whole = index.parent / "whole"
    shutil.copytree(built, whole)
    for name in (NAME, *Generation(whole).manifest.checksums):
        data = (whole / name).read_bytes()
        for tampered in (None, data[:-1], data[:-1] + bytes([data[-1] ^ 1]), b""):
            if tampered is None:
                (built / name).unlink()
            else:
                (built / name).unlink(missing_ok=True)
                (built / name).write_bytes(tampered)
            with pytest.raises(IndexDamaged, match="run `ministersvar index build`"):
                Generation(built)
        (built / name).unlink()
        (built / name).write_bytes(data)
    Generation(built).close()
    (built / "passages.faiss").unlink()
    assert build(index, load_folder(folder), FakeEncoder())[1]
    Generation(current(index)).close()


@pytest.mark.parametrize("field", ["passages", "tokens", "documents", "dimension"])
def test_counts_that_contradict_the_files_are_damage(field: str, built: Path) -> None:
    path = built / NAME
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, field: manifest[field] + 1}), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        Generation(built)


def test_another_format_is_a_mismatch(built: Path) -> None:
    path = built / NAME
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=f"index format {FORMAT + 1}, but {FORMAT} is asked for"):
        Generation(built)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (FakeEncoder(model="other"), "model fake, but other"),
        (FakeEncoder(revision="2"), "model revision 1, but 2"),
        (FakeEncoder(dimension=32), "dimension 64, but 32"),
    ],
)
def test_another_model_is_a_mismatch_when_asked_and_a_reason_to_build(
    other: FakeEncoder, what: str, folder: Path, index: Path, built: Path
) -> None:
    with pytest.raises(IndexMismatch, match=what):
        Retriever(Generation(built), other)
    assert build(index, load_folder(folder), other)[1]
    Retriever(Generation(current(index)), other)


def test_a_corpus_of_one_word_can_be_built_and_asked(index: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ja", encoding="utf-8")
    corpus: Corpus = load_folder(tmp_path)
    build(index, corpus, FakeEncoder())
    assert first_document(current(index), "hvad") == "a"


LETTER = """Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 7 (alm. del) til
socialministeren, som hermed besvares{interim}.
Spørgsmål nr. 7:
Hvad koster broen?
Svar:
{answer}
"""


@pytest.mark.parametrize("final_too", [False, True])
def test_an_interim_answer_is_searched_only_until_the_final_one_is_there(
    final_too: bool, index: Path, tmp_path: Path
) -> None:
    documents = tmp_path / "letters"
    documents.mkdir()
    interim = LETTER.format(interim=" foreløbigt", answer="Det undersøges, hvad broen koster.")
    (documents / "a.txt").write_text(interim, encoding="utf-8")
    if final_too:
        (documents / "b.txt").write_text(LETTER.format(interim="", answer="Broen koster 20 mio. kr."), encoding="utf-8")
    manifest, _ = build(index, load_folder(documents), FakeEncoder())
    generation = Generation(current(index))
    hits = Retriever(generation, FakeEncoder()).ask("hvad koster broen").hits
    generation.close()
    assert manifest.documents == 1 + final_too
    assert [hit.document.status for hit in hits] == ["final" if final_too else "interim"]
