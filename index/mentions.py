"""Whom and what a query mentions that the corpus' fields could hold: people, offices, parties, committees, numbers.

A mention is no narrowing yet: "mødes justitsministeren med …" mentions an office and narrows nothing. That is
decided by `named`; periods are read by `periods`. Pure.
"""

import bisect
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.committees import CODES
from corpus.offices import DANISH, ENGLISH, areas_of
from corpus.parties import LETTERS, NAMES
from index.analysis import skeleton
from index.names import KnownNames, Token, bare_words, people_of
from index.periods import Period, find_periods

# One letter each, because the frames of `named` are regular expressions over these letters.
Kind = Literal["n", "r", "c", "o", "g", "m", "a", "b", "f", "t", "i", "y"]


@dataclass(frozen=True, slots=True)
class Office:
    """A minister's areas, and how the query said it ("socialministeren", "minister of justice")."""

    areas: frozenset[str]
    said: str

    def held_by(self, title: str) -> bool:
        """Whether a title covers every area named."""
        return self.areas <= areas_of(title)


@dataclass(frozen=True, slots=True)
class Mention:
    """The tokens `[first, last)` as one thing; `known` tells whether the corpus holds such a thing at all."""

    kind: Kind  # n number, r "nr. 5", c committee, o office, g its genitive, m/a/b person, f party, t/i/y period
    first: int
    last: int
    known: bool = True
    number: str | None = None
    committee_code: str | None = None
    office: Office | None = None
    minister: str | None = None
    asker: str | None = None
    party: str | None = None
    period: Period | None = None


_IN = r"(?<!\S)"
_OUT = r"(?!\S)"
_CODES = {skeleton(code.lower()): code for code in CODES.values()}
_CODE = "(?P<code>" + "|".join(sorted(_CODES)) + ")"
_NR = r"(?:nr|no|nummer|number)"
_SPM = r"(?:(?:spm|sporgsmal(?:et)?|question)(?: nr| no| nummer| number)? )"
_PART = r"(?: alm(?:indelig)? del)?(?: 20\d\d-\d\d)?"
_COMMITTEE_NUMBER = re.compile(
    rf"{_IN}(?:(?:{_CODE}{_PART} )(?:svar (?:pa|to) )?(?:{_SPM}|{_NR} )?|{_SPM})(?P<digits>[0-9]{{1,5}}){_OUT}"
)
_ORAL_NUMBER = re.compile(
    rf"{_IN}(?P<par>§ 20(?:[- ]sporgsmal(?:et)?(?: nr)?)? )?(?P<spm>{_SPM})?(?:s |s-?)(?P<digits>[0-9]{{1,5}}){_OUT}"
    rf"|{_IN}§ 20[- ]sporgsmal(?:et)? (?:nr )?(?P<bare>[0-9]{{1,5}}){_OUT}"
)
_WEAK_NUMBER = re.compile(rf"{_IN}{_NR} (?P<digits>[0-9]{{1,5}}){_OUT}")
_BARE_CODE = re.compile(rf"{_IN}{_CODE}{_PART}{_OUT}")

_AREAS = {skeleton(word): area for word, area in DANISH.items()}
_MINISTER = re.compile("minist(?:er|eren|ern|ren|eriet)s?$")
_AREA = "(?:" + "|".join(sorted(_AREAS, key=len, reverse=True)) + ")"
_SUBJECT = "(?:" + "|".join(sorted(ENGLISH, key=len, reverse=True)) + ")"
_SUBJECTS = rf"{_SUBJECT}(?:(?: and)?(?: the)? {_SUBJECT}){{0,3}}(?: affairs)?"
_OFFICE = re.compile(
    skeleton(
        rf"{_IN}(?:(?:den |fg |fungerende ){{0,2}}"
        rf"(?P<danish>(?:[^\W\d_]{{2,30}}- ){{0,4}}(?:og )?[^\W\d_]{{2,30}})minist(?:eren|ern|ren|eriet)(?P<own>s)?"
        rf"|minist(?:eren|eriet) for (?P<for>{_AREA}(?:(?: og)? {_AREA}){{0,3}})"
        rf"|(?:minister|ministry) (?:of|for) (?:the )?(?P<of>{_SUBJECTS})(?P<owns>['’]s)?"
        rf"|(?P<english>{_SUBJECTS}) (?:minister|ministry)(?P<their>['’]s)?){_OUT}"
    )
)
_SUBJECT_WORD = re.compile(rf"{_IN}{_SUBJECT}{_OUT}")
# What may stand before or after a bare "S 36", which else could be a party and a count.
_LEADS_TO_NUMBER = re.compile("svar(et)?|pa|to|til|spm|sporgsmal(et)?|question|answer|om|on|about")
_FOLLOWS_NUMBER = re.compile(
    "om|on|about|hvor\\w*|hvad|what|why|how|when|fra|from|til|to|i|in|med|with|er|is|blev|was|svar(et)?|answer|og|and"
    "|besvaret|answered|[0-9]{1,2}"
)


