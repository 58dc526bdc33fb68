"""The labels above a letter's questions and answers, and the signs of where its head ends. Pure."""

import re

from corpus.signatures import GREETING

# A label may share its line with the text it introduces: "Svar: Nej."
QUESTION = re.compile(
    r"^[ \t*#]*Spørgsmål(?:[ \t]+(?:nr\.?[ \t]*)?(?P<number>[A-ZÆØÅ]?[ \t]?\d{1,5})(?P<more>[ \t\w–,-]{0,20}))?"
    r"(?P<place>[ \t]*\([^)\n]{1,30}\))?(?P<asker>[ \t]+fra[ \t]+[^\n:]{3,150}(?:\n[^\n:]{1,100})?(?=:))?"
    r"(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)
ANSWER = re.compile(
    r"^[ \t*#]*(?:(?:Endeligt|Foreløbigt|Samlet|Ministerens)[ \t]+)?(?:[Ss]var(?:et)?|[Bb]esvarelse)"
    r"(?:[ \t]+på[ \t]+spørgsmål[ \t]+(?:nr\.[ \t]*)?\d{1,5})?(?:[ \t]*:[ \t*]*|[ \t*]*$)",
    re.MULTILINE,
)


def head_end(text: str, limit: int) -> int:
    """Where a letter's head ends: at the label of its answer, or the greeting of a letter without labels, or `limit`.

    A title above the letter, "Svar på spørgsmål 5" with neither colon nor question before, is no label.
    """
    asked = QUESTION.search(text, 0, limit)
    for label in ANSWER.finditer(text, 0, limit):
        if ":" in label.group() or (asked and asked.start() < label.start()):
            return label.start()
    greeting = GREETING.search(text, 0, limit)
    return limit if asked or greeting is None else greeting.start()


def counts(label: re.Match[str], number: int) -> bool:
    """Whether a label numbers a part of the question as the next of them, "Spørgsmål 2:"."""
    return (
        label["number"] == str(number) and not (label["more"] or "").strip() and not (label["place"] or label["asker"])
    )
