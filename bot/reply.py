"""What the reader is told: a finding made into citations whose every quote has been checked. Pure.

Wording is left to `texts` and `scope`, mark-up and limits to `render`.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from bot import scope
from bot.texts import Texts, texts
from corpus.citations import Language, asker_line, designation, label
from corpus.schema import Document, fold
from corpus.sentences import split
from index.finding import Evidence, Finding, Outcome, SmallTalk

log = logging.getLogger(__name__)

NEAREST_SHOWN = 3
SAME_SHOWN = 3
LISTED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Citation:
    """One quote and where it stands. `before` + `quote` + `after` is the passage as one line of running text."""

    number: int  # 1, 2, 3: the mark "[1]" in the reply
    quote: str
    label: str
    document_id: str
    source: str
    start: int
    end: int
    before: str
    after: str
    notes: tuple[str, ...] = ()  # what the answer says the same as, or refers to, a sentence each


by_source = attrgetter("document_id", "label")  # of neighbouring quotes, what is said once


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document begins to answer, to be opened there; `quote` is its first sentence."""

    document_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The answers a query counted or listed: `labels` newest first, and how many more there are."""

    heading: str
    labels: tuple[str, ...]
    more: int
    sources: tuple[Source | None, ...] = ()  # of each label; None where nothing may be quoted


@dataclass(frozen=True, slots=True)
class Reply:
    """What is shown for one query. Citations are empty unless the outcome is "answered" or "partial".

    `understood` is the query as it was searched, if that differs from the query. `narrowed`, `unknown` and `outside`
    are sentences: what was left out of the search, what was named but is in no document, and that no document fits.
    The heading of `listed` says its narrowing itself.
    """

    query: str
    language: Language
    outcome: Outcome
    citations: tuple[Citation, ...]
    nearest: tuple[str, ...]  # labels of the nearest documents, offered as "not an answer"
    built_on: dt.date
    newest_document_on: dt.date | None
    small_talk: SmallTalk | None = None
    understood: str = ""
    narrowed: str = ""
    unknown: str = ""
    outside: str = ""
    several: bool = False
    listed: Listed | None = None
    nearest_sources: tuple[Source | None, ...] = ()  # as in `listed`


def beginning(document: Document) -> Source | None:
    """The first sentence that answers; None if nothing in the document may be quoted."""
    for turn in document.turns:
        if turn.answers and (sentences := split(document.text, turn.start, turn.end)):
            start, end = sentences[0].start, sentences[0].end
            return Source(document.document_id, start, end, document.quote(start, end))
    return None


def is_verbatim(evidence: Evidence) -> bool:
    """True if the quote equals the stored text at its offsets and lies within one turn that may be quoted."""
    document = evidence.document
    if not evidence.quote or evidence.quote != document.quote(evidence.start, evidence.end):
        return False
    return any(turn.answers and turn.start <= evidence.start and evidence.end <= turn.end for turn in document.turns)


def _citation(number: int, evidence: Evidence, language: Language) -> Citation:
    document, passage = evidence.document, evidence.passage
    return Citation(
        number=number,
        quote=evidence.quote,
        label=label(document, language, evidence.start),
        document_id=document.document_id,
        source=document.source,
        start=evidence.start,
        end=evidence.end,
        before=document.quote(min(passage.start, evidence.start), evidence.start),
        after=document.quote(evidence.end, max(passage.end, evidence.end)),
        notes=tuple(_notes(evidence, texts(language))),
    )


def _notes(evidence: Evidence, words: Texts) -> Iterator[str]:
    """What the reader should know of other answers."""
    if evidence.same:
        shown = evidence.same[:SAME_SHOWN]
        more = [words.others.format(count=len(evidence.same) - len(shown))] if len(shown) < len(evidence.same) else []
        yield words.same.format(answers="; ".join([*map(designation, shown), *more]))
    for name, document in list(evidence.refers_to.items())[:SAME_SHOWN]:
        yield (words.refers if document else words.refers_away).format(
            answer=designation(document) if document else name.replace("-", " ")
        )


def _nearest(finding: Finding) -> tuple[Document, ...]:
    documents: dict[str, Document] = {hit.document.document_id: hit.document for hit in finding.hits}
    return tuple(documents.values())[:NEAREST_SHOWN]


def _listed(finding: Finding) -> Listed | None:
    if finding.listing is None or finding.outside:
        return None
    asks = finding.listing.wants == "askers"
    labels = tuple(
        ": ".join(filter(None, (asker_line(document) if asks else "", label(document, finding.language))))
        for document in finding.listing.documents[:LISTED_SHOWN]
    )
    return Listed(
        heading=scope.heading(finding.listing, finding.named, texts(finding.language)),
        labels=labels,
        more=max(0, finding.listing.count - len(labels)),
        sources=tuple(map(beginning, finding.listing.documents[:LISTED_SHOWN])),
    )


def compose(finding: Finding) -> Reply:
    """The reply for a finding. A quote that is not verbatim is withheld and logged; with none, nothing is cited.

    Quotes keep the finding's order, and every verbatim one is shown.
    """
    sound = []
    for evidence in finding.evidence:
        if is_verbatim(evidence):
            sound.append(evidence)
        else:
            log.error(
                "quote withheld: %s %d-%d differs from the stored text; run `ministersvar index build`",
                evidence.document.document_id, evidence.start, evidence.end,
            )  # fmt: skip
    listed = _listed(finding)
    refused = listed is None and (finding.outcome == "not_found" or finding.outside or not sound)
    outcome = "not_found" if refused else finding.outcome
    words, named, understood = texts(finding.language), finding.named, fold(finding.understood)
    unseen = scope.unseen(finding.unseen, words) if finding.small_talk is None else ""
    unknown = scope.unknown(named.unknown, words) if named else ""
    nearest = _nearest(finding) if outcome == "not_found" and finding.small_talk is None else ()
    if listed and unknown and not listed.labels:  # how many of whom nobody knows: that says it all
        listed, unknown, nearest = replace(listed, heading=unknown), "", ()
    return Reply(
        query=finding.query,
        language=finding.language,
        outcome=outcome,
        citations=()
        if refused or listed
        else tuple(_citation(n, evidence, finding.language) for n, evidence in enumerate(sound, 1)),
        nearest=tuple(label(document, finding.language) for document in nearest),
        built_on=finding.built_at.date(),
        newest_document_on=finding.newest_document_on,
        small_talk=finding.small_talk,
        understood=understood if understood != fold(finding.query) else "",
        narrowed=scope.narrowed(named, words, refused=refused) if named and not (finding.outside or listed) else "",
        unknown=" ".join(filter(None, (unknown, unseen))),
        outside=scope.outside(named, words) if finding.outside else "",
        listed=listed,
        several=finding.several and outcome == "partial",
        nearest_sources=tuple(map(beginning, nearest)),
    )
