"""What a generation says of itself: format, model, counts, checksums. Checked before anything else is read."""

import datetime as dt
import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.errors import IndexDamaged, IndexMismatch

FORMAT = 2
NAME = "manifest.json"


class Skip(BaseModel):
    """A file that is not in the index, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    reason: str


class Manifest(BaseModel):
    """The generation's own description, written last so that a folder without one is unfinished."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    generation: str
    built_at: dt.datetime  # aware, UTC
    model: str
    revision: str
    dimension: int
    documents: int
    passages: int
    tokens: int
    newest_document_on: dt.date | None
    corpus_digest: str  # of every file's path and content: equal digests, equal corpus
    skipped: tuple[Skip, ...] = ()
    checksums: dict[str, str]  # file name -> sha256

    def check_model(self, model: str, revision: str, dimension: int) -> None:
        """Raises IndexMismatch if the vectors were made by another model than the one about to query them."""
        if self.model != model:
            raise IndexMismatch("model", self.model, model)
        if self.revision != revision:
            raise IndexMismatch("model revision", self.revision, revision)
        if self.dimension != dimension:
            raise IndexMismatch("dimension", str(self.dimension), str(dimension))


def checksum(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of a generation's folder, every file of which is there and has its checksum.

    Raises:
        IndexDamaged: the manifest or a file is missing, unreadable or changed.
        IndexMismatch: the generation has another format than this version reads.
    """
    try:
        fields = json.loads((folder / NAME).read_bytes())
        if isinstance(fields, dict) and fields.get("format", FORMAT) != FORMAT:  # before fields we may not know
            raise IndexMismatch("index format", fields["format"], FORMAT)
        manifest = Manifest.model_validate(fields)
    except (OSError, ValueError) as error:  # pydantic's ValidationError is a ValueError
        raise IndexDamaged(folder, "its manifest cannot be read") from error
    for name, expected in manifest.checksums.items():
        path = folder / name
        if not path.is_file():
            raise IndexDamaged(folder, f"{name} is missing")
        if checksum(path) != expected:
            raise IndexDamaged(folder, f"{name} has changed since it was built")
    return manifest
