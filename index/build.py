"""A new generation made beside the current one, verified, then switched to by one atomic rename.

Reading documents is left to `corpus`, opening a generation to `generation`.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.passages import split_document
from corpus.schema import Document, Passage
from corpus.store import Corpus
from index import background, codes, terms
from index import generation as layout
from index import manifest as manifests
from index.codes import Codes
from index.encoder import Encoder, Floats, Segments
from index.errors import BuilderBusy, SearchError
from index.generation import Generation, Means, Row
from index.kinds import Holds, held_by
from index.manifest import Manifest, Skip
from index.vectors import Vectors

KEPT = 3  # generations on disk, the current one among them
CONTEXT_CHARS = 400  # of the member's question, embedded in front of each passage
LOCK = "build.lock"

Progress = Callable[[int, int], None]  # texts embedded, texts in all


def context(document: Document) -> str:
    """What a passage is about, for the encoder and the lexical side: the member's question, else the title, if any."""
    title = document.title if document.title != document.document_id else ""
    return (document.question_text or title)[:CONTEXT_CHARS]


def answer_key(document: Document) -> tuple[str | None, ...]:
    """What answers to the same question share; of a document without a number, only itself."""
    if document.number is None:
        return (document.document_id,)
    asked_on = document.asked_on.isoformat() if document.asked_on else None  # numbers come again in later sessions
    return (document.form, document.committee_code or document.committee, document.session, document.number, asked_on)


def corpus_digest(documents: Sequence[Document]) -> str:
    """Changes with any document's path or content, and with nothing else."""
    lines = sorted(f"{document.source}\t{document.sha256}" for document in documents)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(slots=True)
class _Coded:
    """What is kept of each encoded text: its vector, its tokens' codes, and how many each segment has."""

    vectors: Floats
    codes: list[Codes]
    lengths: list[tuple[int, ...]]


def _encode(encoder: Encoder, texts: Sequence[Segments], mean: Floats, step: Callable[[], None]) -> _Coded:
    coded = _Coded(
        np.zeros((len(texts), encoder.dimension), np.float32),
        [np.zeros((0, codes.width(encoder.dimension)), np.uint8)] * len(texts),
        [()] * len(texts),
    )
    for row, encoded in encoder.encode_passages(texts):
        coded.vectors[row], coded.lengths[row] = encoded.vector, encoded.lengths
        coded.codes[row] = codes.encode(encoded.states, mean)
        step()
    if not np.isfinite(coded.vectors).all():
        raise SearchError("the model gave vectors that are not numbers; the old index keeps serving")
    return coded


def means_of(encoder: Encoder) -> Means:
    """What unrelated text looks like to a model: the same for every index it builds."""
    unrelated = [encoded for _, encoded in encoder.encode_passages([[text] for text in background.SENTENCES])]
    queries = {
        language: np.concatenate([encoder.encode_query(text).states for text in texts])
        for language, texts in background.QUERIES.items()
    }
    return Means(
        np.concatenate([encoded.states for encoded in unrelated]).mean(axis=0),
        queries["da"].mean(axis=0),
        queries["en"].mean(axis=0),
    )


