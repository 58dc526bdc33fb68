"""Files that the site gives to programs, and everything it may give instead."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.opendata import download as downloads
from corpus.opendata.download import Downloads, download, is_own
from corpus.opendata.drop import Held
from corpus.opendata.mirror import Mirror
from corpus.opendata.polite import TRIES, Polite
from corpus.opendata.rows import answer_of
from tests import paper
from tests.letterpress import letter
from tests.odata import CHALLENGE, Odata, row


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


@pytest.fixture
def mirror(folder: Path) -> Iterator[Mirror]:
    with Mirror(folder) as mirror:
        yield mirror


@pytest.fixture(scope="module")
def letters() -> list[bytes]:
    return [paper.pdf(letter("social", n).blocks) for n in range(3)]


def held(server: Odata, answer_id: int, at: str | None = None) -> Held:
    """An answer whose file is served, or at another address."""
    sent = row(answer_id, number=str(600 + answer_id))
    sent["Fil"][0]["filurl"] = at or server.base.replace("/api/", path(answer_id))
    answer = answer_of(sent)
    assert answer is not None
    return answer, answer.files[0]


def path(answer_id: int) -> str:
    return f"/samling/20241/{answer_id}.pdf"


def fetch(server: Odata, missing: list[Held], folder: Path, mirror: Mirror) -> Downloads:
    with httpx.Client(trust_env=False) as client:
        return download(missing, server.base, Polite(client, lambda _: None), folder, mirror)


def documents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_what_is_given_is_added_and_noted(folder: Path, mirror: Mirror, letters: list[bytes]) -> None:
    with Odata() as server:
        server.files = {path(n): (200, body) for n, body in enumerate(letters)}
        missing = [held(server, n) for n in range(3)]
        done = fetch(server, missing, folder, mirror)
    names = [f"SOU-{600 + n}-{3_000_000 + n}.pdf" for n in range(3)]
    assert done == Downloads(added=tuple(names))
    assert documents(folder) == names
    assert (folder / names[1]).read_bytes() == letters[1]
    assert mirror.had() == {file.url: name for (_, file), name in zip(missing, names, strict=True)}


def test_a_file_that_is_there_already_is_noted_and_not_added_twice(
    folder: Path, mirror: Mirror, letters: list[bytes]
) -> None:
    (folder / "mit navn.pdf").write_bytes(letters[0])
    with Odata() as server:
        server.files = {path(0): (200, letters[0])}
        assert fetch(server, [held(server, 0)], folder, mirror) == Downloads()
    assert documents(folder) == ["mit navn.pdf"]
    assert list(mirror.had().values()) == ["mit navn.pdf"]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [(403, b"", "status 403"), (302, b"", "status 302"), (200, CHALLENGE.encode(), "a page came instead"),
     (503, b"", "does not answer")],
)  # fmt: skip
def test_a_site_that_turns_programs_away_is_asked_for_no_further_file(
    folder: Path, mirror: Mirror, letters: list[bytes], status: int, body: bytes, words: str
) -> None:
    with Odata() as server:
        server.files = {path(0): (200, letters[0]), path(1): (status, body), path(2): (200, letters[2])}
        done = fetch(server, [held(server, n) for n in range(3)], folder, mirror)
    assert words in (done.stopped or "")
    assert done.added == ("SOU-600-3000000.pdf",)
    assert server.files_asked == [path(0), *[path(1)] * (TRIES if status == 503 else 1)]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [(404, b"", "not there any more"), (200, b"MZ no PDF", "no .pdf file"), (200, b"%PDF-1.7 broken", ""),
     (200, b"%PDF-" + b"x" * 5000, "larger than")],
)  # fmt: skip
def test_one_wrong_file_is_told_and_the_others_come(
    folder: Path, mirror: Mirror, letters: list[bytes], status: int, body: bytes, words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if words == "larger than":
        monkeypatch.setattr(downloads, "MAX_BYTES", 4000)
        letters = [letters[0], letters[1], b"%PDF-1.7 a small one"]
    with Odata() as server:
        server.files = {path(1): (status, body), path(2): (200, letters[2])}
        done = fetch(server, [held(server, n) for n in (1, 2)], folder, mirror)
    assert done.stopped is None
    assert done.troubles[0].startswith("SOU 601: ")
    assert words in done.troubles[0]
    assert server.files_asked == [path(1), path(2)]
    assert held(server, 1)[1].url not in mirror.had()


def test_a_file_elsewhere_is_never_asked_for(folder: Path, mirror: Mirror, letters: list[bytes]) -> None:
    with Odata() as server, Odata() as other:
        other.files = {path(0): (200, letters[0])}
        missing = [held(other, 0), held(server, 1, "http://169.254.169.254/samling/latest.pdf")]
        assert fetch(server, missing, folder, mirror) == Downloads()
    assert other.files_asked == []


@pytest.mark.parametrize(
    ("url", "own"),
    [("https://www.ft.dk/a.pdf", True), ("https://ft.dk/a.pdf", True), ("https://oda.ft.dk/a.pdf", True),
     ("http://www.ft.dk/a.pdf", False), ("https://ft.dk.example.org/a.pdf", False), ("https://xft.dk/a.pdf", False),
     ("https://me@www.ft.dk/a.pdf", False), ("https://www.ft.dk:8443/a.pdf", False), ("file:///etc/passwd", False)],
)  # fmt: skip
def test_only_the_services_own_site_is_asked(url: str, own: bool) -> None:
    assert is_own(url, "https://oda.ft.dk/api/") is own


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000/api/", "http://localhost/api/", "https://example/api/"])
def test_a_service_without_a_site_gives_its_own_files_only(base: str) -> None:
    assert is_own(f"{base}1.pdf", base)
    assert not is_own("https://10.0.0.1/1.pdf", base)
    assert not is_own("https://0.0.1/1.pdf", base)
