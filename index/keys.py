"""Language-neutral keys: numbers, amounts, percentages, dates and question numbers, written one way. Pure.

An English query meets a Danish text through them: "DKK 20.8 million" and "20,8 mio. kr." are both
`amount:20800000`. Words are left to `analysis`.

Kinds of key: `n:1167` `amount:20800000` `pct:74.8` `date:2025-06-06` `month:2025-06` `day:06-06`
`par:20` (§) `spm:663` (a question to a committee) `s20:36` (a § 20 question).
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from corpus.citations import Language

MAX_DIGITS = 15  # a longer run of digits is an identifier or junk, not a quantity
MAX_CHARS = 20_000  # of a text that is looked at


class Key(NamedTuple):
    """One key and the code points `[start, end)` of the text that it was read from."""

    value: str
    start: int
    end: int


_NAMES = (
    "januar january jan|februar february feb|marts march mar|april apr|maj may|juni june jun|juli july jul|"
    "august aug|september sep sept|oktober october okt oct|november nov|december dec"
)
_MONTHS = {
    name: month
    for month, names in enumerate(
        _NAMES.split("|"),
        start=1,
    )
    for name in names.split()
}
# A look at the first letter spares most places the tries of every name.
_MONTH = "(?=[jfmasond])(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_NUMBER = r"(?<![\w.,])(?:[0-9]{1,3}(?: 000)+|[0-9]+(?:[.,\u00a0\u202f\u2009][0-9]+)*)(?![0-9])"
_CURRENCY = r"(?:kr\b\.?|kroner\b|dkk\b|danish kroner\b|eur\b|euros?\b|€|usd\b|dollars?\b|\$|£)"
_SCALES = {
    "tusind": 3, "thousand": 3, "tkr": 3, "t.kr": 3,
    "mio": 6, "million": 6, "millioner": 6, "millions": 6,
    "mia": 9, "milliard": 9, "milliarder": 9, "bn": 9,
    "billion": 12, "billioner": 12, "billions": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
_SCALE = "(?:" + "|".join(re.escape(name) for name in sorted(_SCALES, key=len, reverse=True)) + r")\b"

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w.-])(?P<year>[0-9]{4})-(?P<digits>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])",
        r"(?<![\w./-])(?P<day>[0-9]{1,2})(?P<sep>[./-])(?P<digits>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})(?![\w/-])",
        rf"(?<![\w.,])(?P<day>[0-9]{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?{_MONTH}(?:,?\s+(?P<year>[0-9]{{4}})\b)?",
        rf"\b{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>[0-9]{{4}})\b)?",
        rf"\b{_MONTH}\s+(?P<year>[0-9]{{4}})\b",
    )
)
_QUESTION = re.compile(
    r"\b(?:spm|sp(?:ø|o|oe)rgsm(?:å|a|aa)l(?:et)?|question)\b\.?\s*(?:(?:nr|no|nummer|number)\b\.?\s*)?"
    r"(?P<oral>S\s*)?(?P<digits>[0-9]{1,5})\b",
    re.IGNORECASE,
)
_ORAL = re.compile(r"(?<![\w.])S[ -]?(?P<digits>[0-9]{1,5})\b")  # a capital S: "Spm. nr. S 36", "§ 20 S 36"
_PARAGRAPH = re.compile(r"(?:§§?|\bparagraf|\bsection)\s*(?P<digits>[0-9]{1,4})\b", re.IGNORECASE)
_PERCENT = re.compile(rf"(?P<number>{_NUMBER})\s*(?:%|pct\b\.?|procent|per ?cent)", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?=[0-9kdeu€$£])(?:{_CURRENCY}\s?)?(?P<number>{_NUMBER})\s*"
    rf"(?:(?P<scale>{_SCALE})\.?(?:\s*{_CURRENCY})?|{_CURRENCY})|"
    rf"(?=[kdeu€$£]){_CURRENCY}\s?(?P<bare>{_NUMBER})",
    re.IGNORECASE,
)
_PLAIN = re.compile(_NUMBER)


def canonical(number: str, language: Language = "da") -> str | None:
    """The value of a written number: no separators, a point before a fraction ("1167", "20.8").

    Where both separators stand, the last is the decimal one. One kind alone, before groups of exactly three
    digits, groups thousands; a comma in Danish never does. None for what is no quantity ("1.2.3").
    """
    number = re.sub("[ \u00a0\u202f\u2009]", "", number)
    if sum(map(str.isdigit, number)) > MAX_DIGITS:
        return None
    marks = [mark for mark in number if mark in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        whole, _, fraction = number.rpartition(decimal)
        if decimal in whole:
            return None
        return _plain(whole.replace("." if decimal == "," else ",", "") + "." + fraction)
    if not marks:
        return _plain(number)
    groups = number.split(marks[0])
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if thousands and not (marks[0] == "," and language == "da"):
        return _plain("".join(groups))
    return _plain(".".join(groups)) if len(groups) == 2 else None


def _plain(number: str, power: int = 0) -> str:
    value = Decimal(number).scaleb(power)
    return f"{value.normalize():f}" if value else "0"


def _scaled(number: str, scale: str | None, language: Language) -> str | None:
    value = canonical(number, language)
    if value is None or scale is None:
        return value
    power = _SCALES[scale.lower()]
    # Danish "billion" is 10¹², English "billion" 10⁹ (and so the English "trillion" is 10¹²).
    if language == "en" and scale.lower().startswith("billion"):
        power = 9
    elif language == "da" and scale.lower().startswith("trillion"):
        power = 18
    return _plain(value, power)


def _dates(text: str) -> Iterator[Key]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            found = match.groupdict()
            named = found.get("month")
            month = _MONTHS[named.lower()] if named else int(found["digits"])
            day, year = found.get("day"), found.get("year")
            try:
                dt.date(int(year or 2000), month, int(day or 1))  # 2000 was a leap year
            except ValueError:
                continue
            values = []
            if day and year:
                values.append(f"date:{year}-{month:02}-{int(day):02}")
            if day:
                values.append(f"day:{month:02}-{int(day):02}")
            if year:
                values.append(f"month:{year}-{month:02}")
                values.append(f"n:{int(year)}")
            yield from (Key(value, *match.span()) for value in values)


def _questions(text: str) -> Iterator[Key]:
    for match in _QUESTION.finditer(text):
        yield Key(f"{'s20' if match['oral'] else 'spm'}:{int(match['digits'])}", *match.span())
    for match in _ORAL.finditer(text):
        yield Key(f"s20:{int(match['digits'])}", *match.span())
    for match in _PARAGRAPH.finditer(text):
        yield Key(f"par:{int(match['digits'])}", *match.span())


def _quantities(text: str, language: Language) -> Iterator[Key]:
    for match in _PERCENT.finditer(text):
        if value := canonical(match["number"], language):
            yield Key(f"pct:{value}", *match.span())
    for match in _AMOUNT.finditer(text):
        if value := _scaled(match["number"] or match["bare"], match["scale"], language):
            yield Key(f"amount:{value}", *match.span())


def find_keys(text: str, language: Language = "da") -> tuple[Key, ...]:
    """The keys of a text, the most telling first and each once; beyond `MAX_CHARS` nothing is looked at.

    Args:
        text: Any text.
        language: How its numbers are written: decides "1,167" and "billion".
    """
    text = text[:MAX_CHARS]
    named = [*_dates(text), *_questions(text)]
    taken = bytearray(len(text))  # one byte a character, so hostile text stays linear
    for key in named:
        if not key.value.startswith("par:"):
            taken[key.start : key.end] = b"\1" * (key.end - key.start)
    plain = [
        Key(f"n:{value}", *match.span())
        for match in _PLAIN.finditer(text)
        if not taken[match.start()] and (value := canonical(match[0], language))
    ]
    first: dict[str, Key] = {}
    for key in (*named, *_quantities(text, language), *plain):
        first.setdefault(key.value, key)
    return tuple(first.values())


def leading(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The most telling key of every stretch of text: "6. juni 2025" is one thing, though it has four keys."""
    chosen: list[Key] = []
    for key in keys:
        if all(key.end <= other.start or other.end <= key.start for other in chosen):
            chosen.append(key)
    return tuple(chosen)
