"""Who signed a letter, and the letter's own date."""

import datetime as dt
import re
from typing import NamedTuple

from corpus.fields import DATE, date_in_words, indefinite
from corpus.ministers import TERMS

_CAPITAL = "[A-ZÀ-ÖØ-ÞČĆĐŁŚŠŞŻŽİ]"
_PARTICLE = r"(?:d[aeiu]|de[lnr]|des|dos|la|le|von|van|vom|zur?|af|til|te[nr]|[ea]l|bin|ibn|y)"
_NAMED = rf"(?:[dDlLO]['’])?{_CAPITAL}[\w.'’-]*"
_NAME = re.compile(rf"{_CAPITAL}[\w.'’-]+(?:[ \t]+(?:{_PARTICLE}|{_NAMED})){{0,5}}[ \t]+{_NAMED}")
_WARMLY = r"(?:(?:aller)?(?:venlige?|venligste?|bedste|kærlige?|kærligste?|gode?|hjertelige?)[ \t]+)"
_HILSEN = rf"(?:med[ \t]+)?(?:(?:de|en|mange)[ \t]+)?{_WARMLY}hils(?:en|ner)|med[ \t]+hilsen|m\.?v\.?h\b"
# Words that may stand elsewhere as well: at the head of a line of their own they end a letter.
_SINGLE = (
    r"(?-i:(?=[A-Z]))(?:hilsen|venligst|ærbødigst|på[ \t]+minister(?:en|iet)s[ \t]+vegne|p\.?[ \t]?m\.?[ \t]?v\b"
    r"|(?:kind|best|warm)[ \t]+regards|yours[ \t]+(?:sincerely|faithfully|truly)|sincerely)"
)
# On a line of its own, but for the name; in a letter of one paragraph, behind its last sentence.
GREETING = re.compile(
    rf"(?:^[ \t]*|(?<=[.!?])[ \t]+(?=(?-i:Med|Venlig|Mvh)))(?:{_HILSEN}|{_SINGLE})"
    rf"(?:[ \t]*/[ \t]*(?:{_HILSEN}|{_SINGLE}))?(?:[ \t,.:]*$|[ \t,.:]+(?=(?-i:{_NAME.pattern})[ \t]*$))",
    re.MULTILINE | re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:fg\.\s|fungerende\s|Fg\.\s|Fungerende\s)?\w[\w ,.-]{0,80}minister\b[\w ,-]{0,60}|Minister for .{3,80}"
)
# A letter's date stands alone in its head: "Den 27. juni 2025", "Dato: 27-06-2025", "27. juni 2025 · J.nr. …".
DATED = re.compile(
    r"^[ \t]*(?:Dato|Den|[A-ZÆØÅ]\w+,? den|Dato: den)?[ \t:]*"
    rf"(?:(?P<words>{DATE})|(?P<day>\d\d)[-./](?P<month>\d\d)[-./](?P<year>\d{{4}}))"
    r"[ \t]*(?:[·|–-]?[ \t]*(?:J\.? ?nr|Sagsnr|Sag)\b[^\n]{0,60})?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NOTE = re.compile(r"\([^()]{1,80}\)\s*$")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
SIGNED_LINES = 4  # of a signature: names, titles, places
_NUMERIC = ("year", "month", "day")
_MINISTERS = frozenset(term.name for term in TERMS)
ADDRESS_CHARS = 50  # a line of an address is shorter, one of a sentence longer


def _lines(text: str) -> list[str]:
    """The lines of a signature, without case officers and notes: "Sophie Løhde (i X's fravær) / Anna Hansen"."""
    lines = (_NOTE.sub("", line.split("/")[0]).strip() for line in text.splitlines())
    return [line for line in lines if line]


def signature(text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """The name and title that stand first in `text[start:end]`, as far as they are there."""
    lines = _lines(text[start : min(end, start + 600)])
    if len(lines) > 1 and not _NAME.fullmatch(lines[0]) and _TITLE.fullmatch(lines[0]):
        lines[:2] = lines[1::-1]  # the title above the name
    name = lines[0] if lines and _NAME.fullmatch(lines[0]) and "minister" not in lines[0].casefold() else None
    title = lines[1] if name and len(lines) > 1 and _TITLE.fullmatch(lines[1]) else None
    return name, indefinite(title) if title else None


def signed_until(text: str, start: int, end: int) -> int:
    """Where the signature below a greeting ends: behind short lines that are no sentences."""
    at = start
    for _, line in zip(range(SIGNED_LINES), _LINE.finditer(text, start, end), strict=False):
        words = line.group().strip()
        if len(words) >= ADDRESS_CHARS or words[-1] in ".:;?!":
            break
        at = line.end()
    return at


def is_ministers(name: str | None, title: str | None) -> bool:
    """Whether a signature is a minister's beyond doubt: it says so, or the table of ministers does."""
    return name is not None and (title is not None or name in _MINISTERS)


def cover_signature(text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """The signature of a covering letter, which ends without a greeting: a name with a title or "/" next to it."""
    greeting = GREETING.search(text, start, end)
    if greeting:
        return signature(text, greeting.end(), end)
    lines = [line.strip() for line in text[start:end].splitlines() if line.strip()]
    for place, line in enumerate(lines):
        name = line.split("/")[0].strip()
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if _NAME.fullmatch(name) and ("/" in line or below.startswith("/") or _TITLE.fullmatch(below)):
            title = below if _TITLE.fullmatch(below) else None
            return name, indefinite(title) if title else None
    return None, None


class Bare(NamedTuple):
    """A name below an answer without a greeting, and where the answer ends above it."""

    name: str
    start: int


def bare_signature(text: str, start: int, end: int) -> Bare | None:
    """The name on the last line of `text[start:end]`: a minister's, or one with a case officer's beside it."""
    at = text.rfind("\n", start, end)
    line = text[at + 1 : end].strip() if at >= 0 else ""
    name, _, beside = (part.strip() for part in line.replace("|", "/").partition("/"))
    above = len(text[start : max(at, start)].rstrip())
    if not above or not _NAME.fullmatch(name) or not (beside or name in _MINISTERS):
        return None
    return Bare(name, start + above)


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether the lines around are those of an address, not of a sentence that the date belongs to."""
    before = text[:start].removesuffix("\n").rsplit("\n", 1)[-1]
    after = text[end:].removeprefix("\n").split("\n", 1)[0]
    return len(before.strip()) < ADDRESS_CHARS and len(after.strip()) < ADDRESS_CHARS


def dated_on(text: str, end: int, asked_on: dt.date | None) -> dt.date | None:
    """The date that stands alone above the first sentence, which begins at `end`; None where two differ.

    A date before the question's is another's.
    """
    found: set[dt.date] = set()
    for match in DATED.finditer(text[:end]):
        parts = match.groupdict()
        try:
            day = date_in_words(parts["words"]) if parts["words"] else dt.date(*(int(parts[p]) for p in _NUMERIC))
        except ValueError:
            continue
        if day and (asked_on is None or day >= asked_on) and _stands_apart(text[:end], match.start(), match.end()):
            found.add(day)
    return found.pop() if len(found) == 1 else None
