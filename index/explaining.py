"""Why a query got the reply it got: each candidate's signals, what decided, and which stage is to blame. Pure.

Tables for people are made in `bot.report`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.answerability import ANSWERED, PARTIAL, shares
from index.evidence import choose
from index.ranking import DOCUMENT, Ranked, document_signals
from index.retriever import Look
from index.signals import SENTENCE
from index.weights import Weights

Stage = Literal["answered", "small talk", "not in the corpus", "not retrieved", "not chosen", "held back"]

SHOWN = 8  # candidates
HEARD = 0.5  # of the query's weight in words that the corpus has never seen: it cannot answer that


@dataclass(frozen=True, slots=True)
class Contender:
    """One passage: its place, its best sentence, and what each signal adds to the score of its document."""

    document_id: str
    passage_start: int
    sentence: str
    score: float
    document: dict[str, float]  # signal -> share; sums to the document's score
    best_sentence: dict[str, float]  # signal -> share of the best sentence's score
    quoted: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole way of one query.

    `decided` gives the share of each signal in the log odds that there is an answer, `threshold` what a confidence
    needs; `unseen` are words of the query that the corpus has never seen, `repaired` those read as another spelling.
    """

    understood: str
    subject: str
    language: str
    kind: str
    stage: Stage
    confidence: float
    threshold: float
    decided: dict[str, float]
    unseen: tuple[str, ...]
    repaired: tuple[tuple[str, str], ...]
    contenders: tuple[Contender, ...]


def _contender(look: Look, place: int, weights: Weights, quoted: bool) -> Contender:
    item, document = look.ranked[place], look.documents[place]
    best = int(item.sentences.argmax())
    span = item.candidate.row.passage.sentences[best]
    row = item.candidate.row.document_row
    siblings = [r for r in look.ranked if r.candidate.row.document_row == row]
    signals = document_signals([r.candidate for r in siblings], np.array([r.sentences.max() for r in siblings]))[row]
    return Contender(
        document_id=document.document_id,
        passage_start=item.candidate.row.passage.start,
        sentence=document.quote(span.start, span.end),
        score=item.score,
        document={n: float(s) * weights.document[n] for n, s in zip(DOCUMENT, signals, strict=True)},
        best_sentence={
            n: float(s) * weights.sentence[n] for n, s in zip(SENTENCE, item.candidate.sentences[best], strict=True)
        },
        quoted=quoted,
    )


def _places(ranked: tuple[Ranked, ...], documents: tuple[str, ...], expected: str | None) -> list[int]:
    """The first of the ranking, and the best passage of the document that was expected."""
    places = list(range(min(SHOWN, len(ranked))))
    wanted = next((place for place, name in enumerate(documents) if name == expected), None)
    return places if wanted is None or wanted in places else [*places, wanted]


def _stage(look: Look, quoted: set[str], expected: str | None, known: bool, unseen: float) -> Stage:
    if look.chat:
        return "small talk"
    found = {document.document_id for document in look.documents}
    if look.outside or (expected and not known):
        return "not in the corpus"
    if expected and expected not in found:
        return "not retrieved"
    if expected and expected not in quoted:
        return "not chosen"
    if look.confidence >= PARTIAL:
        return "answered"
    return "not in the corpus" if unseen >= HEARD and not expected else "held back"


def explain(look: Look, weights: Weights, expected: str | None = None, known: bool = True) -> Explanation:
    """The explanation of a look.

    Args:
        look: what the retriever worked out.
        weights: those it ranked with.
        expected: the id of the document that should have answered, if one is told.
        known: whether the corpus holds that document.
    """
    evidence = choose(look.ranked, look.documents)
    spots = {(item.document.document_id, item.passage.start) for item in evidence}
    names = tuple(document.document_id for document in look.documents)
    terms = [term for term, _ in look.terms]
    total = float(np.sum([term.idf for term in terms]))
    unseen = [term for term in terms if not term.known]
    return Explanation(
        understood=look.understood,
        subject=look.subject,
        language=look.language,
        kind=look.kind,
        stage=_stage(
            look, {name for name, _ in spots}, expected, known, sum(t.idf for t in unseen) / total if total else 0.0
        ),
        confidence=look.confidence,
        threshold=ANSWERED if look.confidence >= ANSWERED else PARTIAL,
        decided=shares(look.signals, weights.answer),
        unseen=tuple(term.text for term in unseen),
        repaired=tuple((term.text, term.forms[-1]) for term in terms if term.repaired),
        contenders=tuple(
            _contender(look, place, weights, (names[place], look.ranked[place].candidate.row.passage.start) in spots)
            for place in _places(look.ranked, names, expected)
        ),
    )
