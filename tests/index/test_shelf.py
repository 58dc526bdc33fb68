"""The shelf: one good generation serves, whatever has become of the others."""

import gc
import os
import resource
import shutil
import weakref
from contextlib import suppress
from pathlib import Path

import pytest

from index import manifest as manifests
from index import shelf
from index.build import build
from index.errors import IndexDamaged, IndexMissing, IndexUnreadable, NoneEarlier
from index.generation import Generation
from index.manifest import NAME
from index.retriever import Retriever
from index.shelf import ASIDE, CURRENT, GENERATIONS, current, names, open_serving, prune, rollback
from tests.fakes import FakeEncoder

TEXTS = ("Broen åbner.", "Vejen er lukket.", "Toget kører.")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder, with its documents beside it, after three builds."""
    root = tmp_path_factory.mktemp("three")
    (root / "documents").mkdir()
    for number, text in enumerate(TEXTS):
        (root / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
        build(root / "index", root / "documents", FakeEncoder())
    return root


@pytest.fixture
def index(three: Path, tmp_path: Path) -> Path:
    shutil.copytree(three, tmp_path / "copy")
    manifests.forget()
    return tmp_path / "copy" / "index"


def damage(folder: Path) -> None:
    path = folder / "order.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x07")


def serving(index: Path) -> int:
    """How many documents are answered from: the number of the build."""
    generation: Generation = open_serving(index)
    generation.close()
    return generation.manifest.documents


def numbers(index: Path) -> list[int]:
    return [int(name.split("-")[0]) for name in names(index)]


def test_the_generation_that_is_pointed_at_serves(index: Path) -> None:
    assert serving(index) == 3
    (index / CURRENT).write_text(names(index)[2], encoding="utf-8")
    assert serving(index) == 1


@pytest.mark.parametrize("pointer", [None, b"", b"\n", b"nowhere", b"../..", b"/etc", b"\xff\xfe\x00", b"x" * 10_000])
def test_with_a_pointer_lost_or_to_nothing_the_newest_generation_serves(pointer: bytes | None, index: Path) -> None:
    (index / CURRENT).unlink()
    if pointer is not None:
        (index / CURRENT).write_bytes(pointer)
    assert serving(index) == 3


def test_a_pointer_that_is_a_folder_is_no_obstacle(index: Path) -> None:
    (index / CURRENT).unlink()
    (index / CURRENT).mkdir()
    assert serving(index) == 3


def test_a_damaged_generation_is_renamed_and_the_newest_good_one_serves(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, _ = map((index / GENERATIONS).joinpath, names(index))
    damage(first)
    damage(second)
    held = (first / "order.npy").read_bytes()
    assert serving(index) == 1
    assert numbers(index) == [1]
    assert (first.with_name(first.name + ASIDE) / "order.npy").read_bytes() == held  # nothing is deleted
    said = [record.getMessage() for record in caplog.records]
    assert "is damaged (order.npy has changed since it was built) and was renamed" in said[0]
    assert said[-1] == f"generation {names(index)[0]} serves instead"


def test_where_every_generation_is_damaged_the_command_that_mends_it_is_named(index: Path) -> None:
    for name in names(index):
        (index / GENERATIONS / name / NAME).unlink()
    with pytest.raises(IndexDamaged, match="run `ministersvar index build`"):
        open_serving(index)
    with pytest.raises(IndexMissing, match="run `ministersvar index build`"):
        open_serving(index)
    encoder = FakeEncoder()
    manifest, _ = build(index, index.parent / "documents", encoder)
    assert serving(index) == 3
    assert manifest.generation.startswith("000004-")


def test_in_a_folder_that_cannot_be_written_to_a_damaged_generation_stays_and_another_serves(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    damage(current(index))
    monkeypatch.setattr(Path, "rename", fail)
    assert serving(index) == 2
    assert numbers(index) == [3, 2, 1]


def test_a_build_after_damage_embeds_only_what_the_good_generation_lacks(index: Path) -> None:
    damage(current(index))
    encoder = FakeEncoder()
    manifest, built = build(index, index.parent / "documents", encoder)
    assert (built, manifest.documents, encoder.embedded) == (True, 3, 1)
    assert numbers(index)[0] == 4
    assert serving(index) == 3


def test_an_index_that_was_never_built_is_missing(tmp_path: Path) -> None:
    for look in (current, open_serving, rollback, prune):
        with pytest.raises(IndexMissing, match="run `ministersvar index build`"):
            look(tmp_path)
    assert names(tmp_path) == []


def test_generations_are_ordered_by_number_whatever_the_clock_said(tmp_path: Path) -> None:
    folder = tmp_path / GENERATIONS
    for number, year, end in (
        ("000009", 2030, ""),
        ("000010", 2020, ""),
        ("1000000", 2010, ""),
        ("000011", 2020, ASIDE),
    ):
        (folder / f"{number}-{year}0101T000000Z-aaaaaaaa{end}").mkdir(parents=True)
    for other in (".building-x", "readme", "12-x-y"):
        (folder / other).mkdir()
    assert [name.split("-")[0] for name in names(tmp_path)] == ["1000000", "000010", "000009"]
    assert shelf.next_number(tmp_path) == 1_000_001
    (folder / names(tmp_path)[0]).rmdir()
    assert shelf.next_number(tmp_path) == 12  # that of a damaged one is not given again


def test_too_many_open_files_are_no_damage(index: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    before = names(index)
    for free in range(8):
        manifests.forget()
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 256), hard))
        held = []
        try:
            with suppress(OSError):
                while True:
                    held.append(os.open(os.devnull, os.O_RDONLY))
            for _ in range(min(free, len(held))):
                os.close(held.pop())
            with pytest.raises(IndexUnreadable, match="limit of open files"):
                open_serving(index)
        finally:
            for descriptor in held:
                os.close(descriptor)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert names(index) == before
    assert serving(index) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_rights_is_no_damage(index: Path) -> None:
    path = current(index) / "order.npy"
    path.chmod(0)
    with pytest.raises(IndexUnreadable, match="rights"):
        open_serving(index)
    path.chmod(0o600)
    assert serving(index) == 3


def test_rolling_back_passes_a_generation_of_another_format(index: Path) -> None:
    path = index / GENERATIONS / names(index)[1] / NAME
    path.write_text(path.read_text(encoding="utf-8").replace('"format": ', '"format": 9', 1), encoding="utf-8")
    assert rollback(index).documents == 1
    assert numbers(index) == [3, 2, 1]


def test_rolling_back_goes_one_good_generation_back_at_a_time(index: Path) -> None:
    damage(index / GENERATIONS / names(index)[1])
    assert rollback(index).documents == 1
    assert serving(index) == 1
    assert numbers(index) == [3, 1]
    with pytest.raises(NoneEarlier, match="the current one stays"):
        rollback(index)
    assert serving(index) == 1


def test_a_build_after_a_rollback_goes_back_without_building(index: Path) -> None:
    documents, newest = index.parent / "documents", names(index)[0]
    rollback(index)
    encoder = FakeEncoder()
    manifest, built = build(index, documents, encoder, returning=False)
    assert (built, manifest.generation, serving(index)) == (False, newest, 2)
    manifest, built = build(index, documents, encoder)
    assert (built, manifest.generation, serving(index)) == (False, newest, 3)
    assert encoder.embedded == 0


def test_a_build_after_a_rollback_builds_anew_if_the_newest_is_damaged_or_of_other_documents(index: Path) -> None:
    documents = index.parent / "documents"
    damage(current(index))
    manifests.forget()
    rollback(index)
    assert build(index, documents, FakeEncoder())[1]
    assert (serving(index), numbers(index)[0]) == (3, 4)
    rollback(index)
    (documents / "3.txt").write_text("Færgen sejler.", encoding="utf-8")
    assert build(index, documents, FakeEncoder())[0].changes.added == 2  # than the generation gone back to
    assert serving(index) == 4


def test_pruning_keeps_the_current_generation_the_newest_and_damaged_ones(index: Path) -> None:
    first, second, third = names(index)
    shelf.point_at(index, third)
    (index / GENERATIONS / f"000000-x{ASIDE}").mkdir()
    assert prune(index, 2) == [second]
    assert names(index) == [first, third]
    assert prune(index, 0) == [first]
    assert serving(index) == 1
    assert prune(index, 3) == []
    assert prune(index, 3, damaged=True) == [f"000000-x{ASIDE}"]
    assert [path.name for path in (index / GENERATIONS).iterdir()] == [third]


def test_pruning_that_is_killed_leaves_no_half_of_a_generation(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda path, **_: (path / NAME).unlink())
        prune(index, 1)
    assert numbers(index) == [3]
    build(index, index.parent / "documents", FakeEncoder())
    assert [path.name for path in (index / GENERATIONS).iterdir()] == names(index)


def test_a_generation_that_is_let_go_is_gone_at_once(index: Path) -> None:
    """Without the garbage collector, out of which a running bot freezes what it has loaded."""
    gc.collect()
    gc.disable()
    try:
        generation = open_serving(index)
        retriever = Retriever(generation, FakeEncoder())
        retriever.ask("broen")
        left = weakref.ref(generation), weakref.ref(generation.terms), weakref.ref(generation.inventory)
        del retriever, generation
        assert [reference() for reference in left] == [None, None, None]
    finally:
        gc.enable()
