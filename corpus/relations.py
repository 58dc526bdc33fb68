"""What answers are to each other: one stands for another, says the same, or points to it. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.schema import Document

KEY_CHARS = 24
SAME_CHARS = 80  # of an answer that can be told from "Nej." under another number


def question_key(document: Document) -> str:
    """What answers to the same question share; "" for a document without a number, which has only itself."""
    if document.number is None:
        return ""
    asked_on = document.asked_on.isoformat() if document.asked_on else None  # numbers come again in later sessions
    place = document.committee_code or document.committee
    parts = (document.form, place, document.bill, document.session, document.number, asked_on)
    return "\t".join(part or "" for part in parts)


def standing(document: Document) -> int:
    """How far a document stands for its question: a corrected answer before a final one, before a delay, before none.

    Of the documents of one question those that stand highest are searched; two of one rank stand beside each other, as
    nothing says which is right.
    """
    if document.status in {"interim", "question"}:
        return 0 if document.status == "question" else 1
    return 3 if document.corrected else 2


def _words(document: Document) -> str:
    return " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.answers)


def answer_key(document: Document) -> str:
    """The same for answers that say the same word for word; "" for one too short to be told from others."""
    words = _words(document)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:KEY_CHARS] if len(words) >= SAME_CHARS else ""


def same_answers(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The ids of answers that say the same word for word under several numbers, each group in order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        if key := answer_key(document):
            groups[key].append(document.document_id)
    return [tuple(sorted(ids)) for ids in groups.values() if len(ids) > 1]


def targets(document: Document, others: Sequence[Document]) -> Mapping[str, str | None]:
    """Each answer that a document refers to, with the id of the one that is meant, or None where it is not at hand.

    Of several with the same number (other sessions have it too) the one asked nearest in time is meant.
    """
    day = document.dated_on

    def distance(other: Document) -> int:
        return abs((other.dated_on - day).days) if other.dated_on and day else 10**6

    found: dict[str, str | None] = {}
    for named in document.refers_to:
        fitting = [o for o in others if o.document_id.split("~")[0] == named or (o.number == named and named[0] == "S")]
        nearest = min(fitting, key=lambda other: (distance(other), other.document_id), default=None)
        found[named] = nearest.document_id if nearest else None
    return found
