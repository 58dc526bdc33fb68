"""Golden questions: queries whose replies are known, asked of a new generation before it goes live.

What is done about a regression is left to `build`, which keeps the old generation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.encoder import Encoder
from index.errors import GateClosed, GoldenWrong
from index.finding import Finding, Outcome
from index.generation import Generation
from index.retriever import Retriever


class Golden(BaseModel):
    """A query and what its reply must be; what is None may be anything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str
    outcome: Outcome | None = None
    document: str | None = None  # the id of the one quoted first
    quote: str | None = None  # words that stand in a quote, as one line

    def fault(self, finding: Finding) -> str:
        """What is wrong with a reply, in a few words; "" if it is as it must be."""
        first = finding.evidence[0].document.document_id if finding.evidence else "nothing"
        if self.outcome and finding.outcome != self.outcome:
            return f"{finding.outcome} instead of {self.outcome}"
        if self.document and first != self.document:
            return f"quotes {first} instead of {self.document}"
        if self.quote and not any(self.quote in evidence.quote for evidence in finding.evidence):
            return f"does not quote “{self.quote}”"
        return ""


def load_golden(path: Path) -> tuple[Golden, ...]:
    """The golden questions of a file, one JSON object a line. Raises GoldenWrong."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldenWrong(path, 0, f"it cannot be read ({type(error).__name__})") from error
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(Golden.model_validate_json(line))
        except ValidationError as error:
            raise GoldenWrong(
                path, number, str(error.errors(include_input=False, include_url=False)[0]["msg"])
            ) from None
    if not found:
        raise GoldenWrong(path, 0, "it holds no question")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Golden questions that a new generation fails: those that the old one answered right, and the others."""

    regressions: tuple[str, ...]
    still_failing: tuple[str, ...]
    asked: int


def judge(items: Sequence[Golden], encoder: Encoder, new: Generation, old: Generation | None) -> Verdict:
    """Ask every question of the new generation, and those it fails of the old one too."""
    now = Retriever(new, encoder)
    before = Retriever(old, encoder) if old else None
    regressions: list[str] = []
    still: list[str] = []
    for item in items:
        if fault := item.fault(now.ask(item.query)):
            worse = before is not None and not item.fault(before.ask(item.query))
            (regressions if worse else still).append(f"{item.query} – {fault}")
    return Verdict(tuple(regressions), tuple(still), len(items))


def refuse_regressions(verdict: Verdict) -> None:
    """Raises GateClosed if a question that was answered right is not any more."""
    if verdict.regressions:
        raise GateClosed(verdict.regressions)
