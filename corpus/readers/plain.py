"""Text files: size of line ends and encoding. Nothing else of the text changes, so offsets stay true to the file."""

import re

from corpus.readers.reading import Reading, Unreadable, bounded, composed

MAX_CONTROL_SHARE = 0.001  # form feeds and the odd stray byte occur in real text
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SEQUENCE = re.compile(rb"[\xc3\xe2][\x80-\xbf]{1,2}")  # "æøå" and typographic marks in UTF-8


def _binary() -> Unreadable:
    return Unreadable("it is not a text file", "save the document as text (UTF-8) under this name")


def decoded(data: bytes) -> tuple[str, str]:
    """The text of some bytes and the encoding's name: UTF-8, UTF-16 with a mark, or else Windows-1252.

    Raises:
        Unreadable: no text has these bytes.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise _binary() from None
    if b"\0" in data:
        raise _binary()
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        patched = data.decode("utf-8-sig", errors="replace")
        # A UTF-8 file with a stray byte keeps its letters; a Windows-1252 file hardly ever looks like UTF-8.
        if len(_SEQUENCE.findall(data)) > patched.count("\ufffd"):
            return patched, "utf-8"
        return data.decode("cp1252", errors="replace"), "cp1252"


def read(data: bytes) -> Reading:
    """The text with "\\n" line ends, "å" as one character.

    Raises:
        Unreadable: it is empty, binary, or longer than any document.
    """
    text, encoding = decoded(data)
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise _binary()
    return bounded(Reading(composed(text.replace("\r\n", "\n").replace("\r", "\n")), "text", encoding))
