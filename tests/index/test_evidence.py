"""Which sentences are quoted, on passages ranked by hand."""

import datetime as dt

import numpy as np
import pytest

from corpus.passages import split_document
from corpus.schema import Document, Status, Turn
from index.evidence import ALONGSIDE, EQUAL, LOOKED_AT, NEAR, SHOWN, choose
from index.generation import Row
from index.ranking import Ranked
from index.segment import Sentences
from index.signals import SENTENCE, Candidate

LONG = "Regeringen har i aftalen afsat tyve millioner kroner til en ny bro over sundet."
OTHER = "Kommunerne har allerede fået besked om de nye regler for tilskud til veje og broer."


def document(text: str, name: str = "d", day: dt.date | None = None, status: Status = "final") -> Document:
    turn = Turn(start=0, end=len(text), role="minister")
    return Document(
        document_id=name, form="plain", title="t", text=text, source="d", sha256="0", turns=(turn,),
        answered_on=day, status=status,
    )  # fmt: skip


def ranked(whole: Document, scores: list[float], score: float = 1.0, row: int = 0) -> Ranked:
    (passage,) = split_document(whole)
    assert len(passage.sentences) == len(scores)
    nothing = np.zeros(len(scores), np.float32)
    sentences = Sentences([(span.start, span.end, 1, 0) for span in passage.sentences])
    place = Row(row, row, passage.document_id, sentences, np.zeros((0, 48), np.uint8))
    table = np.zeros((len(scores), len(SENTENCE)), np.float32)
    candidate = Candidate(place, *(0.0,) * 9, nothing, table)
    return Ranked(candidate, np.array(scores, np.float32), document=score, score=score)


def quoted(text: str, scores: list[float]) -> str:
    whole = document(text)
    (evidence,) = choose([ranked(whole, scores)], [whole])
    assert evidence.quote == whole.quote(evidence.start, evidence.end)
    return evidence.quote


def test_where_several_may_be_meant_each_is_quoted_once() -> None:
    one, other = document(f"{LONG} {OTHER}", "1"), document("Broen over sundet åbner først om to år.", "2")
    pairs = [(ranked(one, [9, 1], 3.0), one), (ranked(one, [1, 9], 2.9), one), (ranked(other, [5], 2.5), other)]
    items, documents = [item for item, _ in pairs], [whole for _, whole in pairs]
    assert [e.document.document_id for e in choose(items, documents)] == ["1", "1", "2"]
    assert [e.document.document_id for e in choose(items, documents, apart=True)] == ["1", "2"]


def test_a_bare_no_is_not_quoted_alone() -> None:
    assert quoted(f"Nej. {LONG}", [9, 1]) == f"Nej. {LONG}"
    assert quoted(f"{LONG} Tak. Ja.", [1, 2, 9]) == f"{LONG} Tak. Ja."
    alone, other = document("Nej.", "1"), document(LONG, "2")
    assert [e.quote for e in choose([ranked(alone, [9]), ranked(other, [1])], [alone, other])] == [LONG]


def test_the_best_sentence_is_quoted_alone_when_it_stands_alone() -> None:
    assert quoted(f"{OTHER} {LONG}", [1, 9]) == LONG
    assert quoted(f"{LONG} {OTHER}", [9, 1]) == LONG


