"""Whether the evidence is enough: signals worked out by hand, and in which direction each one counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import Language
from index.answerability import (
    ANSWER,
    ANSWERED,
    DOUBTED,
    FARTHEST,
    PARTIAL,
    RIVAL,
    UNKNOWN,
    confidence,
    doubted,
    outcome_of,
    shares,
    signals_of,
)
from index.generation import Row
from index.kinds import Kind
from index.query_terms import QueryTerm
from index.ranking import Ranked
from index.segment import Sentences
from index.signals import SENTENCE, Candidate
from index.weights import learned

BEST = [1.0, 4.0, 3.0]  # of the three sentences of every passage here


def ranked(
    document: int = 0,
    score: float = 5.0,
    words: tuple[float, ...] = (0.5, 0.1),
    heard: float = 0.0,
    **holding: int,
) -> Ranked:
    """A passage of three sentences; `holding` says which sentence holds what is wanted: `number_wanted=2`."""
    table = np.zeros((3, len(SENTENCE)), np.float32)
    for name, sentence in holding.items():
        table[sentence, SENTENCE.index(name.replace("_", " "))] = 1
    sentences = Sentences([(0, 1, 1, 0), (2, 3, 1, 0), (4, 5, 1, 0)])
    row = Row(document, document, f"d{document}", sentences, np.zeros((0, 48), np.uint8))
    candidate = Candidate(row, *(0.0,) * 8, heard, np.array(words, np.float32), table)
    return Ranked(candidate, np.array(BEST, np.float32), document=score, score=score)


def signals(
    *items: Ranked,
    content: tuple[bool, ...] = (True, True),
    coverage: float | None = 1.0,
    terms: tuple[tuple[QueryTerm, float], ...] = (),
    kind: Kind = "other",
    language: Language = "da",
) -> dict[str, float]:
    return signals_of(
        items or (ranked(),), content=np.array(content, bool), coverage=coverage, terms=terms, kind=kind,
        language=language,
    )  # fmt: skip


LESS = ("rivals", "quantity", "missing", "missing in English", "english")


def sure(values: dict[str, float]) -> float:
    return confidence(values, learned().answer, learned().intercept)


def test_every_signal_is_given_in_the_order_of_their_names() -> None:
    assert tuple(signals()) == ANSWER


def test_the_best_sentence_is_that_of_the_first_passage() -> None:
    assert signals()["best sentence"] == max(BEST)


def test_words_are_the_mean_of_content_words_best_matches_in_the_document() -> None:
    items = ranked(words=(0.5, 0.1, 0.9)), ranked(words=(0.2, 0.7, 0.9)), ranked(1, words=(1.0, 1.0, 1.0))
    assert signals(*items, content=(True, True, False))["words"] == pytest.approx((0.5 + 0.7) / 2)
    assert signals(ranked(words=()), content=())["words"] == 0.0


def test_the_share_is_of_all_documents_odds_however_many_passages_they_have() -> None:
    assert signals(ranked())["share"] == pytest.approx(0.0)
    items = ranked(0, 5.0), ranked(0, 5.0), ranked(1, 5.0)
    assert signals(*items)["share"] == pytest.approx(np.log(1 / 2))
    assert signals(ranked(0, 5.0), ranked(1, 4.0))["share"] == pytest.approx(-np.log(1 + np.exp(-1)))
    assert np.isfinite(signals(ranked(0, 5000.0), ranked(1, -5000.0))["share"])


def test_coverage_is_in_between_where_a_query_has_no_word_to_look_for() -> None:
    assert signals(coverage=0.25)["coverage"] == 0.25
    assert signals(coverage=None)["coverage"] == signals()["rarest"] == UNKNOWN


def test_the_words_of_an_english_query_are_not_looked_for_in_a_danish_text() -> None:
    found = signals(coverage=1.0, terms=((QueryTerm("Gaza", "gaza", 5.0, True, "name"), 1.0),), language="en")
    assert (found["coverage"], found["rarest"]) == (0.0, 0.0)


def test_of_the_rarest_word_it_counts_how_much_is_held() -> None:
    common, rare = (QueryTerm(text, text, idf, True, "word") for text, idf in (("penge", 2.0), ("center", 7.0)))
    assert signals(terms=((common, 1.0), (rare, 0.6)))["rarest"] == 0.6
    assert signals(terms=((rare, 1.0), (common, 0.0)))["rarest"] == 1.0


def test_what_the_document_was_asked_about_is_heard() -> None:
    assert signals(ranked(heard=0.4))["heard"] == 0.4


def test_documents_near_the_best_are_rivals() -> None:
    items = ranked(0, 5.0), ranked(0, 5.0), ranked(1, 5.1 - RIVAL), ranked(2, 4.9 - RIVAL)
    assert signals(*items)["rivals"] == pytest.approx(np.log(2))
    assert signals()["rivals"] == 0.0


def test_the_kind_asked_for_is_held_as_far_below_the_best_as_its_best_sentence() -> None:
    assert signals(kind="other")["held"] == 0.0
    assert signals(ranked(date_wanted=1), kind="date")["held"] == 0.0
    assert signals(ranked(date_wanted=2), kind="date")["held"] == pytest.approx(3.0 - 4.0)
    assert signals(ranked(), kind="date")["held"] == FARTHEST
    assert signals(ranked(), ranked(date_wanted=2), kind="date")["held"] == pytest.approx(-1.0)  # its other passage
    assert signals(ranked(), ranked(1, date_wanted=1), kind="date")["held"] == FARTHEST  # another document


@pytest.mark.parametrize(
    ("kind", "quantity"), [("amount", 1.0), ("number", 1.0), ("date", 1.0), ("who", 0.0), ("yes/no", 0.0)]
)
def test_quantities_are_told_apart(kind: Kind, quantity: float) -> None:
    assert signals(kind=kind)["quantity"] == quantity


def test_the_least_found_name_or_number_is_what_is_missing() -> None:
    word = QueryTerm("broen", "bro", 5.0, True, "word")
    name = QueryTerm("Samsø", "samsø", 5.0, True, "name")
    number = QueryTerm("2026", "n:2026", 5.0, True, "number")
    assert signals()["missing"] == 0.0
    assert signals(terms=((word, 0.0),))["missing"] == 0.0
    found = signals(terms=((word, 0.0), (name, 1.0), (number, 0.25)))
    assert (found["missing"], found["missing in English"]) == (0.75, 0.0)
    found = signals(terms=((word, 0.0), (name, 1.0), (number, 0.25)), language="en")
    assert (found["missing"], found["missing in English"]) == (0.75, 0.75)


def test_english_is_told() -> None:
    assert (signals(language="da")["english"], signals(language="en")["english"]) == (0.0, 1.0)


def test_the_length_of_a_query_is_no_signal() -> None:
    short = signals(ranked(words=(0.5,)), content=(True,))
    long = signals(ranked(words=(0.5,) * 30), content=(True,) * 30)
    assert short == long


@pytest.mark.parametrize("name", [n for n in ANSWER if n not in LESS])
def test_more_of_what_speaks_for_an_answer_never_makes_it_less_sure(name: str) -> None:
    values = signals(kind="number")
    assert sure({**values, name: values[name] + 0.5}) >= sure(values)


def test_a_name_or_number_that_is_missing_never_makes_it_more_sure() -> None:
    missing = {"missing": 1.0}
    assert sure({**signals(), **missing}) < sure(signals())
    assert sure({**signals(language="en"), **missing, "missing in English": 1.0}) <= sure(signals(language="en"))


def test_a_rival_document_makes_it_less_sure_the_nearer_it_comes() -> None:
    scores = [sure(signals(ranked(0, 5.0), ranked(1, rival))) for rival in (-5.0, 3.0, 4.9)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


@given(st.dictionaries(st.sampled_from(ANSWER), st.floats(-20, 20)), st.floats(-20, 20))
def test_the_shares_sum_to_the_log_odds(some: dict[str, float], intercept: float) -> None:
    values, weights = {**dict.fromkeys(ANSWER, 0.0), **some}, dict.fromkeys(ANSWER, 0.1)
    found = confidence(values, weights, intercept)
    assert 0 < found < 1
    odds = intercept + sum(shares(values, weights).values())
    assert found == pytest.approx(1 / (1 + np.exp(-odds)))


def test_where_two_documents_are_as_likely_both_are_only_offered() -> None:
    even = signals(ranked(0, 5.0), ranked(1, 5.0), ranked(2, 4.0))
    assert outcome_of(doubted(0.9, even)) == "partial"
    assert doubted(0.1, even) == 0.1
    assert doubted(0.9, signals(ranked(0, 5.0), ranked(1, 4.0))) == 0.9
    assert PARTIAL < DOUBTED < ANSWERED


def test_the_outcome_follows_the_confidence() -> None:
    assert 0 < PARTIAL < ANSWERED < 1
    step = 1e-6
    assert [outcome_of(s) for s in (0.0, PARTIAL - step)] == ["not_found"] * 2
    assert [outcome_of(s) for s in (PARTIAL, ANSWERED - step)] == ["partial"] * 2
    assert [outcome_of(s) for s in (ANSWERED, 1.0)] == ["answered"] * 2


def test_only_what_is_in_the_best_document_counts() -> None:
    alone = signals(ranked(), kind="number")
    other = ranked(1, -1000.0, (0.9, 0.9), 0.9, number_wanted=1)
    assert signals(ranked(), other, kind="number") == pytest.approx(alone)
