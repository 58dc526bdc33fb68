"""How a document is named to a reader: label, minister, dates. The words around it belong to `bot.texts`.

The parliament's own designation ("SOU alm. del, svar på spm. 663") stays Danish in every language, as the
document does; only what describes the dates follows the reader's language.
"""

import datetime as dt
from typing import Literal

from corpus.schema import Document

Language = Literal["da", "en"]

MONTHS = {
    "da": [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def spoken_date(day: dt.date, language: Language) -> str:
    """A date in words: "6. juni 2025", "6 June 2025"."""
    dot = "." if language == "da" else ""
    return f"{day.day}{dot} {MONTHS[language][day.month - 1]} {day.year}"


def designation(document: Document) -> str:
    """What the parliament calls the answer, or the title of a document that follows no form.

    It says so where there is a delay, a correction or only the question.
    """
    answer = {"interim": "foreløbigt svar", "question": "ubesvaret"}.get(document.status, "svar")
    if document.corrected:
        answer = f"korrigeret {answer}"
    if document.form == "oral":
        # One that has no number of its own is told from others by who asked it.
        told = document.number or (f"fra {asker_line(document)}" if document.asker else "")
        numbered = f"§ 20-spørgsmål {told}".rstrip()
        return f"{numbered}, {'foreløbigt ' if document.status == 'interim' else ''}mundtligt svar"
    if document.number is None:
        return document.title if answer == "svar" else f"{document.title}, {answer}"
    if document.number.startswith("S "):
        return f"§ 20-spørgsmål {document.number}, {answer}"
    place = f"{document.committee_code or document.committee or 'Folketinget'} {document.bill or 'alm. del'}"
    numbers = " og ".join((document.number, *document.also))
    return f"{place}, {'spm.' if answer == 'ubesvaret' else f'{answer} på spm.'} {numbers}"


def speaker_line(document: Document, offset: int, language: Language = "da") -> str:
    """Whose words stand at `offset`: the minister's, or an agency's that the minister gives."""
    said = next((turn for turn in document.turns if turn.start <= offset < turn.end), None)
    minister = minister_line(document)
    if said is None or said.role != "agency":
        return minister
    given, nobody = ("gengivet af", "ministeren") if language == "da" else ("quoted by", "the minister")
    return f"{said.name}, {given} {minister or nobody}"


def minister_line(document: Document) -> str:
    """ "social- og boligminister Sophie Hæstorp Andersen", as much of it as is known."""
    return " ".join(part for part in (document.minister_title, document.minister) if part)


def asker_line(document: Document) -> str:
    """ "Rosa Lund (EL)", as much of it as is known."""
    party = f"({document.asker_party})" if document.asker_party else ""
    return " ".join(filter(None, (document.asker, party)))


def date_note(document: Document, language: Language) -> str:
    """Which date the text gives, said for what it is: "spurgt 6. juni 2025", "besvaret 11. januar 2023", or ""."""
    asked, answered = ("spurgt", "besvaret") if language == "da" else ("asked", "answered")
    if document.answered_on:
        return f"{answered} {spoken_date(document.answered_on, language)}"
    if document.asked_on:
        return f"{asked} {spoken_date(document.asked_on, language)}"
    return ""


def label(document: Document, language: Language = "da", offset: int | None = None) -> str:
    """One line that identifies the answer: designation (date), minister; with an `offset`, whoever speaks there."""
    note = date_note(document, language)
    dated = f"{designation(document)} ({note})" if note else designation(document)
    speaker = minister_line(document) if offset is None else speaker_line(document, offset, language)
    return ", ".join(part for part in (dated, speaker) if part)
