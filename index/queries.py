"""The queries the search is measured with, as files hold them, and the documents of the natural test.

Judging what was found is left to `judging`, the figures to `evaluation`. Fields these types do not name are
ignored: the files are made by others and also carry notes for people.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from corpus.schema import Document, Span, fold
from index.errors import SearchError

MAX_FILE_BYTES = 50_000_000
MAX_QUERY = 4_000  # code points; about what Telegram lets a person send at once
MAX_EVIDENCE = 20_000  # code points of one gold string


class EvaluationError(SearchError):
    """A file of queries cannot be used; the message names the file, the line (from 1) and the mend."""

    def __init__(self, path: Path, line: int | None, reason: str, remedy: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        self.remedy = remedy
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {reason}; {remedy}")


def _not_blank(text: str) -> str:
    if not fold(text):
        raise ValueError("is blank")
    return text


def _two_characters(text: str) -> str:
    if len(fold(text)) < 2:
        raise ValueError("is shorter than two characters")
    return text


# Labels and ids are printed in tables: nothing that could move a terminal's cursor gets in.
Label = Annotated[str, Field(pattern=r"^[\w .:/+-]{1,60}$")]
Words = Annotated[str, Field(max_length=MAX_QUERY), AfterValidator(_not_blank)]
# Half of a single character is nothing, which every text contains.
GoldString = Annotated[str, Field(max_length=MAX_EVIDENCE), AfterValidator(_two_characters)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Label


class Gold(BaseModel):
    """A document that answers, with the strings of its text that do (white space as in the file)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str = Field(min_length=1, max_length=300)
    evidence: tuple[GoldString, ...] = Field(min_length=1)


class EvaluationQuery(_Row):
    """A query the corpus answers, and where."""

    query: Words
    lang: Label
    style: Label = "plain"
    gold: tuple[Gold, ...] = Field(min_length=1)


class UnanswerableQuery(_Row):
    """A query the corpus does not answer; `type` says why: "in-domain", "off-topic", "chitchat", "meta"."""

    query: Words
    lang: Label
    type: Label


class FollowUp(_Row):
    """A conversation, the user's turns in order; `gold` answers the last of them."""

    turns: tuple[Words, ...] = Field(min_length=1, max_length=50)
    lang: Label
    gold: tuple[Gold, ...] = Field(min_length=1)


class NaturalQuery(_Row):
    """A member's own question, and the documents in which a minister answered it."""

    query: Words
    documents: frozenset[str] = Field(min_length=1)


RowT = TypeVar("RowT", bound=_Row)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, with their numbers from 1."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise EvaluationError(path, None, f"is larger than {MAX_FILE_BYTES:,} bytes", "split the file")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start})"
        raise EvaluationError(path, None, reason, "save it as UTF-8 text") from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise EvaluationError(path, None, reason, "name a file of queries that can be read") from error
    # Not splitlines(): it also breaks at U+2028, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.strip("\r")


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]


def _unique(path: Path, rows: list[tuple[int, RowT]]) -> tuple[RowT, ...]:
    if not rows:
        raise EvaluationError(path, None, "holds no query", "write one query a line")
    seen: dict[str, int] = {}
    for number, row in rows:
        if row.id in seen:
            reason = f"the id {row.id!r} stands on line {seen[row.id]} already"
            raise EvaluationError(path, number, reason, "give each query an id of its own")
        seen[row.id] = number
    return tuple(row for _, row in rows)


def _load(path: Path, kind: type[RowT]) -> tuple[RowT, ...]:
    fields = ", ".join(f'"{name}"' for name, field in kind.model_fields.items() if field.is_required())
    rows = []
    for number, line in _lines(path):
        try:
            rows.append((number, kind.model_validate_json(line)))
        except ValidationError as error:
            remedy = f"write one JSON object a line, with {fields}"
            raise EvaluationError(path, number, _reason(error), remedy) from error
    return _unique(path, rows)


def load_queries(path: Path) -> tuple[EvaluationQuery, ...]:
    """Answerable queries, one JSON object a line.

    Raises:
        EvaluationError: the file or a line of it cannot be used.
    """
    return _load(path, EvaluationQuery)


def load_unanswerable(path: Path) -> tuple[UnanswerableQuery, ...]:
    """Unanswerable queries, one JSON object a line.

    Raises:
        EvaluationError: the file or a line of it cannot be used.
    """
    return _load(path, UnanswerableQuery)


def load_followups(path: Path) -> tuple[FollowUp, ...]:
    """Conversations, one JSON object a line.

    Raises:
        EvaluationError: the file or a line of it cannot be used.
    """
    return _load(path, FollowUp)


def load_natural(queries_tsv: Path, qrels_tsv: Path) -> tuple[NaturalQuery, ...]:
    """The natural test: lines `id<TAB>question`, and TREC relevance lines `id 0 document relevance`.

    Raises:
        EvaluationError: a file or a line cannot be used, or a question has no relevant document.
    """
    documents: dict[str, set[str]] = {}
    for number, line in _lines(qrels_tsv):
        parts = line.split("\t") if "\t" in line else line.split()
        if len(parts) != 4 or not parts[3].strip().lstrip("-").isdecimal():
            remedy = "write query id, 0, document id and relevance, separated by tabs"
            raise EvaluationError(qrels_tsv, number, "is not a relevance line", remedy)
        if int(parts[3]) > 0:
            documents.setdefault(parts[0], set()).add(parts[2])
    rows = []
    for number, line in _lines(queries_tsv):
        query_id, tab, question = line.partition("\t")
        if not tab:
            remedy = "write the id, a tab and the question"
            raise EvaluationError(queries_tsv, number, "holds no tab", remedy)
        if query_id not in documents:
            reason = f"no document in {qrels_tsv} answers {query_id!r}"
            raise EvaluationError(queries_tsv, number, reason, "add its line there or take it out here")
        try:
            row = NaturalQuery(id=query_id, query=question, documents=frozenset(documents[query_id]))
        except ValidationError as error:
            remedy = "write the id, a tab and the question"
            raise EvaluationError(queries_tsv, number, _reason(error), remedy) from error
        rows.append((number, row))
    return _unique(queries_tsv, rows)


def without_question(document: Document) -> Document:
    """The document with every word of the member taken out, for the natural test.

    Question and all turns that are not the minister's become as many spaces, so offsets still hold; the
    title, which may carry the question, becomes the id. `sha256` is that of the new text: nothing kept for
    the original file may be taken for this one.
    """
    spoken: list[Span] = [turn for turn in document.turns if turn.role != "minister"]
    text = document.text
    for span in [*spoken, *([document.question] if document.question else [])]:
        end = min(span.end, len(text))
        if span.start < end:
            text = text[: span.start] + " " * (end - span.start) + text[end:]
    return document.model_copy(
        update={
            "title": document.document_id,
            "text": text,
            "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            "question": None,
            "turns": tuple(turn for turn in document.turns if turn.role == "minister"),
        }
    )
