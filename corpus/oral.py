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
_MINISTER = (
    r"(?:[A-ZÆØÅ][^\n().:]{0,60}?ministeren|Ministeren for [^\n().:]{3,120}"
    r"|Den fg\.\s?(?:[a-zæøå][^\n().:]{0,60}?minister(?:en)?|minister(?:en)? for [^\n().:]{3,120}))"
)
_HEADING = re.compile(
    rf"^(?P<minister>{_MINISTER}) \((?P<name>[^()\n]{{3,60}})\):[ \t]*\n"
    r"|^(?P<member>[A-ZÆØÅ][^\n():]{2,60}) \((?P<party>[A-ZÆØÅ]{1,4})\):[ \t]*\n",
    re.MULTILINE,
)
_PRESIDING = r"(?:Den fg\.\s?formand|Formanden|(?:Første|Anden|Tredje|Fjerde|Femte)\s?næstformand)"
# "Kl. 13:07Første næstformand (Leif Lahn Jensen): Ministeren." stands glued behind a speech. Whatever follows it
# up to the next heading is the chair's as well: "Vi går videre til spørgsmål nr. 10."
_CHAIR = re.compile(rf"(?:Kl\. \d\d:\d\d\s*)?(?<!\(){_PRESIDING} \([^()\n]{{3,60}}\):")
# "(Susie Jessen (DD): Det er Jessen)." stands inside another's sentence.
_ASIDE = re.compile(
    rf"\((?:(?P<chair>{_PRESIDING})|(?P<minister>{_MINISTER})|(?P<member>[A-ZÆØÅ][^\n():.]{{2,60}}))"
    r" \((?P<detail>[^()\n]{1,60})\):[^()]{0,1000}(?:\([^()]{0,100}\)[^()]{0,1000}){0,5}\)\.?"
)
HEAD_CHARS = 2000  # number, addressee and asker stand at the top
STRANGERS = 2  # other members in a row without the minister: another debate has begun
_GROUNDS = re.compile(r"^Skriftlig begrundelse:?[ \t]*$", re.MULTILINE)  # inside a speech: the next question


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


def _exchange(text: str, speeches: list[_Speech], askers: set[str]) -> list[_Speech]:
    """The speeches of this question: up to the next written question, or to others who speak with no minister between.

    A second question by the same member to the same minister is kept unless its grounds are labelled as such.
    """
    askers = askers | {speech.name for speech in speeches[:1] if speech.role == "member"}
    ministers: set[str] = set()
    strangers = 0
    for place, speech in enumerate(speeches):
        known = speech.name in askers or speech.name in ministers
        if ministers and speech.role == "member" and _GROUNDS.search(text, speech.start, speech.end):
            return speeches[: place - strangers]
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


def _person(speech: _Speech) -> dict[str, str]:
    if speech.role == "minister":
        return {"name": speech.name, "title": indefinite(speech.detail)}
    return {"name": speech.name, "party": speech.detail}


def _turns(text: str, speech: _Speech) -> Iterator[Turn]:
    """A speech as turns: what others call out, and what the chair says behind it, is cut out of it."""
    person = _person(speech)
    chair = _CHAIR.search(text, speech.start, speech.end)
    end = chair.start() if chair else speech.end
    at = speech.start
    for aside in _ASIDE.finditer(text, speech.start, end):
        yield from _turn(text, at, aside.start(), speech.role, person)
        role: Role = "chair" if aside["chair"] else "minister" if aside["minister"] else "member"
        other = _Speech(role, aside["member"] or aside["detail"], aside["minister"] or aside["detail"], 0, 0)
        yield from _turn(text, aside.start(), aside.end(), role, {} if role == "chair" else _person(other))
        at = aside.end()
    yield from _turn(text, at, end, speech.role, person)
    yield from _turn(text, end, speech.end, "chair", {})


def _turn(text: str, start: int, end: int, role: Role, person: dict[str, str]) -> Iterator[Turn]:
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield Turn(start=start + lead, end=start + len(piece.rstrip()), role=role, **person)


def read(text: str) -> Fields | None:
    """The fields of an oral exchange, or None if the text is not one. The sitting's day is the day of the answer."""
    header, number = _HEADER.match(text.lstrip()), _NUMBER.search(text, 0, HEAD_CHARS)
    labels = {label["label"]: label for label in reversed(list(_LABEL.finditer(text)))}
    if header is None or number is None or "Svar" not in labels:
        return None
    addressed = _ADDRESSED.search(text, 0, HEAD_CHARS)
    askers = {addressed["asker"], *_SECOND.findall(addressed["rest"])} if addressed else set()
    speeches = _exchange(text, _speeches(text, labels["Svar"].end()), askers)
    turns = tuple(turn for speech in speeches for turn in _turns(text, speech))
    answering = next((turn for turn in turns if turn.role == "minister"), None)
    if answering is None:
        return None
    question = None
    if asked := labels.get("Spørgsmål"):
        until = labels.get("Skriftlig begrundelse", labels["Svar"])
        chair = _CHAIR.search(text, asked.end(), until.start())  # "… bededag?Formanden (Søren Gade): Værsgo."
        piece = text[asked.end() : chair.start() if chair else until.start()]
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
