"""One query against one generation: understand, narrow, search, rank, choose evidence, decide whether to answer."""

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import numpy as np
from threadpoolctl import ThreadpoolController

from corpus.citations import Language
from corpus.schema import Document
from index import listing, subjects
from index.analysis import MAX_QUERY, unmarked
from index.answerability import ANSWER, confidence, doubted, outcome_of, signals_of
from index.encoder import Encoder
from index.evidence import LOOKED_AT as QUOTED_FROM
from index.evidence import choose
from index.finding import Evidence, Finding, Hit, Listing, Outcome, SmallTalk
from index.followups import understand
from index.generation import Generation
from index.kinds import Kind
from index.language import detect
from index.named import Named, matches, read_named
from index.query_terms import QueryTerm
from index.ranking import Ranked, rank
from index.signals import LOOKED_AT, Asked, choose_rows, measure
from index.smalltalk import small_talk
from index.weights import Weights, learned

DENSE = 150  # passages from the vectors
LEXICAL = 50  # passages from the terms
TOP_K = 10
HOME = ZoneInfo("Europe/Copenhagen")  # where "i år" is said
LOOKED_UP = 0.99  # confidence where the answer was named by its number


@dataclass(frozen=True, slots=True)
class Look:
    """Everything worked out on the way to a finding; `ranked` and `documents` go together, best first.

    `subject` is what was searched for; `terms` go with the share of each that the best passage and its question hold.
    """

    query: str
    understood: str
    subject: str
    language: Language
    kind: Kind
    chat: SmallTalk | None
    named: Named | None
    outside: bool
    ranked: tuple[Ranked, ...]
    documents: tuple[Document, ...]
    terms: tuple[tuple[QueryTerm, float], ...]
    signals: dict[str, float]
    confidence: float
    several: bool  # it is clear that there is an answer, but not in which document
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Retriever:
    """Answers queries from one generation with the model that built it; threads may share one."""

    generation: Generation
    encoder: Encoder
    weights: Weights = field(default_factory=learned)
    _threads: ThreadpoolController = field(default_factory=ThreadpoolController, repr=False)
    _beside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), repr=False)

    def __post_init__(self) -> None:
        """Raises IndexMismatch if the generation was built with another model."""
        encoder = self.encoder
        self.generation.manifest.check_model(encoder.model, encoder.revision, encoder.dimension)
        # The products of one query are small: the thread pools of BLAS and faiss only get in each other's way
        # (measured). BLAS has one setting for the process, so it is set for good; OpenMP, faiss' pool, one a thread.
        self._threads.select(user_api="blas").limit(limits=1)

    def ask(self, query: str, top_k: int = TOP_K, default: Language = "da", before: Sequence[str] = ()) -> Finding:
        """The finding for a query of at most 500 characters (the rest is cut).

        Args:
            query: what the user wrote.
            top_k: how many hits to give.
            default: the language where the query gives no sign of one.
            before: the user's earlier turns as understood, oldest first.
        """
        started = time.perf_counter()
        look = self.look(query, default, before, top_k)
        named = look.named
        listed = None
        if named and not look.outside and not look.chat and listing.is_wanted(named, len(self._only(named) or ())):
            listed = self._listed(look, named)
        outcome: Outcome = outcome_of(look.confidence)
        evidence = tuple(self._related(quoted) for quoted in choose(look.ranked, look.documents, apart=look.several))
        if evidence and outcome == "answered" and _only_points(evidence[0]):
            outcome = "partial"
        if listed:
            outcome = "answered" if listed.count else "not_found"
        manifest = self.generation.manifest
        return Finding(
            query=look.query,
            understood=look.understood,
            language=look.language,
            outcome=outcome,
            confidence=look.confidence,
            evidence=() if outcome == "not_found" or listed else evidence,
            hits=tuple(
                Hit(document, ranked.candidate.row.passage, ranked.score)
                for ranked, document in list(zip(look.ranked, look.documents, strict=False))[:top_k]
            ),
            generation=manifest.generation,
            built_at=manifest.built_at,
            newest_document_on=manifest.newest_document_on,
            timings_ms={**look.timings_ms, "total": round(1000 * (time.perf_counter() - started), 3)},
            small_talk=look.chat,
            named=named,
            outside=look.outside,
            listing=listed,
            several=look.several and not listed,
            unseen=() if look.chat or listed else self.generation.terms.unseen([term for term, _ in look.terms]),
        )

    def understood(self, turns: Sequence[str]) -> list[str]:
        """Turns of one user as they are understood, each after those before it."""
        found: list[str] = []
        for turn in turns:
            found.append(self.look(turn, before=found).understood)
        return found

    def look(self, query: str, default: Language = "da", before: Sequence[str] = (), depth: int = LOOKED_AT) -> Look:
        """The way to the finding for a query; see `ask`. `depth` is how much of the ranking is wanted, at least."""
        clock = [time.perf_counter()]
        query = query.encode("utf-8", "replace").decode("utf-8").strip()[:MAX_QUERY]  # no lone surrogates
        known = self.generation.terms.knows
        language = detect(query, detect(before[-1], default, known) if before else default, known)
        chat = small_talk(query)
        names, today = self.generation.names, dt.datetime.now(HOME).date()
        understood = query if chat else understand(query, before, language, names, today)[:MAX_QUERY]
        named = read_named(understood, language, names, today)
        only = self._only(named)
        outside = only is not None and not only
        subject = self._subject(understood, named, only)
        # The lexical search needs no vector: it is done while the query is encoded.
        lexical = self._beside.submit(self._lexical, subject, language, None if outside else only)
        typed = unmarked(subject)
        encoded = self.encoder.encode_query(typed)
        clock.append(time.perf_counter())
        with self._threads.limit(limits=1, user_api="openmp"):
            asked = Asked.of(typed, encoded, self.generation, language)
            whole = self._ranked(asked, language, None if outside else only, lexical)
        # Reading a document takes its time, so only those that are wanted.
        ranked = whole if named.latest or named.wants != "answer" else whole[: max(depth, QUOTED_FROM)]
        documents = [self.generation.document_at(r.candidate.row.document_row) for r in ranked]
        if named.latest and ranked:
            about = subjects.about(self.generation, subject, language, only)
            about = listing.near_the_best(ranked, documents) if about is None else about
            pairs = listing.latest_first(ranked, documents, about)
            whole = ranked = [item for item, _ in pairs]
            documents = [document for _, document in pairs]
        clock.append(time.perf_counter())
        terms, signals = self._signals(subject, whole, documents, asked, language)
        ranked, documents = self._followed(ranked, documents, asked, named)
        sure = confidence(signals, self.weights.answer, self.weights.intercept) if whole else 0.0
        clear = sure
        if not named.latest:  # the newest of many is meant, not the one that stands out
            sure = doubted(sure, signals)
        if only and named.number and not named.rest:
            clear = sure = LOOKED_UP
        clock.append(time.perf_counter())
        stages = ("embed", "search", "evidence")
        return Look(
            query=query,
            understood=understood,
            subject=subject,
            language=language,
            kind=asked.kind,
            chat=chat,
            named=named if named.narrows or named.latest or named.wants != "answer" or named.unknown else None,
            outside=outside,
            ranked=tuple(ranked),
            documents=tuple(documents),
            terms=terms,
            signals=signals,
            confidence=0.0 if chat or outside else sure,
            several=not (chat or outside) and sure < clear,
            timings_ms={s: round(1000 * (b - a), 3) for s, a, b in zip(stages, clock, clock[1:], strict=False)},
        )

    def _only(self, named: Named) -> set[int] | None:
        """The rows of the documents that a query narrows the search to; None for all."""
        if not named.narrows:
            return None
        fields = self.generation.fields
        return {row for row in self.generation.searched if matches(named, fields[row])}

    def _subject(self, understood: str, named: Named, only: set[int] | None) -> str:
        """What to search for: without the words that only narrow; an answer named by number, by its own question."""
        if named.rest.strip() and (named.narrows or named.latest or named.wants != "answer"):
            return named.rest.strip()
        if not named.rest.strip() and named.number and only and len(only) == 1:
            document = self.generation.document_at(min(only))
            return (document.question_text or document.title)[:MAX_QUERY]
        return understood

    def _lexical(self, subject: str, language: Language, only: set[int] | None) -> dict[int, float]:
        """Row to lexical score, of the best 1, of the best passages of some documents."""
        generation = self.generation
        found = generation.found(
            generation.terms.search(subject, language, LEXICAL if only is None else subjects.FILTERED)
        )
        if only is not None:
            inside = set(generation.rows_of(only).tolist())
            found = [(row, score) for row, score in found if row in inside][:LEXICAL]
        top = found[0][1] if found else 1.0
        return {row: score / top for row, score in found}

    def _ranked(
        self, asked: Asked, language: Language, only: set[int] | None, searched: Future[dict[int, float]]
    ) -> list[Ranked]:
        generation = self.generation
        allowed = None if only is None else generation.rows_of(only)
        rows, cosines = generation.vectors.search(asked.vector, DENSE, allowed)
        dense = dict(zip(rows.tolist(), cosines.tolist(), strict=True))
        lexical = searched.result()
        missing = np.array([row for row in lexical if row not in dense], np.int64)
        dense |= dict(zip(missing.tolist(), generation.vectors.scores(asked.vector, missing).tolist(), strict=True))
        looked_at = generation.rows(choose_rows(dense, lexical, language))
        return rank(measure(generation, asked, looked_at, dense, lexical), self.weights)

    def _followed(
        self, ranked: Sequence[Ranked], documents: Sequence[Document], asked: Asked, named: Named
    ) -> tuple[list[Ranked], list[Document]]:
        """The ranking with, behind the first passage of an answer that is a mere reference, the best of what it names.

        Its score is that of the reference: it is the minister who says that the answer stands there.
        """
        pairs = list(zip(ranked, documents, strict=False))
        if named.narrows and not named.number:  # what is referred to may be of another minister, or time
            return list(ranked), list(documents)
        found: dict[int, tuple[Ranked, Document]] = {}  # by the passage's row
        for place, (item, document) in enumerate(pairs):
            found.setdefault(item.candidate.row.row, (item, document))
            for target in self.generation.targets(document).values() if place < QUOTED_FROM else ():
                before = any(other.document_id == target.document_id for _, other in found.values()) if target else True
                best = None if target is None or before else self._best_of(target, asked)
                if target and best:
                    mine = best._replace(document=item.document, score=item.score)
                    found.setdefault(best.candidate.row.row, (mine, target))
        return [item for item, _ in found.values()], [document for _, document in found.values()]

    def _best_of(self, document: Document, asked: Asked) -> Ranked | None:
        """The passage of one document that comes first; None if it has none."""
        row = self.generation.inventory.row(document.document_id)
        rows = self.generation.rows_of([] if row is None else [row])
        if not len(rows):
            return None
        scores = self.generation.vectors.scores(asked.vector, rows)
        dense = dict(zip(rows.tolist(), scores.tolist(), strict=True))
        return rank(measure(self.generation, asked, self.generation.rows(dense), dense, {}), self.weights)[0]

    def _listed(self, look: Look, named: Named) -> Listing:
        """What a query that counts or lists asked for."""
        only, subject = self._only(named), named.rest.strip()
        if named.unknown and only is None:
            return listing.of(named, [])  # of whom no document is, there are none
        if not subject:
            every = sorted(self.generation.searched if only is None else only)
            return listing.of(named, [self.generation.document_at(row) for row in every])
        about = subjects.about(self.generation, look.subject, look.language, only)
        if about is None:
            return listing.of(named, listing.near_the_best(look.ranked, look.documents), least=True)
        return listing.of(named, about)

    def _related(self, quoted: Evidence) -> Evidence:
        """The quote with what its document says the same as, or refers to."""
        document = quoted.document
        return replace(quoted, same=self.generation.same_as(document), refers_to=self.generation.targets(document))

    def _signals(
        self, subject: str, ranked: Sequence[Ranked], documents: Sequence[Document], asked: Asked, language: Language
    ) -> tuple[tuple[tuple[QueryTerm, float], ...], dict[str, float]]:
        if not ranked:  # no document holds anything to quote
            return (), dict.fromkeys(ANSWER, 0.0)
        terms = self.generation.terms
        wanted = terms.weights(subject, language)
        document, passage = documents[0], ranked[0].candidate.row.passage
        answer = " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.answers)
        beside = f"{document.question_text} {document.quote(passage.start, passage.end)}"
        held = tuple(zip(wanted, terms.shares(wanted, beside), strict=True))
        signals = signals_of(
            ranked,
            content=asked.content,
            coverage=terms.covered(wanted, f"{document.question_text} {answer}") if wanted else None,
            terms=held,
            kind=asked.kind,
            language=language,
        )
        return held, signals


def _only_points(quoted: Evidence) -> bool:
    """Whether the best quote is of a delay, or of a reference to what is not in the index."""
    status = quoted.document.status
    return status == "interim" or (status == "reference" and not any(quoted.refers_to.values()))
