"""The labels above a letter's questions and answers, their parts, and the signs of where its head ends. Pure."""

import re
from itertools import islice

from corpus.schema import Span, trimmed
from corpus.signatures import GREETING

# A label may share its line with the text it introduces: "Svar: Nej."
QUESTION = re.compile(
    r"^[ \t*#]*(?:Spørgsmål|SPØRGSMÅL)(?:[ \t]+(?:(?:[Nn]r|NR)\.?[ \t]*)?(?P<number>[A-ZÆØÅ]?[ \t]?\d{1,5})"
    r"(?P<more>[ \t\w–,-]{0,20}))?"
    r"(?P<place>[ \t]*\([^)\n]{1,30}\))?(?P<asker>[ \t]+fra[ \t]+[^\n:]{3,150}(?:\n[^\n:]{1,100})?(?=:))?"
    r"(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)
_MINISTER = r"[\w ,-]{0,80}minister(?:en|iet)(?:[ \t]+for[ \t][\w ,-]{3,80})?"
ANSWER = re.compile(
    r"^[ \t*#]*(?:(?:Endeligt|Foreløbigt|Samlet|Supplerende|Korrigeret|Revideret|Ministerens|Mi[nt])[ \t]+)?"
    r"(?:[Ss]var(?:et)?|SVAR|[Bb]esvarelse|BESVARELSE)"
    r"(?:[ \t]+(?:på|af)[ \t]+(?:[A-ZÆØÅ]{3}[ \t]+)?(?:[Aa]lm\.?[ \t]*del\.?[ \t,–-]*)?"
    r"spørgsmål[ \t]+(?:nr\.[ \t]*)?\d{1,5}"
    rf"|(?:[ \t]+nr\.?[ \t]*\d{{1,5}}|[ \t]+fra[ \t]+{_MINISTER})(?=[ \t]*:))?"
    r"(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)
_IN_PARAGRAPH = re.compile(r"(?<=[?!.”\"»])[ \t]+(?:Svar|SVAR):(?=\s)")
_ITEM = re.compile(r"(?:(?<=\s)|^)(?P<mark>\d{1,2}|[a-zæøå])[.)](?=\s)", re.MULTILINE)


def answer_label(text: str, start: int) -> re.Match[str] | None:
    """The first label of an answer behind `start`; the only one amid a paragraph where no line begins with one."""
    if label := ANSWER.search(text, start):
        return label
    amid = list(islice(_IN_PARAGRAPH.finditer(text, start), 2))
    return amid[0] if len(amid) == 1 else None


def is_titled(label: re.Match[str]) -> bool:
    """Whether the label of an answer may as well be a title, "Svar på spørgsmål 5": only a question before tells."""
    return ":" not in label.group()


def head_end(text: str, limit: int) -> int:
    """Where a letter's head ends: at the label of its answer, or a greeting where there is none, or `limit`."""
    asked = QUESTION.search(text, 0, limit)
    for label in ANSWER.finditer(text, 0, limit):
        if not is_titled(label) or (asked and asked.start() < label.start()):
            return label.start()
    if amid := _IN_PARAGRAPH.search(text, 0, limit):
        return amid.start()
    greeting = GREETING.search(text, 0, limit)
    return limit if asked or greeting is None else greeting.start()


def counts(label: re.Match[str], number: int) -> bool:
    """Whether a label numbers a part of the question as the next of them, "Spørgsmål 2:"."""
    return (
        label["number"] == str(number) and not (label["more"] or "").strip() and not (label["place"] or label["asker"])
    )


def sub_questions(text: str, question: Span) -> tuple[Span, ...]:
    """The parts of a question that counts them, "1) … 2) …" or "a) … b) …"; () where it doesn't."""
    found: list[re.Match[str]] = []
    for item in _ITEM.finditer(text, question.start, question.end):
        expected = ("1", "a") if not found else (_after(found[-1]["mark"]),)
        if item["mark"] in expected:
            found.append(item)
    if len(found) < 2:
        return ()
    ends = [*(item.start() for item in found[1:]), question.end]
    spans = (trimmed(text, item.end(), end) for item, end in zip(found, ends, strict=True))
    return tuple(span for span in spans if span)


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
