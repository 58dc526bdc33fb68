"""Files put into the documents folder and taken out of it."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FileRefused, FolderMissing, FolderShipped, UnreadableFile
from corpus.files import default_folder
from corpus.folder import REMOVED, add, bring_back, check_new, remove, stable_name
from corpus.store import load_folder

UNDIVIDED = (
    "Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 7 (alm. del) til socialministeren, "
    "som hermed besvares.\n\nSpørgsmål nr. 7:\nHvad er det?\n\nDet er et svar uden overskrift.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "bro.txt").write_text("Broen er åben.", encoding="utf-8")
    return documents


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "svar.txt"
    path.write_text("Toget kører igen.", encoding="utf-8")
    return path


def test_an_added_file_is_a_document_under_its_own_name(folder: Path, letter: Path) -> None:
    added = add(folder, letter)
    assert added.path == folder / "svar.txt"
    assert [document.document_id for document in added.documents] == ["svar"]
    assert [d.source for d in load_folder(folder).documents] == ["bro.txt", "svar.txt"]
    assert sorted(path.name for path in folder.iterdir()) == ["bro.txt", "svar.txt"]
    assert letter.exists()


def test_what_the_index_refuses_is_refused_for_the_same_reason(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "brev.txt"
    path.write_text(UNDIVIDED, encoding="utf-8")
    with pytest.raises(UnreadableFile) as refused:
        add(folder, path)
    (folder / "brev.txt").write_text(UNDIVIDED, encoding="utf-8")
    assert str(refused.value) == str(load_folder(folder).skipped[0])
    assert "write a line `Svar:`" in str(refused.value)


def test_the_same_content_is_refused_and_named(folder: Path, letter: Path) -> None:
    add(folder, letter, "andet.txt")
    with pytest.raises(FileRefused, match=r"svar.txt: andet.txt has the same content; `ministersvar documents list`"):
        add(folder, letter)


def test_another_document_of_the_same_name_is_never_replaced(folder: Path, letter: Path) -> None:
    with pytest.raises(FileRefused, match=r"another document is called bro\.txt"):
        add(folder, letter, "bro.txt")
    assert (folder / "bro.txt").read_text(encoding="utf-8") == "Broen er åben."
    assert sorted(path.name for path in folder.iterdir()) == ["bro.txt"]


def test_what_could_not_be_indexed_is_refused_with_the_reason(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tom.txt").write_text("  ", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="it holds no text"):
        add(folder, tmp_path / "tom.txt")


def test_a_full_disk_leaves_nothing_behind(folder: Path, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("corpus.folder.os.link", fail)
    with pytest.raises(OSError, match="No space left"):
        add(folder, letter)
    assert [path.name for path in folder.iterdir()] == ["bro.txt"]


def test_a_removed_file_is_no_document_any_more_and_is_kept(folder: Path, letter: Path) -> None:
    add(folder, letter)
    kept = remove(folder, "svar.txt")
    assert [d.source for d in load_folder(folder).documents] == ["bro.txt"]
    assert kept.parent == folder / REMOVED
    assert kept.read_text(encoding="utf-8") == "Toget kører igen."
    add(folder, letter)
    assert remove(folder, "svar.txt") != kept


@pytest.mark.parametrize("source", ["findes-ikke.txt", "../svar.txt", ".removed/x.txt", "", "/etc/passwd"])
def test_nothing_outside_the_documents_is_removed(source: str, folder: Path, letter: Path) -> None:
    with pytest.raises(FileRefused):
        remove(folder, source)
    assert letter.exists()


def test_the_shipped_letter_and_a_missing_folder_are_named_with_the_remedy(letter: Path, tmp_path: Path) -> None:
    with pytest.raises(FolderShipped, match="name your own with --documents"):
        add(default_folder(), letter)
    with pytest.raises(FolderShipped):
        remove(default_folder(), "SOU-alm-del-663.txt")
    with pytest.raises(FolderMissing):
        add(tmp_path / "nowhere", letter)


@pytest.mark.parametrize(
    ("name", "stable"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\svar\\SOU 663.txt", "SOU 663.txt"),
        ("<a href>.txt", "a href_.txt"),
        (".skjult.txt", "skjult.txt"),
        ("...", "document"),
        ("a\u030ar.txt", "år.txt"),
        ("rtl\u202etxt.exe", "rtl_txt.exe"),
        ("0.00000000:0", "0.00000000"),
        (f"{'a' * 115} b.txt", f"{'a' * 115}.txt"),
    ],
)
def test_a_name_keeps_nothing_that_could_harm(name: str, stable: str) -> None:
    assert stable_name(name) == stable


@given(st.text(max_size=300))
def test_every_name_becomes_one_visible_file_name_and_stays_as_it_is(name: str) -> None:
    stable = stable_name(name)
    assert stable == Path(stable).name
    assert 0 < len(stable) <= 130
    assert not stable.startswith(".")
    assert stable_name(stable) == stable
    assert len(stable.encode()) <= 250  # a file system takes 255


def test_what_was_taken_out_of_a_folder_below_comes_back_to_it_and_never_in_the_place_of_another(
    folder: Path, letter: Path
) -> None:
    (folder / "2024").mkdir()
    (folder / "2024" / "tog.txt").write_text("Toget kører igen.", encoding="utf-8")
    kept = remove(folder, "2024/tog.txt")
    (folder / "2024").rmdir()
    check_new(folder, letter, "svar.txt")
    bring_back(folder, kept, "2024/tog.txt")
    assert (folder / "2024" / "tog.txt").read_text(encoding="utf-8") == "Toget kører igen."
    for name in ("2024/tog.txt", "svar.txt"):
        with pytest.raises(FileRefused, match=r"2024/tog\.txt has the same content"):
            check_new(folder, letter, name)
    letter.write_text("Et andet brev.", encoding="utf-8")
    with pytest.raises(FileRefused, match="give this one another name"):
        bring_back(folder, letter, "2024/tog.txt")


@pytest.mark.parametrize("name", ["a" * 245 + ".txt", "å" * 122 + ".txt", "x." + "y" * 249])
def test_a_name_as_long_as_the_system_takes_is_taken_out_all_the_same(folder: Path, name: str) -> None:
    (folder / name).write_text("Toget kører.", encoding="utf-8")
    kept = remove(folder, name)
    assert kept.read_text(encoding="utf-8") == "Toget kører."
    bring_back(folder, kept, name)
    assert (folder / name).exists()


def test_a_name_of_long_letters_is_shortened_to_what_the_system_takes(folder: Path, letter: Path) -> None:
    added = add(folder, letter, "ﬀ" * 150 + ".txt")
    assert added.path.exists() and added.path.suffix == ".txt"
    assert stable_name("ﬀ" * 150 + ".txt") == "ﬀ" * 78 + ".txt"
