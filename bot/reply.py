"""What the reader is told: a finding made into citations whose every quote has been checked. Pure.

Wording is left to `texts`, mark-up and limits to `render`.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from corpus.citations import Language, label
from corpus.schema import Document
from index.finding import Evidence, Finding, Outcome, SmallTalk

log = logging.getLogger(__name__)

NEAREST_SHOWN = 3
SHOWN_WITHIN = 0.15  # of the best quote's score: a much weaker quote beside a good one is noise on a phone


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


@dataclass(frozen=True, slots=True)
class Reply:
    """What is shown for one query. Citations are empty unless the outcome is "answered" or "partial"."""

    query: str
    language: Language
    outcome: Outcome
    citations: tuple[Citation, ...]
    nearest: tuple[str, ...]  # labels of the nearest documents, offered as "not an answer"
    built_on: dt.date
    newest_document_on: dt.date | None
    small_talk: SmallTalk | None = None


def is_verbatim(evidence: Evidence) -> bool:
    """True if the quote equals the stored text at its offsets and lies within words a minister may be quoted for."""
    document = evidence.document
    if not evidence.quote or evidence.quote != document.quote(evidence.start, evidence.end):
        return False
    return any(
        turn.role == "minister" and turn.start <= evidence.start and evidence.end <= turn.end for turn in document.turns
    )


def _citation(number: int, evidence: Evidence, language: Language) -> Citation:
    document, passage = evidence.document, evidence.passage
    return Citation(
        number=number,
        quote=evidence.quote,
        label=label(document, language),
        document_id=document.document_id,
        source=document.source,
        start=evidence.start,
        end=evidence.end,
        before=document.quote(min(passage.start, evidence.start), evidence.start),
        after=document.quote(evidence.end, max(passage.end, evidence.end)),
    )


def _nearest(finding: Finding) -> tuple[str, ...]:
    documents: dict[str, Document] = {hit.document.document_id: hit.document for hit in finding.hits}
    return tuple(label(document, finding.language) for document in list(documents.values())[:NEAREST_SHOWN])


def compose(finding: Finding) -> Reply:
    """The reply for a finding. A quote that is not verbatim is withheld and logged; with none, nothing is cited."""
    sound = []
    for evidence in finding.evidence:
        if is_verbatim(evidence):
            sound.append(evidence)
        else:
            log.error(
                "quote withheld: %s %d-%d differs from the stored text; run `ministersvar index build`",
                evidence.document.document_id, evidence.start, evidence.end,
            )  # fmt: skip
    sound = [evidence for evidence in sound if evidence.score >= sound[0].score - SHOWN_WITHIN]
    refused = finding.outcome == "not_found" or not sound
    return Reply(
        query=finding.query,
        language=finding.language,
        outcome="not_found" if refused else finding.outcome,
        citations=()
        if refused
        else tuple(_citation(n, evidence, finding.language) for n, evidence in enumerate(sound, 1)),
        nearest=_nearest(finding) if refused and finding.small_talk is None else (),
        built_on=finding.built_at.date(),
        newest_document_on=finding.newest_document_on,
        small_talk=finding.small_talk,
    )
