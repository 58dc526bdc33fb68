"""How a letter says which question it answers: the introducing sentence of each ministry, and the parliament's stamp.

Seven ministries' habits, kept apart by what they say and not by who says it. What follows is left to `letters`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.committees import CODES
from corpus.fields import DATE, indefinite
from corpus.labels import head_end
from corpus.schema import fold
from corpus.signatures import DATED

HEAD_CHARS = 3000  # the introducing sentence stands at the top
_NUMBERS = r"(?P<number>[A-ZÆØÅ]?\s?\d{1,5}(?:\s*(?:,|-|–|og|til)\s*(?:S\s?)?\d{1,5}){0,20})"
_PLACE = (
    r"\(\s*(?:(?P<code>[A-ZÆØÅ]{2,4})\s+)?(?:[Aa]lm\.?\s*del\.?|(?P<bill>[LB]\s?\d{1,4}[A-Z]?))"
    r"(?:[\s,–-]*(?P<session>\d{4}-\d\d)(?:\s*\(?(?P<part>\d)\.\s+samling\)?)?)?\s*\)"
)
_MINISTER = r"(?P<minister>[\w\s,.-]{0,80}?minister[\w\s,-]{0,120}?)"
_NAMED = (
    r"(?:Folketingets\s+(?P<committee>[A-ZÆØÅ](?:(?!Folketingets)[\w\s,-]){2,120}?)"
    r"|(?P<short>[A-ZÆØÅ][\w\s,-]{0,80}?udvalget))"
)
_MEMBER = (
    r"(?:Medlem\s+af\s+Folketinget|Folketingsmedlem)\s+(?P<member>\w[\w\s.'-]{2,79}?)\s*\((?P<party>[A-ZÆØÅ]{1,4})\)"
)
_PATTERNS = (
    # Social, health, transport, employment: "har d. … stillet [mig] følgende spørgsmål [nr. …] …, som hermed besvares"
    rf"(?:{_NAMED}|{_MEMBER})\s+har\s+(?:i\s+brev\s+af\s+|den\s+|d\.\s*)?(?P<date>{DATE})\s+stillet\s+(?:mig\s+)?"
    rf"følgende\s+spørgsmål(?:\s+nr\.\s*{_NUMBERS})?(?:\s*{_PLACE})?(?:\s+til\s+{_MINISTER})?\s*,"
    r"\s+som\s+(?:jeg\s+)?hermed\s+(?:(?P<early>foreløbigt)\s+|\w+\s+){0,3}?besvare[st]?(?P<interim>\s+foreløbigt)?",
    # Justice: "Hermed sendes besvarelse af spørgsmål nr. …, som Folketingets … har stillet til … den …"
    rf"Hermed\s+(?:sendes|fremsendes|følger)\s+(?P<kind>\w+\s+)?(?:besvarelse\s+af|svar\s+på)\s+spørgsmål\s+nr\.\s*{_NUMBERS}"
    rf"(?:\s*{_PLACE})?\s*,\s+som\s+(?:{_NAMED}|{_MEMBER})\s+har\s+stillet\s+til\s+{_MINISTER}\s+(?:den\s+|d\.\s*)(?P<date>{DATE})",
    # Tax: "Hermed sendes [endeligt] svar på spørgsmål nr. … af … (alm. del)"
    rf"Hermed\s+(?:sendes|fremsendes|følger)\s+(?P<kind>\w+\s+)?(?:besvarelse\s+af|svar\s+på)\s+spørgsmål\s+nr\.\s*{_NUMBERS}"
    rf"\s+af\s+(?P<date>{DATE})(?:\s*{_PLACE})?",
    # Finance: "Svar på Finansudvalgets spørgsmål nr. … (Alm. del) af …"
    rf"(?P<kind>\w+\s+)?[Ss]var\s+på\s+(?:Folketingets\s+)?(?P<short>[A-ZÆØÅ][\w\s,-]{{0,80}}?udvalget)s\s+spørgsmål\s+nr\.\s*{_NUMBERS}"
    rf"(?:\s*{_PLACE})?\s+af\s+(?:den\s+|d\.\s*)?(?P<date>{DATE})",
)
_INTRODUCTIONS = tuple(re.compile(pattern) for pattern in _PATTERNS)
_LINE_HEAD = re.compile(r"^[ \t]*(?=[A-ZÆØÅ])", re.MULTILINE)
_KINDS = frozenset(["endeligt", "foreløbigt", "samlet", "supplerende", "korrigeret", "revideret", "hermed"])
_ASKED_ONLY = re.compile(
    r"Udvalget\s+udbeder\s+sig\s+(?P<minister>[\w\s,-]{0,80}?ministerens|[\w\s,-]{0,80}?ministeren\s+for\s+[\w\s,-]{3,80}?s)\s+"
    rf"(?:besvarelse\s+af|svar\s+på)\s+følgende\s+spørgsmål(?:\s+nr\.\s*{_NUMBERS})?"
)
_WRITTEN_TO = re.compile(
    r"^[ \t]*Til:?[ \t]+(?P<minister>[\w ,-]{0,80}minister[\w ,-]{0,80})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
# What the parliament prints on the first page: "Socialudvalget 2024-25 / SOU Alm.del - endeligt svar på spørgsmål 663".
_STAMP = re.compile(
    r"^[ \t]*(?P<committee>[A-ZÆØÅ][^\n]{2,80}?)\s+(?P<session>\d{4}-\d\d)(?:\s+\((?P<part>\d)\.\s+samling\))?\s*\n\s*"
    r"(?P<code>[A-ZÆØÅ]{2,4})\s+(?:[Aa]lm\.?\s*del|(?P<bill>[LB]\s?\d{1,4}))[\s.,–-]*(?P<kind>\w+\s+)?"
    r"(?:svar\s+på\s+)?[Ss]pørgsmål\s+(?P<number>\d{1,5})\b",
    re.MULTILINE,
)
_ASKER = re.compile(
    r"efter\s+ønske\s+fra\s+(?:(?:ikke-?\s?medlem|medlem)\s+af\s+(?:udvalget|Folketinget)\s*(?:\([A-ZÆØÅ]{2,4}\)\s*)?,?\s*"
    r"|folketingsmedlem\s+)?(?P<name>[A-ZÆØÅ][\w\s.'-]{2,79}?)\s*\((?P<party>[A-ZÆØÅ]{1,4})\)"
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the head of a letter says, in the sentence from `start` to `end`."""

    start: int
    end: int
    numbers: tuple[str, ...] = ()
    committee: str | None = None
    code: str | None = None
    bill: str | None = None  # "L 113": the question is about a bill
    session: str | None = None
    date: str | None = None  # in words: the day the question was asked
    minister_title: str | None = None
    asker: str | None = None
    party: str | None = None
    interim: bool = False
    answered: bool = True  # False: the committee's own letter, with the question alone


