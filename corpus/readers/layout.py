"""Lines with places on pages → text in reading order. Pure: where the lines come from is `pdf`'s affair.

Columns one after the other, running heads and feet out, words joined over line ends, wrapped lines made one, page
starts kept. Coordinates are points, the origin at the lower left.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.readers.furniture import SMALL_PRINT, notes_apart, without_furniture, without_lone_heads
from corpus.readers.hyphens import ends_in_hyphen, joined
from corpus.readers.lines import STANDS_ALONE, Line, Page

PARAGRAPH_GAP = 1.3  # a paragraph begins behind a gap this many times the usual line distance
SIZE_CHANGE = 0.2  # a heading differs by more; the height of one line's letters varies by a tenth
ENOUGH = 4  # distances of lines of one size tell what is usual among them
COLUMN_CHARS = 18  # lines shorter than this are cells of a table, not a column of text
CROSSING = 0.2  # of a page's lines may reach over the gutter: heads, titles, wide tables
BOX_LINES = 3  # that begin or end one below the other
_CLOSED = re.compile(r"[.?!:…][”“\"»«)\]’']*$")
_ITEM = re.compile(r"(?:[-•*·▪–—]|\d{1,2}\)|\d{1,2}\.(?=\s+[A-ZÆØÅ])|[a-zæøå]\))\s")
_COUNTED = re.compile(
    r"(?:\b(?:stk|nr|d|den|pkt|art|kap|pr|ca|bd|jf|pkt)\.?|§)$", re.IGNORECASE
)  # "stk." + "1. Det er"


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
    places = {line: place for place, line in enumerate(lines)}
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if line.left < gutter < line.right:
            yield from (*_band(left, right, places), [line])
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    yield from _band(left, right, places)


def _band(left: list[Line], right: list[Line], places: dict[Line, int]) -> tuple[list[Line], ...]:
    """Two columns, and what stands below both where the file, too, has it behind both: a signature."""
    if not right:
        return left, right
    lowest, last = min(line.bottom for line in right), max(places[line] for line in right)
    below = [line for line in left if line.bottom < lowest and places[line] > last]
    first = min(places[line] for line in right)
    if any(places[line] > first for line in left if line not in below):  # the file goes from side to side
        return left, right
    return [line for line in left if line not in below], right, below


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
    body = [line for line in run if line.left <= middle] or run
    return min(line.left for line in body), max(line.right for line in body)


def _margins_among(run: Sequence[Line], runs: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """The margins of a few lines: those of the column that they stand in."""
    left, edge = _margins(run)
    longer = [_margins(other) for other in runs if len(other) >= ENOUGH]
    return left, max([edge, *(far for near, far in longer if abs(near - left) < ENOUGH)])


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
    if line.boxed or min(line.left, later.left) > edge:  # what stands beside the text goes on nowhere
        return "\n"
    if gap > PARAGRAPH_GAP * usual + 0.5 or abs(line.size - later.size) > SIZE_CHANGE * line.size:
        return "\n\n"
    if gap < -line.size:  # the file goes on further up: a box beside the text
        return "\n\n"
    indented = later.left > left + 0.7 * later.size and later.left > line.left + 0.5 * later.size
    counted = _ITEM.match(later.text) and not _COUNTED.search(line.text)
    if "\t" in line.text or "\t" in later.text or indented or counted:
        return "\n"
    if STANDS_ALONE.match(line.text) or STANDS_ALONE.match(later.text) or _fits(line, later, edge):
        return "\n"
    return " "


def _across(line: Line, later: Line, edge: float, so_far: str) -> str:
    """What stands between the last line of a column or page and the next one's first."""
    if later.text[:1].islower() and not line.boxed and not _ITEM.match(later.text):
        return " "  # "bl.a." ends no sentence
    alone = line.boxed or later.boxed or STANDS_ALONE.match(line.text) or STANDS_ALONE.match(later.text)
    return "\n\n" if alone or _CLOSED.search(so_far) or _fits(line, later, edge) else " "


def _append(text: str, separator: str, line: str) -> str:
    if ends_in_hyphen(text):
        return joined(text, line)
    return f"{text}{separator}{line}"


def _groups(pages: Sequence[Page]) -> tuple[list[list[list[Line]]], list[list[list[Line]]]]:
    """The runs of each page, and those of each page's footnotes, which are read behind everything else."""
    bodies, notes = notes_apart(without_lone_heads(without_furniture(pages)))
    read = []
    for number, whole in enumerate(bodies):
        page, box = _box_apart(whole)
        read.append([run for run in (_rows(box) if not number else [], *_runs(page)) if run])
        if number and box:
            notes.append(tuple(box))
    return read, [[_rows(lines)] for lines in notes if lines]


def _box_apart(page: Page) -> tuple[Page, list[Line]]:
    """A page without the small print that stands in a box beside its text, and that: the ministry's address and date.

    It is read before the first page's text and behind that of all others, so that it stands in nobody's words.
    """
    if _gutter(page.lines) is not None or len(page.lines) < BOX_LINES:
        return page, []
    usual: Counter[float] = Counter()
    for line in page.lines:
        usual[line.size] += len(line.text)
    _, edge = _margins(page.lines)
    small = SMALL_PRINT * usual.most_common(1)[0][0]
    beside = [line for line in page.lines if line.left > edge and line.size <= small]
    sides = Counter(place for line in beside for place in (("left", line.left // 4), ("right", line.right // 4)))
    if max(sides.values(), default=0) < BOX_LINES:
        return page, []
    out = set(beside)
    text = tuple(line for line in page.lines if line not in out)
    return replace(page, lines=text), [replace(line, boxed=True) for line in beside]


def text_of(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """The text in reading order, and where in it each page starts (code points); footnotes stand at the end."""
    read, notes = _groups(pages)
    usual = _distances([*read, *notes])
    done: list[str] = []  # finished pieces; the last line stays open for what joins it
    length, open_line = 0, ""
    before: tuple[Line, float] | None = None  # the line before and the edge of its column
    starts = []
    for number, runs in enumerate([*read, *notes]):
        starts.append(-1)
        for run in runs:
            left, edge = _margins(run) if len(run) >= ENOUGH else _margins_among(run, runs)
            for place, line in enumerate(run):
                if before is None:
                    separator = ""
                elif place:
                    separator = _separator(before[0], line, usual[round(line.size)], left, edge)
                elif number >= len(read):
                    separator = "\n\n"
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
    return text, tuple(starts[: len(read)])
