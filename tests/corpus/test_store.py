"""The documents folder: what is read, what is passed over, and what is said about it."""

import os
from pathlib import Path

import pytest

from corpus.errors import CorpusEmpty, FolderMissing
from corpus.forms import TITLE_CHARS
from corpus.store import Corpus, default_folder, load_folder


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
    assert ids(load_folder(folder)) == ["synlig"]


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
