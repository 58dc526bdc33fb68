"""The documents folder: what is read, what is passed over, and what is said about it."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus import files, store
from corpus.catalog import File
from corpus.errors import CorpusEmpty, FolderMissing, UnreadableFile
from corpus.files import default_folder
from corpus.forms import TITLE_CHARS, documents_of
from corpus.readers import ReadFile, read_file
from corpus.schema import Document
from corpus.store import Corpus, load_folder, read_again


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def ids(corpus: Corpus) -> list[str]:
    return [document.document_id for document in corpus.documents]


def test_a_missing_folder_is_named_with_the_settings_that_mend_it(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing) as raised:
        load_folder(tmp_path / "nowhere")
    assert raised.value.folder == tmp_path / "nowhere"
    assert "nowhere does not exist; create it" in str(raised.value)
    assert "--documents" in str(raised.value)


def test_an_empty_folder_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusEmpty, match=r"put \.pdf, .* or \.md files there, then run `ministersvar index build`"):
        load_folder(tmp_path)


def test_a_folder_of_unreadable_files_says_how_many_were_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    write(tmp_path, b="")
    with pytest.raises(CorpusEmpty, match=r"2 skipped, the first: .*; "):
        load_folder(tmp_path)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path, god="Det er godt.")
    (tmp_path / "ond.txt").write_bytes(b"\0\1\2")
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["god"]
    assert [skip.path.name for skip in corpus.skipped] == ["ond.txt"]


def test_a_text_that_breaks_its_reader_costs_that_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(file: ReadFile, source: str) -> tuple[Document, ...]:
        if source == "b.txt":
            raise IndexError("no such group")
        return documents_of(file, source)

    monkeypatch.setattr(store, "documents_of", broken)
    write(tmp_path, a="Broen åbner.", b="Havnen lukker.")
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["a"]
    assert [str(skip) for skip in corpus.skipped] == [
        "b.txt: it is read wrongly (IndexError); please report it, with the file"
    ]


def test_a_text_without_form_is_all_answer_with_its_first_line_as_title(tmp_path: Path) -> None:
    write(tmp_path, notat="\n# Notat om broer\n\nBroen åbner til maj.\n")
    (document,) = load_folder(tmp_path).documents
    assert (document.form, document.title, document.minister) == ("plain", "Notat om broer", None)
    assert [document.text[turn.start : turn.end] for turn in document.turns] == [document.text.strip()]


def test_a_long_first_line_is_cut_between_words(tmp_path: Path) -> None:
    write(tmp_path, lang="ord " * 100)
    (document,) = load_folder(tmp_path).documents
    assert len(document.title) <= TITLE_CHARS + 2
    assert document.title.endswith("ord …")


def test_the_same_content_twice_is_kept_once_under_the_first_path(tmp_path: Path) -> None:
    write(tmp_path, a="Det samme.", b="Det samme.")
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["a"]
    assert "b.txt: it has the same content as a.txt; remove one" in str(corpus.skipped[0])


def test_equal_ids_are_told_apart_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for place in ("x", "y", "z"):
        (tmp_path / place).mkdir()
        write(tmp_path / place, svar=f"Det er {place}.")
    corpus = load_folder(tmp_path)
    assert [(d.document_id, d.source) for d in corpus.documents] == [
        ("svar", "x/svar.txt"), ("svar~2", "y/svar.txt"), ("svar~3", "z/svar.txt"),
    ]  # fmt: skip


def test_two_versions_of_one_letter_get_different_ids(tmp_path: Path) -> None:
    text = (default_folder() / "SOU-alm-del-663.txt").read_text(encoding="utf-8")
    write(tmp_path, a=text, b=text.replace("75 initiativer", "76 initiativer"))
    assert ids(load_folder(tmp_path)) == ["SOU-663", "SOU-663~2"]


def test_an_id_holds_no_character_that_a_shell_or_a_link_would_mind(tmp_path: Path) -> None:
    write(tmp_path, **{"a b; rm <æ>": "Det er godt."})
    assert ids(load_folder(tmp_path)) == ["a-b-rm-æ"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", skjult="Skjult.")
    write(tmp_path, **{".skjult": "Skjult.", "synlig": "Synlig."})
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["synlig"]
    assert not corpus.skipped


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "docs", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    write(outside, hemmelig="Hemmeligt.")
    write(folder, synlig="Synlig.")
    (folder / "fil.txt").symlink_to(outside / "hemmelig.txt")
    (folder / "mappe").symlink_to(outside, target_is_directory=True)
    (folder / "ring.txt").symlink_to(folder / "ring.txt")
    (folder / "væk.txt").symlink_to(folder / "findes-ikke.txt")
    corpus = load_folder(folder)
    assert ids(corpus) == ["synlig"]
    assert [skip.path.name for skip in corpus.skipped] == ["fil.txt", "mappe", "ring.txt", "væk.txt"]
    assert all("put the file itself into the folder" in str(skip) for skip in corpus.skipped)


def test_what_is_skipped_is_named_with_its_sub_folder(tmp_path: Path) -> None:
    write(tmp_path, god="Det er godt.")
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "svar\x1b.pdf").write_bytes(b"no pdf")
    skipped = [str(skip).split(":")[0] for skip in load_folder(tmp_path).skipped]
    assert skipped == ["2024/svar�.pdf", "2025/svar�.pdf"]


def test_a_name_that_is_not_utf_8_is_skipped_with_a_printable_reason(tmp_path: Path) -> None:
    write(tmp_path, god="Det er godt.")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xf8rn.txt")).write_text("Andet.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["god"]
    assert "not valid UTF-8; rename it" in str(corpus.skipped[0])
    assert str(corpus.skipped[0]).encode()


def test_what_is_read_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    for place, names in (("en", "abc"), ("to", "cab")):
        (tmp_path / place).mkdir()
        for name in names:
            write(tmp_path / place, **{name: f"Det er {name}."})
    assert load_folder(tmp_path / "en") == load_folder(tmp_path / "to")


def test_the_shipped_corpus_is_the_seed_letter() -> None:
    assert ids(load_folder(default_folder())) == ["SOU-663"]


def test_an_id_is_the_same_however_the_file_system_spells_a_letter(tmp_path: Path) -> None:
    write(tmp_path, **{"a\u030ar": "Det er godt."})
    assert ids(load_folder(tmp_path)) == ["år"]


def without_documents(file: File) -> File:
    """The file as an index remembers it."""
    return replace(file, documents=tuple(replace(entry, packed=None) for entry in file.documents))


def read_then(folder: Path, monkeypatch: pytest.MonkeyPatch, known: Corpus) -> tuple[Corpus, list[str], list[str]]:
    """The folder read again, and which of its files were looked into and which were parsed."""
    looked: list[str] = []
    parsed: list[str] = []

    def digest(path: Path) -> str:
        looked.append(path.name)
        return files.digest(path)

    def read(path: Path) -> ReadFile:
        parsed.append(path.name)
        return read_file(path)

    with monkeypatch.context() as patch:
        patch.setattr(store, "files", SimpleNamespace(digest=digest, sources=files.sources))
        patch.setattr(store, "read_file", read)
        corpus = load_folder(folder, {file.source: without_documents(file) for file in known.files})
    return corpus, sorted(looked), sorted(parsed)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything so far was written long ago."""
    now_ns = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: now_ns)


