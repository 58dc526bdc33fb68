"""Where a letter's head ends, and answers to counted parts of a question; names, numbers and words are invented."""

import datetime as dt

import pytest

from corpus.forms import documents_of
from corpus.readers import ReadFile
from corpus.schema import Document

LETTER = """Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 663 (alm. del) til
social- og boligministeren, som hermed besvares.

Spørgsmål nr. 663:
Kommer der et center?

Svar:
Nej.

Med venlig hilsen
Carl Svarer
Socialminister
"""
COUNTED = """Spørgsmål 1: Hvor mange?
Svar: Der er 5.

Spørgsmål 2: Hvad koster det?
Svar: Det koster 6."""
ANNEX = """
Spørgsmål nr. 120:
Kommer der en strategi? Spørgsmålet er stillet efter ønske fra Rosa Prøve (EL).

Svar:
Ja, den kommer.
"""


def document(text: str) -> Document:
    (found,) = documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")
    return found


def said(read: Document) -> list[str]:
    return [read.quote(turn.start, turn.end) for turn in read.turns if turn.role == "minister"]


@pytest.mark.parametrize("words", ["hermed endeligt besvares", "hermed skal søges besvaret", "vedlagt besvares"])
def test_an_answer_that_names_another_is_not_taken_for_the_letters_introduction(words: str) -> None:
    own = (
        "Der er 5. Som det fremgår af mit svar på Socialudvalgets spørgsmål nr. 120 (Alm. del) af 5. maj 2025, går det."
    )
    read = document(LETTER.replace("hermed besvares", words).replace("Nej.", own))
    assert (read.document_id, read.asked_on, said(read)) == ("SOU-663", dt.date(2025, 6, 6), [own])


def test_an_answer_said_in_the_introduction_to_be_preliminary_is_interim() -> None:
    assert document(LETTER.replace("hermed besvares", "hermed foreløbigt besvares")).status == "interim"


def test_a_title_above_the_letter_does_not_end_its_head() -> None:
    read = document(f"Svar på spørgsmål nr. 663\n\n{LETTER}")
    assert (read.document_id, said(read)) == ("SOU-663", ["Nej."])


def test_who_asked_is_read_from_the_head_alone() -> None:
    read = document(LETTER + ANNEX)
    assert (read.asker, read.asker_party, said(read)) == (None, None, ["Nej."])


@pytest.mark.parametrize(
    "whose", ["ikkemedlem af udvalget (MFU) ", "ikke-medlem af udvalget ", "medlem af Folketinget ", ""]
)
def test_who_asked_is_a_name_and_not_what_the_name_stands_for(whose: str) -> None:
    wish = f"besvares. Spørgsmålet er stillet efter ønske fra {whose}Karin Prøve (ALT)."
    read = document(LETTER.replace("besvares.", wish))
    assert (read.asker, read.asker_party) == ("Karin Prøve", "ALT")


@pytest.mark.parametrize(
    ("answer", "turns"),
    [
        (f"Indledningsvis går det godt.\n\n{COUNTED}",
         ["Indledningsvis går det godt.", "Der er 5.", "Det koster 6."]),
        (COUNTED, ["Der er 5.", "Det koster 6."]),
        (f"{COUNTED}\n\nSpørgsmål 3: Hvem betaler?", ["Der er 5.", "Det koster 6."]),
        (f"{COUNTED}\n{ANNEX}", ["Der er 5.", "Det koster 6."]),
    ],
)  # fmt: skip
def test_answers_to_the_counted_parts_of_a_question_are_kept_and_the_parts_are_not(
    answer: str, turns: list[str]
) -> None:
    read = document(LETTER.replace("Nej.", answer))
    assert (read.document_id, read.question_text, said(read)) == ("SOU-663", "Kommer der et center?", turns)
    assert (read.minister, read.minister_title) == ("Carl Svarer", "socialminister")


def test_parts_may_be_all_that_a_letter_labels() -> None:
    read = document(LETTER.replace("Spørgsmål nr. 663:\nKommer der et center?\n\nSvar:\nNej.", COUNTED))
    assert (read.document_id, said(read)) == ("SOU-663", ["Der er 5.", "Det koster 6."])


def test_a_part_that_only_refers_to_another_answer_does_not_make_a_reference_of_all() -> None:
    refers = COUNTED.replace("Der er 5.", "Der henvises til svaret på spørgsmål nr. 12.")
    assert document(LETTER.replace("Nej.", refers)).status == "final"


def test_an_older_question_numbered_one_is_an_annex_all_the_same() -> None:
    for label in ("Spørgsmål nr. 1:", "Spørgsmål nr. 1 (Alm. del):"):
        read = document(
            LETTER.replace("Nej.", f"Nej.{ANNEX.replace('Spørgsmål nr. 120:', label)}".replace("\n", "\n\n", 1))
        )
        assert said(read) == ["Nej."]
