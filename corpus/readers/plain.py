"""Text files: encoding, line ends, and what cannot be seen, which goes. Nothing else of the text changes."""

import contextlib
import re

from corpus.readers.reading import Reading, Unreadable, bounded, legible

MAX_CONTROL_SHARE = 0.001  # form feeds and the odd stray byte occur in real text
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SEQUENCE = re.compile(rb"[\xc3\xe2][\x80-\xbf]{1,2}")  # "æøå" and typographic marks in UTF-8
_DANISH = re.compile("(?<=[A-Za-z])[æøåÆØÅ]|[æøåÆØÅ](?=[a-z])")
_LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1"})  # browsers, too, read Windows-1252
_OTHERS = ("mac_roman", "cp865")  # what old Macintoshes and DOS wrote
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Of Markdown: comments, and references that no browser shows.
_COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|^ {0,3}\[[^\]\n]{1,99}\]:[ \t]*(?:#|<>)(?:[ \t][^\n]*)?$", re.DOTALL | re.MULTILINE
)


def _binary() -> Unreadable:
    return Unreadable("it is not a text file", "save the document as text (UTF-8) under this name")


def _guessed(data: bytes) -> tuple[str, str]:
    """Windows-1252, or whichever of two old encodings makes Danish words of it where that does not."""
    text = data.decode("cp1252", errors="replace")
    best = max(2, 2 * len(_DANISH.findall(text)))
    found = (text, "cp1252")
    for encoding in _OTHERS:
        other = data.decode(encoding)
        if (count := len(_DANISH.findall(other))) > best:
            best, found = count, (other, encoding)
    return found


def decoded(data: bytes, named: str = "") -> tuple[str, str]:
    """The text of some bytes and the encoding's name.

    UTF-8 where they can be that, else the encoding that they are `named` to have, else Windows-1252 or what Danish was
    written in before it. UTF-16 wants a mark.

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
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig"), "utf-8"
    named = named.strip().lower()
    named = "cp1252" if named in _LATIN_1 else named
    if named and not named.startswith(("utf", "us-ascii")):
        with contextlib.suppress(LookupError, ValueError):
            return data.decode(named), named
    patched = data.decode("utf-8-sig", errors="replace")
    # A UTF-8 file with a stray byte keeps its letters; a Windows-1252 file hardly ever looks like UTF-8.
    return (patched, "utf-8") if len(_SEQUENCE.findall(data)) > patched.count("\ufffd") else _guessed(data)


def read(data: bytes, markdown: bool = False) -> Reading:
    """The text with "\\n" line ends, "å" as one character; of Markdown without what is not shown.

    Raises:
        Unreadable: it is empty, binary, garbled, or longer than any document.
    """
    text, encoding = decoded(data)
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise _binary()
    text = _LINE_END.sub("\n", text)
    return bounded(Reading(legible(_COMMENT.sub("", text) if markdown else text), "text", encoding))


def read_markdown(data: bytes) -> Reading:
    """As `read`, for Markdown."""
    return read(data, markdown=True)
