"""Who said what: the headings of a debate, the turns between them, and where the talk about one question ends.

Only a minister's own turns may be quoted; the members', and the chair's interjections, are kept apart.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.fields import indefinite
from corpus.schema import Role, Span, Turn, trimmed

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
_TIME = r"Kl\. \d\d:\d\d"
# "Kl. 13:07Første næstformand (Leif Lahn Jensen): Ministeren." stands glued behind a speech. Whatever follows it
# up to the next heading is the chair's as well: "Vi går videre til spørgsmål nr. 10."
CHAIR = re.compile(
    rf"(?:{_TIME}\s*)?(?<!\(){_PRESIDING} \([^()\n]{{3,60}}\):|(?:{_TIME}\s*|^){_PRESIDING}:[ \t]*$", re.MULTILINE
)
_LATE_TIME = re.compile(rf"{_TIME}\Z")
_TIME_CHARS = len("Kl. 13:07")
# "(Susie Jessen (DD): Det er Jessen)." stands inside another's sentence.
_ASIDE = re.compile(
    rf"\((?:(?P<chair>{_PRESIDING})|(?P<minister>{_MINISTER})|(?P<member>[A-ZÆØÅ][^\n():.]{{2,60}}))"
    r" \((?P<detail>[^()\n]{1,60})\):[^()]{0,1000}(?:\([^()]{0,100}\)[^()]{0,1000}){0,5}\)\.?"
)
STRANGERS = 2  # other members in a row without the minister: another debate has begun
GROUNDS = re.compile(r"^Skriftlig begrundelse:?[ \t]*$", re.MULTILINE)  # inside a speech: the next question
READ_OUT = 0.5  # of a question's words come again when its asker reads it out
MIN_WORDS = 6  # of a question that is told from "Tak for det."
_WORD = re.compile(r"\w+")
_SECOND = re.compile(r"medspørger: ([^(]{3,60}?) \(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """What stands between two headings; `head` is where its own begins."""

    role: Role
    name: str
    detail: str  # a minister's title as headed, a member's party
    head: int
    start: int
    end: int


def speeches(text: str, start: int = 0) -> list[Speech]:
    """Every speech behind `start`, in order."""
    headings = list(_HEADING.finditer(text, start))
    ends = [*(heading.start() for heading in headings[1:]), len(text)][: len(headings)]
    return [
        Speech("minister", heading["name"], heading["minister"], heading.start(), heading.end(), end)
        if heading["minister"]
        else Speech("member", heading["member"], heading["party"], heading.start(), heading.end(), end)
        for heading, end in zip(headings, ends, strict=True)
    ]


def askers_of(asker: str, rest: str) -> set[str]:
    """Who asks a question: the member named, and whoever the rest of that line names as asking with them."""
    return {asker, *_SECOND.findall(rest)}


def question_of(text: str, speech: Speech) -> Span | None:
    """A written question as it stands under its asker's name, without its grounds and the chair's word."""
    end = speech.end
    for mark in (GROUNDS, CHAIR):
        found = mark.search(text, speech.start, end)
        end = found.start() if found else end
    return _timeless(text, speech.start, end)


def _timeless(text: str, start: int, end: int) -> Span | None:
    """The words of `text[start:end]`: the minutes note the time behind them, above the next speaker's name."""
    span = trimmed(text, start, end)
    late = _LATE_TIME.search(text, max(start, span.end - _TIME_CHARS), span.end) if span else None
    return trimmed(text, start, late.start()) if late else span


def begins_question(text: str, spoken: Sequence[Speech], place: int) -> bool:
    """Whether a member's speech is another written question: its grounds are labelled, or it is read out at once."""
    speech = spoken[place]
    if speech.role != "member" or place + 1 >= len(spoken):
        return False
    if GROUNDS.search(text, speech.start, speech.end):
        return True
    following = spoken[place + 1]
    question = question_of(text, speech)
    if following.role != "member" or question is None or text[question.end - 1] != "?":
        return False
    words = set(_WORD.findall(text[question.start : question.end].casefold()))
    again = words.intersection(_WORD.findall(text[following.start : following.end].casefold()))
    return len(words) >= MIN_WORDS and len(again) > READ_OUT * len(words) and following.name == speech.name


def exchange(text: str, spoken: Sequence[Speech], askers: set[str]) -> Sequence[Speech]:
    """The speeches of this question: up to the next written one, or to others who speak with no minister between."""
    askers = askers | {speech.name for speech in spoken[:1] if speech.role == "member"}
    ministers: set[str] = set()
    strangers = 0
    for place, speech in enumerate(spoken):
        known = speech.name in askers or speech.name in ministers
        if ministers and begins_question(text, spoken, place):
            return spoken[: place - strangers]
        if speech.role == "minister" and (known or (not strangers and not ministers)):
            ministers.add(speech.name)
            strangers = 0
        elif not known:
            strangers += 1
            if strangers >= STRANGERS or speech.role == "minister":
                return spoken[: place + 1 - strangers]
        else:
            strangers = 0
    return spoken[: len(spoken) - strangers] if strangers else spoken


def _person(speech: Speech) -> dict[str, str]:
    if speech.role == "minister":
        return {"name": speech.name, "title": indefinite(speech.detail)}
    return {"name": speech.name, "party": speech.detail}


def turns(text: str, speech: Speech) -> Iterator[Turn]:
    """A speech as turns: what others call out, and what the chair says behind it, is cut out of it."""
    person = _person(speech)
    chair = CHAIR.search(text, speech.start, speech.end)
    end = chair.start() if chair else speech.end
    at = speech.start
    for aside in _ASIDE.finditer(text, speech.start, end):
        yield from _turn(text, at, aside.start(), speech.role, person)
        role: Role = "chair" if aside["chair"] else "minister" if aside["minister"] else "member"
        other = Speech(role, aside["member"] or aside["detail"], aside["minister"] or aside["detail"], 0, 0, 0)
        yield from _turn(text, aside.start(), aside.end(), role, {} if role == "chair" else _person(other))
        at = aside.end()
    yield from _turn(text, at, end, speech.role, person)
    yield from _turn(text, end, speech.end, "chair", {})


def _turn(text: str, start: int, end: int, role: Role, person: dict[str, str]) -> Iterator[Turn]:
    if span := _timeless(text, start, end):
        yield Turn(start=span.start, end=span.end, role=role, **person)
