"""The oral form: a § 20 question in question time, one file an exchange (as in the parliament's open data).

Some files have another debate, or another question, glued on behind; who said what is left to `speeches`.
"""

import datetime as dt
import re
from collections.abc import Sequence

from corpus.fields import Fields, Part
from corpus.schema import Span
from corpus.speeches import CHAIR, Speech, askers_of, begins_question, exchange, question_of, speeches, turns

_HEADER = re.compile(r"^\s*Folketinget, samling (?P<session>\d{5}), møde den (?P<date>\d{4}-\d\d-\d\d)", re.MULTILINE)
_NUMBER = re.compile(r"^Spm\. nr\. (?P<number>S \d+)", re.MULTILINE)
_ADDRESSED = re.compile(
    r"^Til (?P<title>[^\n:]+?) af: (?P<asker>[^\n(]+?) \((?P<party>[A-ZÆØÅ]+)\)(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_LABEL = re.compile(r"^(?P<label>Spørgsmål|Skriftlig begrundelse|Svar):\n", re.MULTILINE)
HEAD_CHARS = 2000  # number, addressee and asker stand at the top


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _written(text: str, labels: dict[str, re.Match[str]]) -> Span | None:
    """The question under its label, without what the chair says behind it: "… bededag?Formanden (…): Værsgo."."""
    asked = labels.get("Spørgsmål")
    if asked is None:
        return None
    until = labels.get("Skriftlig begrundelse", labels["Svar"])
    chair = CHAIR.search(text, asked.end(), until.start())
    piece = text[asked.end() : chair.start() if chair else until.start()]
    return Span(start=asked.end(), end=asked.end() + len(piece.rstrip())) if piece.strip() else None


def _further(text: str, spoken: Sequence[Speech], known: Fields) -> list[Part]:
    """The other written questions behind the first exchange, of the same sitting; their numbers are not in the file."""
    found: list[Part] = []
    place = 0
    while place < len(spoken):
        asked = spoken[place]
        if not begins_question(text, spoken, place):
            place += 1
            continue
        own = exchange(text, spoken[place + 1 :], {asked.name})
        said = tuple(turn for speech in own for turn in turns(text, speech))
        answering = next((turn for turn in said if turn.role == "minister"), None)
        question = question_of(text, asked)
        if answering and question:
            fields = Fields(
                turns=said,
                question=question,
                session=known.session,
                answered_on=known.answered_on,
                asker=asked.name,
                asker_party=asked.detail,
                minister=answering.name,
                minister_title=answering.title,
            )
            found.append(Part(0, len(text), fields))
        place += 1 + len(own)
    return found


def parts(text: str) -> list[Part]:
    """Each question of a file, all of them with the whole text; [] for another form."""
    header, number = _HEADER.search(text, 0, HEAD_CHARS), _NUMBER.search(text, 0, HEAD_CHARS)
    labels = {label["label"]: label for label in reversed(list(_LABEL.finditer(text)))}
    if header is None or number is None or "Svar" not in labels:
        return []
    addressed = _ADDRESSED.search(text, 0, HEAD_CHARS)
    askers = askers_of(addressed["asker"], addressed["rest"]) if addressed else set()
    spoken = speeches(text, labels["Svar"].end())
    own = exchange(text, spoken, askers)
    said = tuple(turn for speech in own for turn in turns(text, speech))
    answering = next((turn for turn in said if turn.role == "minister"), None)
    if answering is None:
        return []
    fields = Fields(
        turns=said,
        question=_written(text, labels),
        number=number["number"],
        session=header["session"],
        answered_on=_date(header["date"]),  # the sitting's day is the day of the answer
        asker=addressed["asker"] if addressed else None,
        asker_party=addressed["party"] if addressed else None,
        minister=answering.name,
        minister_title=answering.title,
    )
    return [Part(0, len(text), fields), *_further(text, spoken[len(own) :], fields)]
