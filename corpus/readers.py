"""Files to text: size, kind and encoding. What the text says is left to `letters` and `oral`.

Line ends become "\\n", and "å" is one character however the file spells it; nothing else of the text changes.
All offsets count characters of that text, not bytes of the file.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile

SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 20 * 2**20
MAX_CONTROL_SHARE = 0.001  # form feeds and the odd stray byte occur in real text
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SEQUENCE = re.compile(rb"[\xc3\xe2][\x80-\xbf]{1,2}")  # "æøå" and typographic marks in UTF-8
# A letter and its accents. Composing the whole text at once takes time quadratic in the longest run of accents.
_ACCENTED = re.compile(r"[A-Za-z][\u0300-\u036f]{1,4}")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's text with "\\n" line ends, and the sha256 of its bytes in hexadecimal."""

    text: str
    sha256: str
    encoding: str


def _binary(path: Path) -> UnreadableFile:
    return UnreadableFile(path, "it is not a text file", "save the document as text (UTF-8) under this name")


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise _binary(path) from None
    if b"\0" in data:
        raise _binary(path)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        patched = data.decode("utf-8-sig", errors="replace")
        # A UTF-8 file with a stray byte keeps its letters; a Windows-1252 file hardly ever looks like UTF-8.
        if len(_SEQUENCE.findall(data)) > patched.count("\ufffd"):
            return patched, "utf-8"
        return data.decode("cp1252", errors="replace"), "cp1252"


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


def read_file(path: Path) -> ReadFile:
    """The text of a .txt or .md file: UTF-8, UTF-16 with a mark, or else Windows-1252.

    Raises:
        UnreadableFile: the file is too large, empty, binary, of another kind, or cannot be opened.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(path, f"files of type {path.suffix or '(none)'} are not read", "save it as .txt or .md")
    data = _bytes(path)
    text, encoding = _decoded(path, data)
    if not text.strip():
        raise UnreadableFile(path, "it holds no text", "remove it, or save the answer's text in it")
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise _binary(path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ACCENTED.sub(lambda letter: unicodedata.normalize("NFC", letter.group()), text)
    return ReadFile(text, hashlib.sha256(data).hexdigest(), encoding)
