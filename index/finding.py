"""What a search gives: hits, evidence and the finding that holds them.

How they are found is left to `retriever` and `evidence`; how they are worded, to `bot`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.citations import Language
from corpus.schema import Document, Passage
from index.named import Named

LISTED = 20
Outcome = Literal["answered", "partial", "not_found"]
SmallTalk = Literal["greeting", "thanks", "about"]
Wants = Literal["count", "list", "askers"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage; `score` is higher for better and comparable within one finding only."""

    document: Document
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One to three whole sentences, `document.text[start:end]`, that answer the query.

    `quote` is those characters as one line, as they stood when the index was built. `same` are other documents with
    the same answer, a few of them. Where the answer is a mere reference, `refers_to` is what it names, each with the
    document that is meant, or None where that is not in the index.
    """

    document: Document
    passage: Passage
    start: int
    end: int
    quote: str
    score: float
    same: tuple[Document, ...] = ()
    refers_to: Mapping[str, Document | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query that counts or lists asked for: every document that fits, newest first."""

    wants: Wants
    documents: tuple[Document, ...]  # the newest of them, at most `LISTED`
    count: int  # of all of them
    least: bool = False  # there may be more: which are about the subject was judged by meaning, not by words


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one query against one generation.

    `confidence` is in [0, 1]. `evidence` is best first and empty when `outcome` is "not_found";
    `hits` are the ranked candidates either way. `small_talk` is set when the query asks nothing of the corpus.
    `understood` is the query as it was searched: `query` itself, or a follow-up made whole by the turn before.
    `named` is what the query narrowed the search to, None for nothing; where no document fits it, `outside` is
    true, the outcome is "not_found", and the hits are the nearest outside. With a `listing`, the outcome is
    "answered" and there is no evidence. `several` tells that it is a toss-up which document is meant, and that alone
    made the outcome "partial"; `unseen` are words that weigh much in the query and stand in no document.
    """

    query: str
    understood: str
    language: Language
    outcome: Outcome
    confidence: float
    evidence: tuple[Evidence, ...]
    hits: tuple[Hit, ...]
    generation: str
    built_at: dt.datetime  # aware, UTC
    newest_document_on: dt.date | None
    timings_ms: Mapping[str, float]
    small_talk: SmallTalk | None = None
    named: Named | None = None
    outside: bool = False
    listing: Listing | None = None
    several: bool = False
    unseen: tuple[str, ...] = ()
