"""Which answer stands for which, says the same, or is pointed to."""

import datetime as dt

from corpus.relations import same_answers, targets
from corpus.schema import Document, Status, Turn
from corpus.store import Corpus

LONG = "Der er ikke afsat midler til at gennemføre samtlige initiativer i handlingsplanen mod ensomhed."


def answer(
    document_id: str, number: str = "663", status: Status = "final", corrected: bool = False, text: str = LONG,
    asked_on: dt.date | None = dt.date(2025, 6, 6), refers_to: tuple[str, ...] = (),
) -> Document:  # fmt: skip
    return Document(
        document_id=document_id, form="letter", title="t", text=text, source=document_id, sha256=document_id,
        number=number,
        status=status, committee_code="SOU", corrected=corrected, asked_on=asked_on, refers_to=refers_to,
        turns=(Turn(start=0, end=len(text), role="minister"),),
    )  # fmt: skip


def searched(*documents: Document) -> list[str]:
    return [placed.document_id for placed in Corpus.of(documents).placed if placed.searched]


def test_a_final_answer_stands_for_a_delay_and_a_corrected_one_for_both() -> None:
    delay, final, corrected = answer("a", status="interim"), answer("b"), answer("c", corrected=True)
    assert searched(delay) == ["a"]
    assert searched(delay, final) == ["b"]
    assert searched(corrected, final, delay) == ["c"]


def test_an_answer_stands_for_the_committees_letter_that_asked() -> None:
    assert searched(answer("a", status="question"), answer("b", status="refusal")) == ["b"]


def test_numbers_come_again_in_other_sessions_and_nothing_is_replaced_there() -> None:
    assert searched(answer("a", status="interim", asked_on=dt.date(2023, 6, 6)), answer("b")) == ["a", "b"]
    assert searched(answer("a"), answer("b")) == ["a", "b"]


def test_the_same_words_under_several_numbers_are_found_and_short_ones_are_not() -> None:
    documents = [answer("a"), answer("b", "664"), answer("c", "665", text="Nej."), answer("d", "666", text="Nej.")]
    assert same_answers(documents) == [("a", "b")]


def test_a_reference_finds_its_target_nearest_in_time() -> None:
    old, new = answer("SOU-120", "120", asked_on=dt.date(2020, 1, 1)), answer("SOU-120~2", "120")
    spoken = answer("20241-S5", "S 5")
    referring = answer("a", refers_to=("SOU-120", "S 5", "BEU-4"))
    assert targets(referring, [old, new, spoken]) == {"SOU-120": "SOU-120~2", "S 5": "20241-S5", "BEU-4": None}
