"""Files to text: size, kind and encoding. What the text says is left to `letters` and `oral`."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile

SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 20 * 2**20
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.001  # form feeds and the odd stray byte occur in real text


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's text with "\\n" line ends, and the sha256 of its bytes in hexadecimal."""

    text: str
    sha256: str
    encoding: str


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
        return data.decode("cp1252", errors="replace"), "cp1252"


def _binary(path: Path) -> UnreadableFile:
    return UnreadableFile(path, "it is not a text file", "save the document as text (UTF-8) under this name")


def read_file(path: Path) -> ReadFile:
    """The text of a .txt or .md file: UTF-8, UTF-16 with a mark, or else Windows-1252.

    Raises:
        UnreadableFile: the file is too large, empty, binary, of another kind, or cannot be opened.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(path, f"files of type {path.suffix or '(none)'} are not read", "save it as .txt or .md")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(path, f"it is larger than {MAX_BYTES >> 20} MB", "split it into one file an answer")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, f"it cannot be opened ({error.strerror})", "check its permissions") from error
    text, encoding = _decoded(path, data)
    if not text.strip():
        raise UnreadableFile(path, "it holds no text", "remove it, or save the answer's text in it")
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise _binary(path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return ReadFile(text, hashlib.sha256(data).hexdigest(), encoding)
