"""Where the parliament's site has a document, as far as the mirror knows; damaged ones are in `test_fetching`."""

from pathlib import Path

import pytest

from corpus.opendata.mirror import FILE, Mirror, official_address
from corpus.opendata.rows import AnswerFile


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
