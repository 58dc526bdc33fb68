"""Which passages come first: documents by what speaks for them, each document's passages by their best sentence. Pure.

What speaks for them is measured by `signals`; whether it is enough, decided by `answerability`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from index.signals import SENTENCE, Candidate
from index.weights import Weights

Floats = npt.NDArray[np.float32]

# The best of each over a document's passages; then its two best passages by their best sentence, and how many.
DOCUMENT = (
    "context", "match", "lexical", "any", "own", "asked", "telling", "told", "best", "second", "passages",
)  # fmt: skip
_OF_PASSAGE = attrgetter(*DOCUMENT[:8])


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. Scores are higher for better and comparable within one query only."""

    candidate: Candidate
    sentences: Floats  # a score for each
    document: float
    score: float


def document_signals(candidates: Sequence[Candidate], best: Sequence[float]) -> Floats:
    """The row of `DOCUMENT` for the passages of one document, of which `best` gives the best sentence's score."""
    ranked = sorted(best, reverse=True)
    signals = [max(values) for values in zip(*map(_OF_PASSAGE, candidates), strict=True)]
    second = ranked[1] if len(ranked) > 1 else ranked[0] - 1
    return np.array([*signals, ranked[0], second, np.log(len(ranked))], np.float32)


def rank(candidates: Sequence[Candidate], weights: Weights) -> list[Ranked]:
    """The candidates, best first; equal ones in row order."""
    of_sentence = np.array([weights.sentence[name] for name in SENTENCE], np.float32)
    of_document = np.array([weights.document[name] for name in DOCUMENT], np.float32)
    sentences = [candidate.sentences @ of_sentence for candidate in candidates]
    best = [float(scores.max()) for scores in sentences]
    members: dict[int, list[int]] = {}
    for place, candidate in enumerate(candidates):
        members.setdefault(candidate.row.document_row, []).append(place)
    found = []
    for places in members.values():
        tops = [best[place] for place in places]
        document = float(document_signals([candidates[place] for place in places], tops) @ of_document)
        found += [
            Ranked(candidates[place], sentences[place], document, document - weights.within * (max(tops) - best[place]))
            for place in places
        ]
    return sorted(found, key=lambda ranked: (-ranked.score, ranked.candidate.row.row))


def documents_of(ranked: Sequence[Ranked]) -> Mapping[int, float]:
    """Document row to score."""
    return {item.candidate.row.document_row: item.document for item in ranked}
