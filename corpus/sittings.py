"""The minutes of a whole sitting: each question of its question time, cut out; every other debate is left out."""

import re

from corpus.fields import DATE, Fields, Part, date_in_words
from corpus.schema import trimmed
from corpus.speeches import CHAIR, GROUNDS, askers_of, exchange, speeches, turns

_SITTING = re.compile(rf"\s*+(?:\S[^\n]{{0,79}}\n\s*+)?\d{{1,3}}\. møde\n\s*+\w+dag den (?P<date>{DATE}) kl\. ")
_QUESTION = re.compile(
    r"^Spm\. nr\. (?P<number>S \d{1,5})(?: \([^)\n]{1,20}\))?\n+"
    r"\d{1,3}\) Til (?P<title>[^\n:]{3,200}?) af:\s+(?P<asker>[^\n(]{3,60}?) \((?P<party>[A-ZÆØÅ]{1,4})\)"
    r"(?P<rest>[^\n]{0,200}?):?[ \t]*\n",
    re.MULTILINE,
)
_NEXT_ITEM = re.compile(r"^Det (?:næste|sidste) punkt på dagsordenen", re.MULTILINE)
_GONE = re.compile(r"\(Spørgsmålet er (?:udgået|taget|bortfaldet|overgået)")
_SPOKEN = re.compile(r"^(?:Kl\. \d\d:\d\d[ \t]*$|[^\n():]{3,120} \([^()\n]{1,60}\):[ \t]*$)", re.MULTILINE)


def is_sitting(text: str) -> bool:
    """Whether these are the minutes of a sitting, question time or not."""
    return _SITTING.match(text, 0, 1000) is not None


def _part(text: str, head: re.Match[str], end: int, sitting: re.Match[str]) -> Part | None:
    """One question and its exchange, or None where no minister answers: withdrawn, or put off."""
    start = head.start()
    own = text[start:end]
    begin = head.end() - start
    marks = (mark.search(own, begin) for mark in (GROUNDS, CHAIR, _GONE, _SPOKEN))
    until = min((found.start() for found in marks if found), default=len(own))
    askers = askers_of(head["asker"], head["rest"])
    said = tuple(turn for speech in exchange(own, speeches(own, until), askers) for turn in turns(own, speech))
    answering = next((turn for turn in said if turn.role == "minister"), None)
    question = trimmed(own, begin, until)
    if answering is None or question is None:
        return None
    fields = Fields(
        turns=said,
        question=question,
        number=head["number"],
        answered_on=date_in_words(sitting["date"]),
        asker=head["asker"].strip(),
        asker_party=head["party"],
        minister=answering.name,
        minister_title=answering.title,
    )
    return Part(start, end, fields)


def parts(text: str) -> list[Part]:
    """Each answered question of a sitting; [] for another form, or a sitting without question time."""
    sitting = _SITTING.match(text, 0, 1000)
    if sitting is None:
        return []
    heads = list(_QUESTION.finditer(text))
    found = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        item = _NEXT_ITEM.search(text, head.end(), end)
        found.append(_part(text, head, item.start() if item else end, sitting))
    return [part for part in found if part]
