"""Where each field of a document was read: the words in its text that give it, or the table that does. Pure.

A place is looked for where the form reads the field (a letter's introducing sentence, its head, its signature; a
debate's heading), and counts only if the words there give the very value. What stands above the text that a document
is cut from (a sitting's date, the head of a letter with several answers) has no place in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.fields import DATE, date_in_words
from corpus.introductions import AROUND, HEAD_CHARS, introduction, loose_introduction, numbers_of, official, session_of
from corpus.ministers import title_of
from corpus.schema import Document, Span, fold
from corpus.signatures import DATED
from corpus.status import status_of

# "committee": it follows from that field; "default": nothing says that the answer is any but final.
Where = Literal["text", "minister table", "committee", "default", "above the text"]
FIELDS = (
    "number", "session", "committee", "committee_code", "bill", "asked_on", "answered_on", "asker", "minister",
    "minister_title", "status",
)  # fmt: skip
_NUMBER = re.compile(
    r"(?:\bnr\.?|[Ss]pørgsmål(?:et)?)\s*(?P<value>[A-ZÆØÅ]?\s?\d{1,5}(?:\s*(?:,|-|–|og|til)\s*(?:S\s?)?\d{1,5}){0,20})(?!\w)"
)
_YEARS = re.compile(r"(?P<value>(?P<years>\d{4}-\d\d)(?:,?\s*\(?(?P<part>\d)\.\s+samling\)?)?)")
_SITTING = re.compile(r"samling (?P<value>\d{5})\b")
_DAY = re.compile(rf"(?P<value>{DATE})")
_ISO_DAY = re.compile(r"møde den (?P<value>\d{4}-\d\d-\d\d)")
_COMMITTEE = re.compile(
    r"\b(?P<value>(?:Udvalget\s+for|[A-ZÆØÅ][\w-]*)(?:[ \t,]+[\w-]+){0,6}?[ \t]?\w*udvalg(?:et)?)s?\b"
)
_DELAYED = re.compile(r"(?P<value>[Ff]oreløbigt)")
_ASKED_ONLY = re.compile(r"(?P<value>[Uu]dbeder\s+sig)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field was read; `span` is its place in the document's text, where it has one."""

    where: Where
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Zones:
    """The parts of a text that its form reads from, as [start, end)."""

    sentence: tuple[int, int]  # that introduces the question
    head: tuple[int, int]
    above: tuple[int, int]  # the sentence: the letter's own date
    answer: tuple[int, int]
    signature: tuple[int, int]  # below the answer
    heading: tuple[int, int]  # above the answer


def _zones(document: Document) -> _Zones:
    text = document.text
    turns = [turn for turn in document.turns if turn.role in {"minister", "agency"}]
    first = turns[0].start if turns else len(text)
    last = turns[-1].end if turns else len(text)
    found = introduction(text) or loose_introduction(text, first)
    asked = document.question.start if document.question else first
    head = (0, min(max(asked, found.end), HEAD_CHARS, len(text)))
    return _Zones((found.start, found.end), head, (0, found.start), (first, last), (last, len(text)), (0, first))


def _find(
    text: str, pattern: re.Pattern[str], zones: list[tuple[int, int]], gives: Callable[[re.Match[str]], bool]
) -> Span | None:
    """The first words, zone by zone, that match and give the value."""
    for start, end in zones:
        for match in pattern.finditer(text, start, end):
            if gives(match):
                return Span(start=match.start("value"), end=match.end("value"))
    return None


def _words(written: str) -> re.Pattern[str]:
    """These words over any white space, a minister's title in its definite form too."""
    spaced = r"\s+".join(re.escape(word) for word in written.split())
    spaced = re.sub(r"minister\b", "minister(?:en)?", spaced).replace(r"fg\.", r"(?:fg\.|fungerende)")
    return re.compile(rf"(?<!\w)(?P<value>{spaced})(?!\w)", re.IGNORECASE)


def _always(_: re.Match[str]) -> bool:
    return True


def _number(document: Document, zones: _Zones) -> Span | None:
    def gives(match: re.Match[str]) -> bool:
        return document.number in numbers_of(match["value"])

    return _find(document.text, _NUMBER, [zones.sentence, zones.head, zones.heading], gives)


