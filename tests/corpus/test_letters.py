"""The letter form, on the seed letter and on letters bent out of shape."""

import contextlib
import datetime as dt

import pytest

from corpus.errors import UnreadableFile
from corpus.fields import Fields
from corpus.files import default_folder
from corpus.forms import documents_of
from corpus.letters import Undivided, parts
from corpus.readers import ReadFile, read_file
from corpus.schema import Document
from tests.corpus.growth import grows_evenly


def read(text: str) -> Fields | None:
    found = parts(text)
    return found[0].fields if found else None


@pytest.fixture(scope="module")
def seed() -> Document:
    name = "SOU-alm-del-663.txt"
    return documents_of(read_file(default_folder() / name), name)[0]


def test_the_seed_letter_gives_exactly_its_fields(seed: Document) -> None:
    fields = seed.model_dump(
        exclude={"text", "sha256", "question", "turns", "title", "reader", "pages", "sub_questions"}
    )
    assert fields == {
        "document_id": "SOU-663",
        "form": "letter",
        "source": "SOU-alm-del-663.txt",
        "status": "final",
        "bill": None,
        "corrected": False,
        "text_of": None,
        "also": (),
        "refers_to": (),
        "number": "663",
        "session": None,
        "committee": "Socialudvalget",
        "committee_code": "SOU",
        "asked_on": dt.date(2025, 6, 6),
        "answered_on": None,  # the letter does not say
        "asker": "Karin Liltorp",
        "asker_party": "ALT",
        "minister": "Sophie Hæstorp Andersen",
        "minister_title": "social- og boligminister",
    }


def test_the_seed_letters_question_and_answer_end_where_they_should(seed: Document) -> None:
    assert seed.question_text.startswith("Hvordan vil ministeren sikre, at det kommende Nationale")
    assert seed.question_text.endswith("National handlingsplan mod ensomhed af maj 2023?")
    assert seed.title.startswith("Hvordan vil ministeren sikre")
    (turn,) = seed.turns
    answer = seed.quote(turn.start, turn.end)
    assert answer.startswith("Som en del af aftale om udmøntning")
    assert answer.endswith("være en del af et fællesskab.")
    assert (turn.role, turn.name, turn.title) == ("minister", seed.minister, seed.minister_title)


def test_without_the_askers_sentence_the_asker_is_unknown(seed: Document) -> None:
    fields = read(seed.text.replace("stillet efter ønske fra Karin Liltorp (ALT).", ""))
    assert fields is not None
    assert (fields.number, fields.asker, fields.asker_party) == ("663", None, None)


def test_without_a_signature_the_title_comes_from_the_introduction(seed: Document) -> None:
    fields = read(seed.text[: seed.text.index("Med venlig hilsen")])
    assert fields is not None
    assert (fields.minister, fields.minister_title) == (None, "social- og boligminister")


def test_a_day_that_is_none_is_not_guessed(seed: Document) -> None:
    fields = read(seed.text.replace("6. juni 2025", "31. juni 2025"))
    assert fields is not None
    assert fields.asked_on is None


def test_a_committee_without_a_known_code_keeps_its_name_only(seed: Document) -> None:
    fields = read(seed.text.replace("Socialudvalg", "Rumfartsudvalg"))
    assert fields is not None
    assert (fields.committee, fields.committee_code) == ("Rumfartsudvalg", None)


def test_a_letter_without_introduction_still_keeps_its_question_out_of_the_answer(seed: Document) -> None:
    text = seed.text[seed.text.index("Spørgsmål nr. 663:") :]
    assert parts(text) == []
    document = documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")[0]
    assert (document.form, document.document_id, document.number) == ("letter", "svar", "663")
    assert document.question_text == seed.question_text
    assert [document.quote(turn.start, turn.end) for turn in document.turns] == [
        seed.quote(turn.start, turn.end) for turn in seed.turns
    ]
    assert (document.minister, document.asked_on) == (seed.minister, None)


@pytest.mark.parametrize("end", ["Svar:", "", "Svar: \n"])
def test_a_letter_whose_answer_cannot_be_told_from_its_question_is_refused(seed: Document, end: str) -> None:
    text = seed.text.replace("Svar:", "Noget:") if not end else seed.text[: seed.text.index("Svar:")] + end
    with pytest.raises(Undivided):
        parts(text)
    with pytest.raises(UnreadableFile, match="write a line `Svar:` above the answer"):
        documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")[0]


@pytest.mark.parametrize("place", ["Spørgsmål nr. 663", "ønske fra ", "Folketingets ", "Svar", "(alm. del) til "])
def test_a_run_of_blanks_in_any_place_costs_no_more_than_its_length(seed: Document, place: str) -> None:
    def read_both(text: str) -> None:
        for bent in (text, text.replace("(ALT)", "[ALT]")):
            with contextlib.suppress(UnreadableFile):
                documents_of(ReadFile(bent, "0" * 64, "utf-8"), "svar.txt")

    assert grows_evenly(read_both, lambda size: seed.text.replace(place, place + " " * size))


def test_labels_may_share_a_line_with_the_text_they_introduce(seed: Document) -> None:
    text = seed.text.replace("Spørgsmål nr. 663: \n", "Spørgsmål nr. 663: ").replace("Svar: \n", "Svar: ")
    fields = read(text)
    assert fields is not None and fields.question is not None
    assert text[fields.question.start : fields.question.end].startswith("”Hvordan vil ministeren")
    assert text[fields.turns[0].start : fields.turns[0].end].startswith("Som en del af aftale")


@pytest.mark.parametrize(
    ("written", "instead"),
    [("(alm. del)", "(Alm. del)"), ("har d. 6. juni", "har den 6. juni"), ("\n\nstillet efter", " stillet\nefter"),
     ("Med venlig hilsen", "Venlig hilsen,"), (" stillet følgende ", "\n\nstillet\nfølgende\n\n")],
)  # fmt: skip
def test_small_variations_of_the_letter_are_read_alike(seed: Document, written: str, instead: str) -> None:
    assert written in seed.text
    fields = read(seed.text.replace(written, instead))
    assert fields is not None
    assert (fields.number, fields.asked_on, fields.answered_on) == ("663", dt.date(2025, 6, 6), None)
    assert (fields.minister, fields.asker) == ("Sophie Hæstorp Andersen", "Karin Liltorp")


def test_a_preliminary_answer_is_interim(seed: Document) -> None:
    fields = read(seed.text.replace("som hermed besvares", "som hermed besvares foreløbigt", 1))
    assert fields is not None
    assert fields.status == "interim"
    assert seed.status == "final"
