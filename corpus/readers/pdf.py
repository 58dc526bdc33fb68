"""PDF → lines with their places, by PDFium. Reading order and all that follows is left to `layout`."""

import ctypes
import re
from collections.abc import Iterator
from math import pi
from statistics import median
from typing import Any

from corpus.readers.hyphens import MARKS
from corpus.readers.layout import text_of
from corpus.readers.lines import Line, Page
from corpus.readers.reading import Reading, Unreadable, bounded, cleaned

MAX_PAGES = 1000
MAX_PAGE_CHARS = 200_000
MIN_LETTERS = 8  # a page: fewer on average, and the file is a scan
CELL_GAP = 1.6  # in font sizes: a wider gap in a row parts columns or cells, not words
JUSTIFIED = 2.5  # times the usual gap of the same row, or it may be a line drawn out to the margin
MIN_SIZE = 4.0  # points: a smaller one is the font's unit, and the page enlarges it
TABLE_GAP = 3.0  # in font sizes: no line is drawn out as far as that
NO_TEXT_LAYER = "it is a scan: pictures of pages without text"
_BREAK = re.compile("[\r\n]+|(?<=[\ufffe\x02])")  # a hyphen that ends a line has no break behind it
ASKEW = 0.05  # radians
_MARK = re.compile("(?<=[a-zæøå.,;:!?”»)])[0-9]{1,2}(?=[ .,;:”»)]|$)")  # where a footnote may be pointed to
RAISED = 0.8  # of the line's size: a smaller number is no part of the word before it
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")


def _boxes(page: Any, start: int, end: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top over the characters `start` and `end - 1`."""
    from pypdfium2 import raw

    first, last = raw.FS_RECTF(), raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page.raw, start, ctypes.byref(first))
    raw.FPDFText_GetLooseCharBox(page.raw, end - 1, ctypes.byref(last))
    return first.left, last.right, min(first.bottom, last.bottom), max(first.top, last.top)


def _cells(page: Any, text: str, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` that wide gaps set apart; in a justified line all gaps are alike."""
    blanks = [(start + blank.start(), start + blank.end()) for blank in re.finditer(" +", text[start:end])]
    blanks = [(before, after) for before, after in blanks if start < before and after < end]
    gaps = [_boxes(page, after, after + 1)[0] - _boxes(page, before - 1, before)[1] for before, after in blanks]
    alike = JUSTIFIED * median(gaps) if len(gaps) > 2 else 0.0
    begin = start
    for (before, after), gap in zip(blanks, gaps, strict=True):
        if gap > CELL_GAP * size and (gap > alike or gap > TABLE_GAP * size):
            yield begin, before
            begin = after
    yield begin, end


def _without_marks(page: Any, words: str, start: int, size: float) -> str:
    """The words without the small numbers that point to footnotes: "ordningen.¹ Derfor"."""
    from pypdfium2 import raw

    def kept(mark: re.Match[str]) -> str:
        small = raw.FPDFText_GetFontSize(page.raw, start + mark.start()) < RAISED * size
        return "" if small else mark.group()

    return _MARK.sub(kept, words)


def text_of_page(page: Any) -> str:
    """The characters of a text page, one for each place that PDFium counts."""
    from pypdfium2 import raw

    count = min(page.count_chars(), MAX_PAGE_CHARS)
    text = str(page.get_text_range(0, count))
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(page.raw, place) for place in range(count))  # some beyond the basic plane
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """The borders of each line of a page's characters, white space trimmed."""
    start = 0
    for end in (*(found.start() for found in _BREAK.finditer(text)), len(text)):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = end


def _lines(page: Any) -> Iterator[Line]:
    """The lines of a text page, in the order of the file.

    Text that stands askew on a page whose other text does not (a watermark, a mark in the margin) is left out; on a
    page that is turned as a whole, lines stand one below the other in the order of the file.
    """
    from pypdfium2 import raw

    text = text_of_page(page)
    rows = list(_rows(text))
    angles = [abs(raw.FPDFText_GetCharAngle(page.raw, start)) for start, _ in rows]
    upright = [angle < ASKEW or angle > 2 * pi - ASKEW for angle in angles]
    turned = sum(upright) < len(rows) / 2
    for row, (start, end) in enumerate(rows):
        size = raw.FPDFText_GetFontSize(page.raw, start)
        if turned:
            words, height = cleaned(text[start:end]).strip(), max(size, MIN_SIZE)
            yield Line(words, 0, 0, -row * height, (1 - row) * height, height, 0, row)
        elif upright[row]:
            for first, last in _cells(page, text, start, end, max(size, 1.0)):
                yield from _cell(page, text, first, last, row, size)


def _cell(page: Any, text: str, start: int, end: int, row: int, size: float) -> Iterator[Line]:
    left, right, bottom, top = _boxes(page, start, end)
    words = _without_marks(page, text[start:end], start, size)
    mark = words[-1:] if words[-1:] in MARKS else ""
    words = cleaned(words.removesuffix(mark)).strip()
    if words or mark:
        until = text.find(" ", start, end)
        first = _boxes(page, start, until)[1] - left if until > start else right - left
        height = size if size >= MIN_SIZE else max(top - bottom, 1.0)
        yield Line(words + mark, left, right, bottom, top, height, first, row)


def read(data: bytes) -> Reading:
    """The text of a PDF with page starts.

    Raises:
        Unreadable: it is damaged, locked, too long, a scan, or its letters have no meaning.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise Unreadable("it is locked with a password", "save a copy without the password") from None
        raise Unreadable("it is damaged, or no PDF file", "fetch it again from its source") from None
    if not count:
        raise Unreadable("it has no pages", "fetch it again from its source")
    if count > MAX_PAGES:
        raise Unreadable(f"it has more than {MAX_PAGES} pages", "split it into one file an answer")
    pages = []
    for number in range(count):
        try:
            page = document[number]
            pages.append(Page(tuple(_lines(page.get_textpage())), page.get_height()))
            page.close()
        except pypdfium2.PdfiumError:
            raise Unreadable(f"page {number + 1} is damaged", "fetch it again from its source") from None
    seen = [line.text for page in pages for line in page.lines]
    total = sum(map(len, seen))
    if total < MIN_LETTERS * count:
        raise Unreadable(NO_TEXT_LAYER, "install `ocrmypdf` with Danish, or fetch the text version")
    if sum(len(_STRANGE.findall(line)) for line in seen) > 0.2 * total:
        raise Unreadable("its letters have no meaning (a font without a Unicode table)", "fetch another version of it")
    text, starts = text_of(pages)
    return bounded(Reading(text, f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}", pages=starts))