@pytest.mark.parametrize(
    "leaning",
    [
        "Det er vi i regeringen meget glade for, og vi vil gerne gøre endnu mere fremover.",
        "Derfor har vi bedt styrelsen om at se nærmere på sagen i løbet af det næste år.",
        "Nej, det er ikke rigtigt, og det har jeg også sagt til udvalget flere gange før.",
        "Det koster tyve millioner.",  # short
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(leaning: str) -> None:
    assert quoted(f"{LONG} {leaning}", [1, 9]) == f"{LONG} {leaning}"
    assert quoted(f"{leaning} {LONG}", [9, 1]) == leaning  # there is none before


def test_a_neighbour_about_as_good_is_quoted_with_it_up_to_three_sentences() -> None:
    near = 9 - ALONGSIDE / 2
    assert quoted(f"{OTHER} {LONG} {OTHER}", [near, 9, 1]) == f"{OTHER} {LONG}"
    assert quoted(f"{OTHER} {LONG} {OTHER}", [1, 9, near]) == f"{LONG} {OTHER}"
    assert quoted(f"{OTHER} {LONG} {OTHER}", [near, 9, near + 0.1]) == f"{LONG} {OTHER}"  # the better of the two
    assert quoted(f"{OTHER} {LONG} {OTHER}", [9 - ALONGSIDE, 9, 9 - 2 * ALONGSIDE]) == LONG
    leaning = f"Derfor {LONG.lower()}"
    text = f"{OTHER} {LONG} {leaning} {OTHER}"
    assert quoted(text, [near, 1, 9, near + 0.1]) == f"{LONG} {leaning} {OTHER}"
    assert quoted(text, [near + 0.1, 1, 9, near]) == f"{OTHER} {LONG} {leaning}"


@pytest.mark.parametrize("part", ["bestyrelsen, ledelsen og dernæst det politiske niveau må gribe ind.", "Spørgeren."])
def test_half_a_sentence_or_a_mere_word_is_quoted_only_where_there_is_nothing_else(part: str) -> None:
    half, whole = document(part, "a"), document(LONG, "b")
    pairs = [ranked(half, [9.0], 1.0, 0), ranked(whole, [8.0], 0.9, 1)]
    assert [evidence.quote for evidence in choose(pairs, [half, whole])] == [LONG]
    assert [evidence.quote for evidence in choose(pairs[:1], [half])] == [part]


def test_layout_inside_a_quote_is_folded() -> None:
    assert quoted(f"{LONG}\n{OTHER.replace(' om ', chr(10) + 'om  ')}", [1, 9]) == OTHER


def test_quotes_come_best_first_and_only_those_near_the_best() -> None:
    texts = [LONG, OTHER, LONG.replace("bro", "vej"), OTHER.replace("veje", "havne")]
    documents = [document(text, f"d{n}") for n, text in enumerate(texts)]
    scores = [9, 9 - NEAR / 4, 9 - NEAR / 2, 9 - NEAR * 2]
    evidence = choose([ranked(d, [1], s, n) for n, (d, s) in enumerate(zip(documents, scores, strict=True))], documents)
    assert [one.document.document_id for one in evidence] == ["d0", "d1", "d2"]
    assert len(evidence) == SHOWN
    assert [one.score for one in evidence] == pytest.approx(scores[:3])


def test_no_more_are_quoted_than_are_shown_and_no_passage_beyond_those_looked_at() -> None:
    texts = [LONG.replace("tyve", str(20 + n)) for n in range(LOOKED_AT + 1)]
    documents = [document(text, f"d{n}") for n, text in enumerate(texts)]
    items = [ranked(d, [1], 9 - n / 100, n) for n, d in enumerate(documents)]
    assert [one.document.document_id for one in choose(items, documents)] == ["d0", "d1", "d2"]
    twins = [document(LONG, f"d{n}", dt.date(2000 + n, 1, 1)) for n in range(LOOKED_AT + 1)]
    (evidence,) = choose([ranked(d, [1], 9 - n / 100, n) for n, d in enumerate(twins)], twins)
    assert evidence.document.document_id == f"d{LOOKED_AT - 1}"  # the newest of those looked at


def test_among_equals_the_newest_comes_first_and_an_interim_answer_last() -> None:
    days = [dt.date(2023, 1, 1), dt.date(2025, 1, 1), dt.date(2026, 1, 1)]
    kinds: list[Status] = ["final", "final", "interim"]
    documents = [
        document(LONG.replace("tyve", str(20 + n)), f"d{n}", day, status)
        for n, (day, status) in enumerate(zip(days, kinds, strict=True))
    ]
    equal = [9, 9 - EQUAL / 2, 9 - EQUAL * 0.9]
    items = [ranked(d, [1], score, n) for n, (d, score) in enumerate(zip(documents, equal, strict=True))]
    assert [one.document.document_id for one in choose(items, documents)] == ["d1", "d0", "d2"]


def test_the_same_words_in_two_documents_are_quoted_once_from_the_newest() -> None:
    documents = [document(LONG, "old", dt.date(2020, 1, 1)), document(LONG, "new", dt.date(2024, 1, 1))]
    (evidence,) = choose([ranked(d, [1], 9 - n / 100, n) for n, d in enumerate(documents)], documents)
    assert evidence.document.document_id == "new"


def test_the_same_words_are_quoted_from_the_final_answer_even_where_the_interim_one_is_newer() -> None:
    final, interim = document(LONG, "final", dt.date(2020, 1, 1)), document(LONG, "i", dt.date(2024, 1, 1), "interim")
    for documents in ([final, interim], [interim, final]):
        (evidence,) = choose([ranked(d, [1], 9 - n / 100, n) for n, d in enumerate(documents)], documents)
        assert evidence.document.document_id == "final"


def test_a_newer_twin_further_down_costs_no_other_quote_its_place() -> None:
    days = [dt.date(2024, 1, 1), dt.date(2020, 1, 1), dt.date(2023, 1, 1), dt.date(2025, 1, 1)]
    texts = [LONG, OTHER, LONG.replace("bro", "vej"), OTHER]  # the last says what the second does
    documents = [document(text, f"d{n}", day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
    scores = [9, 9 - EQUAL / 4, 9 - EQUAL / 2, 9 - NEAR / 2]
    evidence = choose([ranked(d, [1], s, n) for n, (d, s) in enumerate(zip(documents, scores, strict=True))], documents)
    assert sorted(one.document.document_id for one in evidence) == ["d0", "d2", "d3"]
    assert [one.document.document_id for one in evidence if one.score == 9] == ["d0"]


def test_an_order_that_is_not_by_score_is_kept_and_no_quote_comes_twice() -> None:
    texts = [LONG, OTHER, LONG.replace("bro", "vej")]
    days = [dt.date(2025, 1, 1), dt.date(2024, 1, 1), dt.date(2023, 1, 1)]  # as where the latest is wanted
    documents = [document(text, f"d{n}", day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
    scores = [8, 8 - NEAR / 2, 9]
    evidence = choose([ranked(d, [1], s, n) for n, (d, s) in enumerate(zip(documents, scores, strict=True))], documents)
    assert [one.document.document_id for one in evidence] == ["d0", "d1", "d2"]


def test_nothing_ranked_gives_nothing_quoted() -> None:
    assert choose([], []) == ()
