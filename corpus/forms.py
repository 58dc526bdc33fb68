"""A file's text as the documents it holds: which form it follows, and what is made of the fields it gives."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from corpus import bundles, letters, oral, sittings
from corpus.errors import UnreadableFile
from corpus.fields import Fields, Part
from corpus.readers import ReadFile
from corpus.schema import Document, Form, Turn, fold, trimmed

TITLE_CHARS = 120
MAX_ID_CHARS = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9æøåÆØÅ._-]+")


def _title(text: str) -> str:
    line = fold(text)
    return line if len(line) <= TITLE_CHARS else line[:TITLE_CHARS].rsplit(" ", 1)[0] + " …"


def _safe(own: str) -> str:
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", own)).strip("-.")[:MAX_ID_CHARS] or "document"


def _stem(file: ReadFile, source: str) -> str:
    return PurePosixPath(file.name or source).stem


def _pages_within(pages: Sequence[int], start: int, end: int) -> tuple[int, ...]:
    """Page starts as offsets into a slice; the pages before it start at 0, so that counting them stays true."""
    return tuple(max(page - start, 0) for page in pages if page <= end)


def _document(file: ReadFile, source: str, form: Form, part: Part, document_id: str) -> Document:
    body = file.text[part.start : part.end]
    question = part.fields.question
    stem = _stem(file, source)
    first_line = next((line for line in body.splitlines() if line.strip()), stem).lstrip("# ")
    return Document(
        document_id=_safe(document_id),
        form=form,
        title=_title(body[question.start : question.end].strip('”“"»« ') if question else first_line) or stem,
        text=body,
        source=source,
        sha256=file.sha256,
        reader=file.reader,
        pages=_pages_within(file.pages, part.start, part.end),
        **{name: getattr(part.fields, name) for name in Fields.__slots__},
    )


def _letter_id(fields: Fields) -> str | None:
    """What `refers_to` of other letters calls it: "SOU-663", "BEU-L113-4"."""
    if not (fields.committee_code and fields.number):
        return None
    return "-".join(filter(None, (fields.committee_code, (fields.bill or "").replace(" ", ""), fields.number)))


def _plain(text: str) -> Fields:
    """A text without form: all of it is answer."""
    whole = trimmed(text, 0, len(text))
    return Fields(turns=(Turn(start=whole.start, end=whole.end, role="minister"),) if whole else ())


def _written(file: ReadFile, source: str) -> list[Part]:
    try:
        return bundles.parts(file.text)
    except letters.Undivided:
        reason = "it is a letter, and nothing in it says where the question ends and the answer begins"
        raise UnreadableFile(source, reason, "write a line `Svar:` above the answer") from None


def _documents(file: ReadFile, source: str) -> Iterator[Document]:
    stem, text = _stem(file, source), file.text
    if sittings.is_sitting(text):
        found = sittings.parts(text)
        if not found:
            reason = "it is the minutes of a sitting in which no question is answered"
            raise UnreadableFile(source, reason, "remove it, or add the answers themselves")
        for part in found:
            yield _document(file, source, "oral", part, f"{stem}-{(part.fields.number or '').replace(' ', '')}")
    elif exchanges := oral.parts(text):
        for count, part in enumerate(exchanges, 1):
            document = _document(file, source, "oral", part, stem if count == 1 else f"{stem}-{count}")
            yield document if count == 1 else document.model_copy(update={"text_of": _safe(stem)})
    elif answers := _written(file, source):
        for count, part in enumerate(answers, 1):
            own = _letter_id(part.fields) or (stem if count == 1 else f"{stem}-{count}")
            yield _document(file, source, "letter", part, own)
    else:
        yield _document(file, source, "plain", Part(0, len(text), _plain(text)), stem)


def documents_of(file: ReadFile, source: str) -> tuple[Document, ...]:
    """Every document of a file, in the order of its text; `source` is its path inside the documents folder.

    Ids come from the text or the file's name; telling equal ones of several files apart is left to `store`.

    Raises:
        UnreadableFile: it was read, and holds no answer.
    """
    found: list[Document] = []
    refused: list[UnreadableFile] = []
    for text in (file, *file.attached):
        try:
            found += _documents(text, source)
        except UnreadableFile as error:
            refused.append(error)  # of a mail's attachments, the others count
    if not found:
        raise refused[0]
    return tuple(found)
