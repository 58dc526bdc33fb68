"""A file's text as the documents it holds: which form it follows, and what is made of the fields it gives."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus import letters, oral
from corpus.fields import Fields
from corpus.readers import ReadFile
from corpus.schema import Document, Form, Turn, fold

TITLE_CHARS = 120
MAX_ID_CHARS = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9æøåÆØÅ._-]+")


def _title(text: str) -> str:
    line = fold(text)
    return line if len(line) <= TITLE_CHARS else line[:TITLE_CHARS].rsplit(" ", 1)[0] + " …"


def _identify(fields: Fields | None, form: Form, stem: str) -> str:
    coded = form == "letter" and fields is not None and fields.committee_code
    own = f"{fields.committee_code}-{fields.number}" if coded and fields else stem
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", own)).strip("-.")[:MAX_ID_CHARS] or "document"


def read_document(file: ReadFile, source: str) -> Document:
    """A file's text as a document of the form it follows; all of a text without form is answer text."""
    form: Form = "plain"
    fields = letters.read(file.text)
    if fields:
        form = "letter"
    elif fields := oral.read(file.text):
        form = "oral"
    stem = PurePosixPath(file.name or source).stem
    body = file.text
    whole = Turn(start=len(body) - len(body.lstrip()), end=len(body.rstrip()), role="minister")
    known = {name: getattr(fields, name) for name in Fields.__slots__} if fields else {"turns": (whole,)}
    question = fields.question if fields else None
    first_line = next((line for line in body.splitlines() if line.strip()), stem).lstrip("# ")
    return Document(
        document_id=_identify(fields, form, stem),
        form=form,
        title=_title(body[question.start : question.end].strip('”“"»« ') if question else first_line) or stem,
        text=body,
        source=source,
        sha256=file.sha256,
        reader=file.reader,
        pages=file.pages,
        **known,
    )


def _texts(file: ReadFile) -> Iterator[ReadFile]:
    yield file
    yield from file.attached


def documents_of(file: ReadFile, source: str) -> tuple[Document, ...]:
    """Every document of a file, in the order of its text; `source` is its path inside the documents folder.

    Ids come from the text or the file's name; telling equal ones of several files apart is left to `store`.
    """
    return tuple(read_document(text, source) for text in _texts(file))
