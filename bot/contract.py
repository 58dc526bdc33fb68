"""The machine-readable form of a finding: `ministersvar ask --json`. Its keys are kept stable."""

from typing import Any

from bot.reply import is_verbatim
from corpus.citations import Language, label
from corpus.schema import Document
from index.finding import Evidence, Finding, Hit, Listing
from index.named import Named


def _document(document: Document, language: Language) -> dict[str, Any]:
    return {
        "document_id": document.text_id,
        "label": label(document, language),
        "minister": document.minister,
        "asked_on": document.asked_on.isoformat() if document.asked_on else None,
        "answered_on": document.answered_on.isoformat() if document.answered_on else None,
        "source": document.source,
    }


def _evidence(evidence: Evidence, language: Language) -> dict[str, Any]:
    return {
        **_document(evidence.document, language),
        "label": label(evidence.document, language, evidence.start),
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "score": round(evidence.score, 6),
        "same_as": [document.text_id for document in evidence.same],
        "refers_to": {name: found.text_id if found else None for name, found in evidence.refers_to.items()},
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document_id": hit.document.text_id,
        "start": passage.start,
        "end": passage.end,
        "text": hit.document.quote(passage.start, passage.end),
        "score": round(hit.score, 6),
    }


def _narrowing(named: Named | None) -> dict[str, Any] | None:
    """What was named, as a query names it: fields that say nothing are left out; null if only the subject is left."""
    if named is None:
        return None
    fields = {
        "number": named.number,
        "numbers": list(named.numbers) if len(named.numbers) > 1 else None,
        "committee_code": named.committee_code,
        "minister": named.minister,
        "office": {"areas": sorted(named.office.areas), "said": named.office.said} if named.office else None,
        "party": named.party,
        "asker": named.asker,
        "since": named.since.isoformat() if named.since else None,
        "until": named.until.isoformat() if named.until else None,
        "latest": named.latest,
        "wants": named.wants if named.wants != "answer" else None,
        "unknown": list(named.unknown),
    }
    told = {name: value for name, value in fields.items() if value}
    return {**told, **({"rest": named.rest} if named.rest else {})} if told else None


def _listing(listing: Listing | None, language: Language) -> dict[str, Any] | None:
    if listing is None:
        return None
    documents = [_document(document, language) for document in listing.documents]
    return {"wants": listing.wants, "count": listing.count, "documents": documents}


def as_object(finding: Finding) -> dict[str, Any]:
    """One JSON object; `evidence` holds verbatim quotes only, and is empty when the outcome is "not_found"."""
    evidence = [_evidence(item, finding.language) for item in finding.evidence if is_verbatim(item)]
    newest = finding.newest_document_on
    return {
        "query": finding.query,
        "language": finding.language,
        "outcome": finding.outcome if evidence or finding.listing else "not_found",
        "confidence": round(finding.confidence, 6),
        "evidence": evidence,
        "passages": [_passage(hit) for hit in finding.hits],
        "generation": finding.generation,
        "built_at": finding.built_at.isoformat(),
        "newest_document_on": newest.isoformat() if newest else None,
        "timings_ms": dict(finding.timings_ms),
        "understood": finding.understood,
        "narrowing": _narrowing(finding.named),
        "outside": finding.outside,
        "listing": _listing(finding.listing, finding.language),
        "several": finding.several,
        "unseen": list(finding.unseen),
    }