def numbers_of(written: str) -> tuple[str, ...]:
    """ "663-665" → 663, 664, 665; "663 og 664" → both; "S725 og 726" → S 725, S 726."""
    folded = fold(written)
    letter = folded[:1] if folded[:1].isalpha() else ""
    found: list[str] = []
    pieces = re.split(r"\s*(,|-|–|og|til)\s*S?", folded.removeprefix(letter))
    for place in range(0, len(pieces), 2):
        joint = pieces[place - 1] if place else ""
        number = int(pieces[place])
        if joint in {"-", "–", "til"} and 0 < number - int(found[-1]) <= 20:
            found += [str(between) for between in range(int(found[-1]) + 1, number)]
        found.append(str(number))
    return tuple(f"{letter} {number}".lstrip() for number in dict.fromkeys(found))


def session_of(years: str | None, part: str | None) -> str | None:
    """The parliament's code: "2024-25" → "20241", its second part "20242"; None for years that don't follow."""
    if years is None or (int(years[:4]) + 1) % 100 != int(years[5:]):
        return None
    return f"{years[:4]}{part or '1'}"


_BY_LENGTH = sorted(CODES, key=len, reverse=True)  # "Social- og Ældreudvalget" before "Ældreudvalget"


def official(name: str) -> str:
    """The committee that a name ends in, "Folketingets Socialudvalg" and "Finansudvalgets" too; else the name."""
    folded = fold(name)
    low = folded.casefold()
    ends = (low, low.removesuffix("s"), f"{low}et")
    return next((known for known in _BY_LENGTH if any(end.endswith(known.casefold()) for end in ends)), folded)


def _addressee(text: str, end: int) -> str | None:
    """The committee in the head of a letter, where the sentence leaves it out: written to, or on a line of its own."""
    lines = [fold(line).casefold() for line in text[:end].splitlines()]
    head = " ".join(lines)
    for known in _BY_LENGTH:
        low = known.casefold()
        if low in lines or re.search(rf"folketinget(?:s)?[\s,–-]+{re.escape(low.removesuffix('et'))}", head):
            return known
    return None


def _read(match: re.Match[str]) -> Introduction:
    said = {key: fold(value) for key, value in match.groupdict().items() if value}
    named = said.get("committee") or said.get("short")
    committee = official(named) if named else None
    code = said.get("code")
    return Introduction(
        start=match.start(),
        end=match.end(),
        numbers=numbers_of(said["number"]) if "number" in said else (),
        committee=committee,
        code=code if code in CODES.values() else CODES.get(committee or ""),
        bill=_bill(said["bill"]) if "bill" in said else None,
        session=session_of(said.get("session"), said.get("part")),
        date=said.get("date"),
        minister_title=_title(said["minister"]) if "minister" in said else None,
        asker=said.get("member"),
        party=said.get("party"),
        interim="interim" in said or "early" in said or said.get("kind", "").casefold() == "foreløbigt",
    )


