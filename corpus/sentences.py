"""Danish sentences with exact offsets. Rules of our own: libraries break on "d. 6. juni" and "20,8 mio. kr.".

A line break is layout unless it ends a paragraph; packing sentences into passages is left to `passages`.
"""

import re
from collections.abc import Iterator

from corpus.schema import Span, trimmed

WINDOW = 40  # characters looked at before a mark: the longest abbreviation is far shorter


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What follows these belongs to the same sentence, even a capital: "bl.a. Det Etiske Råd", "jf. Sundhedsloven".
_HELD = _words(
    "d bl.a jf nr ca hr fr fru dr prof pr vedr sml inkl ekskl mht ifm ift iht hhv resp tlf kap litra dvs kl alm "
    "tidl nuv adv cand sct skt vol bd hrs spm cf"
)
# These may end a sentence as well: an ordinary capitalised word behind them begins the next one.
_CLOSING = _words(
    "kr mio mia mill pct m.v m.m m.fl mv mm osv o.l o.a o.lign lign etc fl m.h.p f.eks eks evt stk pkt afs ff"
)
# Behind these a name or a number is the rule, so only a word that is never a name ends the sentence.
_EXAMPLE = frozenset(["f.eks", "eks", "evt", "art", "min", "max"])
_NEVER_NAMES = _words(
    "Jeg Vi Han Hun Man Og Men Så Er Kan Vil Hvis Når Hvor Hvornår Hvorfor Hvordan Hvad Hvem Hvilke Hvilken Hvilket "
    "Derfor Derudover Desuden Herudover Endvidere Samtidig Altså Nu Ja Nej Der"
)
_STARTERS = _NEVER_NAMES | _words(
    "Det Den De Dermed Denne Dette Disse Regeringen Ministeriet Ministeren Hertil Herunder Som I Med På For Af Ved "
    "Efter Da Dog Heraf Midlerne Formålet Aftalen Aftalepartierne Ordningen Kommunerne Danmark Endelig Såfremt Fra Til "
    "Ud Om Blandt Her Alle Alt Mens Selv Siden Under Både En Et Spørgsmålet Svaret Hvert Ligeledes"
)
# Behind "6." and "2." these belong to the number, behind "5 mio." those.
_NUMBERED = re.compile(
    "(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|verdenskrig)", re.I
)
_MONEY = frozenset(["euro", "kroner", "dollar", "dollars"])
_END = re.compile(r"[.?!…]+[”“\"«’')\]]*(?:»(?=\s|$))?")
_OPENER = re.compile(r"\s*[”“\"»’'(\[–—§-]*\s*(\w?[\w'-]{0,40})")
_VISIBLE = re.compile(r"\S")
_WORD = re.compile(r"[\w.,-]*$")
_GLUED = re.compile(r"[A-ZÆØÅ](?:[a-zæøå]|\s)")
_HELD_BLANK = re.compile(r"\n[ \t]+\n")  # a line of blanks: a paragraph border in a double-spaced text
_ASIDE = r"-[ \t][a-zæøå][^\n]{0,200}?[ \t][-–][ \t]"  # "- som spørgeren antyder - at": no item of a list
_ITEM = rf"[ \t]*(?!{_ASIDE})(?:[-•*·▪]|#{{1,6}}|\d{{1,2}}\)|[a-zæøå]\)|\d{{1,2}}\.(?=[ \t]+[A-ZÆØÅ]))[ \t]"
_BORDER = re.compile(
    r"\n[ \t]*\n"  # an empty line
    rf"|\n(?={_ITEM})"  # the next line is an item of a list
    r"|(?P<line>(?<=[.?!…:”“\"«)])[ \t]*\n(?![ \t]*[a-zæøå]))"  # the line before ends a sentence
)


