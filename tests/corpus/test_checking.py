"""A folder looked over: doubts about each document, and files that could not be read among the rest."""

from pathlib import Path

import pytest

from corpus.checking import CheckedFile, check_folder
from corpus.errors import CorpusEmpty

HEAD = "{when}Folketingets Socialudvalg har d. {asked} stillet følgende spørgsmål nr. {number} (alm. del) til "
LETTER = (
    HEAD + "socialministeren, som hermed besvares{late}.\n\nSpørgsmål nr. {number}:\nHvad er det?\n\nSvar:\n{said}\n"
)
LONG = "Der er afsat 20 mio. kr. til fire initiativer, som kommunerne skal gennemføre inden udgangen af året. "


def put(folder: Path, name: str, number: int = 1, said: str = "Det er en bro.", late: str = "", when: str = "") -> None:
    text = LETTER.format(number=number, said=said, late=late, when=when, asked="6. juni 2025")
    (folder / name).write_text(text, encoding="utf-8")


def doubts(folder: Path) -> dict[str, str]:
    return {file.source: "; ".join(doubt for each in file.documents for doubt in each.doubts)
            for file in check_folder(folder)}  # fmt: skip


def test_a_file_that_is_not_read_is_listed_with_reason_and_remedy_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    first, empty, copy = check_folder(tmp_path)
    assert len(first.documents) == 1
    assert empty == CheckedFile("b.txt", (), ("it holds no text", "remove it, or save the answer's text in it"))
    assert copy.problem == ("it has the same content as a.txt", "remove one of the two")


def test_a_folder_in_which_nothing_can_be_read_is_still_reported(tmp_path: Path) -> None:
    with pytest.raises(CorpusEmpty):
        list(check_folder(tmp_path))
    (tmp_path / "b.txt").write_bytes(b"")
    (only,) = check_folder(tmp_path)
    assert only.problem is not None


def test_what_was_not_found_and_what_is_not_at_hand_is_a_doubt(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", said="Jeg henviser til svaret på spørgsmål nr. 77.")
    (tmp_path / "b.txt").write_text("Broen er åben.", encoding="utf-8")
    found = doubts(tmp_path)
    assert "not found: date of the answer, minister's name" in found["a.txt"]
    assert "refers to what is not in the folder: SOU-77" in found["a.txt"]
    assert found["b.txt"] == "no form was recognised: all of the text counts as an answer"


def test_a_delay_that_an_answer_supersedes_and_one_answer_under_two_numbers_are_doubts(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", late=" foreløbigt", said="Svaret følger snarest.")
    put(tmp_path, "b.txt", said=LONG)
    put(tmp_path, "c.txt", number=2, said=LONG)
    found = doubts(tmp_path)
    assert "superseded" in found["a.txt"]
    assert "superseded" not in found["b.txt"]
    assert "the same answer as SOU-2" in found["b.txt"]


def test_several_dates_that_could_be_the_letters_own_are_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", when="27. juni 2025\n\nDen 30. juni 2025\n\n")
    assert "several dates could be that of the answer: 2025-06-27, 2025-06-30" in doubts(tmp_path)["a.txt"]
