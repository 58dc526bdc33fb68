"""The oral form: a § 20 question in question time, turn by turn (as in the parliament's open data).

Only the minister's own turns may be quoted; the member's, and the chair's interjections, are kept apart.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.fields import Fields, indefinite
from corpus.schema import Role, Span, Turn

_HEADER = re.compile(r"Folketinget, samling (?P<session>\d{5}), møde den (?P<date>\d{4}-\d\d-\d\d)")
_NUMBER = re.compile(r"^Spm\. nr\. (?P<number>S \d+)", re.MULTILINE)
_ADDRESSED = re.compile(
    r"^Til (?P<title>[^\n:]+?) af: (?P<asker>[^\n(]+?) \((?P<party>[A-ZÆØÅ]+)\)(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_SECOND = re.compile(r"medspørger: (?P<name>[^(]+?) \(")
_LABEL = re.compile(r"^(?P<label>Spørgsmål|Skriftlig begrundelse|Svar):\n", re.MULTILINE)
_HEADING = re.compile(
    r"^(?P<minister>(?:Den fg\. )?(?:[A-ZÆØÅ][^\n().:]{0,60}?ministeren|Ministeren for [^\n().:]{3,60}))"
    r" \((?P<name>[^()\n]{3,60})\):\n"
    r"|^(?P<member>[A-ZÆØÅ][^\n():]{2,60}) \((?P<party>[A-ZÆØÅ]{1,4})\):\n",
    re.MULTILINE,
)
# "Kl. 13:07Første næstformand (Leif Lahn Jensen): Ministeren." stands glued into a speech, up to the line's end.
_CHAIR = re.compile(
    r"(?:Kl\. \d\d:\d\d\s*)?(?:Den fg\. formand|Formanden|[A-ZÆØÅ][a-zæøå]+ næstformand) \([^()\n]{3,60}\):[^\n]*"
)
STRANGERS = 2  # other members in a row without the minister: another debate has begun


@dataclass(frozen=True, slots=True)
class _Speech:
    role: Role
    name: str
    detail: str  # a minister's title as headed, a member's party
    start: int
    end: int


def _speeches(text: str, start: int) -> list[_Speech]:
    headings = list(_HEADING.finditer(text, start))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        _Speech("minister", heading["name"], heading["minister"], heading.end(), end)
        if heading["minister"]
        else _Speech("member", heading["member"], heading["party"], heading.end(), end)
        for heading, end in zip(headings, ends, strict=True)
    ]


def _exchange(speeches: list[_Speech], askers: set[str]) -> list[_Speech]:
    """The speeches of this question: up to where other members speak with no minister between them."""
    askers = askers | {speech.name for speech in speeches[:1] if speech.role == "member"}
    ministers: set[str] = set()
    strangers = 0
    for place, speech in enumerate(speeches):
        known = speech.name in askers or speech.name in ministers
        if speech.role == "minister" and (known or (not strangers and not ministers)):
            ministers.add(speech.name)
            strangers = 0
        elif not known:
            strangers += 1
            if strangers >= STRANGERS or speech.role == "minister":
                return speeches[: place + 1 - strangers]
        else:
            strangers = 0
    return speeches[: len(speeches) - strangers] if strangers else speeches


def _turns(text: str, speech: _Speech) -> Iterator[Turn]:
    """A speech as turns, the chair's interjections cut out of it."""
    person = (
        {"name": speech.name, "title": indefinite(speech.detail)}
        if speech.role == "minister"
        else {"name": speech.name, "party": speech.detail}
    )
    at = speech.start
    for chair in _CHAIR.finditer(text, speech.start, speech.end):
        yield from _turn(text, at, chair.start(), speech.role, person)
        yield from _turn(text, chair.start(), chair.end(), "chair", {})
        at = chair.end()
    yield from _turn(text, at, speech.end, speech.role, person)


def _turn(text: str, start: int, end: int, role: Role, person: dict[str, str]) -> Iterator[Turn]:
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield Turn(start=start + lead, end=start + len(piece.rstrip()), role=role, **person)


def read(text: str) -> Fields | None:
    """The fields of an oral exchange, or None if the text is not one. The sitting's day is the day of the answer."""
    header, number = _HEADER.match(text), _NUMBER.search(text, 0, 500)
    labels = {label["label"]: label for label in reversed(list(_LABEL.finditer(text)))}
    if header is None or number is None or "Svar" not in labels:
        return None
    addressed = _ADDRESSED.search(text, 0, 2000)
    askers = {addressed["asker"], *_SECOND.findall(addressed["rest"])} if addressed else set()
    speeches = _exchange(_speeches(text, labels["Svar"].end()), askers)
    turns = tuple(turn for speech in speeches for turn in _turns(text, speech))
    answering = next((turn for turn in turns if turn.role == "minister"), None)
    if answering is None:
        return None
    question = None
    if asked := labels.get("Spørgsmål"):
        until = labels.get("Skriftlig begrundelse", labels["Svar"])
        piece = text[asked.end() : until.start()]
        if piece.strip():
            question = Span(start=asked.end(), end=asked.end() + len(piece.rstrip()))
    return Fields(
        turns=turns,
        question=question,
        number=number["number"],
        session=header["session"],
        answered_on=_date(header["date"]),
        asker=addressed["asker"] if addressed else None,
        asker_party=addressed["party"] if addressed else None,
        minister=answering.name,
        minister_title=answering.title,
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
