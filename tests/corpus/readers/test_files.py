"""Files to text: every encoding read right, every unreadable file named with its remedy."""

import hashlib
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import files, read_file
from corpus.readers.reading import MAX_CHARS

DANISH = "Ærø får ikke råd – ”desværre”."


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_danish_text_is_read_right_in_every_usual_encoding(tmp_path: Path, encoding: str, named: str) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes(DANISH.encode(encoding))
    read = read_file(path)
    assert (read.text, read.encoding) == (DANISH, named)
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


OLD = "Københavns ældre får på Ærø ikke råd til søen."


@pytest.mark.parametrize(("encoding", "named"), [("mac_roman", "mac_roman"), ("cp865", "cp865"), ("cp850", "cp865")])
def test_danish_of_old_macintoshes_and_dos_is_read_right(tmp_path: Path, encoding: str, named: str) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes(OLD.encode(encoding))
    read = read_file(path)
    assert (read.text, read.encoding) == (OLD, named)


def test_a_text_garbled_before_it_came_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_text(OLD.encode().decode("cp1252", errors="replace"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"garbled .*; fetch it again"):
        read_file(path)


def test_what_cannot_be_seen_is_not_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_text("Med\u00a0venlig hil\u00adsen\u2028So\u200bphie\t2025\x85\u202e12\u202c\ufeff", encoding="utf-8")
    assert read_file(path).text == "Med venlig hilsen\nSophie\t2025\n12"


def test_what_markdown_does_not_show_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "svar.md"
    path.write_text(
        "# Svar\n\n<!-- hemmeligt\n-->\nNej.\n\n[//]: # (skjult)\n[a]: https://x.dk\n<!-- resten", encoding="utf-8"
    )
    assert read_file(path).text.split() == ["#", "Svar", "Nej.", "[a]:", "https://x.dk"]
    other = tmp_path / "svar.txt"
    other.write_text("Et <!-- vist --> tegn.", encoding="utf-8")
    assert read_file(other).text == "Et <!-- vist --> tegn."


def test_latin_1_is_not_garbled(tmp_path: Path) -> None:
    path = tmp_path / "svar.md"
    path.write_bytes("Sønderjylland, Århus, Læsø".encode("latin-1"))
    assert read_file(path).text == "Sønderjylland, Århus, Læsø"


def test_line_ends_become_newlines(tmp_path: Path) -> None:
    path = tmp_path / "svar.TXT"
    path.write_bytes(b"a\r\nb\rc\n")
    assert read_file(path).text == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("name", "data", "reason", "remedy"),
    [
        ("nul.txt", b"Svar\0\0\0", "not a text file", "as text (UTF-8)"),
        ("png.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)), "not a text file", "as text (UTF-8)"),
        ("odd.txt", b"\xff\xfea", "not a text file", "as text (UTF-8)"),
        ("bare.txt", b"", "holds no text", "remove it"),
        ("blank.txt", b" \n\t\n", "holds no text", "remove it"),
        ("svar.rtf", b"{rtf1", ".rtf are not read", "save it as one of .pdf, .docx"),
        ("svar", b"Svar", "(none) are not read", ".txt and .md"),
        ("none.txt", None, "cannot be opened", "permissions"),
    ],
)
def test_an_unreadable_file_is_named_with_reason_and_remedy(
    tmp_path: Path, name: str, data: bytes | None, reason: str, remedy: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnreadableFile) as raised:
        read_file(path)
    assert raised.value.path == path
    assert str(raised.value).startswith(f"{name}: ")
    assert reason in str(raised.value)
    assert remedy in str(raised.value)


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2**20)
    path = tmp_path / "stor.txt"
    path.write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(UnreadableFile, match="larger than 1 MB; split it"):
        read_file(path)
    path.write_bytes(b"a" * 2**20)
    assert len(read_file(path).text) == 2**20


@pytest.mark.parametrize("name", ["lang.txt", "lang.md"])
def test_a_text_file_is_bounded_like_every_other(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"ab c" * (MAX_CHARS // 4) + b".")
    with pytest.raises(UnreadableFile, match="more than 4,000,000 characters; split it"):
        read_file(tmp_path / name)


def test_a_letter_written_as_letter_and_ring_becomes_one_character(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_text("A\u030arhus fa\u030ar cafe\u0301 i dag", encoding="utf-8")
    assert read_file(path).text == "Århus får café i dag"


def test_a_long_run_of_accents_is_read_in_no_time(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_text("a" + "\u0301\u0316" * 200_000, encoding="utf-8")  # composed at once, this takes minutes
    assert read_file(path).text.startswith("á")


def test_one_stray_byte_does_not_garble_a_utf_8_file(tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes("Ærø får ikke råd til søen".encode() + b" \xe6 desv\xc3\xa6rre")
    read = read_file(path)
    assert (read.text, read.encoding) == ("Ærø får ikke råd til søen \ufffd desværre", "utf-8")