def _bill(written: str) -> str:
    """ "L113" → "L 113"."""
    return re.sub(r"(?<=[LB])\s*(?=\d)", " ", written)


def _title(written: str) -> str | None:
    """The title before a name; None for "ministerens", which says of which only elsewhere."""
    title = indefinite(written.removesuffix("s") if written.endswith("ministerens") else written)
    return None if title == "minister" else title


def _found(text: str, end: int) -> Iterator[Introduction]:
    for pattern in _INTRODUCTIONS:
        if match := pattern.search(text, 0, end):
            yield _read(match)
    if match := _ASKED_ONLY.search(text, 0, end):
        asked = replace(_read(match), answered=False)
        if asked.minister_title is None and (to := _WRITTEN_TO.search(text, 0, match.start())):
            asked = replace(asked, minister_title=_title(fold(to["minister"])))
        yield asked


def introductions(text: str, start: int) -> Iterator[Introduction]:
    """The sentences behind `start` that introduce a letter, each at the head of a line: other letters in one file.

    "Mit svar på Finansudvalgets spørgsmål" only names another letter.
    """
    for line in _LINE_HEAD.finditer(text, start):
        found = (pattern.match(text, line.end()) for pattern in _INTRODUCTIONS)
        if match := next(filter(None, found), None):
            kind = (match.groupdict().get("kind") or "").strip().casefold()
            if not kind or kind in _KINDS:
                yield _read(match)


def introduction(text: str) -> Introduction | None:
    """What the head says, the stamp filling what the sentence leaves out; None if there is no such sentence."""
    end = head_end(text, HEAD_CHARS)
    first = next(_found(text, end), None)
    if first is None:
        return None
    asker = _ASKER.search(text, 0, end)
    if asker and not first.asker:
        first = replace(first, asker=fold(asker["name"]), party=asker["party"])
    if first.committee is None and first.code is None and (written_to := _addressee(text, first.end)):
        first = replace(first, committee=written_to, code=CODES[written_to])
    stamp = _STAMP.search(text, 0, end)
    if stamp is None:
        return first
    stamped = _read(stamp)
    known = stamped.committee in CODES
    return replace(
        first,
        numbers=first.numbers or stamped.numbers,
        committee=first.committee or (stamped.committee if known else None),
        code=first.code or stamped.code,
        bill=first.bill or stamped.bill,
        session=first.session or stamped.session,
        interim=first.interim or stamped.interim,
    )


_MENTIONED = re.compile(rf"\b[Ss]pørgsmål(?:\s+(?:nr\.\s*)?{_NUMBERS}(?!\w))?(?![ \t]*:?[ \t]*$)", re.MULTILINE)
_TO = re.compile(
    r"\b(?:til|stillet)\s+(?P<minister>"
    r"[\w\s,-]{0,80}?minister(?:en)?\s+for\s+[\w\s,-]{3,80}?(?=\s*(?:følgende|,\s+som|\.|\())"
    r"|[\w\s,-]{0,80}?minister(?:en)?\b(?!\s+for\b))"
)
_ASKED_ON = re.compile(
    rf"(?:\b(?:brev|skrivelse)\s+af|\bhar\s+(?:den|d\.)|\bstillet\b[^.]{{0,120}}?\s(?:den|d\.))\s+(?P<date>{DATE})"
)
AROUND = 300  # characters on either side of the word "spørgsmål"


def loose_introduction(text: str, end: int) -> Introduction:
    """What the head of a text, up to `end`, says of the question in a sentence that no ministry is known for.

    Each field on its own; a date only where it is said to be that of the asking, and there is but one.
    """
    head = text[: min(end, HEAD_CHARS)]
    mention = _MENTIONED.search(head)
    if mention is None:
        return Introduction(0, 0)
    start = max(mention.start() - AROUND, 0)
    window = DATED.sub("", head[start : mention.end() + AROUND])
    dates = {fold(asked["date"]) for asked in _ASKED_ON.finditer(window)}
    low = fold(head).casefold()
    committee = next((known for known in _BY_LENGTH if known.casefold().removesuffix("et") in low), None)
    place, to, asker = re.search(_PLACE, window), _TO.search(window), _ASKER.search(window)
    return Introduction(
        start=start,
        end=mention.end(),
        numbers=numbers_of(mention["number"]) if mention["number"] else (),
        committee=committee,
        code=CODES[committee] if committee else None,
        bill=_bill(place["bill"]) if place and place["bill"] else None,
        date=dates.pop() if len(dates) == 1 else None,
        minister_title=_title(fold(to["minister"])) if to else None,
        asker=fold(asker["name"]) if asker else None,
        party=asker["party"] if asker else None,
        interim="foreløbigt" in window,
    )
