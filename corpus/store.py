"""The documents folder: every file in it read into a document, or named with the reason why not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus import letters, oral
from corpus.errors import CorpusEmpty, FolderMissing, UnreadableFile
from corpus.fields import Fields
from corpus.readers import ReadFile, read_file
from corpus.schema import Document, Form, Turn, fold

TITLE_CHARS = 120
MAX_ID_CHARS = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9æøåÆØÅ._-]+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder by ascending id, and the files that could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[UnreadableFile, ...] = ()


def default_folder() -> Path:
    """The corpus that ships with the project."""
    return Path(str(resources.files("corpus"))) / "documents"


def _title(text: str) -> str:
    line = fold(text)
    return line if len(line) <= TITLE_CHARS else line[:TITLE_CHARS].rsplit(" ", 1)[0] + " …"


def _identify(fields: Fields | None, form: Form, stem: str) -> str:
    coded = form == "letter" and fields is not None and fields.committee_code
    own = f"{fields.committee_code}-{fields.number}" if coded and fields else stem
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", own)).strip("-.")[:MAX_ID_CHARS] or "document"


def read_document(text: ReadFile, source: str) -> Document:
    """A file's text as a document of the form it follows; all of a text without form is answer text."""
    form: Form = "plain"
    fields = letters.read(text.text)
    if fields:
        form = "letter"
    elif fields := oral.read(text.text):
        form = "oral"
    stem = Path(source).stem
    body = text.text
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
        sha256=text.sha256,
        **known,
    )


def _files(folder: Path) -> Iterator[Path]:
    """Every visible file below the folder, by path; links that lead out of it are not followed."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        parts = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in parts) and _is_inside(path, root):
            yield path


def _is_inside(path: Path, root: Path) -> bool:
    """Whether the path is a file whose real place is below the folder; False for what cannot be looked at."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _is_unicode(name: str) -> bool:
    """Whether a path can be written out; Python hands undecodable bytes of a file's name through as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def load_folder(folder: Path) -> Corpus:
    """Read every file of the folder. Which file keeps an id depends on the set of files only.

    Raises:
        FolderMissing: there is no such folder.
        CorpusEmpty: no file in it could be read.
    """
    if not folder.is_dir():
        raise FolderMissing(folder)
    documents: dict[str, Document] = {}
    skipped: list[UnreadableFile] = []
    seen: dict[str, str] = {}
    for path in _files(folder):
        source = path.relative_to(folder).as_posix()
        try:
            if not _is_unicode(source):
                raise UnreadableFile(Path(ascii(path.name)), "its name is not valid UTF-8", "rename it")
            file = read_file(path)
            if file.sha256 in seen:
                raise UnreadableFile(path, f"it has the same content as {seen[file.sha256]}", "remove one of the two")
        except UnreadableFile as skip:
            skipped.append(skip)
            continue
        seen[file.sha256] = source
        document = read_document(file, source)
        own, count = document.document_id, 1
        while document.document_id in documents:
            count += 1
            document = document.model_copy(update={"document_id": f"{own}~{count}"})
        documents[document.document_id] = document
    if not documents:
        raise CorpusEmpty(folder, skipped)
    return Corpus(tuple(documents[key] for key in sorted(documents)), tuple(skipped))
