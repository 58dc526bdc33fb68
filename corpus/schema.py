"""The types of the corpus: Document, Turn, Passage, and how spans of text are shown.

Reading files into these is left to `readers`, `letters`, `oral` and `store`; splitting to `passages`.
Offsets everywhere are code points into `Document.text`, half-open.
"""

import datetime as dt
from bisect import bisect_right
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Form = Literal["letter", "oral", "plain"]
Role = Literal["minister", "member", "chair", "agency", "unclear"]  # an agency's or the minister's: nobody can tell
# An interim answer says that the answer is delayed, and little else; a reference only names another answer;
# a "question" is a committee's letter to which there is no answer yet.
Status = Literal["final", "interim", "reference", "refusal", "question"]


def fold(text: str) -> str:
    """The text as one line: every run of white space becomes one space, ends trimmed; nothing else changes."""
    return " ".join(text.split())


AnySpan = TypeVar("AnySpan", bound="Span")


class Span(BaseModel):
    """A slice `[start, end)` of a document's text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=0)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """`[start, end)` without the white space at its ends; None where there is nothing else."""
    piece = text[start:end]
    bare = piece.strip()
    if not bare:
        return None
    start += len(piece) - len(piece.lstrip())
    return Span(start=start, end=start + len(bare))


def shifted(span: AnySpan, by: int) -> AnySpan:
    """The same span of a text that begins `by` code points later."""
    return span.model_copy(update={"start": span.start + by, "end": span.end + by})


class Turn(Span):
    """What one speaker said without interruption (the heading that names the speaker is outside the span)."""

    role: Role
    name: str | None = None
    title: str | None = None  # a minister's title in lower case: "social- og boligminister"
    party: str | None = None  # a member's party letters: "EL"

    @property
    def answers(self) -> bool:
        """Whether it may be quoted in an answer: the minister's own words, or an agency's that the minister gives."""
        return self.role in {"minister", "agency"}


class Document(BaseModel):
    """One ministerial answer as a file gave it: the exact text and the fields read from it.

    A field that was not found is None, never guessed. In `turns` the spans do not overlap and ascend;
    only turns of role "minister" may be quoted as the minister's words, those of role "agency" as the words of the
    agency that `name` names; no other turn is quoted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_id: str
    form: Form
    title: str  # one line a person recognises the document by
    text: str
    source: str  # the file's path inside the documents folder, with "/"
    sha256: str  # of the file's bytes
    number: str | None = None  # "663", "S 36"
    session: str | None = None  # "20222"
    committee: str | None = None  # "Socialudvalget"
    committee_code: str | None = None  # "SOU"
    asked_on: dt.date | None = None
    answered_on: dt.date | None = None
    asker: str | None = None
    asker_party: str | None = None
    minister: str | None = None  # "Sophie Hæstorp Andersen"
    minister_title: str | None = None  # "social- og boligminister"
    bill: str | None = None  # "L 113": the question is about a bill, not "alm. del"
    status: Status = "final"
    corrected: bool = False  # it says that it replaces an earlier answer to the same question
    also: tuple[str, ...] = ()  # further numbers that the same text answers
    refers_to: tuple[str, ...] = ()  # answers it names: "SOU-120" as ids of letters are, or "S 725"
    question: Span | None = None
    sub_questions: tuple[Span, ...] = ()  # the parts of a question that counts them
    turns: tuple[Turn, ...] = ()
    text_of: str | None = None  # the document with the same text, whose file asks this question after its own
    reader: str = "text"  # what read the file, with its version; names `ocrmypdf` where a scan was recognised
    pages: tuple[int, ...] = ()  # where in `text` each page starts; () where the file has no pages

    @property
    def text_id(self) -> str:
        """What the text is called: the same for all the questions that one exchange's file holds."""
        return self.text_of or self.document_id

    def page_of(self, offset: int) -> int | None:
        """The page, counted from 1, on which the character at `offset` stands; None where there are no pages."""
        return max(bisect_right(self.pages, offset), 1) if self.pages else None

    def quote(self, start: int, end: int) -> str:
        """`text[start:end]` as one line."""
        return fold(self.text[start:end])

    @property
    def question_text(self) -> str:
        """The member's question as one line, without quotation marks around it; "" where there is none."""
        return self.quote(self.question.start, self.question.end).strip('”“"»« ') if self.question else ""

    @property
    def dated_on(self) -> dt.date | None:
        """The latest date the text gives: answered, else asked."""
        return self.answered_on or self.asked_on


class Passage(Span):
    """A slice of one turn of one document: what is embedded, retrieved and cited."""

    document_id: str
    sentences: tuple[Span, ...]  # the whole sentences it is made of, in order, covering it but for white space

    @property
    def passage_id(self) -> str:
        """Derived from the source, so it survives reordering: `document_id:start-end`."""
        return f"{self.document_id}:{self.start}-{self.end}"
