"""Whether the evidence answers the query: several honest signals and one probability. Pure.

How much each counts was learned (`weights`) from queries with an answer, the same queries with the answering
document taken away, and near misses; never from a query's length.
"""

from collections.abc import Sequence
from math import exp, log

import numpy as np
import numpy.typing as npt

from corpus.citations import Language
from index.finding import Outcome
from index.kinds import Kind
from index.query_terms import QueryTerm
from index.ranking import Ranked, documents_of
from index.signals import SENTENCE

Floats = npt.NDArray[np.float32]

# What speaks for an answer, each higher for better but for "rivals" and the last four:
#   best sentence  the score of the best passage's best sentence
#   words     the mean of each content word's best match in the best passage's document
#   heard     the same in the question that the document answers
#   share     the log of the document's share in all the documents' odds
#   rivals    the log of how many documents stand within `RIVAL` of the best: a query that fits many says little
#   coverage  the share of the query's weight in words, names and numbers that the document holds, [0, 1]
#   rarest    how much of the query's rarest word, name or number the passage and its question hold, [0, 1]
#   held      how far the document's best sentence that holds the kind of thing asked for stands below its best of
#             all, [-3, 0]; 0 where no kind can be told
#   quantity  1 where an amount, number or date is asked for: easily missed by a hair
#   missing   how much of the least found name or number of the query the passage and its question lack, [0, 1]
#   missing in English  the same for an English query, whose names are often others in Danish, on top of it
#   english   1 for an English query, whose matches are all weaker
# An English query shares too few words with a Danish text for "coverage" and "rarest" to mean anything: 0.
ANSWER = (
    "best sentence", "words", "heard", "share", "rivals", "coverage", "rarest", "held", "quantity", "missing",
    "missing in English", "english",
)  # fmt: skip
QUANTITIES: tuple[Kind, ...] = ("amount", "number", "date")
FARTHEST = -3.0
RIVAL = 3.0  # log odds
UNKNOWN = 0.5  # coverage of a query that has no word to look for
ANSWERED, PARTIAL = 0.45, 0.38
# A best document with less than half of the odds is as likely wrong as right (.48 of 52 queries, on documents not
# learned from): as sure as that, and no surer. That several fit is told; 20 of 22 such had the right one among them.
TOSS_UP = 0.5
DOUBTED = 0.4
_HELD: dict[Kind, str] = {
    "amount": "amount wanted", "number": "number wanted", "date": "date wanted", "who": "name wanted",
    "why": "reason wanted",
}  # fmt: skip


def signals_of(
    ranked: Sequence[Ranked],
    *,
    content: npt.NDArray[np.bool_],
    coverage: float | None,
    terms: Sequence[tuple[QueryTerm, float]],
    kind: Kind,
    language: Language,
) -> dict[str, float]:
    """The signals by name.

    Args:
        ranked: the passages, best first, at least one.
        content: which of the query's words count.
        coverage: of the best passage's document; None if the query has no word to look for.
        terms: the query's terms, each with the share of it that the best passage and its question hold.
        kind: what the query asks for.
        language: the query's.
    """
    best = ranked[0]
    candidate = best.candidate
    inside = [item for item in ranked if item.candidate.row.document_row == candidate.row.document_row]
    words = np.max([item.candidate.words for item in inside], axis=0)[content]
    documents = np.array(list(documents_of(ranked).values()))
    missing = 1 - min((held for term, held in terms if term.kind != "word"), default=1.0)
    danish, english = float(language == "da"), float(language == "en")
    return {
        "best sentence": float(best.sentences.max()),
        "words": float(words.mean()) if words.size else 0.0,
        "heard": candidate.heard,
        "share": best.document - float(np.log(np.exp(documents - documents.max()).sum()) + documents.max()),
        "rivals": float(np.log((documents > documents.max() - RIVAL).sum())),
        "coverage": danish * (UNKNOWN if coverage is None else coverage),
        "rarest": danish * max(terms, key=lambda pair: pair[0].idf)[1] if terms else danish * UNKNOWN,
        "held": _held(inside, kind),
        "quantity": float(kind in QUANTITIES),
        "missing": missing,
        "missing in English": english * missing,
        "english": english,
    }


def _holding(item: Ranked, column: str) -> npt.NDArray[np.bool_]:
    holding: npt.NDArray[np.bool_] = item.candidate.sentences[:, SENTENCE.index(column)] > 0
    return holding


def _held(inside: Sequence[Ranked], kind: Kind) -> float:
    if kind not in _HELD:
        return 0.0
    best = max(float(item.sentences.max()) for item in inside)
    holding = [item.sentences[_holding(item, _HELD[kind])] for item in inside]
    return max(FARTHEST, max((float(scores.max()) for scores in holding if len(scores)), default=-np.inf) - best)


def shares(signals: dict[str, float], weights: dict[str, float]) -> dict[str, float]:
    """What each signal adds to the log odds."""
    return {name: weights[name] * signals[name] for name in ANSWER}


def confidence(signals: dict[str, float], weights: dict[str, float], intercept: float) -> float:
    """The probability that the evidence answers the query, in (0, 1)."""
    return 1 / (1 + exp(-intercept - sum(shares(signals, weights).values())))


def doubted(sure: float, signals: dict[str, float]) -> float:
    """The same confidence, but at most `DOUBTED` where it is a toss-up which document is meant."""
    return min(sure, DOUBTED) if signals["share"] < log(TOSS_UP) else sure


def outcome_of(sure: float) -> Outcome:
    """The outcome that a confidence stands for."""
    return "answered" if sure >= ANSWERED else "partial" if sure >= PARTIAL else "not_found"
