"""What a generation says of itself: format, model, counts, checksums. Checked before anything else is read."""

import datetime as dt
import json
from collections import OrderedDict
from pathlib import Path

import xxhash
from pydantic import BaseModel, ConfigDict

from index.errors import IndexDamaged, IndexMismatch, IndexUnreadable

FORMAT = 6
PARSER = 5  # raise it when readers or forms give other documents for the same files
NAME = "manifest.json"
SEAL = "manifest.xxh3"  # holds the checksum of the manifest itself
CHUNK = 1 << 22
REMEMBERED = 512

# Checksums by (device, inode, size, mtime): a segment shared with the generation before is not read again.
_known: OrderedDict[tuple[int, int, int, int], str] = OrderedDict()


class Skip(BaseModel):
    """A file that is not in the index, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    reason: str


class Changes(BaseModel):
    """How many files differ from the generation before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: int = 0
    edited: int = 0
    renamed: int = 0
    deleted: int = 0


class SegmentInfo(BaseModel):
    """A segment's folder and what is in it; `recall` of the ten nearest, where its search is not exact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    documents: int
    passages: int
    recall: float | None = None


class Manifest(BaseModel):
    """The generation's own description, written last so that a folder without one is unfinished."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    parser: int = PARSER
    generation: str
    built_at: dt.datetime  # aware, UTC
    model: str
    revision: str
    dimension: int
    documents: int
    passages: int  # that are searched
    embedded: int  # texts that the encoder was asked for
    newest_document_on: dt.date | None
    corpus_digest: str  # of every file's path and content: equal digests, equal corpus
    changes: Changes
    skipped: tuple[Skip, ...] = ()
    segments: tuple[SegmentInfo, ...]
    ghosts: int = 0  # removed passages that the lexical index still counts
    checksums: dict[str, str]  # file name -> xxh3

    def check_model(self, model: str, revision: str, dimension: int) -> None:
        """Raises IndexMismatch if the vectors were made by another model than the one about to query them."""
        if self.model != model:
            raise IndexMismatch("model", self.model, model)
        if self.revision != revision:
            raise IndexMismatch("model revision", self.revision, revision)
        if self.dimension != dimension:
            raise IndexMismatch("dimension", str(self.dimension), str(dimension))


def checksum(path: Path) -> str:
    """The xxh3 of a file's bytes in hexadecimal: it finds damage, at the speed of memory; it proves no authorship."""
    status = path.stat()
    place = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    if place not in _known:
        digest = xxhash.xxh3_128()
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
        _known[place] = digest.hexdigest()
        if len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return _known[place]


def forget() -> None:
    """Read every file anew at the next check."""
    _known.clear()


def write(folder: Path, manifest: Manifest) -> None:
    """Finish a generation's folder with its manifest."""
    data = manifest.model_dump_json(indent=1).encode()
    (folder / SEAL).write_text(xxhash.xxh3_128_hexdigest(data), encoding="ascii")
    (folder / NAME).write_bytes(data)


def unreadable(folder: Path, name: str, error: OSError) -> IndexDamaged | IndexUnreadable:
    """What it means that a file of a generation cannot be read: damage, or a state of the system that passes."""
    if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return IndexDamaged(folder, f"{name} is missing")
    return IndexUnreadable(folder, f"{name}: {error.strerror or error}")


def peek(folder: Path) -> Manifest:
    """The manifest of a generation's folder, of which no other file is looked at.

    Raises:
        IndexDamaged: it is missing or changed.
        IndexUnreadable: the system does not let it be read.
        IndexMismatch: the generation has another format than this version reads.
    """
    try:
        data = (folder / NAME).read_bytes()
        fields = json.loads(data)
        if isinstance(fields, dict) and fields.get("format", FORMAT) != FORMAT:  # before fields we may not know
            raise IndexMismatch("index format", fields["format"], FORMAT)
        if (folder / SEAL).read_bytes() != xxhash.xxh3_128_hexdigest(data).encode():
            raise ValueError("it has changed")
        return Manifest.model_validate(fields)
    except OSError as error:
        raise unreadable(folder, NAME, error) from error
    except ValueError as error:  # pydantic's ValidationError is one
        raise IndexDamaged(folder, "its manifest cannot be read") from error


def read(folder: Path) -> Manifest:
    """The manifest of a generation's folder, every file of which is there and has its checksum.

    Raises:
        IndexDamaged: the manifest or a file is missing or changed.
        IndexUnreadable: the system does not let one be read.
        IndexMismatch: the generation has another format than this version reads.
    """
    manifest = peek(folder)
    for name, expected in manifest.checksums.items():
        path = folder / name
        try:
            found = checksum(path)
        except OSError as error:
            raise unreadable(folder, name, error) from error
        if found != expected:
            raise IndexDamaged(folder, f"{name} has changed since it was built")
    return manifest
