"""The machine-readable form of a finding: `ministersvar ask --json`. Its keys are kept stable."""

from typing import Any

from bot.reply import is_verbatim
from corpus.citations import label
from corpus.schema import Document
from index.finding import Evidence, Finding, Hit


def _day(document: Document, field: str) -> str | None:
    day = getattr(document, field)
    return day.isoformat() if day else None


def _evidence(evidence: Evidence, finding: Finding) -> dict[str, Any]:
    document = evidence.document
    return {
        "document_id": document.document_id,
        "label": label(document, finding.language),
        "minister": document.minister,
        "asked_on": _day(document, "asked_on"),
        "answered_on": _day(document, "answered_on"),
        "source": document.source,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "score": round(evidence.score, 6),
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "text": hit.document.quote(passage.start, passage.end),
        "score": round(hit.score, 6),
    }


def as_object(finding: Finding) -> dict[str, Any]:
    """One JSON object; `evidence` holds verbatim quotes only, and is empty when the outcome is "not_found"."""
    evidence = [_evidence(item, finding) for item in finding.evidence if is_verbatim(item)]
    newest = finding.newest_document_on
    return {
        "query": finding.query,
        "language": finding.language,
        "outcome": finding.outcome if evidence else "not_found",
        "confidence": round(finding.confidence, 6),
        "evidence": evidence,
        "passages": [_passage(hit) for hit in finding.hits],
        "generation": finding.generation,
        "built_at": finding.built_at.isoformat(),
        "newest_document_on": newest.isoformat() if newest else None,
        "timings_ms": dict(finding.timings_ms),
    }
