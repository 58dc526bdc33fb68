"""The two forms, as files: the seed letter, and an exchange written here."""

import datetime as dt
import re
from pathlib import Path

import pytest

from corpus.citations import label
from corpus.files import default_folder
from corpus.forms import documents_of
from corpus.passages import MAX_SENTENCE, split_document
from corpus.readers import ReadFile, read_file
from corpus.schema import Document
from corpus.store import load_folder

EXCHANGE = """Folketinget, samling 20222, møde den 2023-01-11 (spørgetid)
Spm. nr. S 36
Til miljøministeren af: Mai Prøve (EL) (medspørger: Rosa Prøve (EL))

Spørgsmål:
Hvad vil ministeren gøre ved vandet?

Skriftlig begrundelse:
Det er snavset.

Svar:
Mai Prøve (EL):
Hvad vil ministeren gøre ved vandet?

Miljøministeren (Magnus Prøve):
Vi renser det. Det tager tid.
Kl. 13:07Første næstformand (Leif Prøve): Spørgeren.

Mai Prøve (EL):
Hvornår er det rent? Jeg siger bare:
Det haster.

Miljøministeren (Magnus Prøve):
Det er rent i 2030.

Anders Fremmed (S):
Tak for ordet i denne anden debat.

Anni Fremmed (V):
Også tak.

Skatteministeren (Jeppe Prøve):
Skatten er for høj.
"""


def oral() -> Document:
    return documents_of(ReadFile(EXCHANGE, "0" * 64, "utf-8"), "20222-S36.txt")[0]


def said(document: Document, role: str) -> list[str]:
    return [document.quote(turn.start, turn.end) for turn in document.turns if turn.role == role]


def test_the_seed_letter_gives_its_fields_and_no_date_of_the_answer() -> None:
    (letter,) = load_folder(default_folder()).documents
    assert (letter.document_id, letter.form, letter.number, letter.committee) == (
        "SOU-663",
        "letter",
        "663",
        "Socialudvalget",
    )
    assert (letter.asked_on, letter.answered_on) == (dt.date(2025, 6, 6), None)
    assert (letter.asker, letter.asker_party) == ("Karin Liltorp", "ALT")
    assert (letter.minister, letter.minister_title) == ("Sophie Hæstorp Andersen", "social- og boligminister")
    assert letter.question_text.startswith("Hvordan vil ministeren sikre, at det kommende Nationale Forsknings- og")
    (answer,) = said(letter, "minister")
    assert answer.startswith("Som en del af aftale om udmøntning")
    assert answer.endswith("være en del af et fællesskab.")
    assert label(letter) == (
        "SOU alm. del, svar på spm. 663 (spurgt 6. juni 2025), social- og boligminister Sophie Hæstorp Andersen"
    )
    assert "(asked 6 June 2025)" in label(letter, "en")


def test_an_exchange_is_read_turn_by_turn_and_ends_where_another_debate_begins() -> None:
    document = oral()
    assert (document.document_id, document.number, document.session) == ("20222-S36", "S 36", "20222")
    assert (document.asked_on, document.answered_on) == (None, dt.date(2023, 1, 11))
    assert (document.minister, document.minister_title) == ("Magnus Prøve", "miljøminister")
    assert document.question_text == "Hvad vil ministeren gøre ved vandet?"
    assert said(document, "minister") == ["Vi renser det. Det tager tid.", "Det er rent i 2030."]
    assert said(document, "chair") == ["Kl. 13:07Første næstformand (Leif Prøve): Spørgeren."]
    assert said(document, "member")[-1] == "Hvornår er det rent? Jeg siger bare: Det haster."


def test_passages_hold_the_ministers_words_only_and_never_cross_turns() -> None:
    document = oral()
    found = [document.quote(passage.start, passage.end) for passage in split_document(document)]
    assert found == ["Vi renser det. Det tager tid.", "Det er rent i 2030."]


def test_a_text_without_form_is_a_document_all_of_which_is_answer() -> None:
    document = documents_of(ReadFile("# Notat\n\nVandet er rent.\n", "0" * 64, "utf-8"), "mappe/notat.md")[0]
    assert (document.document_id, document.form, document.title) == ("notat", "plain", "Notat")
    assert said(document, "minister") == ["# Notat Vandet er rent."]
    assert (document.minister, document.answered_on) == (None, None)