def test_a_file_that_has_not_changed_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Broen.", b="Vejen.")
    (tmp_path / "ond.txt").write_bytes(b"\0")
    later(monkeypatch)
    known = load_folder(tmp_path)
    write(tmp_path, b="Toget.", c="Færgen.")
    corpus, looked, parsed = read_then(tmp_path, monkeypatch, known)
    assert sorted(looked) == sorted(parsed) == ["b.txt", "c.txt"]
    assert ids(corpus) == ["b", "c"]  # those that were read; all are placed
    assert [placed.document_id for placed in corpus.placed] == ["a", "b", "c"]
    assert [skip.path.name for skip in corpus.skipped] == ["ond.txt"]


def test_a_file_that_was_touched_is_looked_into_once_and_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a="Broen.", b="Vejen.")
    later(monkeypatch)
    known = load_folder(tmp_path)
    os.utime(tmp_path / "a.txt", ns=(0, 0))
    corpus, looked, parsed = read_then(tmp_path, monkeypatch, known)
    assert (looked, parsed) == (["a.txt"], [])
    assert read_then(tmp_path, monkeypatch, corpus)[1:] == ([], [])


def test_a_touched_file_that_could_not_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Broen.")
    (tmp_path / "ond.txt").write_bytes(b"\0")
    later(monkeypatch)
    known = load_folder(tmp_path)
    os.utime(tmp_path / "ond.txt", ns=(0, 0))
    assert read_then(tmp_path, monkeypatch, known)[2] == ["ond.txt"]


