"""The documents folder: every file in it read into documents, or named with the reason why not."""

import hashlib
import logging
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from corpus import catalog, files
from corpus.catalog import Entry, File, Placed
from corpus.errors import CorpusEmpty, FolderMissing, UnreadableFile
from corpus.files import Stamp
from corpus.forms import documents_of
from corpus.readers import MAX_BYTES, is_readable_now, read_file
from corpus.schema import Document

log = logging.getLogger(__name__)

AT_ONCE = 2  # files read side by side: most formats are read in a process of their own
UNFORESEEN = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
TRIES = 3  # at a file that changes while it is read


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

    @cached_property
    def digest(self) -> str:
        """Changes with any file's path, content or fault, and with nothing else."""
        lines = sorted(f"{file.source}\t{file.sha256}\t{file.problem or ''}" for file in self.told_apart)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def skipped(self) -> tuple[UnreadableFile, ...]:
        """The files that could not be read."""
        return catalog.skipped(self.told_apart)


def _is_unicode(name: str) -> bool:
    """Whether a path can be written out; Python hands undecodable bytes of a file's name through as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _unread(path: Path, source: str, sha256: str = "", stamp: Stamp | None = None) -> File:
    """A new or changed file, read."""
    try:
        documents = documents_of(read_file(path), source)
        return File(source, sha256, stamp, tuple(map(Entry.of, documents)))
    except UnreadableFile as skip:
        return File(source, sha256, stamp, problem=(skip.reason, skip.remedy))
    except UNFORESEEN as error:  # whatever a text does to its reader, it costs that file only
        log.exception("%s cannot be read", source)
        problem = (f"it is read wrongly ({type(error).__name__})", "please report it, with the file")
        return File(source, sha256, stamp, problem=problem)


def _is_same(entry: files.Entry, known: File) -> bool:
    """Whether a file is surely the one that was read before, and would be read as it was."""
    try:
        same = known.stamp is not None and known.stamp == Stamp.of(entry)
        return same and not (known.problem and is_readable_now(known.problem[0]))
    except OSError:
        return False


def _read(path: Path, source: str, known: File | None) -> File | None:
    """A file as it is now; None if it has gone meanwhile."""
    now_ns = time.time_ns()
    for _ in range(TRIES):
        try:
            before = Stamp.of(path)
            sha256 = files.digest(path) if before.size <= MAX_BYTES else ""
            stamp = before if before.is_settled(now_ns) else None
            tried_again = known and known.problem and known.stamp  # it was touched
            if known and sha256 and known.sha256 == sha256 and not tried_again:
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
        OSError: the system does not show what is in it.
    """
    if not folder.is_dir():
        raise FolderMissing(folder)
    known = known or {}
    unlisted: list[File] = []

    def note(inside: str, error: OSError | None) -> None:
        if error and not inside:
            raise error
        if isinstance(error, FileNotFoundError):  # it has gone, as files may
            return
        problem = ("it is no file, or a link out of the folder", "put the file itself into the folder")
        if error:
            problem = (f"the folder cannot be opened ({error.strerror})", "check its permissions")
        if _is_unicode(inside):
            unlisted.append(File(inside, "", None, problem=problem))

    def read(source: str) -> File | None:
        if not _is_unicode(source):
            problem = ("its name is not valid UTF-8", "rename it")
            return File(source.encode("ascii", "backslashreplace").decode(), "", None, problem=problem)
        return _read(folder / source, source, known.get(source))

    there = files.sources(folder, note)
    same = {
        source: known[source] for source, entry in there.items() if source in known and _is_same(entry, known[source])
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        changed = [file for file in pool.map(read, (source for source in there if source not in same)) if file]
    corpus = Corpus(tuple(sorted((*same.values(), *changed, *unlisted), key=lambda file: file.source)))
    if not folder.is_dir():  # it went while it was read, and what is left of it is not the corpus
        raise FolderMissing(folder)
    if not corpus.placed:
        raise CorpusEmpty(folder, corpus.skipped)
    return corpus


def read_again(folder: Path, source: str, sha256: str, part: int) -> Document:
    """One document of a file that `load_folder` knew. Raises UnreadableFile: the file has gone or changed."""
    file = _unread(folder / source, source)
    document = file.documents[part].document if part < len(file.documents) else None
    if document is None or document.sha256 != sha256:
        raise UnreadableFile(folder / source, *(file.problem or ("it has changed", "build again")))
    return document
