"""Where each field was read: the words at the place give the value."""

import pytest

from corpus.files import default_folder
from corpus.forms import documents_of
from corpus.ministers import FIRST, title_of
from corpus.origins import origins
from corpus.readers import ReadFile
from corpus.schema import Document, fold
from corpus.store import load_folder
from tests import letterpress

NAME = "Pernille Rosenkrantz-Theil"


def words_at(document: Document, field: str) -> str:
    span = origins(document)[field].span
    assert span is not None
    return fold(document.text[span.start : span.end])


def read(text: str) -> tuple[Document, ...]:
    return documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")


def test_the_fields_of_the_letter_that_ships_stand_where_they_are_said_to() -> None:
    document = load_folder(default_folder()).documents[0]
    assert words_at(document, "number") == "663"
    assert words_at(document, "asked_on") == "6. juni 2025"
    assert words_at(document, "minister") == "Sophie Hæstorp Andersen"
    assert words_at(document, "minister_title") == "Social- og boligminister"
    assert origins(document)["committee_code"].where == "committee"
    assert "answered_on" not in origins(document)  # it has none


@pytest.mark.parametrize("form", letterpress.FORMS)
def test_every_field_with_a_value_has_an_origin_in_every_form(form: str) -> None:
    for seed in range(3):
        document = letterpress.read_back(letterpress.letter(form, seed), "txt")
        found = origins(document)
        assert {name for name in found if getattr(document, name)} == set(found)
        assert "above the text" not in {origin.where for origin in found.values()}
        assert words_at(document, "number").replace(" ", "") in (document.number or "").replace(" ", "")
        assert words_at(document, "minister") == document.minister


def test_a_number_is_not_taken_from_the_day_of_the_question() -> None:
    (document,) = read(
        "Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 6 (alm. del) til "
        "socialministeren, som hermed besvares.\n\nSpørgsmål nr. 6:\nHvad er det?\n\nSvar:\nDet er en bro.\n"
    )
    span = origins(document)["number"].span
    assert span is not None
    assert document.text[: span.start].endswith("spørgsmål nr. ")


def test_an_office_that_only_the_table_gives_is_said_to_come_from_it() -> None:
    (document,) = read(
        "Hermed sendes svar på spørgsmål nr. 6 af 6. juni 2023 (alm. del).\n\n"
        f"Spørgsmål\nHvad er det?\n\nSvar\nDet er en bro.\n\nMed venlig hilsen\n\n{NAME}\n"
    )
    assert document.asked_on and document.asked_on > FIRST
    assert document.minister_title == title_of(NAME, document.asked_on)
    assert origins(document)["minister_title"].where == "minister table"
