"""Which documents a folder's files make up: ids told apart, copies and superseded answers passed over. Pure.

Every rule depends on the set of files only, not on the order they came in. Reading files is left to `store`.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.errors import UnreadableFile
from corpus.files import Stamp
from corpus.relations import answer_key, question_key, standing
from corpus.schema import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as its file alone gives it."""

    own_id: str
    answers: str  # the same for all documents of one question, see `relations`
    standing: int  # how far it stands for that question
    says: str  # the same for all documents with the same answer, see `relations`
    packed: bytes | None  # the document; None where the file has not changed since it was last read

    @classmethod
    def of(cls, document: Document) -> "Entry":
        """The entry of a document that was read just now."""
        packed = zlib.compress(document.model_dump_json().encode(), 1)
        return cls(document.document_id, question_key(document), standing(document), answer_key(document), packed)

    @property
    def document(self) -> Document | None:
        """The document, unpacked: a hundred thousand of them are held at a quarter of their size."""
        return Document.model_validate_json(zlib.decompress(self.packed)) if self.packed else None


@dataclass(frozen=True, slots=True)
class File:
    """A file and what was read from it; with a `problem` (reason, remedy) there are no documents."""

    source: str  # the path inside the folder, with "/"
    sha256: str  # "" where it could not be read at all
    stamp: Stamp | None  # None: look at the content the next time
    documents: tuple[Entry, ...] = ()
    problem: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A document in its place among the others; `document` still has its own id, see `Entry`."""

    document_id: str
    source: str
    sha256: str
    part: int  # its place among the documents of its file
    searched: bool  # False for one that another stands for: a delay, an answer that was corrected, a mere question
    entry: Entry

    @property
    def document(self) -> Document | None:
        """The document under its id among the others, where it is at hand."""
        document = self.entry.document
        if document is None or document.document_id == self.document_id:
            return document
        return document.model_copy(update={"document_id": self.document_id})


def told_apart(files: Iterable[File]) -> list[File]:
    """The files by path, with a problem in place of the documents of a copy."""
    seen: dict[str, str] = {}
    found = []
    for file in sorted(files, key=lambda file: file.source):
        if not file.problem and (first := seen.setdefault(file.sha256, file.source)) != file.source:
            copy = (f"it has the same content as {first}", "remove one of the two")
            found.append(replace(file, documents=(), problem=copy))
        else:
            found.append(file)
    return found


def place(files: Sequence[File]) -> list[Placed]:
    """The documents of some files that were told apart, by ascending id."""
    highest: dict[str, int] = {}
    for entry in (entry for file in files for entry in file.documents):
        highest[entry.answers] = max(highest.get(entry.answers, 0), entry.standing)
    placed: dict[str, Placed] = {}
    counts: dict[str, int] = {}
    for file in files:
        for part, entry in enumerate(file.documents):
            name, count = entry.own_id, counts.get(entry.own_id, 1)
            while name in placed:
                count += 1
                name = f"{entry.own_id}~{count}"
            counts[entry.own_id] = count
            searched = not entry.answers or entry.standing == highest[entry.answers]
            placed[name] = Placed(name, file.source, file.sha256, part, searched, entry)
    return [placed[name] for name in sorted(placed)]


def skipped(files: Iterable[File]) -> tuple[UnreadableFile, ...]:
    """The files without documents, with reason and remedy."""
    return tuple(UnreadableFile(file.source, *file.problem) for file in files if file.problem)
