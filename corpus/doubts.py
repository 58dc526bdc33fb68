"""What is odd about a document, in sentences: fields not found, dates that disagree, others like it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalog import Placed
from corpus.fields import date_in_words
from corpus.ministers import FIRST, LAST, TERMS
from corpus.offices import areas_of
from corpus.origins import Origin
from corpus.relations import same_answers, targets
from corpus.schema import Document, fold
from corpus.signatures import DATED

MAX_DATES = 3  # that are named
_NAMES = {
    "number": "number", "committee": "committee", "asked_on": "date of the question", "asker": "asker",
    "answered_on": "date of the answer", "minister": "minister's name", "minister_title": "minister's title",
    "question": "question",
}  # fmt: skip
_WRITTEN = ("number", "committee", "asked_on", "answered_on", "minister", "minister_title", "question")
_ASKED = ("number", "committee", "asked_on", "minister_title", "question")
_ORAL = ("number", "answered_on", "asker", "minister", "minister_title", "question")


@dataclass(frozen=True, slots=True)
class Among:
    """What the other documents of the folder say about each: the ids of those with the same answer, and targets."""

    same: Mapping[str, tuple[str, ...]]
    documents: Sequence[Document]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Among":
        """Of all documents of a folder."""
        groups = same_answers(documents)
        return cls({each: group for group in groups for each in group}, documents)


def _missing(document: Document) -> list[str]:
    """The fields that the document's form usually has and this one does not."""
    if document.form == "plain":
        return ["no form was recognised: all of the text counts as an answer"]
    wanted = _ORAL if document.form == "oral" else _ASKED if document.status == "question" else _WRITTEN
    names = [_NAMES[name] for name in wanted if not getattr(document, name) and not _needs_none(document, name)]
    return [f"not found: {', '.join(names)}"] if names else []


def _needs_none(document: Document, name: str) -> bool:
    """Whether a field is missing by rights: a § 20 question has no committee."""
    return name == "committee" and (document.number or "").startswith("S ")


def _dates(document: Document) -> list[str]:
    """Dates that disagree, or that leave a choice."""
    found = []
    if document.asked_on and document.answered_on and document.answered_on < document.asked_on:
        found.append("the answer is dated before the question")
    if document.form == "letter" and document.answered_on is None and document.question:
        head = document.text[: document.question.start]
        days = {date_in_words(fold(each["words"])) for each in DATED.finditer(head) if each["words"]} - {None}
        if len(days) > 1:
            named = ", ".join(str(day) for day in sorted(filter(None, days))[:MAX_DATES])
            found.append(f"several dates could be that of the answer: {named}")
    return found


def _office(document: Document) -> list[str]:
    """A name and an office that the table of ministers does not bring together on the day."""
    day, title = document.dated_on, document.minister_title
    if not (document.minister and title and day and FIRST <= day <= LAST) or title.startswith("fg."):
        return []
    held = [term for term in TERMS if term.name == document.minister and term.overlaps(day, day)]
    if held and not any(areas_of(term.title) & areas_of(title) for term in held):
        return [f"on {day} {document.minister} was {held[0].title} by the table of ministers"]
    return []


def _relations(placed: Placed, document: Document, among: Among) -> list[str]:
    found = []
    if "~" in placed.document_id:
        found.append(f"another document is {placed.document_id.split('~')[0]} too")
    if not placed.searched:
        found.append("superseded: another document answers the same question, and that one is searched")
    if others := [other for other in among.same.get(document.document_id, ()) if other != document.document_id]:
        found.append(f"the same answer as {', '.join(others[:3])}{' and others' if len(others) > 3 else ''}")
    lost = [name for name, target in targets(document, among.documents).items() if target is None]
    if document.refers_to and lost:
        found.append(f"refers to what is not in the folder: {', '.join(lost[:5])}")
    return found


def doubts(placed: Placed, document: Document, origins: Mapping[str, Origin], among: Among) -> list[str]:
    """What a person should look at; [] for nothing."""
    found = _missing(document) + _dates(document) + _office(document)
    above = [_NAMES.get(name, name) for name, origin in origins.items() if origin.where == "above the text"]
    if above and document.form == "letter":
        found.append(f"read above this answer, in the head of its file: {', '.join(above)}")
    if document.reader.startswith("ocrmypdf"):
        found.append("recognised from a scan: compare quotes with the page")
    if document.form != "plain" and document.status != "question" and not document.turns:
        found.append("it holds no words of a minister")
    return found + _relations(placed, document, among)
