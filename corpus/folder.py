"""Files put into the documents folder and taken out of it, one atomic step each. Reading the folder is left to `store`.

What is taken out is kept in a hidden folder beside the rest, so that nothing is ever lost.
"""

import os
import re
import secrets
import shutil
import unicodedata
from pathlib import Path
from typing import NamedTuple

from corpus import files
from corpus.errors import FileRefused, FileThere, FolderMissing, FolderShipped
from corpus.files import default_folder
from corpus.forms import documents_of
from corpus.readers import read_file
from corpus.schema import Document

REMOVED = ".removed"
MAX_NAME = 120  # characters
MAX_NAME_BYTES = 240  # of the 255 that file systems take
MAX_SUFFIX = 10
_UNSAFE = re.compile(r"[^\w.() -]+")


def stable_name(name: str) -> str:
    """A file's name without what a shell, a link or another system would mind: "../a b?.txt" → "a b_.txt"."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    path = Path(_UNSAFE.sub("_", plain).strip(" ._") or "document")
    suffix = path.suffix[:MAX_SUFFIX].rstrip(" ._")
    return _shortened(path.stem[: MAX_NAME - len(suffix)], suffix)


def _shortened(stem: str, ending: str) -> str:
    """A name that file systems take, whose ending stays."""
    room = MAX_NAME_BYTES - len(ending.encode("utf-8", "replace"))
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").strip(" .") + ending


def check_writable(folder: Path) -> None:
    """Nothing, for a folder that files may be put into. Raises FolderMissing, FolderShipped."""
    if not folder.is_dir():
        raise FolderMissing(folder)
    if folder.resolve() == default_folder().resolve():
        raise FolderShipped(folder)


class Added(NamedTuple):
    """A file in the documents folder, and what was read from it."""

    path: Path
    documents: tuple[Document, ...]


def check_new(folder: Path, path: Path, source: str) -> None:
    """Nothing, for a file that may be put into the folder.

    Args:
        folder: of documents.
        path: the file.
        source: where it is to be inside the folder.

    Raises:
        FolderMissing, FolderShipped: there is no folder of the operator's own.
        FileThere: the folder has this content.
        FileRefused: it has another file of this name.
    """
    check_writable(folder)
    sha256 = files.digest(path)
    size = path.stat().st_size
    for other in files.below(folder):
        if other.stat().st_size == size and files.digest(other) == sha256:
            raise FileThere(path, other.relative_to(folder).as_posix())
    if (folder / source).exists():
        raise _taken(path, source)


def _taken(path: Path, source: str) -> FileRefused:
    return FileRefused(path, f"another document is called {source}; give this one another name")


def add(folder: Path, path: Path, name: str | None = None) -> Added:
    """Copy a file into the documents folder under a stable name; it is there whole, or not at all.

    Args:
        folder: of documents.
        path: the file.
        name: what it is called, if not as its path says.

    Raises:
        FolderMissing, FolderShipped: there is no folder of the operator's own.
        UnreadableFile: it could not be indexed, for the reason that the index would give.
        FileRefused: the folder has this content, or another file of this name.
    """
    check_writable(folder)
    target = folder / stable_name(name or path.name)
    documents = documents_of(read_file(path), target.name)
    _put(folder, path, target.name)
    return Added(target, documents)


def bring_back(folder: Path, kept: Path, source: str) -> None:
    """Copy a file that was taken out to where it was.

    Args:
        folder: of documents.
        kept: where `remove` put it.
        source: its path inside the folder, as a document gives it.

    Raises:
        FolderMissing, FolderShipped: there is no folder of the operator's own.
        FileRefused: the folder has this content, or another file in its place.
    """
    _put(folder, kept, source)


def _put(folder: Path, path: Path, source: str) -> None:
    check_new(folder, path, source)
    target, part = folder / source, folder / f".{secrets.token_hex(8)}.part"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(path, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.link(part, target)  # which, unlike a rename, never replaces a file
    except FileExistsError:
        raise _taken(path, source) from None
    finally:
        part.unlink(missing_ok=True)


def remove(folder: Path, source: str) -> Path:
    """Take a file out of the documents folder; returns where it is kept.

    Args:
        folder: of documents.
        source: its path inside the folder, as a document gives it.

    Raises:
        FolderMissing, FolderShipped: there is no folder of the operator's own.
        FileRefused: there is no such file in it.
    """
    check_writable(folder)
    path = folder / source
    if path not in set(files.below(folder)):
        raise FileRefused(path, f"it is not in {folder}")
    kept = folder / REMOVED
    kept.mkdir(exist_ok=True)
    suffix = path.suffix if len(path.suffix) <= MAX_SUFFIX else ""
    target = kept / _shortened(path.name.removesuffix(suffix), f".{secrets.token_hex(4)}{suffix}")
    path.rename(target)
    return target
