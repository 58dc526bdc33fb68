"""A whole generation written into an empty folder: its new segment, the lexical index, the inventory, the manifest.

What is written anew is left to `plan`, what becomes of the folder, to `build`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from corpus.catalog import Placed
from corpus.store import Corpus
from index import encoding, entries, inventory
from index import generation as layout
from index import manifest as manifests
from index import segment as segments
from index.encoder import Encoder
from index.entries import Row
from index.generation import Generation, Means
from index.inputs import words_around
from index.journal import Journal
from index.manifest import Manifest, SegmentInfo, Skip
from index.names import DocumentFields
from index.places import Ints, Places
from index.plan import Source, changes_of, origin_of, plan_of
from index.segment import Origin, Segment, SegmentWriter
from index.storage import link
from index.vectors import INVERTED_FROM, SEED, Floats, write_inverted

REWRITTEN_UP_TO = 20_000  # passages: so many are entered into a new lexical index when some were removed
SAMPLE = 200  # queries that choose how many lists of a large segment are looked into
MAX_GHOSTS = 0.05  # of the passages; above, the lexical index is written anew whatever its size

Progress = Callable[[str, int, int], None]  # stage, done, in all


def _write_segment(
    folder: Path,
    written: Sequence[Placed],
    source: Source,
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
        text = " ".join(document.quote(start, end) for start, end in parts[number].sentences(place).spans())
        yield int(ids[row]), text, around


def _write_terms(folder: Path, parts: Sequence[Segment], order: Ints, places: Places, old: Generation | None) -> int:
    """Write the lexical index, from the old one where that is as good; returns how many passages are ghosts in it."""
    everything = np.arange(len(places))
    if old is None:
        entries.build(folder, _rows(parts, order, places, everything))
        return 0
    before = Places.of(old.order, old.segments)
    ids, old_ids = places.ids(parts), before.ids(old.segments)
    added = np.flatnonzero(~np.isin(ids, old_ids))
    removed = np.flatnonzero(~np.isin(old_ids, ids))
    ghosts = old.manifest.ghosts + len(removed)
    if ghosts and (len(places) <= REWRITTEN_UP_TO or ghosts > MAX_GHOSTS * len(places)):
        entries.build(folder, _rows(parts, order, places, everything))
        return 0
    entries.update(
        old.folder / layout.TERMS,
        folder,
        _rows(old.segments, old.order, before, removed),
        _rows(parts, order, places, added),
    )
    return ghosts


def _queries(part: Segment) -> Floats:
    """Some of a segment's vectors that are like queries: what was asked, or passages where nothing was."""
    asked = np.flatnonzero(part.documents[:, segments.ASKED])
    rows, among = (part.questions, asked) if len(asked) else (part.vectors, np.arange(len(part.vectors)))
    chosen = np.random.default_rng(SEED).choice(among, min(len(among), SAMPLE), replace=False)
    return rows.take(np.sort(chosen).tolist()).astype(np.float32)


def _described(folder: Path, progress: Progress) -> SegmentInfo:
    """A new segment, with the lists of neighbours that a large one is searched by."""
    part = Segment(folder)
    recall = None
    if len(part.passages) >= INVERTED_FROM:
        progress("sorting vectors", 0, 1)
        recall = write_inverted(part.vectors, _queries(part), folder / segments.INVERTED)
    info = SegmentInfo(name=folder.name, documents=len(part.documents), passages=len(part.passages), recall=recall)
    part.close()
    return info


def _fields(
    parts: Sequence[Segment], order: Ints, placed: Sequence[Placed], old: Generation | None
) -> Iterator[DocumentFields]:
    """What each document can be narrowed by; those of documents that were there before are not read again."""
    known = dict(zip(old.inventory.origins(), old.fields, strict=True)) if old else {}
    for (number, row, _), place in zip(order.tolist(), placed, strict=True):
        found = known.get(origin_of(place))
        yield found or DocumentFields.of(parts[number].document(row))


def write(
    work: Path,
    name: str,
    corpus: Corpus,
    folder: Path | None,
    old: Generation | None,
    encoder: Encoder,
    journal: Journal,
    progress: Progress,
) -> None:
    """Write a whole generation into an empty folder, the manifest last.

    Args:
        work: the folder.
        name: what the generation will be called.
        corpus: its documents.
        folder: where files are that have to be read after all; None where all documents are at hand.
        old: of the same model; what its documents were read as counts only if its parser was the same.
        encoder: the model.
        journal: takes what is encoded.
        progress: told of every step.
    """
    base = old if old and old.manifest.parser == manifests.PARSER else None
    plan = plan_of(base, corpus.placed)
    means = old.means if old else encoding.means_of(encoder)
    encodings = encoding.Encodings(journal, old.segments if old else ())
    infos: list[SegmentInfo] = []
    places: dict[Origin, tuple[int, int]] = {}
    numbers = {number: new for new, number in enumerate(plan.kept)}
    if base:
        for number in plan.kept:
            info = base.manifest.segments[number]
            _link_segment(base.segments[number].folder, work / info.name)
            infos.append(info)
    places.update((origin, (numbers[number], row)) for origin, (number, row) in plan.known.items() if number in numbers)
    embedded = 0
    if plan.written or not infos:
        fresh, source = work / f"segment-{name.split('-', maxsplit=1)[0]}", Source(folder, base, plan.known)
        rows, embedded = _write_segment(fresh, plan.written, source, encodings, encoder, means, progress)
        places.update((origin, (len(infos), row)) for origin, row in rows.items())
        infos.append(_described(fresh, progress))
    parts = [Segment(work / info.name) for info in infos]
    order = np.array([(*places[origin_of(p)], int(p.searched)) for p in corpus.placed], np.int64)
    np.save(work / layout.ORDER, order)
    np.save(work / layout.MEANS, np.stack(means))
    spots = Places.of(order, parts)
    fields = list(_fields(parts, order, corpus.placed, base))
    inventory.write(work / layout.INVENTORY, corpus.files, corpus.placed, fields)
    ghosts = _write_terms(work / layout.TERMS, parts, order, spots, base)
    for part in parts:
        part.close()
    files = sorted(path for path in work.rglob("*") if path.is_file() and path.suffix != ".lock")
    manifest = Manifest(
        parser=manifests.PARSER,
        generation=name,
        built_at=dt.datetime.now(dt.UTC),
        model=encoder.model,
        revision=encoder.revision,
        dimension=encoder.dimension,
        documents=len(order),
        passages=len(spots),
        embedded=embedded,
        newest_document_on=max((f.dated_on for f in fields if f.dated_on), default=None),
        corpus_digest=corpus.digest,
        changes=changes_of(old.inventory.files if old else {}, corpus.files),
        skipped=tuple(Skip(source=skip.path.as_posix(), reason=skip.reason) for skip in corpus.skipped),
        segments=tuple(infos),
        ghosts=ghosts,
        checksums={path.relative_to(work).as_posix(): manifests.checksum(path) for path in files},
    )
    manifests.write(work, manifest)
