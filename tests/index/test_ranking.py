"""The order of passages, worked out by hand with weights a human can add up."""

import numpy as np
import pytest

from index.answerability import ANSWER
from index.generation import Row
from index.ranking import DOCUMENT, document_signals, documents_of, rank
from index.segment import Sentences
from index.signals import SENTENCE, Candidate
from index.weights import PARTS, Weights, learned


def weights(**document: float) -> Weights:
    return Weights(
        sentence={name: float(name == "sentence") for name in SENTENCE},
        document={name: document.get(name, 0.0) for name in DOCUMENT},
        within=0.5, answer=dict.fromkeys(ANSWER, 0.0), intercept=0.0,
    )  # fmt: skip


def candidate(row: int, document: int, matches: list[float], context: float = 0.0) -> Candidate:
    sentences = Sentences([(start, start + 1, 1, 0) for start in range(0, 2 * len(matches), 2)])
    table = np.zeros((len(matches), len(SENTENCE)), np.float32)
    table[:, SENTENCE.index("sentence")] = matches
    place = Row(row, document, f"d{document}", sentences, np.zeros((0, 48), np.uint8))
    nothing = np.zeros(len(matches), np.float32)
    return Candidate(place, context, *(0.0,) * 8, nothing, table)


def test_documents_come_by_their_own_score_and_passages_by_their_best_sentence() -> None:
    found = rank(
        [candidate(0, 0, [5.0], 0.1), candidate(1, 1, [1.0, 2.0], 0.9), candidate(2, 1, [3.0], 0.2)],
        weights(context=10),
    )
    assert [item.candidate.row.row for item in found] == [2, 1, 0]
    # Document 1: 10 x .9; its second passage's best sentence stands 1 below its first's: .5 x 1.
    assert [item.score for item in found] == pytest.approx([9.0, 8.5, 1.0])
    assert dict(documents_of(found)) == pytest.approx({1: 9.0, 0: 1.0})


def test_equal_scores_keep_the_order_of_rows() -> None:
    found = rank([candidate(row, row, [1.0]) for row in (0, 1, 2)], weights())
    assert [item.candidate.row.row for item in found] == [0, 1, 2]


def test_a_document_is_told_by_its_best_values_its_two_best_passages_and_their_number() -> None:
    some = [candidate(0, 7, [1.0], 0.4), candidate(1, 9, [1.0], 0.1), candidate(2, 7, [1.0], 0.7)]
    signals = document_signals(some, np.array([3.0, 3.0, 5.0]))
    assert list(signals) == [7, 9]
    assert dict(zip(DOCUMENT, signals[7].tolist(), strict=True)) == pytest.approx(
        {"context": 0.7, "match": 0, "lexical": 0, "any": 0, "own": 0, "asked": 0, "telling": 0, "told": 0,
         "best": 5, "second": 3, "passages": np.log(2)}
    )  # fmt: skip
    assert signals[9][DOCUMENT.index("second")] == 2.0


def test_a_documents_first_signals_are_the_first_of_a_passages() -> None:
    place = Candidate._fields.index(DOCUMENT[0])
    assert Candidate._fields[place:][: DOCUMENT.index("best")] == DOCUMENT[: DOCUMENT.index("best")]
    row, *_, words, sentences = candidate(0, 7, [1.0])
    passage = Candidate(row, 1, 2, 3, 4, 5, 6, 7, 8, 0, words, sentences)
    assert document_signals([passage], np.array([9.0]))[7][:9].tolist() == [*range(1, 10)]


def test_the_weights_that_ship_name_every_signal_and_no_other() -> None:
    shipped = learned()
    assert tuple(shipped.sentence) == SENTENCE
    assert tuple(shipped.document) == DOCUMENT
    assert tuple(shipped.answer) == ANSWER
    assert not {"length", "words of the query"} & set(ANSWER)  # how long a query is says nothing of its answer


def test_an_ablation_takes_away_named_signals_only() -> None:
    names = {*SENTENCE, *DOCUMENT, *ANSWER}
    for part, taken in PARTS.items():
        assert taken <= names, part
        less = learned().without(taken)
        for group in ("sentence", "document", "answer"):
            for name, weight in getattr(less, group).items():
                assert weight == (0.0 if name in taken else getattr(learned(), group)[name])
