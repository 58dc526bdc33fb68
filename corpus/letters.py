"""The letter form: a committee's written question and the minister's signed answer.

Form 1 of the parliament's practice (the social ministry's); other readers are added beside this one.
"""

import re

from corpus.committees import CODES
from corpus.fields import DATE, Fields, date_in_words, indefinite
from corpus.schema import Span, Turn, fold

HEAD_CHARS = 3000  # the introducing sentence stands at the top
_INTRODUCTION = re.compile(
    r"Folketingets\s+(?P<committee>[A-ZÆØÅ](?:(?!Folketingets)[\w\s,-]){2,120}?)\s+har\s+"
    r"(?:i\s+brev\s+af\s+|den\s+|d\.\s*)?"
    rf"(?P<date>{DATE})\s+stillet\s+(?:mig\s+)?følgende\s+spørgsmål\s+nr\.\s*(?P<number>[A-ZÆØÅ]?\s?\d+)"
    r"\s+\(\s*[Aa]lm\.\s*del\.?\s*\)\s+til\s+(?P<minister>[\w\s,-]{0,80}?minister[\w\s,-]{0,120}?)\s*,"
    r"\s+som\s+(?:(?:jeg\s+)?hermed\s+skal\s+besvares?|hermed\s+besvares)(?P<interim>\s+foreløbigt)?"
)
_ASKER = re.compile(r"stillet\s+efter\s+ønske\s+fra\s+(?P<name>\w[\w\s.'-]{2,79}?)\s*\((?P<party>[A-ZÆØÅ]{1,4})\)")
# A label may share its line with the text it introduces: "Svar: Nej."
_QUESTION = re.compile(r"^[ \t*#]*Spørgsmål(?:[ \t]+nr\.[ \t]*[\w ]{1,12})?(?:[ \t]*:[ \t*]*|[ \t*]*$)", re.MULTILINE)
_ANSWER = re.compile(r"^[ \t*#]*Svar(?:[ \t]*:[ \t*]*|[ \t*]*$)", re.MULTILINE)
_GREETING = re.compile(r"^[ \t]*(?:Med )?venlige? hils(?:en|ner)[ \t,.]*$", re.MULTILINE | re.IGNORECASE)
_NAME = re.compile(r"[A-ZÆØÅ][\w.'-]+(?:[ \t]+[A-ZÆØÅ][\w.'-]+){1,5}")


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    lead = len(piece) - len(piece.lstrip())
    return Span(start=start + lead, end=start + len(piece.rstrip()))


def _signature(text: str, start: int) -> tuple[str | None, str | None]:
    """The name and title behind the greeting, as far as they are there."""
    lines = [line.strip() for line in text[start : start + 600].splitlines() if line.strip()]
    name = lines[0] if lines and _NAME.fullmatch(lines[0]) else None
    title = lines[1] if name and len(lines) > 1 and "minister" in lines[1].lower() and len(lines[1]) < 90 else None
    return name, indefinite(title) if title else None


def read(text: str) -> Fields | None:
    """The fields of a letter, or None if the text is not one. The date of the answer is never inferred."""
    introduction = _INTRODUCTION.search(text, 0, HEAD_CHARS)
    if introduction is None:
        return None
    question = _QUESTION.search(text, introduction.end())
    answer = _ANSWER.search(text, introduction.end())
    if answer is None:
        return None
    greeting = _GREETING.search(text, answer.end())
    span = _stripped(text, answer.end(), greeting.start() if greeting else len(text))
    if span is None:
        return None
    name, title = _signature(text, greeting.end()) if greeting else (None, None)
    title = title or indefinite(fold(introduction["minister"]))
    committee = fold(introduction["committee"])
    names = (
        committee.casefold(),
        f"{committee}et".casefold(),
    )  # "Folketingets Socialudvalg" and "Socialudvalget"
    official = next((known for known in CODES if known.casefold() in names), committee)
    asker = _ASKER.search(text, 0, answer.start())
    return Fields(
        turns=(Turn(start=span.start, end=span.end, role="minister", name=name, title=title),),
        question=_stripped(text, question.end(), answer.start())
        if question and question.end() < answer.start()
        else None,
        number=fold(introduction["number"]),
        committee=official,
        committee_code=CODES.get(official),
        asked_on=date_in_words(fold(introduction["date"])),
        asker=fold(asker["name"]) if asker else None,
        asker_party=asker["party"] if asker else None,
        minister=name,
        minister_title=title,
        status="interim" if introduction["interim"] else "final",
    )
