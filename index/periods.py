"""Periods in words: "i januar 2023", "siden 2023", "mellem 2022 og 2024" as an inclusive range of days. Pure.

A month or season without a year is the last one that holds a document: "i maj", "in the spring".

Whether a period narrows anything is for `named` to say; here it is only read.
"""

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.citations import MONTHS

Binding = Literal["within", "from", "open", "bare"]


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both ends inclusive; None leaves that end open.

    `binding` tells how it was tied on: "within" ("i 2023", "mellem … og …"), "from" ("fra 2023": as likely the
    year of a thing), "open" ("siden", "efter", "før"), "bare" ("2023").
    """

    since: dt.date | None
    until: dt.date | None
    binding: Binding

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in the period."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


_MONTH_OF = {
    spelling: month
    for names in MONTHS.values()
    for month, name in enumerate(names, 1)
    for spelling in (name.lower(), name.lower()[:3])
}
_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)[0-9]{2}"
_SEASONS = {"forar": (3, 5), "spring": (3, 5), "sommer": (6, 8), "summer": (6, 8)} | dict.fromkeys(
    ("efterar", "autumn", "fall"), (9, 11)
)
_PARTS = {
    "forste": 1,
    "first": 1,
    "anden": 2,
    "andet": 2,
    "second": 2,
    "tredje": 3,
    "third": 3,
    "fjerde": 4,
    "fourth": 4,
}
_SEASON = (
    f"(?:(?:{'|'.join(_SEASONS)})(?:et|en)?"
    rf"|(?:[1-4](?:st|nd|rd|th)?|{'|'.join(_PARTS)}) (?:kvartal|quarter|halvar|half))"
)
_POINT = (
    rf"(?:(?:(?:den |the |d )?[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH} {_YEAR}"
    rf"|[0-9]{{1,2}} [0-9]{{1,2}} {_YEAR}|{_SEASON} (?:(?:of|af|i|in) )?{_YEAR}"
    rf"|{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)? {_YEAR}|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}|{_YEAR})"
)
_END = r"(?!\S)"
_RANGE = re.compile(
    rf"(?<!\S)(?:(?:mellem|between) (?P<a>{_POINT}|{_MONTH}) (?:og|and) (?P<b>{_POINT})"
    rf"|(?:fra|from) (?P<c>{_POINT}|{_MONTH}) (?:til|to|og|and|through) (?P<d>{_POINT})"
    rf"|(?:i |in |fra |from )?(?P<e>{_YEAR})-(?P<f>{_YEAR})){_END}"
)
_SINGLE = re.compile(
    rf"(?<!\S)(?:(?P<word>fra og med|fra|from|on|i|in|during|under|siden|since|efter|after|for|before|inden|indtil|"
    rf"until|frem til|up to) (?:ar |aret |the year |the )?)?(?P<point>{_POINT}){_END}"
)
_RELATIVE = re.compile(
    r"(?<!\S)(?:fra |from )?(?:(?P<year>i ar|this year)|(?P<last_year>sidste ar|last year)"
    r"|(?P<month>(?:i )?denne maned|this month)|(?P<last_month>(?:i )?sidste maned|last month)"
    r"|(?P<week>(?:i )?denne uge|this week)|(?P<last_week>(?:i )?sidste uge|last week)"
    r"|(?P<new_year>siden nytar|since new year))(?!\S)"
)


_YEARLESS = re.compile(
    rf"(?<!\S)(?P<word>i|in|during|siden|since|efter|after|before|inden)(?: the)?"
    rf" (?P<point>(?:{'|'.join(name for name in _MONTH_OF if len(name) > 3)}|maj|may|{_SEASON})(?: maned)?)(?!\S)"
    rf"(?! (?:(?:af |of )?\d|ar\b|aret|naste|hvert|every|next|sidste|last))"
)


def _months(season: str) -> tuple[int, int]:
    """The first and last month of "foraret", "2 kvartal", "forste halvar"."""
    which, _, part = season.partition(" ")
    if not part:
        return _SEASONS[re.sub("(?:et|en)$", "", season)]
    length = 3 if part in ("kvartal", "quarter") else 6
    number = min(_PARTS.get(which) or int(which[0]), 12 // length)
    return length * (number - 1) + 1, length * number


def _bounds(point: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of "2023", "foråret 2023", "januar 2023", "18 januar 2023"; None for no such day."""
    if season := re.match(_SEASON, point):
        year, (begin, end) = int(point[-4:]), _months(season.group())
        return dt.date(year, begin, 1), dt.date(year, end, calendar.monthrange(year, end)[1])
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", point):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        words = point.split()
        year = int(words[-1])
        month = next((_MONTH_OF[word] for word in words if word in _MONTH_OF), 0)
        days = [found[0] for word in words[:-1] if (found := re.match(r"[0-9]{1,2}", word))]
        day = int(days[0]) if days else 0
        month = month or (int(days[1]) if len(days) > 1 else 0)  # "18.1.2023"
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def _tied(word: str | None, first: dt.date, last: dt.date) -> Period:
    one_day = dt.timedelta(days=1)
    match word:
        case None:
            return Period(first, last, "bare")
        case "siden" | "since" | "fra og med":
            return Period(first, None, "open")
        case "efter" | "after":
            return Period(last + one_day, None, "open")
        case "for" | "before" | "inden":
            return Period(None, first - one_day, "open")
        case "indtil" | "until" | "frem til" | "up to":
            return Period(None, last, "open")
        case "fra" | "from":
            return Period(first, last, "from")
    return Period(first, last, "within")


