"""Which passages come first: documents by what speaks for them, each document's passages by their best sentence. Pure.

What speaks for them is measured by `signals`; whether it is enough, decided by `answerability`.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.signals import SENTENCE, Candidate
from index.weights import Weights

Floats = npt.NDArray[np.float32]

# The best of each over a document's passages; then its two best passages by their best sentence, and how many.
DOCUMENT = (
    "context", "match", "lexical", "any", "own", "asked", "telling", "told", "best", "second", "passages",
)  # fmt: skip
_BEST = DOCUMENT.index("best")
_OF_PASSAGE = slice(1, 1 + _BEST)  # the same fields of a `Candidate`


class Ranked(NamedTuple):
    """A passage in its place. Scores are higher for better and comparable within one query only."""

    candidate: Candidate
    sentences: Floats  # a score for each
    document: float
    score: float


def document_signals(candidates: Sequence[Candidate], best: Floats) -> dict[int, Floats]:
    """Document row to its row of `DOCUMENT`, by ascending row; `best` gives each candidate's best sentence's score."""
    documents = np.array([candidate.row.document_row for candidate in candidates])
    order = np.lexsort((-best, documents))  # document by document, the best passage first
    firsts = np.flatnonzero(np.diff(documents[order], prepend=-1))
    counts = np.diff(firsts, append=len(order))
    values = np.array([candidate[_OF_PASSAGE] for candidate in candidates])[order]
    ranked = best[order]
    second = np.where(counts > 1, ranked[np.minimum(firsts + 1, len(ranked) - 1)], ranked[firsts] - 1)
    table = np.column_stack([np.maximum.reduceat(values, firsts), ranked[firsts], second, np.log(counts)])
    return dict(zip(documents[order[firsts]].tolist(), table.astype(np.float32), strict=True))


def rank(candidates: Sequence[Candidate], weights: Weights) -> list[Ranked]:
    """The candidates, best first; equal ones in row order."""
    if not candidates:
        return []
    of_sentence = np.array([weights.sentence[name] for name in SENTENCE], np.float32)
    of_document = np.array([weights.document[name] for name in DOCUMENT], np.float32)
    ends = np.cumsum([len(candidate.sentences) for candidate in candidates]).tolist()
    starts = [0, *ends[:-1]]
    scores = np.concatenate([candidate.sentences for candidate in candidates]) @ of_sentence
    best = np.maximum.reduceat(scores, starts)
    signals = document_signals(candidates, best)
    table = np.array(list(signals.values()))
    rows = np.array([(candidate.row.document_row, candidate.row.row) for candidate in candidates])
    places = np.searchsorted(list(signals), rows[:, 0])
    documents = (table @ of_document).astype(np.float64)[places]
    behind = table[:, _BEST].astype(np.float64)[places] - best
    score = documents - weights.within * behind
    found = [
        Ranked(candidate, scores[start:end], document, own)
        for candidate, start, end, document, own in zip(
            candidates, starts, ends, documents.tolist(), score.tolist(), strict=True
        )
    ]
    return [found[place] for place in np.lexsort((rows[:, 1], -score)).tolist()]


def documents_of(ranked: Sequence[Ranked]) -> Mapping[int, float]:
    """Document row to score."""
    return {item.candidate.row.document_row: item.document for item in ranked}
