"""The JSON that other programs read."""

import datetime as dt
import json
from dataclasses import replace

from bot.contract import as_object
from corpus.schema import Document, Passage, Span, Turn
from index.finding import Evidence, Finding, Hit, Listing
from index.mentions import Office
from index.named import Named

DOCUMENT = Document(
    document_id="a", form="plain", title="Vand", text="Nej. Rent.", source="a.txt", sha256="0", minister="M",
    answered_on=dt.date(2023, 1, 11), turns=(Turn(start=0, end=10, role="minister", name="M"),),
)  # fmt: skip
PASSAGE = Passage(document_id="a", start=0, end=10, sentences=(Span(start=0, end=4), Span(start=5, end=10)))
FOUND = Finding(
    query="rent?", understood="er vandet rent?", language="da", outcome="answered", confidence=0.9,
    evidence=(Evidence(DOCUMENT, PASSAGE, 5, 10, "Rent.", 1.0),), hits=(Hit(DOCUMENT, PASSAGE, 1.0),), generation="g",
    built_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), newest_document_on=None, timings_ms={},
)  # fmt: skip
DESCRIBED = {
    "document_id": "a", "label": "Vand (besvaret 11. januar 2023), M", "minister": "M",
    "asked_on": None, "answered_on": "2023-01-11", "source": "a.txt",
}  # fmt: skip


def test_keys_stand_in_a_fixed_order_and_a_plain_query_narrows_nothing() -> None:
    value = as_object(FOUND)
    assert list(value) == [
        "query", "language", "outcome", "confidence", "evidence", "passages", "generation", "built_at",
        "newest_document_on", "timings_ms", "understood", "narrowing", "outside", "listing",
        "several", "unseen",
    ]  # fmt: skip
    assert value["evidence"] == [
        {**DESCRIBED, "same_as": [], "refers_to": {}, "quote": "Rent.", "start": 5, "end": 10, "score": 1.0}
    ]
    assert (value["understood"], value["narrowing"]) == ("er vandet rent?", None)
    assert (value["outside"], value["listing"]) == (False, None)


def test_only_what_was_named_is_told() -> None:
    office = Office(frozenset({"social", "bolig"}), "social- og boligministeren")
    named = Named(office=office, since=dt.date(2025, 1, 1), latest=True, wants="list", rest="ensomhed", unknown=("EL",))
    value = json.loads(json.dumps(as_object(replace(FOUND, named=named))))
    assert value["narrowing"] == {
        "office": {"areas": ["bolig", "social"], "said": "social- og boligministeren"},
        "since": "2025-01-01", "latest": True, "wants": "list", "unknown": ["EL"], "rest": "ensomhed",
    }  # fmt: skip
    assert as_object(replace(FOUND, named=Named(rest="ensomhed")))["narrowing"] is None


def test_a_list_is_answered_without_evidence() -> None:
    value = as_object(replace(FOUND, evidence=(), listing=Listing("count", (DOCUMENT,), 7)))
    assert (value["outcome"], value["evidence"]) == ("answered", [])
    assert value["listing"] == {"wants": "count", "count": 7, "documents": [DESCRIBED]}


def test_a_narrowing_nothing_fits_is_told() -> None:
    value = as_object(replace(FOUND, evidence=(), outcome="not_found", named=Named(minister="M"), outside=True))
    assert (value["outcome"], value["outside"], value["narrowing"]) == ("not_found", True, {"minister": "M"})