def test_a_sentence_without_end_is_cut_into_passages_that_cover_it() -> None:
    text = "ord " * 3000 + "x" * 5000
    document = documents_of(ReadFile(text, "0" * 64, "utf-8"), "a.txt")[0]
    passages = split_document(document)
    assert all(passage.end - passage.start <= MAX_SENTENCE for passage in passages)
    assert "".join("".join(text[p.start : p.end].split()) for p in passages) == "".join(text.split())


def test_every_exchange_has_the_right_number_minister_and_date(shared: Path) -> None:
    documents = load_folder(shared / "data/question-time/docs").documents
    first = {document.source: document for document in documents if document.document_id == Path(document.source).stem}
    assert len(first) == 343
    right = 0
    for path in (shared / "data/question-time/docs").glob("*.txt"):
        head = path.read_text(encoding="utf-8")[:3000]
        document = first[path.name]
        date, title = head.split("møde den ")[1][:10], head.split("\nTil ")[1].split(" af:")[0]
        named = re.search(rf"^{re.escape(title)} \(([^()]+)\):", path.read_text(encoding="utf-8"), re.M | re.I)
        right += (document.number, document.answered_on, document.minister) == (
            f"S {path.stem.split('-S')[1]}", dt.date.fromisoformat(date), named and named[1],
        )  # fmt: skip
    assert right >= 0.99 * 343


def test_a_members_words_never_stand_in_an_answer(shared: Path) -> None:
    heading = re.compile(r"^[^\n():]{3,80} \((?:[A-ZÆØÅ]{1,4}|[A-ZÆØÅ][^()\n]{3,60})\):", re.MULTILINE)
    for document in load_folder(shared / "data/question-time/docs").documents:
        for turn in document.turns:
            if turn.role == "minister":
                assert not heading.search(document.text, turn.start, turn.end)
                before = document.text[: turn.start].rstrip().rsplit("\n", 1)[-1]
                continues = before.endswith((")", ")."))  # what was called out, and cut out of the speech
                assert "minister" in before.lower() or continues, (document.document_id, before)


DEBATES = ["20222-S174", "20222-S358", "20222-S430", "20231-S205", "20231-S70"]
QUESTIONS = {
    "20222-S513": "Thomas Danielsen",
    "20222-S618": "Nicolai Wammen",
    "20231-S123": "Nicolai Wammen",
    "20231-S162": "Peter Hummelgaard",
    "20231-S180": "Lars Løkke Rasmussen",
    "20231-S227": "Ane Halsboe-Jørgensen",
    "20231-S271": "Pernille Rosenkrantz-Theil",
}


@pytest.fixture(scope="module")
def exchanges(shared: Path) -> dict[str, Document]:
    folder = shared / "data/question-time/docs"
    names = [f"{name}.txt" for name in (*DEBATES, *QUESTIONS)]
    return {d.document_id: d for name in names for d in documents_of(read_file(folder / name), name)}


@pytest.mark.parametrize("document_id", DEBATES)
def test_a_debate_glued_on_is_left_out(exchanges: dict[str, Document], document_id: str) -> None:
    document = exchanges[document_id]
    assert len({turn.name for turn in document.turns if turn.role == "minister"}) == 1
    assert document.turns[-1].end < len(document.text) / 2
    assert f"{document_id}-2" not in exchanges


@pytest.mark.parametrize(("document_id", "minister"), QUESTIONS.items())
def test_another_question_glued_on_is_a_document_without_a_number(
    exchanges: dict[str, Document], document_id: str, minister: str
) -> None:
    first, second = exchanges[document_id], exchanges[f"{document_id}-2"]
    assert (second.text, second.text_id) == (first.text, document_id)
    assert first.turns[-1].end < second.question.start if second.question else False
    assert (second.number, second.minister, second.session) == (None, minister, first.session)
    assert second.answered_on == first.answered_on
    assert second.question_text.endswith("?") and second.question_text != first.question_text
    assert label(second).startswith(
        f"§ 20-spørgsmål fra {second.asker} ({second.asker_party}), mundtligt svar (besvaret "
    )


def test_the_words_of_a_question_glued_on_stay_findable(exchanges: dict[str, Document]) -> None:
    assert any("niveau 4 ud af 5" in answer for answer in said(exchanges["20231-S162-2"], "minister"))