def _relative(what: str, today: dt.date) -> Period:
    """The period that a name of `_RELATIVE` means on a day."""
    one_day = dt.timedelta(days=1)
    monday, first = today - today.weekday() * one_day, today.replace(day=1)
    year = today.year - (what == "last_year")
    match what:
        case "month":
            return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), "within")
        case "last_month":
            return Period((first - one_day).replace(day=1), first - one_day, "within")
        case "week":
            return Period(monday, monday + 6 * one_day, "within")
        case "last_week":
            return Period(monday - 7 * one_day, monday - one_day, "within")
        case "new_year":
            return Period(dt.date(year, 1, 1), None, "open")
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "within")


def _latest(point: str, today: dt.date, dates: Collection[dt.date]) -> tuple[dt.date, dt.date] | None:
    """The last month or season of that name that holds one of the dates, else that has begun."""

    def begun(years: Iterable[int]) -> Iterator[tuple[dt.date, dt.date]]:
        for year in years:
            bounds = _bounds(f"{point.removesuffix(' maned')} {year}")
            if bounds and bounds[0] <= today:
                yield bounds

    held = begun(sorted({day.year for day in dates}, reverse=True))
    last = next(begun((today.year, today.year - 1)), None)
    return next((bounds for bounds in held if any(bounds[0] <= day <= bounds[1] for day in dates)), last)


def find_periods(
    joined: str, before_at: frozenset[int], today: dt.date | None, dates: Collection[dt.date] = ()
) -> Iterator[tuple[int, int, Period]]:
    """The periods of a text with their places, longer readings first.

    Args:
        joined: Skeletons of words (`analysis.skeleton`) with one space between them.
        before_at: Where the skeleton "for" was written "før": "for 2024" is no limit.
        today: What "i år" and "i maj" are counted from; without it such words name no period.
        dates: Those of the documents: "i maj" is the last May that holds one, if any does.
    """
    for match in _RANGE.finditer(joined):
        start, end = (point for point in match.groups() if point)
        if not re.search(_YEAR, start):  # "fra januar til marts 2023"
            start = f"{start} {end[-4:]}"
        first, last = _bounds(start), _bounds(end)
        if first and last and first[0] <= last[1]:
            yield *match.span(), Period(first[0], last[1], "within")
    for match in _SINGLE.finditer(joined):
        word, begin = match["word"], match.start()
        if word == "for" and begin not in before_at:
            word, begin = None, match.start("point")
        if bounds := _bounds(match["point"]):
            word = word or ("on" if re.match("(?:den|the) ", match["point"]) else None)
            yield begin, match.end(), _tied(word, *bounds)
    if today:
        for match in _RELATIVE.finditer(joined):
            yield *match.span(), _relative(match.lastgroup or "", today)
        for match in _YEARLESS.finditer(joined):
            if bounds := _latest(match["point"], today, dates):
                yield *match.span(), _tied(match["word"], *bounds)
