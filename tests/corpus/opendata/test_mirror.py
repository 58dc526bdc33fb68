"""Where the parliament's site has a document, as far as the mirror knows; damaged ones are in `test_fetching`."""

import os
import sqlite3
from pathlib import Path

import httpx
import pytest

from corpus.errors import MirrorUnusable
from corpus.opendata import mirror as mirrors
from corpus.opendata.mirror import FILE, Mirror, official_address
from corpus.opendata.polite import Polite, Unanswered
from corpus.opendata.rows import AnswerFile, is_address


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://www.ft.dk/samling/20241/almdel/sou/spm/663/svar/1/2.pdf", True),
        ("http://ft.dk/a.pdf", True),
        ("https://www.ft.dk.example.org/a.pdf", False),
        ("https://evilft.dk/a.pdf", False),
        ("javascript:alert(1)//www.ft.dk", False),
        ("", False),
    ],
)
def test_only_an_address_on_the_parliaments_own_site_is_official(tmp_path: Path, url: str, known: bool) -> None:
    with Mirror(tmp_path) as mirror:
        mirror.have(AnswerFile(file_id=1, url=url, suffix=".pdf"), "SOU-663-1.pdf")
    assert official_address(tmp_path, "SOU-663-1.pdf") == (url if known else None)
    assert official_address(tmp_path, "andet.pdf") is None


def test_without_a_mirror_or_with_a_damaged_one_nothing_is_known_and_nothing_is_written(tmp_path: Path) -> None:
    assert official_address(tmp_path, "a.pdf") is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / FILE).write_bytes(b"no database" * 999)
    assert official_address(tmp_path, "a.pdf") is None


def test_a_mirror_that_another_process_writes_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirrors, "WAIT_S", 0.05)
    with Mirror(tmp_path) as mirror:
        other = sqlite3.connect(tmp_path / FILE)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MirrorUnusable, match="locked"):
            mirror.have(AnswerFile(file_id=1, url="https://ft.dk/a.pdf", suffix=".pdf"), "a.pdf")
        with pytest.raises(MirrorUnusable, match="wait for the other"):
            Mirror(tmp_path)
        other.close()
        assert mirror.had() == {}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MirrorUnusable, match="unable to open"):
        Mirror(tmp_path / "nowhere")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(MirrorUnusable, match="rights"):
        Mirror(tmp_path)


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://www.ft.dk/samling/20241/a.pdf", True),
        ("https://www.ft.dk/spørgsmål.pdf", True),
        ("https://www.ft.dk/a\x01b.pdf", False),
        ("https://www.ft.dk/a\u202eb.pdf", False),
        ("https://www.ft.dk/a b.pdf", False),
        ("https://www.ft.dk/a\nb.pdf", False),
        ("ftp://www.ft.dk/a.pdf", False),
        ("https://[::1/a.pdf", False),
    ],
)
def test_an_address_holds_no_control_characters(url: str, usable: bool) -> None:
    assert is_address(url) == usable


@pytest.mark.parametrize("url", ["https://xn--.ft.dk/a.pdf", "https://www.ft.dk/a\x01b.pdf"])
def test_an_address_that_no_host_has_is_unanswered(url: str) -> None:
    with httpx.Client() as client, pytest.raises(Unanswered):
        Polite(client, lambda _: None).get(url, "application/pdf", 10)
