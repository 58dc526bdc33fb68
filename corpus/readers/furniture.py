"""What stands on a page beside its text: running heads and feet, page numbers, addresses, footnotes. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.readers.lines import STANDS_ALONE, Line, Page

EDGE = 0.12  # the upper and lower share of a page in which heads and feet stand
MARGIN = 0.06  # the share above which no text begins
APART = 1.8  # times the usual line distance between a running head and the text
_CLOSED = re.compile(r"[.?!:][”“\"»)]*$")
_NUMERAL = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^[–—-]?\s*(?:Side\s+)?\d{1,4}(?:\s*(?:/|af)\s*\d{1,4})?\s*[–—-]?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:\b(?:Tlf|Telefon|Tel|Telefax|Fax|CVR|EAN|SE)\b[\s.:-]*(?:nr)?[\s.:]*\+?\d|\bwww\.|\w@\w|^[\w-]{1,30}\.dk$"
    r"|\b\d{4}\s+(?:København|Kbh)\b)",
    re.IGNORECASE,
)
SMALL_PRINT = 0.88  # of the size of most letters: what is no larger, at the foot of a page, is a footnote
_NOTE = re.compile(r"(?:\d{1,2}|\*{1,3})(?:[.)]?\s|(?=[A-ZÆØÅ]))")


def _mask(text: str) -> str:
    return re.sub(r"\([^)]*\)", "()", _NUMERAL.sub("#", text)).strip(" #-–|\t").casefold()


def _at_edge(line: Line, page: Page) -> bool:
    return line.bottom > page.height * (1 - EDGE) or line.top < page.height * EDGE


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without running heads and feet: what comes again at the edge, page numbers, a ministry's address.

    The head of a title page stands lower than the others; it is known by its words on the first or last row.
    """
    places: Counter[tuple[int, str]] = Counter()
    masks: Counter[str] = Counter()
    for page in pages:
        edge = [line for line in page.lines if _at_edge(line, page) and not STANDS_ALONE.match(line.text)]
        places.update({(round(line.bottom / 4), _mask(line.text)) for line in edge})
        outer = {min(line.bottom for line in page.lines), max(line.bottom for line in page.lines)} if edge else set()
        masks.update({_mask(line.text) for line in edge if line.bottom in outer and len(_mask(line.text)) > 3})
    often = max(2, len(pages) * 2 // 5)

    def is_furniture(line: Line, page: Page, outermost: tuple[float, float]) -> bool:
        mask = _mask(line.text)
        if masks[mask] >= often and line.bottom in outermost:
            return True
        if not _at_edge(line, page):
            return False
        place = round(line.bottom / 4)
        again = max(places[place + shift, mask] for shift in (-1, 0, 1))
        low = line.top < page.height * EDGE
        return again >= often or bool(_PAGE_NUMBER.match(line.text) or (low and _ADDRESS.search(line.text)))

    kept = []
    for page in pages:
        bottoms = [line.bottom for line in page.lines] or [0.0]
        outermost = (max(bottoms), min(bottoms))
        rows = {line.row for line in page.lines if is_furniture(line, page, outermost)}
        out = {
            line
            for line in page.lines
            if is_furniture(line, page, outermost) or (line.row in rows and _PAGE_NUMBER.match(line.text))
        }
        kept.append(replace(page, lines=tuple(line for line in page.lines if line not in out)))
    return kept


def _lone_head(page: Page, before: Line | None) -> set[Line]:
    """The row far above the text of a page, in the margin or in mid-sentence: a running head that comes but once."""
    rows: dict[int, list[Line]] = {}
    for line in page.lines:
        rows.setdefault(round(line.bottom), []).append(line)
    bottoms = sorted(rows, reverse=True)
    if len(bottoms) < 3:
        return set()
    head, following = rows[bottoms[0]], rows[bottoms[1]][0]
    usual = max(
        median(high - low for high, low in pairwise(bottoms[1:])), following.size
    )  # of two columns, rows mingle
    apart = bottoms[0] - bottoms[1] > APART * usual
    broken = before is not None and not _CLOSED.search(before.text) and following.text[:1].islower()
    zone = EDGE if broken else MARGIN
    goes_on = broken and head[0].text[:1].islower()
    said = goes_on or any(_CLOSED.search(line.text) or STANDS_ALONE.match(line.text) for line in head)
    return set(head) if apart and not said and bottoms[0] > page.height * (1 - zone) else set()


def without_lone_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages without a running head that stands on one of them only: the second of two."""
    kept = list(pages[:1])
    for before, page in pairwise(pages):
        last = before.lines[-1] if before.lines else None
        head = _lone_head(page, last)
        kept.append(replace(page, lines=tuple(line for line in page.lines if line not in head)) if head else page)
    return kept


def notes_apart(pages: Sequence[Page]) -> tuple[list[Page], list[tuple[Line, ...]]]:
    """The pages without their footnotes, and the footnotes page by page: small print below all else that begins so."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page.lines):
        sizes[line.size] += len(line.text)
    limit = SMALL_PRINT * sizes.most_common(1)[0][0] if sizes else 0.0
    bodies, notes = [], []
    for page in pages:
        lowest = min((line.bottom for line in page.lines if line.size > limit), default=None)
        below = tuple(line for line in page.lines if lowest is not None and line.top < lowest + 1)
        first = max(below, key=lambda line: line.bottom, default=None)
        if first is None or not _NOTE.match(first.text):
            below = ()
        out = set(below)
        bodies.append(replace(page, lines=tuple(line for line in page.lines if line not in out)))
        notes.append(below)
    return bodies, notes
