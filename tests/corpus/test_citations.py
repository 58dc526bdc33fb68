"""Labels: what a reader is told about where a quote stands."""

import datetime as dt

import pytest

from corpus.citations import date_note, designation, label, minister_line, spoken_date
from corpus.files import default_folder
from corpus.schema import Document
from corpus.store import load_folder

PLAIN = Document(document_id="n", form="plain", title="Notat om broer", text="x", source="n.txt", sha256="0")
ORAL = PLAIN.model_copy(
    update={
        "form": "oral", "number": "S 36", "answered_on": dt.date(2023, 1, 11),
        "minister": "Carl Svarer", "minister_title": "transportminister",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def seed() -> Document:
    return load_folder(default_folder()).documents[0]


def test_the_seed_letters_label_says_when_it_was_asked(seed: Document) -> None:
    rest = "social- og boligminister Sophie Hæstorp Andersen"
    assert label(seed) == f"SOU alm. del, svar på spm. 663 (spurgt 6. juni 2025), {rest}"
    assert label(seed, "en") == f"SOU alm. del, svar på spm. 663 (asked 6 June 2025), {rest}"


def test_an_oral_answer_is_labelled_with_the_day_it_was_given() -> None:
    rest = "transportminister Carl Svarer"
    assert label(ORAL) == f"§ 20-spørgsmål S 36, mundtligt svar (besvaret 11. januar 2023), {rest}"
    assert label(ORAL, "en") == f"§ 20-spørgsmål S 36, mundtligt svar (answered 11 January 2023), {rest}"


def test_a_text_without_form_is_labelled_with_its_title_alone() -> None:
    assert label(PLAIN) == "Notat om broer"
    assert (date_note(PLAIN, "da"), minister_line(PLAIN)) == ("", "")


@pytest.mark.parametrize(
    ("code", "name", "place"),
    [("SOU", "Socialudvalget", "SOU"), (None, "Rumfartsudvalg", "Rumfartsudvalg"), (None, None, "Folketinget")],
)
def test_a_letter_is_designated_by_what_is_known_of_its_committee(
    seed: Document, code: str | None, name: str | None, place: str
) -> None:
    known = seed.model_copy(update={"committee_code": code, "committee": name})
    assert designation(known) == f"{place} alm. del, svar på spm. 663"


def test_an_interim_answer_is_marked_in_every_form(seed: Document) -> None:
    letter, oral, plain = (d.model_copy(update={"status": "interim"}) for d in (seed, ORAL, PLAIN))
    assert label(letter).startswith("SOU alm. del, foreløbigt svar på spm. 663 (spurgt 6. juni 2025), social-")
    assert label(letter, "en").startswith("SOU alm. del, foreløbigt svar på spm. 663 (asked 6 June 2025), social-")
    assert designation(oral) == "§ 20-spørgsmål S 36, foreløbigt mundtligt svar"
    assert label(plain) == "Notat om broer, foreløbigt svar"


def test_a_minister_is_named_with_as_much_as_is_known() -> None:
    assert minister_line(ORAL.model_copy(update={"minister": None})) == "transportminister"
    assert minister_line(ORAL.model_copy(update={"minister_title": None})) == "Carl Svarer"


@pytest.mark.parametrize(
    ("month", "danish", "english"),
    [
        (1, "1. januar 2024", "1 January 2024"),
        (5, "1. maj 2024", "1 May 2024"),
        (12, "1. december 2024", "1 December 2024"),
    ],
)
def test_dates_are_spoken_in_the_readers_language(month: int, danish: str, english: str) -> None:
    day = dt.date(2024, month, 1)
    assert (spoken_date(day, "da"), spoken_date(day, "en")) == (danish, english)
