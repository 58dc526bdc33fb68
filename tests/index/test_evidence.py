"""Which sentences are quoted, on candidates written by hand."""

import numpy as np
import pytest

from corpus.passages import split_document
from corpus.schema import Document, Turn
from index.evidence import LOOKED_AT, SENTENCE_WEIGHT, SHOWN, choose
from index.generation import Row
from index.ranking import Candidate

LONG = "Regeringen har i aftalen afsat tyve millioner kroner til en ny bro over sundet."
OTHER = "Kommunerne har allerede fået besked om de nye regler for tilskud til veje og broer."


def document(text: str, name: str = "d") -> Document:
    turn = Turn(start=0, end=len(text), role="minister")
    return Document(document_id=name, form="plain", title="t", text=text, source="d", sha256="0", turns=(turn,))


def candidate(whole: Document, cosines: list[float], score: float = 1.0, row: int = 0) -> Candidate:
    (passage,) = split_document(whole)
    assert len(passage.sentences) == len(cosines)
    return Candidate(Row(row, 0, passage, 0), score, score, 0.0, np.array(cosines, np.float32), score)


def quoted(text: str, cosines: list[float]) -> str:
    whole = document(text)
    (evidence,) = choose([candidate(whole, cosines)], [whole])
    assert evidence.quote == whole.quote(evidence.start, evidence.end)
    return evidence.quote


def test_the_best_sentence_is_quoted_alone_when_it_stands_alone() -> None:
    assert quoted(f"{OTHER} {LONG}", [0.1, 0.9]) == LONG
    assert quoted(f"{LONG} {OTHER}", [0.9, 0.1]) == LONG


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
    assert quoted(f"{LONG} {leaning}", [0.1, 0.9]) == f"{LONG} {leaning}"
    assert quoted(f"{leaning} {LONG}", [0.9, 0.1]) == leaning  # there is none before


def test_layout_inside_a_quote_is_folded() -> None:
    assert quoted(f"{LONG}\n{OTHER.replace(' om ', chr(10) + 'om  ')}", [0.1, 0.9]) == OTHER


def test_quotes_come_best_first_and_no_more_than_are_shown() -> None:
    documents = [document(LONG, f"d{n}") for n in range(LOOKED_AT + 2)]
    cosines = [0.1, 0.2, 0.9, 0.3, 0.4, 0.5, 0.6, 0.7, 5.0, 5.0]  # those beyond the first eight are not looked at
    ranked = [candidate(d, [cosine], row=n) for n, (d, cosine) in enumerate(zip(documents, cosines, strict=True))]
    evidence = choose(ranked, documents)
    assert [one.document.document_id for one in evidence] == ["d2", "d7", "d6"]
    assert len(evidence) == SHOWN
    assert [one.score for one in evidence] == pytest.approx([1 + SENTENCE_WEIGHT * best for best in (0.9, 0.7, 0.6)])


def test_nothing_ranked_gives_nothing_quoted() -> None:
    assert choose([], []) == ()
