"""Which reader a file wants: by its first bytes where they tell, else by its suffix."""

from pathlib import PurePath

from corpus.readers import mail, page, pdf, plain, word
from corpus.readers.reading import Reading, Unreadable

MARKDOWN = frozenset({".md", ".markdown"})
TEXT = MARKDOWN | {".txt"}
PAGES = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = TEXT | PAGES | {".pdf", ".docx", ".eml"}
NAMED = ".pdf, .docx, .html, .eml, .txt and .md"


def check_suffix(name: str) -> None:
    """Nothing, for a file whose suffix promises a kind that is read.

    Raises:
        Unreadable: it promises another.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(f"files of type {suffix or '(none)'} are not read", f"save it as one of {NAMED}")


def kind_of(name: str, head: bytes) -> str:
    """ "text", "markdown", "pdf", "docx", "html" or "eml".

    Raises:
        Unreadable: files of this kind are not read, or the suffix promises what the bytes don't hold.
    """
    check_suffix(name)
    suffix = PurePath(name).suffix.lower()
    held = "pdf" if b"%PDF-" in head[:1024] else "docx" if head.startswith(b"PK\x03\x04") else None
    if suffix in TEXT:
        if held:
            raise Unreadable(f"it is not a text file but looks like .{held}", f"rename it to end in .{held}")
        return "markdown" if suffix in MARKDOWN else "text"
    if suffix == ".eml":
        return "eml"
    if held:
        return held
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("it is locked with a password or of the old Word format", "save it as .docx, without password")
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in PAGES or start.startswith((b"<!doctype html", b"<html")):
        return "html"
    raise Unreadable(f"it is damaged, or no {suffix} file", "fetch it again from its source")


READERS = {
    "text": plain.read,
    "markdown": plain.read_markdown,
    "pdf": pdf.read,
    "docx": word.read,
    "html": page.read,
}


def read_bytes(name: str, data: bytes) -> tuple[Reading, ...]:
    """Every text a file holds: one, or those of a mail.

    Raises:
        Unreadable: there is none.
    """
    kind = kind_of(name, data[:1024])
    if kind == "eml":
        return mail.read(data, lambda part, held: READERS[kind_of(part, held[:1024])](held))
    return (READERS[kind](data),)