def is_double_spaced(text: str) -> bool:
    """Whether every visual line is followed by an empty one, so that an empty line says nothing.

    Lines broken by layout go on in lower case; paragraphs set apart by empty lines hardly ever do.
    """
    lines = text.strip().split("\n")
    visible = [i for i, line in enumerate(lines) if line.strip()]
    if len(visible) < 4:
        return False
    followed = sum(not lines[i + 1].strip() for i in visible[:-1])
    continued = sum(lines[i].lstrip()[0].islower() for i in visible[1:])
    return followed >= 0.95 * (len(visible) - 1) and continued >= 0.25 * (len(visible) - 1)


def _is_abbreviated(text: str, at: int) -> bool:
    """Whether the line that ends at `at` ends in an abbreviation, whose full stop says nothing: "indskrevet pr."."""
    before = _WORD.search(text[max(0, at - WINDOW) : at])
    word = before.group().rstrip(".") if before and text[at - 1] == "." else ""
    return word.casefold() in _HELD | _CLOSING | _EXAMPLE or (len(word) == 1 and word.isupper())


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The borders `[start, end)` of each paragraph."""
    border = _HELD_BLANK if is_double_spaced(text) else _BORDER
    start = 0
    for match in border.finditer(text):
        if "line" in match.re.groupindex and match["line"] and _is_abbreviated(text, match.start()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _goes_on_after(word: str, first: str) -> bool:
    """Whether a full stop behind `word` leaves the sentence open, `first` being the capitalised word that follows."""
    bare = word.strip(".,-")
    low = bare.casefold()
    if len(bare) > 1 and bare.isalpha() and bare.isupper():  # "DR. Jeg" is the broadcaster, not a doctor
        return False
    last = low.rsplit(".", 1)[-1]
    if low in _EXAMPLE:
        return first not in _NEVER_NAMES
    if low in _HELD:
        return True
    if low in _CLOSING or (last in _CLOSING and "." not in low):
        return first.casefold() in _MONEY or not (first in _STARTERS or first[1:2].islower())
    if "." in low or (len(low) == 1 and low.isalpha() and low not in "iåø"):  # "B.T.", "Søren K. Villemoes"
        return first not in _STARTERS
    return False


def _ends_sentence(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether a mark within the paragraph that ends at `end` closes the sentence begun at `begin`."""
    at, after = mark.start(), mark.end()
    opener = _OPENER.match(text, after, end)
    first = opener.group(1) if opener else ""
    if not _VISIBLE.search(text, after, end):
        return True
    glued = not text[after].isspace()
    before = _WORD.search(text[max(begin, at - WINDOW) : at])
    word = before.group() if before else ""
    if glued:  # "i sin have.I dag", but not "ft.dk", "1.167" or "B.T."
        if not _GLUED.match(text, after, end):
            return False
        bare = word.rstrip(",-")
        if bare[-1:].isdigit():
            return "." not in bare or bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare))
        whole = "." not in bare and bare.casefold() not in _HELD
        return len(bare) > 1 and bare[-1].isalpha() and (whole or bare.casefold() in _CLOSING)
    if first[:1].islower() or not first:
        return False
    if "?" in mark.group() or "!" in mark.group():
        return True
    if word[-1:].isdigit():
        numbers_an_item = not _VISIBLE.search(text, begin, at - len(word))
        return first[:1].isupper() and not numbers_an_item and not _NUMBERED.match(first)
    if first[:1].isdigit():
        bare = word.strip(".,-").casefold()
        return bare not in _HELD | _CLOSING | _EXAMPLE and "." not in bare and len(bare) != 1
    return not _goes_on_after(word, first)


def _visible(text: str, at: int, end: int) -> int:
    """The first place in `text[at:end]` that isn't white space."""
    found = _VISIBLE.search(text, at, end)
    return found.start() if found else end


def split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, in order, none with white space at its ends; together they cover the rest."""
    part = text[start:end]
    spans: list[Span | None] = []
    for first, last in _paragraphs(part):
        begin = _visible(part, first, last)
        for mark in _END.finditer(part, first, last):
            if _ends_sentence(part, begin, mark, last):
                spans.append(trimmed(text, start + begin, start + mark.end()))
                begin = _visible(part, mark.end(), last)
        spans.append(trimmed(text, start + begin, start + last))
    return tuple(span for span in spans if span)
