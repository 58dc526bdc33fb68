"""One query against one generation: embed, search, rank, choose evidence, decide whether to answer."""

import time
from dataclasses import dataclass

from corpus.citations import Language
from corpus.schema import Document
from index.answerability import Signals, confidence, outcome_of
from index.encoder import Encoder
from index.evidence import LOOKED_AT, choose
from index.finding import Finding, Hit
from index.generation import Generation
from index.language import detect
from index.ranking import candidates
from index.smalltalk import small_talk

DENSE = 100  # candidates from the vectors
LEXICAL = 50  # candidates from the terms
TOP_K = 10
MAX_QUERY_CHARS = 500


@dataclass(frozen=True, slots=True)
class Retriever:
    """Answers queries from one generation with the model that built it."""

    generation: Generation
    encoder: Encoder

    def __post_init__(self) -> None:
        """Raises IndexMismatch if the generation was built with another model."""
        encoder = self.encoder
        self.generation.manifest.check_model(encoder.model, encoder.revision, encoder.dimension)

    def ask(self, query: str, top_k: int = TOP_K, default: Language = "da") -> Finding:
        """The finding for a query of at most 500 characters (the rest is cut).

        Args:
            query: what the user wrote.
            top_k: how many hits to give.
            default: the language where the query gives no sign of one.
        """
        clock = [time.perf_counter()]
        query = query.encode("utf-8", "replace").decode("utf-8").strip()[:MAX_QUERY_CHARS]  # no lone surrogates
        generation, manifest = self.generation, self.generation.manifest
        language = detect(query, default)
        chat = small_talk(query)
        vector = self.encoder.encode_query(query)
        clock.append(time.perf_counter())
        lexical = dict(generation.terms.search(query, language, LEXICAL))
        ranked = candidates(generation, vector, lexical, language, DENSE)
        clock.append(time.perf_counter())
        documents = [generation.document_at(c.row.document_row) for c in ranked[: max(top_k, LOOKED_AT)]]
        evidence = choose(ranked, documents)
        background = float(generation.background @ vector)
        signals = Signals.of(ranked, background, self._coverage(query, language, documents[0]))
        sure = 0.0 if chat else confidence(signals)
        outcome = "not_found" if chat else outcome_of(sure)
        clock.append(time.perf_counter())
        stages = ("embed", "search", "evidence")
        return Finding(
            query=query,
            language=language,
            outcome=outcome,
            confidence=sure,
            evidence=() if outcome == "not_found" else evidence,
            hits=tuple(
                Hit(document, candidate.row.passage, candidate.score)
                for document, candidate in zip(documents[:top_k], ranked, strict=False)
            ),
            generation=manifest.generation,
            built_at=manifest.built_at,
            newest_document_on=manifest.newest_document_on,
            timings_ms={
                **{s: round(1000 * (b - a), 3) for s, a, b in zip(stages, clock, clock[1:], strict=False)},
                "total": round(1000 * (clock[-1] - clock[0]), 3),
            },
            small_talk=chat,
        )

    def _coverage(self, query: str, language: Language, document: Document) -> float | None:
        """The share of the query's weight that a document's question and answer hold; None if it has no terms."""
        terms = self.generation.terms
        wanted = terms.weights(query, language)
        answer = " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.role == "minister")
        return terms.covered(wanted, f"{document.question_text} {answer}") if wanted else None