def _session(document: Document, zones: _Zones) -> Span | None:
    if document.form == "oral":
        return _find(document.text, _SITTING, [zones.heading], lambda match: match["value"] == document.session)
    found = [zones.sentence, zones.head]
    return _find(
        document.text, _YEARS, found, lambda match: session_of(match["years"], match["part"]) == document.session
    )


def _committee(document: Document, zones: _Zones) -> Span | None:
    exact = _words(document.committee or "")
    zones_of = [zones.sentence, zones.head]
    return _find(document.text, exact, zones_of, _always) or _find(
        document.text, _COMMITTEE, zones_of, lambda match: official(match["value"]) == document.committee
    )


def _asked_on(document: Document, zones: _Zones) -> Span | None:
    if document.status == "question":
        return _dated(document, zones, document.asked_on)
    around = (max(zones.sentence[0] - AROUND, 0), min(zones.sentence[1] + AROUND, zones.head[1]))
    return _find(
        document.text, _DAY, [zones.sentence, around],
        lambda match: date_in_words(fold(match["value"])) == document.asked_on,
    )  # fmt: skip


def _dated(document: Document, zones: _Zones, day: object) -> Span | None:
    """The letter's own date, which stands alone."""
    for match in DATED.finditer(document.text[: zones.above[1]]):
        if match["words"]:
            if date_in_words(fold(match["words"])) == day:
                return Span(start=match.start("words"), end=match.end("words"))
        elif f"{match['year']}-{match['month']}-{match['day']}" == str(day):
            return Span(start=match.start("day"), end=match.end("year"))
    return None


def _answered_on(document: Document, zones: _Zones) -> Span | None:
    if document.form == "oral":
        return _find(
            document.text, _ISO_DAY, [zones.heading], lambda match: match["value"] == str(document.answered_on)
        )
    return _dated(document, zones, document.answered_on)


def _status(document: Document, zones: _Zones) -> Origin:
    text, (start, end) = document.text, zones.answer
    if document.status == "final":
        return Origin("default")
    if document.status == "question":
        span = _find(text, _ASKED_ONLY, [zones.sentence, zones.head], _always)
    else:
        said = status_of(text[start:end], False) == document.status
        marked = [zones.sentence, zones.head, (max(start - 40, 0), start)]
        span = Span(start=start, end=end) if said else _find(text, _DELAYED, marked, _always)
    return Origin("text", span) if span else Origin("above the text")


def _spans(document: Document, zones: _Zones) -> Iterator[tuple[str, Span | None]]:
    """Each field that has a value but for the status, with its place in the text."""
    text = document.text
    signed = [zones.heading] if document.form == "oral" else [zones.signature, zones.heading]
    places: dict[str, Callable[[], Span | None]] = {
        "number": lambda: _number(document, zones),
        "session": lambda: _session(document, zones),
        "committee": lambda: _committee(document, zones),
        "committee_code": lambda: _find(text, re.compile(rf"\b(?P<value>{document.committee_code})\b"),
                                        [zones.sentence, zones.head], _always),
        "bill": lambda: _find(text, _words(document.bill or ""),
                              [zones.sentence, zones.head], _always),
        "asked_on": lambda: _asked_on(document, zones),
        "answered_on": lambda: _answered_on(document, zones),
        "asker": lambda: _find(text, _words(document.asker or ""), [zones.sentence, zones.heading], _always),
        "minister": lambda: _find(text, _words(document.minister or ""), signed, _always),
        "minister_title": lambda: _find(text, _words(document.minister_title or ""),
                                        [*signed[:1], zones.sentence, *signed[1:]], _always),
    }  # fmt: skip
    for name, place in places.items():
        if getattr(document, name):
            yield name, place()


def origins(document: Document) -> dict[str, Origin]:
    """Where each field with a value was read, in the order of `FIELDS`."""
    found: dict[str, Origin] = {}
    zones = _zones(document)
    for name, span in _spans(document, zones):
        if span:
            found[name] = Origin("text", span)
        elif name == "committee_code" and document.committee:
            found[name] = Origin("committee")
        elif name == "minister_title" and document.minister and (
            title_of(document.minister, document.asked_on) == document.minister_title
        ):  # fmt: skip
            found[name] = Origin("minister table")
        else:
            found[name] = Origin("above the text")
    found["status"] = _status(document, zones)
    return {name: found[name] for name in FIELDS if name in found}