def write(folder: Path, corpus: Corpus, encoder: Encoder, name: str, progress: Progress) -> Manifest:
    """Write a whole generation into an empty folder, the manifest last."""
    documents = corpus.documents
    final = {answer_key(document) for document in documents if document.status == "final"}
    placed = [
        (row, passage)
        for row, document in enumerate(documents)
        if document.status == "final" or answer_key(document) not in final  # an interim answer never stands for it
        for passage in split_document(document)
    ]
    asked = [(row, document) for row, document in enumerate(documents) if document.question]
    sentences = [[documents[row].quote(span.start, span.end) for span in passage.sentences] for row, passage in placed]
    texts = [
        *([context(documents[row]), *parts] for (row, _), parts in zip(placed, sentences, strict=True)),
        *([context(document)] for _, document in asked),
    ]
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, len(texts))

    means = means_of(encoder)
    # One call, so that the choice of engine and the length-sorted batches see all of it.
    coded = _encode(encoder, texts, means.passage, step)
    kept: list[Codes] = []
    rows: list[Row] = []
    token = 0
    for number, (row, passage) in enumerate(placed):
        before, *own = coded.lengths[number]
        holds = tuple(int(held) for held in _held(documents[row], passage, sentences[number]))
        rows.append(Row(number, row, passage, token, tuple(own), holds))
        kept.append(coded.codes[number][before:])
        token += sum(own)
    places = [range(0)] * len(documents)
    questions = np.zeros((len(documents), encoder.dimension), np.float16)
    for number, (row, _) in enumerate(asked, len(placed)):
        places[row] = range(token, token + len(coded.codes[number]))
        questions[row] = coded.vectors[number]
        kept.append(coded.codes[number])
        token += len(coded.codes[number])
    Vectors.of(coded.vectors[: len(placed)]).save(folder / layout.PASSAGES)
    np.save(folder / layout.QUESTIONS, questions)
    np.save(folder / layout.CODES, np.concatenate(kept))
    np.save(folder / layout.MEANS, np.stack(means))
    layout.write_tables(folder / layout.TABLES, documents, places, rows)
    terms.build(
        folder / layout.TERMS,
        (
            (row.row, " ".join(parts), _words_around(documents[row.document_row]))
            for row, parts in zip(rows, sentences, strict=True)
        ),
    )
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    dates = [document.dated_on for document in documents if document.dated_on]
    manifest = Manifest(
        generation=name,
        built_at=dt.datetime.now(dt.UTC),
        model=encoder.model,
        revision=encoder.revision,
        dimension=encoder.dimension,
        documents=len(documents),
        passages=len(rows),
        tokens=token,
        newest_document_on=max(dates, default=None),
        corpus_digest=corpus_digest(documents),
        skipped=tuple(Skip(source=skip.path.name, reason=skip.reason) for skip in corpus.skipped),
        checksums={path.relative_to(folder).as_posix(): manifests.checksum(path) for path in files},
    )
    (folder / manifests.NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return manifest


def _held(document: Document, passage: Passage, sentences: Sequence[str]) -> Iterator[Holds]:
    """What each sentence of a passage holds; what follows the minister's first turn is `LATER`."""
    first = next(turn for turn in document.turns if turn.role == "minister")
    for span, sentence in zip(passage.sentences, sentences, strict=True):
        yield held_by(sentence) | (Holds.LATER if span.start >= first.end else Holds(0))


def _words_around(document: Document) -> str:
    parts = (context(document), document.number, document.minister_title, document.minister, document.asker)
    return " ".join(part for part in parts if part)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _point_at(index: Path, name: str) -> None:
    pointer = index / f"{layout.CURRENT}.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(index / layout.GENERATIONS / name)
    with pointer.open("rb") as file:
        os.fsync(file.fileno())
    pointer.replace(index / layout.CURRENT)


def build(
    index: Path,
    corpus: Corpus,
    encoder: Encoder,
    progress: Progress = lambda *_: None,
    *,
    force: bool = False,
) -> tuple[Manifest, bool]:
    """Make the documents' generation the current one; returns its manifest and whether anything was built.

    Raises:
        BuilderBusy: another process is building here.
        SearchError: what was built does not hold together; the old generation keeps serving.
    """
    generations = index / layout.GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(index / LOCK, timeout=0).acquire()
    except Timeout:
        raise BuilderBusy(index) from None
    with lock:
        if not force and (same := _unchanged(index, corpus, encoder)):
            return same, False
        for left in generations.glob(".building-*"):  # a builder that was killed
            shutil.rmtree(left, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=generations))
        try:
            digest = corpus_digest(corpus.documents)
            name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{digest[:8]}"
            manifest = write(work, corpus, encoder, name, progress)
            Generation(work).close()  # refuses what does not hold together
            work.rename(generations / name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        _point_at(index, name)
        for old in sorted(path for path in generations.iterdir() if path.name != name)[: -(KEPT - 1)]:
            shutil.rmtree(old, ignore_errors=True)
    return manifest, True


def _unchanged(index: Path, corpus: Corpus, encoder: Encoder) -> Manifest | None:
    try:
        manifest = manifests.read(layout.current(index))
        manifest.check_model(encoder.model, encoder.revision, encoder.dimension)
    except SearchError:  # missing, damaged, or of another model or format: a new one mends it
        return None
    return manifest if manifest.corpus_digest == corpus_digest(corpus.documents) else None
