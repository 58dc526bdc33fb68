"""Files that a person saved: known by name or text, checked by content, and nothing of the folder changed."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.opendata.drop import by_name, take_in
from corpus.opendata.mirror import Mirror
from corpus.opendata.rows import Answer, answer_of
from tests import paper
from tests.letterpress import letter
from tests.odata import CHALLENGE, Row, row

SINCE = dt.date(2022, 1, 1)
LETTER = letter("social", 0)  # SOU 216, asked on 2022-05-20
PDF = paper.pdf(LETTER.blocks, LETTER.style)


def answer(sent: Row) -> Answer:
    found = answer_of(sent)
    assert found is not None
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "drop").mkdir()
    return tmp_path


@pytest.fixture
def mirror(folder: Path) -> Iterator[Mirror]:
    with Mirror(folder / "documents") as mirror:
        mirror.take([answer(row(1))], SINCE, None)
        yield mirror


def dropped(folder: Path, mirror: Mirror) -> list[tuple[str, str | None, bool]]:
    taken = take_in(folder / "drop", folder / "documents", mirror)
    return [(found.path.name, found.name or found.trouble, found.new) for found in taken]


def documents(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "documents").iterdir() if not path.name.startswith("."))


def dated(answer_id: int, day: str, session: str | None = None) -> Answer:
    """An answer SOU 216 whose file's name says nothing."""
    return answer(row(answer_id, "216", dato=f"{day}T00:00:00")).model_copy(update={"session": session})


@pytest.mark.parametrize("name", ["3000001.pdf", "3000001 (1).PDF", "3000001(12).pdf", "SOU-663-3000001.pdf"])
def test_a_file_is_known_by_its_name_and_added_once(folder: Path, mirror: Mirror, name: str) -> None:
    (folder / "drop" / name).write_bytes(PDF)
    assert dropped(folder, mirror) == [(name, "SOU-663-3000001.pdf", True)]
    assert dropped(folder, mirror) == [(name, "SOU-663-3000001.pdf", False)]
    assert documents(folder) == ["SOU-663-3000001.pdf"]
    assert (folder / "drop" / name).read_bytes() == PDF


def test_a_file_of_another_name_is_known_by_its_text(folder: Path, mirror: Mirror) -> None:
    mirror.take([dated(7, "2022-06-10")], SINCE, None)
    (folder / "drop" / "svar.pdf").write_bytes(PDF)
    assert dropped(folder, mirror) == [("svar.pdf", "SOU-216-3000007.pdf", True)]


@pytest.mark.parametrize("days", [["2025-06-10"], ["2023-06-10"], ["2022-05-01"], ["2022-06-01", "2022-06-20"]])
def test_the_same_number_of_another_session_or_two_answers_are_no_match(
    folder: Path, mirror: Mirror, days: list[str]
) -> None:
    mirror.take([dated(n, day) for n, day in enumerate(days, 7)], SINCE, None)
    (folder / "drop" / "svar.pdf").write_bytes(PDF)
    assert dropped(folder, mirror) == []
    assert documents(folder) == []


def test_a_page_that_turns_programs_away_is_no_document_whatever_it_is_called(folder: Path, mirror: Mirror) -> None:
    (folder / "drop" / "3000001.pdf").write_text(CHALLENGE, encoding="utf-8")
    (folder / "drop" / "andet.pdf").write_text(CHALLENGE, encoding="utf-8")
    said = "it is no .pdf file; open the link in a browser and save it again"
    assert dropped(folder, mirror) == [("3000001.pdf", said, False)]
    assert documents(folder) == []


def test_a_damaged_file_is_told_of_and_the_rest_goes_on(folder: Path, mirror: Mirror) -> None:
    mirror.take([answer(row(2))], SINCE, None)
    (folder / "drop" / "3000001.pdf").write_bytes(b"%PDF-1.7 rest of it is missing")
    (folder / "drop" / "3000002.pdf").write_bytes(PDF)
    (broken, why, _), good = dropped(folder, mirror)
    assert broken == "3000001.pdf"
    assert why is not None
    assert ";" in why  # what mends it
    assert good == ("3000002.pdf", "SOU-663-3000002.pdf", True)


def test_two_answers_that_share_a_file_are_both_had(folder: Path, mirror: Mirror) -> None:
    shared = row(2, "664")
    shared["Fil"][0]["filurl"] = row(1)["Fil"][0]["filurl"]
    mirror.take([answer(shared)], SINCE, None)
    (folder / "drop" / "3000001.pdf").write_bytes(PDF)
    dropped(folder, mirror)
    assert {file.url for found in mirror.answers() for file in found.files} == set(mirror.had())


def test_a_run_that_was_ended_after_adding_finds_the_file_there(folder: Path, mirror: Mirror) -> None:
    (folder / "documents" / "mit.pdf").write_bytes(PDF)
    (folder / "drop" / "3000001.pdf").write_bytes(PDF)
    assert dropped(folder, mirror) == [("3000001.pdf", "mit.pdf", False)]
    assert list(mirror.had().values()) == ["mit.pdf"]


def test_links_hidden_files_and_what_belongs_to_no_answer_are_left_alone(folder: Path, mirror: Mirror) -> None:
    (folder / "outside.pdf").write_bytes(PDF)
    (folder / "drop" / "3000001.pdf").symlink_to(folder / "outside.pdf")
    (folder / "drop" / ".3000001.pdf").write_bytes(PDF)
    (folder / "drop" / "3000001.exe").write_bytes(PDF)
    (folder / "drop" / "regning.pdf").write_bytes(PDF)
    assert dropped(folder, mirror) == []


def test_a_name_that_two_addresses_share_decides_nothing() -> None:
    held = []
    for n in (1, 2):
        sent = row(n)
        sent["Fil"][0]["filurl"] = f"https://www.ft.dk/{n}/svar.pdf"
        held.append((answer(sent), answer(sent).files[0]))
    assert by_name("svar.pdf", held) is None
