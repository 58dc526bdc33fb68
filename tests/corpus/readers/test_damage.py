"""A seeded part of the damaged files; `python -m tests.damage` reads all 500."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read_file, sandbox
from tests.damage import bombs, huge, mutants, outcome

MADE = bombs()
QUICK = [
    "empty.pdf",
    "huge-page.pdf",
    "no-page.pdf",
    "cycle.pdf",
    "parent.pdf",
    "count.pdf",
    "itself.pdf",
    "nested.pdf",
    "kids.pdf",
    "locked.pdf",
    "scan.pdf",
    "no-unicode.pdf",
    "zip.docx",
    "laughs.docx",
    "deep.docx",
    "styles.html",
    "header.eml",
    "deep.eml",
    "inner.eml",
    "brackets.txt",
    "really-svar.pdf.html",
    "really-svar.docx.pdf",
    "really-svar.html.docx",
    "really-svar.txt.eml",
    "really-svar.eml.txt",
]


@pytest.mark.parametrize("name", QUICK)
def test_what_is_made_to_break_a_reader_ends_in_a_sentence_or_a_document(tmp_path: Path, name: str) -> None:
    assert outcome(tmp_path, (name, MADE[name]()))


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_files_end_in_a_sentence_or_a_document(tmp_path: Path, seed: int) -> None:
    assert all(outcome(tmp_path, damaged) for damaged in mutants(12, seed))


def test_a_file_that_keeps_its_reader_busy_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.read_apart, "__defaults__", (0.5,))
    assert (
        outcome(tmp_path, ("deep.html", MADE["deep.html"]()))
        == "reading it takes more than 0.5 seconds; split it, or save it anew"
    )


def test_nothing_outside_the_file_is_read_into_it(tmp_path: Path) -> None:
    path = tmp_path / "outside.docx"
    path.write_bytes(MADE["outside.docx"]())
    assert "localhost" not in read_file(path).text


def test_a_file_of_300_mb_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="larger than 20 MB; split it"):
        read_file(huge(tmp_path))
