"""Files that a person fetched, matched to the answers they belong to and added to the documents.

A file is known by its name on the parliament's site, else by the committee and number its text gives. The folder may
be one that a browser saves into: nothing in it is changed, and what belongs to no answer is left alone.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.errors import FileRefused, FileThere, UnreadableFile
from corpus.folder import add
from corpus.forms import documents_of
from corpus.opendata.mirror import Mirror
from corpus.opendata.rows import Answer, AnswerFile, plain_number
from corpus.readers import read_file
from corpus.schema import Document

HEADS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
MAX_FILES = 500  # of the folder, the newest
FILED = dt.timedelta(days=14)  # from the day on a letter to the day it is filed under, either way
ANSWERED = dt.timedelta(days=200)  # from question to answer; the same number comes again after about a year
_AGAIN = re.compile(r" ?\(\d{1,3}\)$")  # what browsers append to a name that is taken

Held = tuple[Answer, AnswerFile]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one file of the folder."""

    path: Path
    name: str | None = None  # of the document
    trouble: str | None = None  # why it was not added, with what mends it
    new: bool = False  # it was added just now


def _plain_name(name: str) -> str:
    path = PurePosixPath(unicodedata.normalize("NFC", name).casefold())
    return _AGAIN.sub("", path.stem) + path.suffix


def by_name(name: str, held: Sequence[Held]) -> Held | None:
    """The only file of this name, which may be the site's or the documents'; None if there is none, or several."""
    plain = _plain_name(name)
    found = {
        file.url: (answer, file)
        for answer, file in held
        if plain in (_plain_name(unquote(urlsplit(file.url).path)), _plain_name(answer.file_name(file)))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def same_time(document: Document, answer: Answer) -> bool:
    """Whether a text and an answer are of one session: numbers begin again with each, so one of both must tell."""
    if document.session and answer.session:
        return document.session == answer.session
    if answer.dated_on is None:
        return False
    if document.answered_on:
        return abs(answer.dated_on - document.answered_on) <= FILED
    return document.asked_on is not None and dt.timedelta() <= answer.dated_on - document.asked_on <= ANSWERED


def by_text(document: Document, held: Sequence[Held]) -> Held | None:
    """The only file of the answer that the text says it is; None if it doesn't say, or there are several."""
    number = plain_number(document.number or "")
    if number is None or document.bill or (document.committee_code is None and not number.startswith("S")):
        return None
    found = {
        file.url: (answer, file)
        for answer, file in held
        if (answer.number, answer.committee_code) == (number, document.committee_code) and same_time(document, answer)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def is_kind(path: Path) -> bool:
    """Whether a file begins as its suffix promises: a page that turns programs away may be saved as a PDF."""
    with path.open("rb") as file:
        return HEADS[path.suffix.lower()] in file.read(1024)


def _files(drop: Path) -> list[Path]:
    found = [
        path
        for path in drop.iterdir()
        if path.suffix.lower() in HEADS and not path.name.startswith(".") and path.is_file() and not path.is_symlink()
    ]
    return sorted(sorted(found, key=lambda path: -path.stat().st_mtime_ns)[:MAX_FILES])


def _take(path: Path, folder: Path, held: Sequence[Held], mirror: Mirror) -> Dropped | None:
    match = by_name(path.name, held)
    if not is_kind(path):
        again = f"it is no {path.suffix.lower()} file; open the link in a browser and save it again"
        return Dropped(path, trouble=again) if match else None
    if match is None:
        match = next(filter(None, (by_text(d, held) for d in documents_of(read_file(path), path.name))), None)
    if match is None:
        return None
    answer, file = match
    if (known := mirror.had().get(file.url)) is not None:
        return Dropped(path, known)
    try:
        name, new = add(folder, path, answer.file_name(file)).path.name, True
    except FileThere as there:  # as two answers may share a file, or an earlier run was ended here
        name, new = there.name, False
    mirror.have(file, name)
    return Dropped(path, name, new=new)


def take_in(drop: Path, folder: Path, mirror: Mirror) -> Iterator[Dropped]:
    """Add what belongs to an answer of the mirror; a folder that is not there is empty.

    Raises:
        FolderMissing, FolderShipped: there is no documents folder of the operator's own.
    """
    if not drop.is_dir():
        return
    held = [(answer, file) for answer in mirror.answers() for file in answer.files]
    for path in _files(drop):
        try:
            if taken := _take(path, folder, held, mirror):
                yield taken
        except (UnreadableFile, FileRefused) as error:
            yield Dropped(path, trouble=str(error).removeprefix(f"{path.name}: "))
        except OSError as error:
            yield Dropped(path, trouble=f"it cannot be opened ({error.strerror}); check its permissions")
