"""The documents folder: every file in it read into a document, or named with the reason why not."""

import re
import time
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path

from corpus import catalog, files, letters, oral
from corpus.catalog import Entry, File, Placed
from corpus.errors import CorpusEmpty, FolderMissing, UnreadableFile
from corpus.fields import Fields
from corpus.files import Stamp
from corpus.readers import MAX_BYTES, ReadFile, read_file
from corpus.schema import Document, Form, Turn, fold

TITLE_CHARS = 120
MAX_ID_CHARS = 120
TRIES = 3  # at a file that changes while it is read
_UNSAFE = re.compile(r"[^A-Za-z0-9æøåÆØÅ._-]+")


@dataclass(frozen=True)
class Corpus:
    """What a folder holds: its files by path as each was read, and the documents in them by ascending id."""

    files: tuple[File, ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Corpus":
        """Of documents that are at hand, each its own file."""
        return cls(tuple(File(document.source, document.sha256, None, (Entry.of(document),)) for document in documents))

    @cached_property
    def told_apart(self) -> tuple[File, ...]:
        """The files, with a problem in place of the documents of a copy."""
        return tuple(catalog.told_apart(self.files))

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every document in its place."""
        return tuple(catalog.place(self.told_apart))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that were read: all of them, unless `load_folder` knew some already."""
        return tuple(placed.document for placed in self.placed if placed.document)

    @property
    def skipped(self) -> tuple[UnreadableFile, ...]:
        """The files that could not be read."""
        return catalog.skipped(self.told_apart)


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


def _is_unicode(name: str) -> bool:
    """Whether a path can be written out; Python hands undecodable bytes of a file's name through as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _unread(path: Path, source: str, sha256: str = "", stamp: Stamp | None = None) -> File:
    """A new or changed file, read."""
    try:
        document = read_document(read_file(path), source)
    except UnreadableFile as skip:
        return File(source, sha256, stamp, problem=(skip.reason, skip.remedy))
    return File(source, sha256, stamp, (Entry.of(document),))


def _read(path: Path, source: str, known: File | None) -> File | None:
    """A file as it is now; None if it has gone meanwhile."""
    now_ns = time.time_ns()
    for _ in range(TRIES):
        try:
            before = Stamp.of(path)
            if known and known.stamp == before:
                return known
            sha256 = files.digest(path) if before.size <= MAX_BYTES else ""
            stamp = before if before.is_settled(now_ns) else None
            if known and sha256 and known.sha256 == sha256:
                return replace(known, stamp=stamp)
            found = _unread(path, source, sha256, stamp)
            if Stamp.of(path) == before:
                return found
        except FileNotFoundError:
            return None
        except OSError as error:
            return File(source, "", None, problem=(f"it cannot be opened ({error.strerror})", "check its permissions"))
    return File(source, "", None, problem=("it changes while it is read", "build again when it is complete"))


def load_folder(folder: Path, known: Mapping[str, File] | None = None) -> Corpus:
    """Read every file of the folder. Which file keeps an id depends on the set of files only.

    Args:
        folder: the documents.
        known: what an earlier reading found, by source: a file that has not changed is not read again.

    Raises:
        FolderMissing: there is no such folder.
        CorpusEmpty: no file in it could be read.
    """
    if not folder.is_dir():
        raise FolderMissing(folder)
    known = known or {}
    found = []
    for path in files.below(folder):
        source = path.relative_to(folder).as_posix()
        if not _is_unicode(source):
            problem = ("its name is not valid UTF-8", "rename it")
            found.append(File(source.encode("ascii", "backslashreplace").decode(), "", None, problem=problem))
        elif file := _read(path, source, known.get(source)):
            found.append(file)
    corpus = Corpus(tuple(found))
    if not corpus.placed:
        raise CorpusEmpty(folder, corpus.skipped)
    return corpus


def read_again(folder: Path, source: str, part: int) -> Document:
    """One document of a file that `load_folder` knew. Raises UnreadableFile: the file has gone or changed its kind."""
    file = _unread(folder / source, source)
    if file.problem or part >= len(file.documents) or (document := file.documents[part].document) is None:
        raise UnreadableFile(folder / source, *(file.problem or ("it has changed", "build again")))
    return document
