"""Danish sentences with exact offsets. Rules of our own: libraries break on "d. 6. juni" and "20,8 mio. kr.".

A line break is layout unless it ends a paragraph; packing sentences into passages is left to `passages`.
"""

import re
from collections.abc import Iterator

from corpus.schema import Span

# After these a full stop never ends a sentence by itself ...
_INNER = frozenset(
    [
        "d",
        "bl",
        "f",
        "dvs",
        "jf",
        "nr",
        "stk",
        "pct",
        "pkt",
        "ca",
        "evt",
        "hr",
        "fr",
        "fru",
        "dr",
        "prof",
        "pr",
        "vedr",
        "sml",
        "inkl",
        "ekskl",
        "eks",
        "mht",
        "ifm",
        "ift",
        "iht",
        "hhv",
        "resp",
        "tlf",
        "kap",
        "art",
        "litra",
        "afs",
        "max",
        "min",
        "mv",
        "ff",
        "cirka",
        "kl",
        "st",
        "adv",
        "alm",
        "tidl",
        "nuv",
        "eg",
    ]
)
# ... and after these only before a word that opens sentences.
_CLOSING = frozenset(
    ["kr", "mio", "mia", "mill", "m.v", "m.m", "m.fl", "mv", "osv", "o.l", "o.lign", "etc", "fl", "lign", "a.s", "s.u"]
)
_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_STARTERS = frozenset(
    [
        "Der",
        "Det",
        "Den",
        "De",
        "Derfor",
        "Derudover",
        "Desuden",
        "Dermed",
        "Denne",
        "Dette",
        "Disse",
        "Regeringen",
        "Ministeriet",
        "Jeg",
        "Vi",
        "Man",
        "Herudover",
        "Hertil",
        "Herunder",
        "Som",
        "I",
        "Med",
        "På",
        "For",
        "Af",
        "Ved",
        "Efter",
        "Endvidere",
        "Samtidig",
        "Hvis",
        "Når",
        "Men",
        "Og",
        "Så",
        "Da",
        "Dog",
        "Heraf",
        "Midlerne",
        "Formålet",
        "Aftalen",
        "Aftalepartierne",
        "Ordningen",
        "Kommunerne",
        "Danmark",
        "Endelig",
        "Såfremt",
        "Fra",
        "Til",
        "Ud",
        "Om",
        "Hvad",
        "Hvordan",
        "Blandt",
    ]
)
LOOKED_AHEAD = 60  # characters behind a full stop; without a bound, a long paragraph costs its length squared
_VISIBLE = re.compile(r"\S")
_END = re.compile(r"[.?!…]+[”\"»)\]]*")
_HELD_BLANK = re.compile(r"\n[ \t]+\n")  # a line of blanks: a paragraph border in a double-spaced text
_BORDER = re.compile(r"\n[ \t]*\n|(?<=[.?!:”\"»])[ \t]*\n(?=[^a-zæøå])")


def _is_double_spaced(text: str) -> bool:
    """Whether every visual line is followed by an empty one, so that an empty line says nothing."""
    lines = text.strip().split("\n")
    visible = [i for i, line in enumerate(lines) if line.strip()]
    if len(visible) < 4:
        return False
    followed = sum(i + 1 < len(lines) and not lines[i + 1].strip() for i in visible[:-1])
    return followed >= 0.95 * (len(visible) - 1)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The borders `[start, end)` of each paragraph."""
    border = _HELD_BLANK if _is_double_spaced(text) else _BORDER
    start = 0
    for match in border.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _ends_sentence(text: str, at: int, after: int) -> bool:
    """Whether the mark that ends at `after` and begins at `at` closes a sentence; the paragraph goes on behind it."""
    visible = _VISIBLE.search(text, after)
    if visible is None:
        return True
    glued = visible.start() == after
    following = text[visible.start() : visible.start() + LOOKED_AHEAD]
    if text[at] in "?!":
        return not following[0].islower() and not (glued and not following[0].isupper())
    before = re.search(r"[\w.,-]*$", text[max(0, at - 30) : at])
    word = before.group(0) if before else ""
    if glued:  # "i sin have.I dag", but not "ft.dk" or "1.167"
        return bool(re.match(r"[A-ZÆØÅ](?:[a-zæøå]|\s)", following)) and len(word) > 2 and word[-1].islower()
    if following[0].islower() or following[0] in ",;)":
        return False
    opener = re.match(r"[”\"»(–-]*\s*(\w+)", following)
    first = opener.group(1) if opener else ""
    low = word.casefold().strip(".-")
    if word[-1:].isdigit():
        return first in _STARTERS or (len(word) > 2 and not re.match(_MONTHS, following) and first[:1].isupper())
    if low in _CLOSING or low.split(".")[-1] in _CLOSING:
        return first in _STARTERS
    if low in _INNER or "." in low or (len(low) == 1 and low.isalpha() and low not in "iåø"):
        return first in _STARTERS and low not in ("hr", "fru", "nr", "d", "dr")
    return True


def split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, in order, none with white space at its ends; together they cover the rest."""
    part = text[start:end]
    spans: list[Span] = []
    for first, last in _paragraphs(part):
        paragraph = part[first:last]
        begin = 0
        for mark in _END.finditer(paragraph):
            if _ends_sentence(paragraph, mark.start(), mark.end()):
                spans.extend(_trimmed(part, start, first + begin, first + mark.end()))
                begin = mark.end()
        spans.extend(_trimmed(part, start, first + begin, last))
    return tuple(spans)


def _trimmed(part: str, offset: int, begin: int, end: int) -> Iterator[Span]:
    piece = part[begin:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield Span(start=offset + begin + lead, end=offset + begin + len(piece.rstrip()))
