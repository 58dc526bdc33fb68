"""Lines with places on pages → text in reading order. Pure: where the lines come from is `pdf`'s affair.

Columns one after the other, running heads and feet out, words joined over line ends, wrapped lines made one, page
starts kept. Coordinates are points, the origin at the lower left.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.readers.hyphens import ends_in_hyphen, joined

PARAGRAPH_GAP = 1.3  # a paragraph begins behind a gap this many times the usual line distance
SIZE_CHANGE = 0.2  # a heading differs by more; the height of one line's letters varies by a tenth
ENOUGH = 4  # distances of lines of one size tell what is usual among them
COLUMN_CHARS = 18  # lines shorter than this are cells of a table, not a column of text
CROSSING = 0.2  # of a page's lines may reach over the gutter: heads, titles, wide tables
EDGE = 0.12  # the upper and lower share of a page in which heads and feet stand
_CLOSED = re.compile(r"[.?!:…][”“\"»«)\]’']*$")
_NUMERAL = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^[–—-]?\s*(?:Side\s+)?\d{1,4}(?:\s*(?:/|af)\s*\d{1,4})?\s*[–—-]?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:\b(?:Tlf|Telefon|Tel|Telefax|Fax|CVR|EAN|SE)\b[\s.:-]*(?:nr)?[\s.:]*\+?\d|\bwww\.|\w@\w|^[\w-]{1,30}\.dk$"
    r"|\b\d{4}\s+(?:København|Kbh)\b)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-•*·▪–—]|\d{1,2}\)|\d{1,2}\.(?=\s+[A-ZÆØÅ])|[a-zæøå]\))\s")
_COUNTED = re.compile(
    r"(?:\b(?:stk|nr|d|den|pkt|art|kap|pr|ca|bd|jf|pkt)\.?|§)$", re.IGNORECASE
)  # "stk." + "1. Det er"
_STANDS_ALONE = re.compile(r"Kl\. \d\d:\d\d$|.*\):$|(?:Spørgsmål|Svar)\b[\w .]{0,20}:?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline; of a row with wide gaps each cell is a line of its own with the same `row`."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    first: float  # the width of the first word
    row: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order of the file, and the page's height."""

    lines: tuple[Line, ...]
    height: float


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x between two columns of text, or None where the page has one."""
    if len(lines) < 10:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float] | None = None
    for step in range(40, 61):
        x = first + (last - first) * step / 100
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < 5 or crossing > CROSSING * len(lines):
            continue
        if min(median(len(line.text) for line in side) for side in (left, right)) < COLUMN_CHARS:
            continue
        if best is None or crossing < best[0]:
            best = (crossing, x)
    return best[1] if best else None


def _columns(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """Runs of lines to be read one after the other: a line across the gutter ends both columns above it."""
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if line.left < gutter < line.right:
            yield from (left, right, [line])
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    yield from (left, right)


def _rows(lines: Sequence[Line]) -> list[Line]:
    """The cells of each row as one line, a tab between them; out of order only where the file is."""
    jumps = sum(later.bottom > line.bottom + line.size for line, later in pairwise(lines))
    if jumps > max(3, len(lines) // 10):
        lines = sorted(lines, key=lambda line: (-round(line.bottom / 3), line.left))
    found: list[Line] = []
    for line in lines:
        if found and found[-1].row == line.row:
            before = found[-1]
            found[-1] = replace(before, text=f"{before.text}\t{line.text}", right=line.right)
        else:
            found.append(line)
    return found


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
        edge = [line for line in page.lines if _at_edge(line, page) and not _STANDS_ALONE.match(line.text)]
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


def _runs(page: Page) -> Iterator[list[Line]]:
    gutter = _gutter(page.lines)
    if gutter is None:
        yield _rows(page.lines)
        return
    for column in _columns(page.lines, gutter):
        yield _rows(column)


def _margins(run: Sequence[Line]) -> tuple[float, float]:
    """Where the lines of a run begin and how far they reach; what stands wholly beside them does not count."""
    middle = median(line.right for line in run)
    body = [line for line in run if line.left < middle]
    return min(line.left for line in body), max(line.right for line in body)


def _fits(line: Line, following: Line, edge: float) -> bool:
    """Whether the next line's first word had room behind this one, so that the line was ended on purpose."""
    if ends_in_hyphen(line.text):
        return False
    blank = 0.25 * line.size
    return line.right + blank + following.first < edge - 0.3 * line.size


