"""A documents folder looked over: each file with its documents, where their fields were read, and what is in doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.doubts import Among, doubts
from corpus.errors import CorpusEmpty
from corpus.origins import Origin, origins
from corpus.schema import Document
from corpus.store import load_folder


@dataclass(frozen=True, slots=True)
class Checked:
    """One document, with the origin of each field that has a value."""

    document: Document
    origins: Mapping[str, Origin]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file: its documents, or the `problem` (reason, remedy) for which there are none."""

    source: str
    documents: tuple[Checked, ...] = ()
    problem: tuple[str, str] | None = None


def check_folder(folder: Path) -> Iterator[CheckedFile]:
    """Every file of the folder, by path.

    Raises:
        FolderMissing: there is no such folder.
        CorpusEmpty: there is no file in it at all.
    """
    try:
        corpus = load_folder(folder)
    except CorpusEmpty as empty:
        if not empty.skipped:
            raise
        yield from (CheckedFile(str(skip.path), problem=(skip.reason, skip.remedy)) for skip in empty.skipped)
        return
    among = Among.of(corpus.documents)
    read: dict[str, list[Checked]] = {}
    for placed in sorted(corpus.placed, key=lambda placed: (placed.source, placed.part)):
        if document := placed.document:
            where = origins(document)
            found = Checked(document, where, tuple(doubts(placed, document, where, among)))
            read.setdefault(placed.source, []).append(found)
    for file in corpus.told_apart:
        yield CheckedFile(file.source, tuple(read.get(file.source, ())), file.problem)