def test_a_file_written_just_before_it_was_read_is_looked_into_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a="Broen.")
    known = load_folder(tmp_path)
    assert read_then(tmp_path, monkeypatch, known)[1:] == (["a.txt"], [])
    status = (tmp_path / "a.txt").stat()
    write(tmp_path, a="Vejen.")
    os.utime(tmp_path / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    corpus, _, parsed = read_then(tmp_path, monkeypatch, known)
    assert parsed == ["a.txt"]
    assert corpus.documents[0].text == "Vejen."


def test_a_file_that_was_moved_is_parsed_under_its_new_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Broen.", b="Vejen.")
    known = load_folder(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    corpus, _, parsed = read_then(tmp_path, monkeypatch, known)
    assert parsed == ["c.txt"]
    assert [placed.document_id for placed in corpus.placed] == ["b", "c"]


def test_a_copy_takes_the_place_of_the_original_that_has_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Broen.", b="Broen.", c="Vejen.")
    known = load_folder(tmp_path)
    (tmp_path / "a.txt").unlink()
    corpus, _, parsed = read_then(tmp_path, monkeypatch, known)
    assert (parsed, ids(corpus)) == ([], [])
    assert [placed.document_id for placed in corpus.placed] == ["b", "c"]
    (first, _) = corpus.placed
    assert read_again(tmp_path, first.source, first.sha256, first.part).text == "Broen."


@pytest.mark.parametrize("now", [None, b"", b"\0", b"Vejen."])
def test_a_known_file_that_is_another_when_it_is_read_again_is_refused(now: bytes | None, tmp_path: Path) -> None:
    write(tmp_path, a="Broen.")
    (placed,) = load_folder(tmp_path).placed
    (tmp_path / "a.txt").unlink()
    if now is not None:
        (tmp_path / "a.txt").write_bytes(now)
    with pytest.raises(UnreadableFile):
        read_again(tmp_path, placed.source, placed.sha256, placed.part)


def growing(path: Path, times: int) -> Callable[[Path], ReadFile]:
    """A way to read during which a file grows, so many times."""
    left = [times]

    def read(wanted: Path) -> ReadFile:
        found = read_file(wanted)
        if wanted == path and left[0]:
            left[0] -= 1
            path.write_text(path.read_text(encoding="utf-8") + " Mere.", encoding="utf-8")
        return found

    return read


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Broen.", b="Vejen.")
    monkeypatch.setattr(store, "read_file", growing(tmp_path / "a.txt", store.TRIES - 1))
    first, _ = load_folder(tmp_path).documents
    assert first.text == (tmp_path / "a.txt").read_text(encoding="utf-8") == "Broen. Mere. Mere."


def test_a_file_that_never_stops_changing_is_skipped_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a="Broen.", b="Vejen.")
    monkeypatch.setattr(store, "read_file", growing(tmp_path / "a.txt", store.TRIES))
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["b"]
    assert str(corpus.skipped[0]) == "a.txt: it changes while it is read; build again when it is complete"


def test_a_file_that_goes_while_the_folder_is_read_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest(path: Path) -> str:
        (tmp_path / "b.txt").unlink(missing_ok=True)
        return files.digest(path)

    write(tmp_path, a="Broen.", b="Vejen.")
    monkeypatch.setattr(store, "AT_ONCE", 1)
    monkeypatch.setattr(store, "files", SimpleNamespace(digest=digest, sources=files.sources))
    corpus = load_folder(tmp_path)
    assert ids(corpus) == ["a"]
    assert not corpus.skipped


def test_a_folder_that_goes_while_it_is_read_is_missing_and_not_what_was_left_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    write(folder, a="Broen.", b="Vejen.")

    def read(path: Path) -> ReadFile:
        found = read_file(path)
        folder.rename(tmp_path / "væk")
        return found

    monkeypatch.setattr(store, "AT_ONCE", 1)
    monkeypatch.setattr(store, "read_file", read)
    with pytest.raises(FolderMissing, match="does not exist; create it"):
        load_folder(folder)


def test_a_file_that_cannot_be_opened_is_skipped_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def digest(path: Path) -> str:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return files.digest(path)

    write(tmp_path, a="Broen.", b="Vejen.")
    monkeypatch.setattr(store, "files", SimpleNamespace(digest=digest, sources=files.sources))
    (skip,) = load_folder(tmp_path).skipped
    assert str(skip) == "a.txt: it cannot be opened (Permission denied); check its permissions"


def test_a_folder_inside_that_the_system_does_not_show_is_named_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("åben", "lukket", "væk"):
        (tmp_path / place).mkdir()
        write(tmp_path / place, svar=f"Det er {place}.")
    shown, refused = os.scandir, {"lukket": PermissionError(13, "Permission denied"), "væk": FileNotFoundError(2, "No")}

    def scan(path: str) -> Any:
        if error := refused.get(Path(path).name):
            error.filename = path
            raise error
        return shown(path)

    monkeypatch.setattr(os, "scandir", scan)
    corpus = load_folder(tmp_path)
    assert [document.text for document in corpus.documents] == ["Det er åben."]
    assert [str(s) for s in corpus.skipped] == [
        "lukket: the folder cannot be opened (Permission denied); check its permissions"
    ]
    refused[tmp_path.name] = PermissionError(13, "Permission denied")
    with pytest.raises(PermissionError):
        load_folder(tmp_path)
