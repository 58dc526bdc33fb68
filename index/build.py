"""A new generation made beside the current one, from it and what has changed, then switched to by one atomic rename.

Reading documents is left to `corpus`, encoding to `encoding`, opening a generation to `generation`.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.catalog import File, Placed
from corpus.schema import Document
from corpus.store import Corpus, load_folder, read_again
from index import encoding, inventory, shelf, terms
from index import generation as layout
from index import manifest as manifests
from index import segment as segments
from index.encoder import Encoder
from index.errors import BuilderBusy, IndexDamaged, IndexMismatch, IndexMissing
from index.generation import Generation, Means
from index.inputs import words_around
from index.journal import Journal
from index.manifest import Changes, Manifest, SegmentInfo, Skip
from index.names import DocumentFields
from index.places import Ints, Places
from index.segment import Origin, Segment, SegmentWriter
from index.storage import link
from index.terms import Row
from index.vectors import INVERTED_FROM, write_inverted

LOCK = "build.lock"
JOURNAL = "journal"
ABSORBED = 2  # a new segment takes in older ones of up to so many times its documents, so that there are few
MIN_LIVE = 0.5  # of a segment's documents; below, those that count are written anew
REWRITTEN_UP_TO = 20_000  # passages: so many are entered into a new lexical index when some were removed
MAX_GHOSTS = 0.05  # of the passages; above, the lexical index is written anew whatever its size

Progress = Callable[[str, int, int], None]  # stage, done, in all
Check = Callable[[Generation, Generation | None], None]  # of the new generation against the old; raises to refuse it


def corpus_digest(corpus: Corpus) -> str:
    """Changes with any file's path, content or fault, and with nothing else."""
    lines = sorted(f"{file.source}\t{file.sha256}\t{file.problem or ''}" for file in corpus.told_apart)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def changes_of(old: Mapping[str, File], new: Iterable[File]) -> Changes:
    """How files differ from an earlier reading; a file that has moved counts once, as renamed."""
    now = {file.source: file for file in new}
    gone = Counter(file.sha256 for source, file in old.items() if source not in now)
    added = renamed = edited = 0
    for source, file in now.items():
        if source in old:
            edited += old[source].sha256 != file.sha256
        elif file.sha256 and gone[file.sha256]:
            gone[file.sha256] -= 1
            renamed += 1
        else:
            added += 1
    return Changes(added=added, edited=edited, renamed=renamed, deleted=gone.total())


@dataclass(slots=True)
class _Plan:
    """Which segments of the old generation stay, and which documents are written anew."""

    kept: list[int] = field(default_factory=list)
    known: dict[Origin, tuple[int, int]] = field(default_factory=dict)  # where in the old generation's segments
    written: list[Placed] = field(default_factory=list)


def origin_of(placed: Placed) -> Origin:
    """What a document is known by."""
    return Origin(placed.source, placed.sha256, placed.part)


