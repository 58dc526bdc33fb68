"""What a search gives: hits, evidence and the finding that holds them.

How they are found is left to `retriever` and `evidence`; how they are worded, to `bot`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.citations import Language
from corpus.schema import Document, Passage

Outcome = Literal["answered", "partial", "not_found"]
SmallTalk = Literal["greeting", "thanks", "about"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage; `score` is higher for better and comparable within one finding only."""

    document: Document
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One to three whole sentences, `document.text[start:end]`, that answer the query.

    `quote` is those characters as one line, as they stood when the index was built.
    """

    document: Document
    passage: Passage
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one query against one generation.

    `confidence` is in [0, 1]. `evidence` is best first and empty when `outcome` is "not_found";
    `hits` are the ranked candidates either way. `small_talk` is set when the query asks nothing of the corpus.
    """

    query: str
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