_OWNING = re.compile("'?s$")
_COMMITTEES = {bare_words(name): code for name, code in CODES.items()}
_PARTIES = {bare_words(name): party for name, party in NAMES.items()}
_LONGEST_NAME = max(map(len, (*_COMMITTEES, *_PARTIES)))


def _area(token: Token) -> str:
    """The area a word of a Danish title names; "" for "den", "og" and the like."""
    word = _MINISTER.sub("", token.text.casefold().rstrip("-"))
    return _AREAS.get(skeleton(word), next(iter(areas_of(word)), ""))


class _Finder:
    """One query's tokens as a line of skeletons, with the way back from places in it to tokens."""

    def __init__(self, tokens: tuple[Token, ...], names: KnownNames) -> None:
        self.tokens = tokens
        self.names = names
        self.line = " ".join(token.bare for token in tokens)
        self.starts: list[int] = []
        at = 0
        for token in tokens:
            self.starts.append(at)
            at += len(token.bare) + 1

    def place(self, start: int, end: int) -> tuple[int, int]:
        return bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)

    def numbers(self) -> Iterator[Mention]:
        for match in _COMMITTEE_NUMBER.finditer(self.line):
            first, last = self.place(*match.span())
            code = _CODES[match["code"]] if match["code"] else None
            number = match["digits"].lstrip("0") or "0"
            if not code and number not in self.names.numbers and f"S {number}" in self.names.numbers:
                number = f"S {number}"  # question time's, as people say it
            known = number in self.names.numbers and (code is None or code in self.names.committee_codes)
            if code and not (known or self.tokens[first].text.isupper()):  # "tru 5 mennesker"
                continue
            if known or "spm" in match[0] or "sporgsmal" in match[0] or not re.fullmatch("(?:19|20)..", number):
                yield Mention("n", first, last, known, number=number, committee_code=code)
        for match in _ORAL_NUMBER.finditer(self.line):
            first, last = self.place(*match.span())
            number = f"S {(match['digits'] or match['bare']).lstrip('0') or '0'}"
            named = match["bare"] or match["par"] or match["spm"]
            if named or self._stands_alone(first, last, number in self.names.numbers):
                yield Mention("n", first, last, number in self.names.numbers, number=number)
        for match in _WEAK_NUMBER.finditer(self.line):
            number = match["digits"]
            yield Mention("r", *self.place(*match.span()), number in self.names.numbers, number=number)

    def _stands_alone(self, first: int, last: int, known: bool) -> bool:
        """Whether "S 36" is a number, no party and a count; one that the corpus lacks only where nothing follows."""
        tokens = self.tokens
        capital = tokens[first].text.startswith("S")
        led = first == 0 or bool(_LEADS_TO_NUMBER.fullmatch(tokens[first - 1].bare)) or self._mark_before(first)
        if not (led or (known and capital)):
            return False
        if not known:
            return last == len(tokens) and capital
        # "S 36 mandater": what follows without a mark makes it a count.
        return last == len(tokens) or bool(_FOLLOWS_NUMBER.fullmatch(tokens[last].bare)) or self._mark_before(last)

    def _mark_before(self, index: int) -> bool:
        return self.tokens[index].start - self.tokens[index - 1].end > 1

    def offices(self) -> Iterator[Mention]:
        for match in _OFFICE.finditer(self.line):
            first, last = self.place(*match.span())
            tokens = self.tokens[first:last]
            if english := match["of"] or match["english"]:
                areas = frozenset(ENGLISH[word[0]] for word in _SUBJECT_WORD.finditer(english))
            else:
                areas = frozenset(area for token in tokens if (area := _area(token)))
            office = Office(areas, " ".join(token.text for token in tokens))
            known = bool(areas) and any(office.held_by(title) for title in self.names.titles)
            own = match["own"] or match["owns"] or match["their"]
            yield Mention("g" if own else "o", first, last, known, office=office)

    def committees_and_parties(self) -> Iterator[Mention]:
        for match in _BARE_CODE.finditer(self.line):
            first, last = self.place(*match.span())
            code = _CODES[match["code"]]
            if self.tokens[first].text.isupper():
                yield Mention("c", first, last, code in self.names.committee_codes, committee_code=code)
        for first, token in enumerate(self.tokens):
            if party := LETTERS.get(token.text):
                yield Mention("f", first, first + 1, party in self.names.parties, party=party)
            for last in range(first + 1, min(first + _LONGEST_NAME, len(self.tokens)) + 1):
                words = tuple(token.bare for token in self.tokens[first:last])
                if found := _COMMITTEES.get(words):
                    yield Mention("c", first, last, found in self.names.committee_codes, committee_code=found)
                if found := _PARTIES.get(words):
                    yield Mention("f", first, last, found in self.names.parties, party=found)

    def people(self) -> Iterator[Mention]:
        lookups = people_of(self.names)
        for first in range(len(self.tokens)):
            for last in range(first + 1, min(first + lookups.longest, len(self.tokens)) + 1):
                words = tuple(token.bare for token in self.tokens[first:last])
                minister, asker = lookups.ministers.get(words), lookups.askers.get(words)
                owner = lookups.ministers.get((*words[:-1], _OWNING.sub("", words[-1])))
                if not (minister or asker or owner or words in lookups.absent) or (
                    len(words) == 1 and not self._is_surname(first)
                ):
                    continue
                if minister or asker:
                    kind: Kind = "b" if minister and asker else "m" if minister else "a"
                    yield Mention(kind, self._title_before(first), last, minister=minister, asker=asker)
                elif owner:
                    yield Mention("g", first, last, minister=owner)
                else:
                    yield Mention("m", first, last, known=False)

    def _is_surname(self, index: int) -> bool:
        before = self.tokens[index - 1].bare if index else ""
        return self.tokens[index].text[0].isupper() or before.endswith("minister") or before in {"fra", "from"}

    def _title_before(self, index: int) -> int:
        """Where "social- og boligminister" starts that leads to the name at `index`, else `index`."""
        first = index - 1
        if first < 0 or not self.tokens[first].bare.endswith("minister"):
            return index
        while first and (self.tokens[first - 1].bare.endswith("-") or self.tokens[first - 1].bare == "og"):
            first -= 1
        return first

    def periods(self, today: dt.date | None) -> Iterator[Mention]:
        before = frozenset(
            at for at, token in zip(self.starts, self.tokens, strict=True) if token.text.casefold() in {"før", "foer"}
        )
        kinds: dict[str, Kind] = {"open": "t", "bare": "y", "within": "i", "from": "i"}
        for start, end, period in find_periods(self.line, before, today, self.names.dates):
            yield Mention(kinds[period.binding], *self.place(start, end), period=period)


def find_mentions(tokens: tuple[Token, ...], names: KnownNames, today: dt.date | None = None) -> tuple[Mention, ...]:
    """The mentions of a query from left to right; of those that overlap the longer, else the one read first."""
    finder = _Finder(tokens, names)
    found = [
        *finder.numbers(),
        *finder.periods(today),
        *finder.people(),
        *finder.offices(),
        *finder.committees_and_parties(),
    ]
    chosen: list[Mention] = []
    end = 0
    for mention in sorted(found, key=lambda mention: (mention.first, -mention.last)):
        if mention.first >= end:
            chosen.append(mention)
            end = mention.last
    return tuple(chosen)
