"""Tantivy folders, written to the end and opened without writing; what they hold is left to the callers."""

import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from index.errors import IndexDamaged, IndexMissing

HEAP_BYTES = 64_000_000
REMOVALS, REMOVAL_PAUSE_S = 20, 0.05
_SYSTEM = re.compile(r"(?:os error|code:) (\d+)")
READY = "ready"  # the analyser for tokens made in Python: it only cuts at spaces


def _register(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(READY, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def write_index(folder: Path, schema: tantivy.Schema, documents: Iterable[tantivy.Document]) -> None:
    """Write documents, in order, into a new or empty folder; on return all of it is on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    with _system_errors(folder):
        _write(tantivy.Index(schema, path=str(folder), reuse=False), folder, None, (), documents)


def update_index(folder: Path, field: str, removed: Iterable[str | int], documents: Iterable[tantivy.Document]) -> None:
    """Remove the documents with some values of a field, then add others. Files that are there are never changed."""
    with _system_errors(folder):
        _write(tantivy.Index.open(str(folder)), folder, field, removed, documents)


@contextmanager
def _system_errors(folder: Path) -> Iterator[None]:
    """Tantivy raises ValueError for everything; what the system said stands in its text."""
    try:
        yield
    except ValueError as error:
        found = _SYSTEM.search(str(error))
        number = int(found[1]) if found else errno.EIO
        raise OSError(number, os.strerror(number) if found else "the disk may be full", str(folder)) from error


def _write(
    index: tantivy.Index,
    folder: Path,
    field: str | None,
    removed: Iterable[str | int],
    documents: Iterable[tantivy.Document],
) -> None:
    # One thread: documents keep their order, so equal input gives an equal index.
    writer = _register(index).writer(heap_size=HEAP_BYTES, num_threads=1)
    for value in removed:
        writer.delete_documents_by_term(str(field), value)
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    readable = stat.S_IRUSR | stat.S_IWUSR | (folder.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    for path in folder.iterdir():
        if path.suffix in (".json", ".lock"):
            path.chmod(readable)  # tantivy leaves these closed to everyone but the builder


def link_index(source: Path, folder: Path) -> None:
    """A second folder with the same documents, to be updated: data files are shared, as they are never changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.suffix == ".json":
            shutil.copyfile(path, folder / path.name)
        elif path.suffix != ".lock":
            link(path, folder / path.name)


def link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder, which need not be writable.

    Raises:
        IndexMissing: Nothing was built there.
        IndexDamaged: Its files cannot be read.
    """
    if not (folder / "meta.json").is_file():
        raise IndexMissing(folder)
    try:
        if os.access(folder, os.W_OK):
            return _register(tantivy.Index.open(str(folder)))
        return _open_elsewhere(folder)
    except (ValueError, OSError) as error:
        raise IndexDamaged(folder, str(error).splitlines()[0]) from error


def _open_elsewhere(folder: Path) -> tantivy.Index:
    """Open through links in a temporary folder: tantivy wants to create its lock file beside the data."""
    links = Path(tempfile.mkdtemp(prefix="ministersvar-"))
    try:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (links / path.name).symlink_to(path.resolve())
        index = _register(tantivy.Index.open(str(links)))
        index.searcher()  # every file is mapped now; the links may go
        return index
    finally:
        _remove(links)


def _remove(links: Path) -> None:
    """Remove the links, again if need be: tantivy's own thread puts its lock file there while it starts."""
    for _ in range(REMOVALS):
        shutil.rmtree(links, ignore_errors=True)
        if not links.exists():
            return
        time.sleep(REMOVAL_PAUSE_S)
