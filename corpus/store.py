"""The documents folder: every file in it read into a document, or named with the reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from corpus.errors import CorpusEmpty, FolderMissing, UnreadableFile
from corpus.forms import documents_of
from corpus.readers import read_file
from corpus.schema import Document


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder by ascending id, and the files that could not be read."""

    documents: tuple[Document, ...]
    skipped: tuple[UnreadableFile, ...] = ()


def default_folder() -> Path:
    """The corpus that ships with the project."""
    return Path(str(resources.files("corpus"))) / "documents"


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
            found = documents_of(file, source)
        except UnreadableFile as skip:
            skipped.append(skip)
            continue
        seen[file.sha256] = source
        for document in found:
            key, count = document.document_id, 1
            while key in documents:
                count += 1
                key = f"{document.document_id}~{count}"
            documents[key] = document.model_copy(update={"document_id": key})
    if not documents:
        raise CorpusEmpty(folder, skipped)
    return Corpus(tuple(documents[key] for key in sorted(documents)), tuple(skipped))
