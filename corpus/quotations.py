"""Where what stands between quotation marks ends: paragraphs within may open anew, and quote others in turn.

A mark opens or closes by the white space around it, since Danish opens and closes with the same one. Pure.
"""

import re
from collections.abc import Iterator

MARKS = '”“"„»«'
_SINGLE_MARKS = "’'‘‚"  # apostrophes as well, so that they open only behind a colon or at the head of a paragraph
OPENERS = MARKS + _SINGLE_MARKS
MAX_MARKS = 500  # that one quotation is followed through
STRAY_MARKS = 40  # behind the closing mark: a mark too many that stands further off belongs to something else
_CURLED = re.compile(r"[”“\"„]+")
_POINTED = re.compile(r"[»«]")
_SINGLE = re.compile(rf"(?<!\w)[{_SINGLE_MARKS}]|[{_SINGLE_MARKS}](?!\w)")
_BEFORE_OPENING = " \t\n\u00a0([/–—-:"
_ENDS = ".!?…"
_BESIDE = re.compile(r"[.,;:)]{0,2}")
_FOOTNOTE = re.compile(r"(?:\d{1,2}(?!\w))?")
_VISIBLE = re.compile(r"\S")
# Line breaks of layout, with an empty line each in a double-spaced text, go on in lower case.
_PARAGRAPH = re.compile(r"(?<!\s)[ \t]*+\n[ \t]*+\n\s*+(?![a-zæøå])|\n(?=[ \t]*[”“\"»„])")


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs of `text[start:end]`; a line that opens a quotation begins one."""
    at = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _opens(text: str, run: re.Match[str], end: int) -> bool:
    before, behind = text[run.start() - 1], text[run.end() : min(run.end() + 1, end)]
    return run.group()[0] == "„" or (before in _BEFORE_OPENING and bool(behind.strip()))


def _is_afresh(text: str, start: int, at: int) -> bool:
    """Whether the mark at `at` stands first in a paragraph: it opens again what is open."""
    before = text[max(start, at - 200) : at]
    bare = before.rstrip()
    return "\n" in before[len(bare) :] and bare[-1:] in f"{_ENDS}:;{MARKS}"


def _depths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each mark's end, and how many quotations are open behind it; the mark at `start` opens the first."""
    opener = text[start]
    kind = _POINTED if opener in "»«" else _SINGLE if opener in _SINGLE_MARKS else _CURLED
    depth = 0
    for run in kind.finditer(text, start, end):
        opens = run.start() == start or (run.group() == opener if opener in "»«" else _opens(text, run, end))
        again = opens and depth > 0 and _is_afresh(text, start, run.start())
        for place in range(run.start() + again, run.end()):
            depth += 1 if opens else -1
            yield place + 1, depth


def closing(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Behind the mark that closes what opens at `start`, and up to where the quotation may reach: a later mark that
    closes nothing may be its own.

    None if nothing closes it.
    """
    closed = reach = left = 0
    for count, (behind, depth) in enumerate(_depths(text, start, end)):
        if not closed and depth == 0:
            closed = _behind(_BESIDE, text, behind, end)
            reach, left = _behind(_FOOTNOTE, text, closed, end), count + STRAY_MARKS
        elif closed and depth < 0:
            return closed, _behind(_BESIDE, text, behind, end)
        elif count > (left or MAX_MARKS):
            break
    return (closed, reach) if closed else None


def _behind(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def is_phrase(text: str, start: int, closed: int, end: int) -> bool:
    """Whether the quotation that ends at `closed` is a part of a sentence that goes on behind it."""
    following = _VISIBLE.search(text, _behind(_FOOTNOTE, text, closed, end), end)
    tail = text[max(start, closed - 4) : closed].rstrip(f"{MARKS},;:)")
    return (
        following is not None
        and (following.group().islower() or following.group().isdigit())
        and (tail[-1:] not in _ENDS)
    )
