"""Whether the evidence answers the query: three honest signals and one probability. Pure."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp

from index.finding import Outcome
from index.ranking import Candidate

LOOKED_AT = 3  # candidates whose best sentence counts
UNKNOWN_COVERAGE = 0.5  # of a query that has no word a Danish text could hold
ANSWERED, PARTIAL = 0.44, 0.40
# Logistic regression on the members' spoken follow-up questions of question time, each with its own exchange in
# the index and without it (686 cases). The intercept is set so that the mean confidence on the development
# queries equals the share of them that have an answer: what people type is easier than what members say.
INTERCEPT = -3.3
WEIGHTS = (11.6, 32.3, 1.25)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each higher for better.

    `sentence` is how far the best sentence's cosine stands above that of unrelated text, `question` the same for
    the member's question; `coverage` is the share of the query's weight in words, names and numbers that the
    document holds, [0, 1].
    """

    sentence: float
    question: float
    coverage: float

    @classmethod
    def of(cls, ranked: Sequence[Candidate], background: float, coverage: float | None) -> "Signals":
        """The signals of a ranking, best first, with at least one candidate.

        Args:
            ranked: the candidates.
            background: the query's mean cosine with unrelated text.
            coverage: of the best candidate's document; None if the query has no word to look for.
        """
        return cls(
            sentence=max(float(candidate.sentences.max()) for candidate in ranked[:LOOKED_AT]) - background,
            question=ranked[0].match - background,
            coverage=UNKNOWN_COVERAGE if coverage is None else coverage,
        )


def confidence(signals: Signals) -> float:
    """The probability that the evidence answers the query, in (0, 1)."""
    total = INTERCEPT + sum(w * s for w, s in zip(WEIGHTS, astuple(signals), strict=True))
    return 1 / (1 + exp(-total))


def outcome_of(sure: float) -> Outcome:
    """The outcome that a confidence stands for."""
    return "answered" if sure >= ANSWERED else "partial" if sure >= PARTIAL else "not_found"
