"""A new generation made beside the current one, checked, then switched to by one atomic rename.

What it takes from the one before is left to `plan`, filling it to `writing`, opening it to `generation`.
"""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.store import Corpus, load_folder
from index import manifest as manifests
from index import shelf
from index.encoder import Encoder
from index.errors import BuilderBusy, IndexDamaged, IndexInside, IndexMismatch, IndexMissing
from index.generation import Generation
from index.journal import Journal
from index.manifest import Manifest
from index.writing import Progress, write

LOCK = "build.lock"
JOURNAL = "journal"

Check = Callable[[Generation, Generation | None], None]  # of the new generation against the old; raises to refuse it


def _sync(folder: Path) -> None:
    """Have everything written out that is not shared with an older generation, which was written out then."""
    for path in (*folder.rglob("*"), folder):
        if path.is_dir() or path.stat().st_nlink == 1:
            shelf.sync(path)


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index folder: one builder at a time. The system lets go when the holder dies. Raises BuilderBusy."""
    lock = FileLock(index / LOCK)
    with shelf.written(index):
        (index / shelf.GENERATIONS).mkdir(parents=True, exist_ok=True)
        try:
            held = lock.acquire(timeout=0)
        except Timeout:
            raise BuilderBusy(index) from None
    with held:
        yield


def _check_apart(index: Path, documents: Path) -> None:
    """Raises IndexInside if every build would change the documents folder, and so ask for the next."""
    place, around = index.resolve(), documents.resolve()
    if place == around or (
        around in place.parents and not any(part.startswith(".") for part in place.relative_to(around).parts)
    ):
        raise IndexInside(index, documents)


def _usable(index: Path, encoder: Encoder) -> Generation | None:
    """The generation to start from; None if there is none of this model and format."""
    try:
        found = shelf.open_serving(index)
        found.manifest.check_model(encoder.model, encoder.revision, encoder.dimension)
    except (IndexMissing, IndexDamaged, IndexMismatch):  # a new one mends it
        return None
    return found


def _twin(index: Path, old: Generation, digest: str) -> Manifest | None:
    """A good generation of the same documents: the one that serves, or after a rollback the newest."""
    if old.manifest.corpus_digest == digest:
        return old.manifest
    newest = index / shelf.GENERATIONS / shelf.names(index)[0]
    try:
        manifest = manifests.peek(newest)
        manifest.check_model(old.manifest.model, old.manifest.revision, old.manifest.dimension)
        same = manifest.corpus_digest == digest and manifest.parser == manifests.PARSER
        return manifests.read(newest) if same else None
    except (IndexDamaged, IndexMismatch):
        return None


def _make(
    index: Path,
    corpus: Corpus,
    folder: Path | None,
    old: Generation | None,
    encoder: Encoder,
    progress: Progress,
    check: Check,
    keep: int,
) -> Manifest:
    """Write a new generation beside the others and switch to it."""
    generations = index / shelf.GENERATIONS
    journal = Journal(index / JOURNAL, encoder.model, encoder.revision, encoder.dimension)
    work = Path(tempfile.mkdtemp(prefix=shelf.WORK, dir=generations))
    try:
        work.chmod(0o755 & ~_umask())
        name = f"{shelf.next_number(index):06}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{corpus.digest[:8]}"
        write(work, name, corpus, folder, old, encoder, journal, progress)
        new = Generation(work)  # refuses what does not hold together
        check(new, old)
        new.close()
        _sync(work)
        work.rename(generations / name)
        shelf.sync(generations)
    except BaseException:
        journal.close()
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    shelf.point_at(index, name)
    journal.remove()
    shelf.prune(index, keep)
    return new.manifest


def build(
    index: Path,
    documents: Path | Corpus,
    encoder: Encoder,
    progress: Progress = lambda *_: None,
    *,
    force: bool = False,
    check: Check = lambda *_: None,
    keep: int = shelf.KEPT,
    returning: bool = True,
) -> tuple[Manifest, bool]:
    """Make the documents' generation the current one; returns its manifest and whether anything was built.

    Args:
        index: the index folder.
        documents: the folder, of which only what has changed is read, or what was read from one.
        encoder: the model.
        progress: told of every step.
        force: read and encode everything anew.
        check: looks at the new generation before it goes live.
        keep: how many generations stay on disk.
        returning: whether to leave an earlier generation that a rollback chose for a later one of the same documents.

    Raises:
        BuilderBusy: another process is building here.
        IndexInside: the index folder is one of the documents'.
        CorpusError: the folder is missing or holds nothing.
        NotWritten: the index folder cannot be written to; it stays as it was.
        SearchError: what was built does not hold together, or `check` refused it; the old generation keeps serving.
    """
    if isinstance(documents, Path):
        _check_apart(index, documents)
    with locked(index):
        for left in (index / shelf.GENERATIONS).glob(f"{shelf.WORK}*"):  # a builder that was killed
            shutil.rmtree(left, ignore_errors=True)
        old = None if force else _usable(index, encoder)
        read_alike = old is not None and old.manifest.parser == manifests.PARSER
        known = old.inventory.files if old and read_alike else None
        folder = documents if isinstance(documents, Path) else None
        corpus = load_folder(documents, known) if isinstance(documents, Path) else documents
        if old and read_alike and (same := _twin(index, old, corpus.digest)):
            if returning and same.generation != shelf.current(index).name:
                shelf.point_at(index, same.generation)
            return same, False
        try:
            with shelf.written(index):
                return _make(index, corpus, folder, old, encoder, progress, check, keep), True
        finally:
            if old:
                old.close()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
