"""Whether what was found for one query is right: ranks of the first gold document, passage and quote.

Means and intervals are left to `evaluation`, the files to `queries`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from corpus.schema import Document, fold
from index.finding import Evidence, Finding
from index.queries import Gold

Golds: TypeAlias = Mapping[str, tuple[str, ...]]  # document id -> its gold sentences, each one folded line

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_TOO_SHORT = 15  # code points; "Tak." and "Nr. 2" stand in half of all documents


class Verdict(BaseModel):
    """What one query got. Ranks count from 1; None where nothing gold was found among what was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    answered: bool  # a citation was offered
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)
    document_rank: int | None = None  # among distinct documents, in the order of the hits
    passage_rank: int | None = None
    quote_rank: int | None = None
    quotes: int = 0
    verbatim: int = 0  # of `quotes`, those equal to the document's text at their offsets
    gold_missing: bool = False  # a gold string stands nowhere in its document as it was read


def gold_sentences(evidence: Sequence[str]) -> tuple[str, ...]:
    """The gold strings cut into sentences, folded; the very short left out unless there are only such."""
    found = [s for e in evidence for s in _SENTENCE_END.split(fold(e)) if len(s) > _TOO_SHORT]
    return tuple(found or [fold(e) for e in evidence])


def golds_of(gold: Sequence[Gold]) -> Golds:
    """The gold sentences of each gold document."""
    strings: dict[str, tuple[str, ...]] = {}
    for item in gold:
        strings[item.doc] = strings.get(item.doc, ()) + item.evidence
    return {document_id: gold_sentences(evidence) for document_id, evidence in strings.items()}


def covers(text: str, sentences: Sequence[str]) -> bool:
    """True if `text` holds at least half of one of the folded `sentences`.

    Half is: the whole, its first half, its second half, or any run of it at least as long as a half.
    The words decide, not their place: a minister who says the same twice has answered at either.
    """
    span = fold(text)
    for sentence in sentences:
        half = len(sentence) // 2
        inside = bool(span) and len(span) >= half and span in sentence
        if inside or sentence[:half] in span or sentence[half:] in span:
            return True
    return False


def locate(document: Document, string: str) -> tuple[int, int] | None:
    """Offsets in the folded text of the first place that reads `string`, folded too; None if nowhere."""
    wanted = fold(string)
    start = fold(document.text).find(wanted)
    return (start, start + len(wanted)) if start >= 0 else None


def is_word_for_word(evidence: Evidence) -> bool:
    """True if the quote is the document's text at its offsets, white space folded."""
    return bool(evidence.quote) and evidence.quote == evidence.document.quote(evidence.start, evidence.end)


def first_rank(right: Sequence[bool]) -> int | None:
    """The place, from 1, of the first True."""
    return next((rank for rank, value in enumerate(right, 1) if value), None)


def document_rank(finding: Finding, documents: frozenset[str]) -> int | None:
    """The place of the first of `documents` among the distinct documents of the hits."""
    ranked = list(dict.fromkeys(hit.document.text_id for hit in finding.hits))
    return first_rank([document_id in documents for document_id in ranked])


def _gold_missing(finding: Finding, gold: Sequence[Gold]) -> bool:
    read = {hit.document.text_id: hit.document for hit in finding.hits}
    return any(locate(read[item.doc], string) is None for item in gold if item.doc in read for string in item.evidence)


def judge(query_id: str, finding: Finding, gold: Sequence[Gold] = ()) -> Verdict:
    """The verdict on one finding; with no gold nothing can be a hit.

    Only what a reader would see counts as a quote: none when the outcome is "not_found", and one that is not
    word for word is withheld (and lowers `verbatim`).
    """
    golds = golds_of(gold)
    shown = finding.evidence if finding.outcome != "not_found" else ()
    sound = [evidence for evidence in shown if is_word_for_word(evidence)]
    passages = [
        covers(hit.document.quote(hit.passage.start, hit.passage.end), golds.get(hit.document.text_id, ()))
        for hit in finding.hits
    ]
    quotes = [covers(e.quote, golds.get(e.document.text_id, ())) for e in sound]
    return Verdict(
        id=query_id,
        answered=bool(sound),
        confidence=finding.confidence,
        document_rank=document_rank(finding, frozenset(golds)),
        passage_rank=first_rank(passages),
        quote_rank=first_rank(quotes),
        quotes=len(shown),
        verbatim=len(sound),
        gold_missing=_gold_missing(finding, gold),
    )
