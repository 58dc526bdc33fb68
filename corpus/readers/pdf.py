"""PDF → lines with their places, by PDFium. Reading order and all that follows is left to `layout`."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi
from statistics import median
from typing import Any

from corpus.readers.hyphens import MARKS
from corpus.readers.layout import text_of
from corpus.readers.lines import Line, Page
from corpus.readers.reading import Reading, Unreadable, bounded, cleaned, raised
from corpus.readers.visibility import Box, page_box, unseen

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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's characters, in the coordinates of a reader who holds it so that most lines are level.

    `quarters` turns to the left are undone; the page shown is `box` in its own coordinates.
    """

    page: Any
    box: Box
    quarters: int = 0

    @property
    def height(self) -> float:
        return self.box[2] - self.box[0] if self.quarters % 2 else self.box[3] - self.box[1]

    def char(self, place: int) -> Box:
        """Left, bottom, right and top of a character."""
        from pypdfium2 import raw

        found = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.page.raw, place, ctypes.byref(found))
        if self.quarters == 1:
            return found.bottom, self.box[2] - found.right, found.top, self.box[2] - found.left
        if self.quarters == 2:
            return (
                self.box[2] - found.right,
                self.box[3] - found.top,
                self.box[2] - found.left,
                self.box[3] - found.bottom,
            )
        if self.quarters == 3:
            return self.box[3] - found.top, found.left, self.box[3] - found.bottom, found.right
        return found.left, found.bottom, found.right, found.top

    def span(self, start: int, end: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top over the characters `start` and `end - 1`."""
        first, last = self.char(start), self.char(end - 1)
        return first[0], last[2], min(first[1], last[1]), max(first[3], last[3])


def _cells(sheet: _Sheet, text: str, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` that wide gaps set apart; in a justified line all gaps are alike."""
    blanks = [(start + blank.start(), start + blank.end()) for blank in re.finditer(" +", text[start:end])]
    blanks = [(before, after) for before, after in blanks if start < before and after < end]
    gaps = [sheet.char(after)[0] - sheet.char(before - 1)[2] for before, after in blanks]
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
        return raised(words[: mark.start()], mark.group()) if small else mark.group()

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


def _off_page(page: Any, box: Box, rows: Sequence[tuple[int, int]]) -> set[int]:
    """The places of characters that lie off the page."""
    sheet = _Sheet(page, box)
    out: set[int] = set()
    for start, end in rows:
        left, right, bottom, top = sheet.span(start, end)
        if min(left, right) < box[0] or max(left, right) > box[2] or bottom < box[1] or top > box[3]:
            for place in range(start, end):
                x0, y0, x1, y1 = sheet.char(place)
                if not (box[0] < (x0 + x1) / 2 < box[2] and box[1] < (y0 + y1) / 2 < box[3]):
                    out.add(place)
    return out


def _quarter(angle: float) -> int | None:
    """How many quarters to the left a line is turned, from PDFium's angle to the right; None for one askew."""
    quarters = round(angle / (pi / 2))
    return -quarters % 4 if abs(angle - quarters * pi / 2) < ASKEW else None


def _page(page: Any, filled: bool = False) -> Page:
    """The lines of a page, in the order of the file; of a form that was `filled` in, by their places.

    What cannot be seen is left out, and text that does not stand as most of the page's does (a watermark, a mark in
    the margin).
    """
    from pypdfium2 import raw

    textpage, box = page.get_textpage(), page_box(page)
    text = text_of_page(textpage)
    rows = list(_rows(text))
    if gone := unseen(page, textpage, text) | _off_page(textpage, box, rows):
        text = "".join(" " if place in gone and not _BREAK.match(text, place) else letter
                       for place, letter in enumerate(text))  # fmt: skip
        rows = list(_rows(text))
    turned = [_quarter(raw.FPDFText_GetCharAngle(textpage.raw, start)) for start, _ in rows]
    usual = Counter(turned).most_common(1)[0][0] if turned else 0
    sheet = _Sheet(textpage, box, usual or 0)
    lines: list[Line] = []
    for row, (start, end) in enumerate(rows):
        if turned[row] == sheet.quarters:
            size = raw.FPDFText_GetFontSize(textpage.raw, start)
            for first, last in _cells(sheet, text, start, end, max(size, 1.0)):
                lines += _cell(sheet, text, first, last, row, size)
    if sheet.quarters or filled:  # PDFium orders them by their places on the page as it lies, or puts them last
        lines.sort(key=lambda line: (-round(line.bottom / 3), line.left))
    return Page(tuple(lines), sheet.height)


def _cell(sheet: _Sheet, text: str, start: int, end: int, row: int, size: float) -> Iterator[Line]:
    left, right, bottom, top = sheet.span(start, end)
    words = _without_marks(sheet.page, text[start:end], start, size)
    mark = words[-1:] if words[-1:] in MARKS else ""
    words = cleaned(words.removesuffix(mark)).strip()
    if words or mark:
        until = text.find(" ", start, end)
        first = sheet.span(start, until)[1] - left if until > start else right - left
        height = size if size >= MIN_SIZE else max(top - bottom, 1.0)
        yield Line(words + mark, left, right, bottom, top, height, first, row)


def read(data: bytes) -> Reading:
    """The text of a PDF with page starts.

    Raises:
        Unreadable: it is damaged, locked, too long, a scan, or its letters have no meaning.
    """
    import pypdfium2
    from pypdfium2 import raw

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
    if forms := document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()
    pages = []
    for number in range(count):
        try:
            page = document[number]
            if filled := forms and page.flatten() == raw.FLATTEN_SUCCESS:  # what was filled in becomes text
                page.close()
                page = document[number]
            pages.append(_page(page, filled))
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
