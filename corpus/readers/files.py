"""A file of the documents folder: opened once, bounded, and given to the reader it wants."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers import sandbox
from corpus.readers.kinds import READERS, check_suffix, kind_of
from corpus.readers.pdf import NO_TEXT_LAYER
from corpus.readers.reading import Reading, Unreadable

MAX_BYTES = 20 * 2**20


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's text with "\\n" line ends, and the sha256 of its bytes in hexadecimal.

    `attached` are the further texts of a mail, under their own names and the sha256 of the mail.
    """

    text: str
    sha256: str
    encoding: str
    pages: tuple[int, ...] = ()  # where in the text each page starts, in code points
    reader: str = "text"  # with its version, where it has one
    name: str = ""  # an attachment's own name
    attached: tuple["ReadFile", ...] = ()


def _bytes(path: Path) -> bytes:
    """The bytes of the file, never more than one beyond the limit."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(path, f"it is larger than {MAX_BYTES >> 20} MB", "split it into one file an answer")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(path, f"it cannot be opened ({error.strerror})", "check its permissions") from error
    if len(data) > MAX_BYTES:  # it grew meanwhile
        raise UnreadableFile(path, f"it is larger than {MAX_BYTES >> 20} MB", "split it into one file an answer")
    return data


def is_readable_now(reason: str) -> bool:
    """Whether what made a file unreadable has gone: a scan was found where nothing could read one, and now it can."""
    return reason == NO_TEXT_LAYER and sandbox.recogniser() is not None


def _read_scan(name: str, data: bytes) -> tuple[Reading, ...] | None:
    """The text of a scan, marked as recognised by a program; None where no such program is installed."""
    layered = sandbox.recognised(data)
    if layered is None:
        return None
    return tuple(
        Reading(found.text, f"ocrmypdf, {found.reader}", found.encoding, found.pages)
        for found in sandbox.read_apart(name, layered)
    )


def _readings(name: str, data: bytes) -> tuple[Reading, ...]:
    kind = kind_of(name, data[:1024])
    if kind in {"text", "markdown"}:
        return (READERS[kind](data),)
    try:
        return sandbox.read_apart(name, data)
    except Unreadable as error:
        scanned = _read_scan(name, data) if kind == "pdf" and error.reason == NO_TEXT_LAYER else None
        if scanned is None:
            raise
        return scanned


def read_file(path: Path) -> ReadFile:
    """The text of a file: .txt and .md here, every other kind in a process of its own.

    Raises:
        UnreadableFile: the file is too large, empty, damaged, locked, a scan, of another kind, or cannot be opened.
    """
    try:
        check_suffix(path.name)  # a film is refused before it is read
    except Unreadable as error:
        raise UnreadableFile(path, error.reason, error.remedy) from None
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    try:
        if not data:
            raise Unreadable("it holds no text", "remove it, or save the answer's text in it")
        first, *rest = _readings(path.name, data)
    except Unreadable as error:
        raise UnreadableFile(path, error.reason, error.remedy) from None

    def file_of(found: Reading, attached: tuple[ReadFile, ...] = ()) -> ReadFile:
        return ReadFile(found.text, digest, found.encoding, found.pages, found.reader, found.name, attached)

    return file_of(first, tuple(file_of(found) for found in rest))
