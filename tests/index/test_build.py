"""Generations: built once, switched to whole, and refused when anything about them is wrong."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus.catalog import File
from corpus.store import load_folder
from index import build as building
from index import manifest as manifests
from index import shelf
from index.build import JOURNAL, LOCK, build
from index.encoder import Encoded, Segments
from index.errors import BuilderBusy, IndexDamaged, IndexInside, IndexMismatch, NotWritten, SearchError
from index.generation import Generation
from index.manifest import FORMAT, NAME, SEAL, Changes
from index.plan import changes_of
from index.retriever import Retriever
from index.shelf import CURRENT, GENERATIONS, KEPT, current
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
    build(index, folder, FakeEncoder())
    return current(index)


def first_document(folder: Path, query: str) -> str:
    generation = Generation(folder)
    found = Retriever(generation, FakeEncoder()).ask(query).hits[0].document.document_id
    generation.close()
    return found


def test_a_generation_says_of_itself_what_it_holds(folder: Path, index: Path) -> None:
    (folder / "ond.txt").write_bytes(b"\0")
    steps: list[tuple[str, int, int]] = []
    manifest, new = build(index, folder, FakeEncoder(), lambda *step: steps.append(step))
    assert new
    assert (manifest.documents, manifest.passages, manifest.embedded) == (3, 3, 3)
    assert (manifest.model, manifest.revision, manifest.dimension) == ("fake", "1", DIMENSION)
    assert manifest.built_at.utcoffset() == dt.timedelta(0)
    assert manifest.changes == Changes(added=4)
    assert [skip.source for skip in manifest.skipped] == ["ond.txt"]
    assert steps == [("embedding", 1, 3), ("embedding", 2, 3), ("embedding", 3, 3)]
    assert current(index).name == manifest.generation
    assert Generation(current(index)).manifest == manifest


def test_every_file_but_the_manifest_has_a_checksum(built: Path) -> None:
    held = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    unsigned = {name for name in held if not name.endswith(".lock")} - {NAME, SEAL}
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
    manifest, new = build(index, folder, encoder)
    assert not new
    assert encoder.embedded == 0
    assert current(index) == built
    assert manifest.generation == built.name


def test_force_builds_all_the_same(folder: Path, index: Path, built: Path) -> None:
    _, new = build(index, folder, FakeEncoder(), force=True)
    assert new
    assert current(index) != built


def test_an_edit_an_addition_or_a_removal_builds_a_new_generation_that_serves(folder: Path, index: Path) -> None:
    def served() -> tuple[str, str]:
        _, new = build(index, folder, FakeEncoder())
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


def test_only_the_newest_generations_are_kept(folder: Path, index: Path) -> None:
    names = [build(index, folder, FakeEncoder(), force=True)[0].generation for _ in range(KEPT + 2)]
    assert sorted(path.name for path in (index / GENERATIONS).iterdir()) == names[-KEPT:]
    assert (index / CURRENT).read_text(encoding="utf-8").strip() == names[-1]


def test_what_a_killed_builder_left_is_removed(folder: Path, index: Path) -> None:
    left = index / GENERATIONS / ".building-dead"
    left.mkdir(parents=True)
    (left / "passages.faiss").write_bytes(b"half")
    build(index, folder, FakeEncoder())
    assert [path.name for path in (index / GENERATIONS).iterdir()] == [current(index).name]


@pytest.mark.parametrize("inside", ["", "index", "2024/index"])
def test_an_index_among_the_documents_is_refused(inside: str, folder: Path) -> None:
    with pytest.raises(IndexInside, match="--index"):
        build(folder / inside, folder, FakeEncoder())
    assert not (folder / inside / shelf.GENERATIONS).exists()


def test_a_hidden_index_among_the_documents_is_none_of_them(folder: Path) -> None:
    assert build(folder / ".index", folder, FakeEncoder())[1]
    assert not build(folder / ".index", folder, FakeEncoder())[1]


@pytest.mark.parametrize("step", ["write", "_sync", "Generation"])
def test_a_build_that_fails_at_any_step_leaves_the_old_generation_serving(
    step: str, folder: Path, index: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (folder / "vej.txt").write_text("Vejen er åben.", encoding="utf-8")
    with monkeypatch.context() as patch, pytest.raises(NotWritten, match=r"No space left.*make room"):
        patch.setattr(building, step, fail)
        build(index, folder, FakeEncoder())
    assert current(index) == built
    assert first_document(built, "er vejen lukket") == "vej"
    assert not list((index / GENERATIONS).glob(f"{shelf.WORK}*"))
    assert build(index, folder, FakeEncoder())[1]


def test_vectors_that_are_not_numbers_are_refused(folder: Path, index: Path, built: Path) -> None:
    class Broken(FakeEncoder):
        def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
            for row, encoded in super().encode_passages(texts):
                yield row, replace(encoded, vector=np.full(self.dimension, np.nan, np.float32))

    with pytest.raises(SearchError, match="not numbers; the old index keeps serving"):
        build(index, folder, Broken(), force=True)
    assert current(index) == built


def test_a_second_builder_is_told_to_wait(folder: Path, index: Path) -> None:
    index.mkdir()
    with FileLock(index / LOCK), pytest.raises(BuilderBusy, match="wait for it, then try again"):
        build(index, folder, FakeEncoder())
    assert build(index, folder, FakeEncoder())[1]


def test_any_file_removed_or_changed_is_damage_and_a_build_mends_it(folder: Path, index: Path, built: Path) -> None:
    for name in (NAME, SEAL, *Generation(built).manifest.checksums):
        data = (built / name).read_bytes()
        for tampered in (None, data[:-1], data[:-1] + bytes([data[-1] ^ 1]), b""):
            (built / name).unlink(missing_ok=True)
            if tampered is not None:
                (built / name).write_bytes(tampered)
            manifests.forget()  # as a new process would
            with pytest.raises(IndexDamaged, match="run `ministersvar index build`"):
                Generation(built)
        (built / name).unlink(missing_ok=True)
        (built / name).write_bytes(data)
    manifests.forget()
    Generation(built).close()
    (built / "order.npy").unlink()
    assert build(index, folder, FakeEncoder())[1]
    Generation(current(index)).close()
    assert built.with_name(built.name + shelf.ASIDE).is_dir()


@pytest.mark.parametrize("field", ["passages", "documents", "dimension"])
def test_counts_that_contradict_the_files_are_damage(field: str, built: Path) -> None:
    manifest = manifests.read(built)
    manifests.write(built, manifest.model_copy(update={field: getattr(manifest, field) + 1}))
    with pytest.raises(IndexDamaged):
        Generation(built)


def test_a_manifest_of_which_any_byte_is_another_is_damage(built: Path) -> None:
    data = (built / NAME).read_bytes()
    for place in range(0, len(data), 7):
        (built / NAME).write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises((IndexDamaged, IndexMismatch)):
            manifests.peek(built)


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
    assert build(index, folder, other)[1]
    Retriever(Generation(current(index)), other)


def test_a_corpus_of_one_word_can_be_built_and_asked(index: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ja", encoding="utf-8")
    build(index, load_folder(tmp_path), FakeEncoder())
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
    manifest, _ = build(index, documents, FakeEncoder())
    generation = Generation(current(index))
    hits = Retriever(generation, FakeEncoder()).ask("hvad koster broen").hits
    generation.close()
    assert manifest.documents == 1 + final_too
    assert [hit.document.status for hit in hits] == ["final" if final_too else "interim"]


def test_a_segment_takes_in_small_ones_and_shares_large_ones_with_the_generation_before(
    folder: Path, index: Path, built: Path
) -> None:
    def added(*names: str) -> dict[str, int]:
        for name in names:
            (folder / f"{name}.txt").write_text(f"Om {name} er der intet nyt.", encoding="utf-8")
        manifest, _ = build(index, folder, FakeEncoder())
        assert (manifest.embedded, manifest.changes) == (len(names), Changes(added=len(names)))
        return {segment.name: segment.documents for segment in manifest.segments}

    assert added("fly") == {"segment-000001": 3, "segment-000002": 1}
    assert (current(index) / "segment-000001" / "codes.npy").samefile(built / "segment-000001" / "codes.npy")
    assert added("skib") == {"segment-000003": 5}  # the 1 of before, and then the 3, are within twice what is new
    assert added("bil") == {"segment-000003": 5, "segment-000004": 1}


def test_a_segment_of_which_little_is_left_is_written_anew(folder: Path, index: Path, built: Path) -> None:
    (folder / "bro.txt").unlink()
    assert [s.name for s in build(index, folder, FakeEncoder())[0].segments] == ["segment-000001"]
    (folder / "vej.txt").unlink()
    manifest, _ = build(index, folder, FakeEncoder())
    assert [(s.name, s.documents) for s in manifest.segments] == [("segment-000003", 1)]
    assert manifest.embedded == 0


def test_a_build_that_was_stopped_goes_on_where_it_was(folder: Path, index: Path) -> None:
    class Stopping(FakeEncoder):
        def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
            for row, encoded in super().encode_passages(texts):
                if texts[row][-1].startswith("Toget"):
                    raise KeyboardInterrupt
                yield row, encoded

    (folder / "hav.txt").write_text("Havet er stille.", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build(index, folder, Stopping())
    encoder = FakeEncoder()
    manifest, _ = build(index, folder, encoder)
    assert 0 < manifest.embedded < 4
    assert not (index / JOURNAL).exists()


def test_a_document_that_is_edited_during_the_build_is_held_as_it_was_read_and_renewed_by_the_next(
    folder: Path, index: Path
) -> None:
    def edit(*_: object) -> None:
        (folder / "vej.txt").write_text("Vejen er åben.", encoding="utf-8")

    build(index, folder, FakeEncoder(), edit)
    assert Generation(current(index)).document("vej").text == "Vejen er lukket."
    assert build(index, folder, FakeEncoder())[0].changes == Changes(edited=1)
    assert Generation(current(index)).document("vej").text == "Vejen er åben."


def test_an_index_folder_that_goes_during_the_build_is_an_error_and_what_was_moved_still_serves(
    folder: Path, index: Path, built: Path
) -> None:
    def move(*_: object) -> None:
        if index.exists():
            index.rename(index.with_name("væk"))

    (folder / "hav.txt").write_text("Havet er stille.", encoding="utf-8")
    with pytest.raises(NotWritten, match="make room or mend the folder's rights"):
        build(index, folder, FakeEncoder(), move)
    assert first_document(current(index.with_name("væk")), "toget kører igen") == "tog"
    assert build(index, folder, FakeEncoder())[1]


def test_a_refused_generation_does_not_go_live_and_its_encodings_are_kept(
    folder: Path, index: Path, built: Path
) -> None:
    seen: list[tuple[int, int]] = []

    def refuse(new: Generation, old: Generation | None) -> None:
        assert old
        seen.append((new.manifest.documents, old.manifest.documents))
        raise SearchError("worse")

    (folder / "hav.txt").write_text("Havet er stille.", encoding="utf-8")
    with pytest.raises(SearchError, match="worse"):
        build(index, folder, FakeEncoder(), check=refuse)
    assert seen == [(4, 3)]
    assert current(index) == built
    assert build(index, folder, FakeEncoder())[0].embedded == 0


def test_moves_are_counted_as_such_and_files_that_could_not_be_read_are_never_one() -> None:
    def file(source: str, sha256: str) -> File:
        return File(source, sha256, None)

    old = {name: file(name, sha256) for name, sha256 in (("a", "1"), ("b", "2"), ("c", "1"), ("d", ""), ("e", "5"))}
    new = [file(name, sha256) for name, sha256 in (("b", "3"), ("x", "1"), ("y", ""), ("z", "9"), ("e", "5"))]
    assert changes_of(old, new) == Changes(added=2, edited=1, renamed=1, deleted=2)


def test_readers_that_read_otherwise_read_everything_again_and_encode_nothing(
    folder: Path, index: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifests, "PARSER", manifests.PARSER + 1)
    encoder = FakeEncoder()
    manifest, new = build(index, folder, encoder)
    assert (new, manifest.parser, manifest.changes) == (True, manifests.PARSER, Changes())
    assert encoder.embedded == 0
    assert first_document(current(index), "er vejen lukket") == "vej"
    assert not build(index, folder, encoder)[1]