def _distances(pages: Sequence[Sequence[Sequence[Line]]]) -> dict[int, float]:
    """The usual distance of two lines for each size of letters, and at 0 for all of them.

    The 20th percentile, so that gaps between paragraphs don't count; an address in small print apart.
    """
    found: dict[int, list[float]] = defaultdict(list)
    for line, later in (pair for runs in pages for run in runs for pair in pairwise(run)):
        if line.bottom > later.bottom:
            found[round(line.size)].append(line.bottom - later.bottom)
            found[0].append(line.bottom - later.bottom)
    usual = {size: sorted(gaps)[len(gaps) // 5] for size, gaps in found.items() if size == 0 or len(gaps) >= ENOUGH}
    return defaultdict(lambda: usual.get(0, 12.0), usual)


def _separator(line: Line, later: Line, usual: float, left: float, edge: float) -> str:
    """What stands between two lines of one run: nothing known to be a break gives a space."""
    gap = line.bottom - later.bottom
    if gap > PARAGRAPH_GAP * usual + 0.5 or abs(line.size - later.size) > SIZE_CHANGE * line.size:
        return "\n\n"
    if gap < -line.size:  # the file goes on further up: a box beside the text
        return "\n\n"
    indented = later.left > left + 0.7 * later.size and later.left > line.left + 0.5 * later.size
    counted = _ITEM.match(later.text) and not _COUNTED.search(line.text)
    if "\t" in line.text or "\t" in later.text or indented or counted:
        return "\n"
    if _STANDS_ALONE.match(line.text) or _STANDS_ALONE.match(later.text) or _fits(line, later, edge):
        return "\n"
    return " "


def _across(line: Line, later: Line, edge: float, so_far: str) -> str:
    """What stands between the last line of a column or page and the next one's first."""
    if later.text[:1].islower() and not _ITEM.match(later.text):
        return " "  # "bl.a." ends no sentence
    alone = _STANDS_ALONE.match(line.text) or _STANDS_ALONE.match(later.text)
    return "\n\n" if alone or _CLOSED.search(so_far) or _fits(line, later, edge) else " "


def _append(text: str, separator: str, line: str) -> str:
    if ends_in_hyphen(text):
        return joined(text, line)
    return f"{text}{separator}{line}"


def text_of(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """The text in reading order, and where in it each page starts (code points)."""
    read = [[run for run in _runs(page) if run] for page in without_furniture(pages)]
    usual = _distances(read)
    done: list[str] = []  # finished pieces; the last line stays open for what joins it
    length, open_line = 0, ""
    before: tuple[Line, float] | None = None  # the line before and the edge of its column
    starts = []
    for runs in read:
        starts.append(-1)
        for run in runs:
            left, edge = _margins(run)
            for place, line in enumerate(run):
                if before is None:
                    separator = ""
                elif place:
                    separator = _separator(before[0], line, usual[round(line.size)], left, edge)
                else:
                    separator = _across(before[0], line, before[1], open_line)
                grown = _append(open_line, separator, line.text)
                if starts[-1] < 0:
                    starts[-1] = length + len(grown) - len(line.text)
                cut = grown.rfind("\n") + 1
                done.append(grown[:cut])
                length += cut
                open_line = grown[cut:]
                before = (line, edge)
    end = length + len(open_line)
    text = "".join(done) + open_line
    for place in range(len(starts) - 1, -1, -1):
        if starts[place] < 0:  # a page without text starts where the next one does
            starts[place] = end
        end = starts[place]
    return text, tuple(starts)
