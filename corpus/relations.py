"""What answers are to each other: one stands for another, says the same, or points to it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.schema import Document

SAME_CHARS = 80  # of an answer that can be told from "Nej." under another number


def question_key(document: Document) -> tuple[str | None, ...]:
    """What answers to the same question share; of a document without a number, only itself."""
    if document.number is None:
        return (document.document_id,)
    asked_on = document.asked_on.isoformat() if document.asked_on else None  # numbers come again in later sessions
    place = document.committee_code or document.committee
    return (document.form, place, document.bill, document.session, document.number, asked_on)


def _rank(document: Document) -> int:
    """How far an answer stands for its question: a corrected one before a final one before a delay."""
    if document.status in {"interim", "question"}:
        return 0 if document.status == "question" else 1
    return 3 if document.corrected else 2


def replaced(documents: Iterable[Document]) -> dict[str, str]:
    """Each document that another stands for, with that other's id: a delay, an answer that was corrected, a question.

    Two answers of one rank stand beside each other: nothing says which is right.
    """
    groups: dict[tuple[str | None, ...], list[Document]] = defaultdict(list)
    for document in documents:
        groups[question_key(document)].append(document)
    found: dict[str, str] = {}
    for group in groups.values():
        best = max(group, key=_rank)
        found |= {d.document_id: best.document_id for d in group if _rank(d) < _rank(best)}
    return found


def _words(document: Document) -> str:
    return " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.role == "minister")


def same_answers(documents: Iterable[Document]) -> list[tuple[str, ...]]:
    """The ids of answers that say the same word for word under several numbers, each group in order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        if len(words := _words(document)) >= SAME_CHARS:
            groups[words].append(document.document_id)
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