def _plan(old: Generation | None, placed: Sequence[Placed]) -> _Plan:
    plan = _Plan()
    for number, segment in enumerate(old.segments if old else ()):
        plan.known.update((origin, (number, row)) for row, origin in segment.origins())
    live: dict[int, list[Placed]] = {number: [] for number in range(len(old.segments) if old else 0)}
    for place in placed:
        at = plan.known.get(origin_of(place))
        (live[at[0]] if at else plan.written).append(place)
    fresh = len(plan.written)
    for number in sorted(live, key=lambda number: len(live[number])):
        few = old is not None and len(live[number]) < MIN_LIVE * len(old.segments[number].documents)
        if few or (fresh and len(live[number]) <= ABSORBED * len(plan.written)):
            plan.written += live[number]
        else:
            plan.kept.append(number)
    plan.kept.sort()
    plan.written.sort(key=lambda place: place.document_id)
    return plan


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the documents to be written come from: just read, in the old generation, or the folder once more."""

    folder: Path | None
    old: Generation | None
    known: Mapping[Origin, tuple[int, int]]  # see `_Plan`

    def document(self, placed: Placed) -> Document:
        """A document under its own id."""
        if document := placed.entry.document:
            return document
        if self.old and (at := self.known.get(origin_of(placed))):
            return self.old.segments[at[0]].document(at[1])
        assert self.folder  # noqa: S101  only a folder is read in part
        return read_again(self.folder, placed.source, placed.sha256, placed.part)


def _write_segment(
    folder: Path,
    written: Sequence[Placed],
    source: _Source,
    encodings: encoding.Encodings,
    encoder: Encoder,
    means: Means,
    progress: Progress,
) -> tuple[dict[Origin, int], int]:
    """Encode documents into a new segment, some at a time: their rows in it, and how many texts were encoded."""
    writer = SegmentWriter(folder, encoder.dimension)
    rows: dict[Origin, int] = {}
    embedded = 0
    for some in encoding.windows(map(source.document, written)):
        missing = encodings.missing(dict(text for given in some for text in given.texts))
        step = partial(_advance, progress, writer.documents, len(some), len(written))
        encoding.encode(encoder, missing, means, encodings.journal, step)
        embedded += len(missing)
        for given in some:
            origin = origin_of(written[writer.documents])
            rows[origin] = writer.documents
            writer.add(given.document, origin, *encoding.with_encodings(given, encodings))
    writer.close()
    return rows, embedded


def _advance(progress: Progress, before: int, some: int, documents: int, done: int, texts: int) -> None:
    """Tell of the texts of some documents as a share of all documents."""
    progress("embedding", before + some * done // texts, documents)


def _link_segment(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.iterdir():
        link(path, target / path.name)


def _rows(parts: Sequence[Segment], order: Ints, places: Places, wanted: Ints) -> Iterator[Row]:
    """Some passages as the lexical index reads them."""
    ids = places.ids(parts)
    last, around, document = -1, "", None
    for row in wanted.tolist():
        number, place, owner = places.of_row(row)
        if owner != last or document is None:
            document = parts[number].document(int(order[owner, 1]))
            last, around = owner, words_around(document)
        passage = parts[number].sentences(place, "").passage
        text = " ".join(document.quote(span.start, span.end) for span in passage.sentences)
        yield int(ids[row]), text, around


def _write_terms(folder: Path, parts: Sequence[Segment], order: Ints, places: Places, old: Generation | None) -> int:
    """Write the lexical index, from the old one where that is as good; returns how many passages are ghosts in it."""
    everything = np.arange(len(places))
    if old is None:
        terms.build(folder, _rows(parts, order, places, everything))
        return 0
    before = Places.of(old.order, old.segments)
    ids, old_ids = places.ids(parts), before.ids(old.segments)
    added = np.flatnonzero(~np.isin(ids, old_ids))
    removed = np.flatnonzero(~np.isin(old_ids, ids))
    ghosts = old.manifest.ghosts + len(removed)
    if ghosts and (len(places) <= REWRITTEN_UP_TO or ghosts > MAX_GHOSTS * len(places)):
        terms.build(folder, _rows(parts, order, places, everything))
        return 0
    terms.update(
        old.folder / layout.TERMS,
        folder,
        _rows(old.segments, old.order, before, removed),
        _rows(parts, order, places, added),
    )
    return ghosts


def _fields(
    parts: Sequence[Segment], order: Ints, placed: Sequence[Placed], old: Generation | None
) -> Iterator[DocumentFields]:
    """What each document can be narrowed by; those of documents that were there before are not read again."""
    known = dict(zip(old.inventory.origins(), old.fields, strict=True)) if old else {}
    for (number, row, _), place in zip(order.tolist(), placed, strict=True):
        found = known.get(origin_of(place))
        yield found or DocumentFields.of(parts[number].document(row))


def _write(
    work: Path,
    corpus: Corpus,
    folder: Path | None,
    old: Generation | None,
    encoder: Encoder,
    journal: Journal,
    name: str,
    progress: Progress,
) -> None:
    """Write a whole generation into an empty folder, the manifest last."""
    plan = _plan(old, corpus.placed)
    source = _Source(folder, old, plan.known)
    means = old.means if old else encoding.means_of(encoder)
    encodings = encoding.Encodings(journal, old.segments if old else ())
    infos: list[SegmentInfo] = []
    places: dict[Origin, tuple[int, int]] = {}
    numbers = {number: new for new, number in enumerate(plan.kept)}
    for number in plan.kept:
        assert old  # noqa: S101
        segment, info = old.segments[number], old.manifest.segments[number]
        _link_segment(segment.folder, work / info.name)
        infos.append(info)
    places.update((origin, (numbers[number], row)) for origin, (number, row) in plan.known.items() if number in numbers)
    embedded = 0
    if plan.written or not infos:
        fresh = f"segment-{name.split('-', maxsplit=1)[0]}"
        rows, embedded = _write_segment(work / fresh, plan.written, source, encodings, encoder, means, progress)
        places.update((origin, (len(infos), row)) for origin, row in rows.items())
        infos.append(_described(work / fresh, progress))
    parts = [Segment(work / info.name) for info in infos]
    order = np.array([(*places[origin_of(p)], int(p.searched)) for p in corpus.placed], np.int64)
    np.save(work / layout.ORDER, order)
    np.save(work / layout.MEANS, np.stack(means))
    spots = Places.of(order, parts)
    fields = list(_fields(parts, order, corpus.placed, old))
    inventory.write(work / layout.INVENTORY, corpus.files, corpus.placed, fields)
    ghosts = _write_terms(work / layout.TERMS, parts, order, spots, old)
    for part in parts:
        part.close()
    files = sorted(path for path in work.rglob("*") if path.is_file() and path.suffix != ".lock")
    manifest = Manifest(
        generation=name,
        built_at=dt.datetime.now(dt.UTC),
        model=encoder.model,
        revision=encoder.revision,
        dimension=encoder.dimension,
        documents=len(order),
        passages=len(spots),
        embedded=embedded,
        newest_document_on=max((f.dated_on for f in fields if f.dated_on), default=None),
        corpus_digest=corpus_digest(corpus),
        changes=changes_of(old.inventory.files() if old else {}, corpus.files),
        skipped=tuple(Skip(source=skip.path.name, reason=skip.reason) for skip in corpus.skipped),
        segments=tuple(infos),
        ghosts=ghosts,
        checksums={path.relative_to(work).as_posix(): manifests.checksum(path) for path in files},
    )
    manifests.write(work, manifest)


def _described(folder: Path, progress: Progress) -> SegmentInfo:
    """A new segment, with the lists of neighbours that a large one is searched by."""
    part = Segment(folder)
    recall = None
    if len(part.passages) >= INVERTED_FROM:
        progress("sorting vectors", 0, 1)
        recall = write_inverted(part.vectors, folder / segments.INVERTED)
    info = SegmentInfo(name=folder.name, documents=len(part.documents), passages=len(part.passages), recall=recall)
    part.close()
    return info


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
            lock.acquire(timeout=0)
        except Timeout:
            raise BuilderBusy(index) from None
    with lock:
        yield


def _usable(index: Path, encoder: Encoder) -> Generation | None:
    """The generation to start from; None if there is none of this model and format."""
    try:
        found = shelf.open_serving(index)
        found.manifest.check_model(encoder.model, encoder.revision, encoder.dimension)
    except (IndexMissing, IndexDamaged, IndexMismatch):  # a new one mends it
        return None
    return found if found.manifest.parser == manifests.PARSER else None


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
    digest: str,
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
        name = f"{shelf.next_number(index):06}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"
        _write(work, corpus, folder, old, encoder, journal, name, progress)
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
        CorpusError: the folder is missing or holds nothing.
        NotWritten: the index folder cannot be written to; it stays as it was.
        SearchError: what was built does not hold together, or `check` refused it; the old generation keeps serving.
    """
    with locked(index):
        for left in (index / shelf.GENERATIONS).glob(f"{shelf.WORK}*"):  # a builder that was killed
            shutil.rmtree(left, ignore_errors=True)
        old = None if force else _usable(index, encoder)
        known = old.inventory.files() if old else None
        folder = documents if isinstance(documents, Path) else None
        corpus = load_folder(documents, known) if isinstance(documents, Path) else documents
        digest = corpus_digest(corpus)
        if old and (same := _twin(index, old, digest)):
            if returning and same.generation != shelf.current(index).name:
                shelf.point_at(index, same.generation)
            return same, False
        try:
            with shelf.written(index):
                return _make(index, corpus, folder, old, encoder, digest, progress, check, keep), True
        finally:
            if old:
                old.close()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
