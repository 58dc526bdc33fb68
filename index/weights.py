"""How much each signal counts: numbers learned from queries with known answers, kept in `weights.json` beside this.

They are made by `tests/training/fit.py`; what they are multiplied with stands in `signals` and `answerability`.
"""

from functools import lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

FILE = "weights.json"

# What an ablation takes away, by the names of the signals.
PARTS: dict[str, frozenset[str]] = {
    "the passage's vector": frozenset({"context"}),
    "the question's vector": frozenset({"question", "match"}),
    "token matches": frozenset({"any", "passage", "own", "asked", "sentence", "with asked", "words", "telling",
                                "told", "heard"}),
    "the lexical score": frozenset({"lexical"}),
    "the kind of thing asked": frozenset(
        {"amount wanted", "number wanted", "percent wanted", "quantity wanted", "date wanted", "name wanted",
         "reason wanted", "negation wanted", "stance wanted", "held", "quantity"}
    ),
    "what a sentence looks like": frozenset(
        {"length", "short", "digit", "amount", "percent", "date", "reason", "negation", "stance", "is question",
         "later"}
    ),
    "names and numbers found": frozenset({"coverage", "rarest", "missing", "missing in English"}),
    "the document's other passages": frozenset({"second", "passages"}),
}  # fmt: skip


class Weights(BaseModel):
    """A number a signal, by the signal's name; all of a group are used, and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentence: dict[str, float]  # `signals.SENTENCE`
    document: dict[str, float]  # `ranking.DOCUMENT`
    within: float  # what a passage's distance from the best of its document costs
    answer: dict[str, float]  # `answerability.ANSWER`
    intercept: float

    def without(self, names: frozenset[str]) -> "Weights":
        """The same with these signals counting nothing."""
        return self.model_copy(
            update={
                group: {name: 0.0 if name in names else weight for name, weight in getattr(self, group).items()}
                for group in ("sentence", "document", "answer")
            }
        )


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights that ship."""
    return Weights.model_validate_json(resources.files("index").joinpath(FILE).read_bytes())
