"""The page of a PDF that a quote stands on, and its picture with the quote marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sources import original
from corpus.readers.reading import Unreadable
from corpus.readers.sandbox import picture
from corpus.schema import Document
from corpus.sentences import split

CHANGED = "it has been changed or moved since it was read", "`ministersvar index build` reads it again"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1, the parts of a quote's sentences that stand on it, and what stands on others."""

    number: int
    sentences: tuple[str, ...]
    elsewhere: tuple[str, ...]


def page_at(document: Document, start: int, end: int) -> Page | None:
    """The page on which the words at `[start, end)` begin; None if the document is no PDF."""
    number = document.page_of(start)
    if number is None or not document.source.lower().endswith(".pdf"):
        return None
    over = document.pages[number] if number < len(document.pages) else len(document.text)  # where the next page starts
    spans = split(document.text, start, min(end, len(document.text)))
    here = tuple(document.quote(each.start, min(each.end, over)) for each in spans if each.start < over)
    elsewhere = tuple(document.quote(max(each.start, over), each.end) for each in spans if each.end > over)
    return Page(number, here, elsewhere)


def drawn(document: Document, page: Page, folder: Path) -> tuple[Sequence[str], bytes]:
    """The sentences that could not be marked on the page, and the page as PNG. Takes up to 15 s.

    Raises:
        Unreadable: the file is gone or another, or its page cannot be drawn.
    """
    body = original(document, folder)
    if body is None:
        raise Unreadable(*CHANGED)
    marked, png = picture(body, page.number, page.sentences)
    return [quote for quote, found in zip(page.sentences, marked, strict=True) if not found], png
