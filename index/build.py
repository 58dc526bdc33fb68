"""A new generation made beside the current one, verified, then switched to by one atomic rename.

Reading documents is left to `corpus`, opening a generation to `generation`.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.passages import split_document
from corpus.schema import Document
from corpus.store import Corpus
from index import background, terms
from index import generation as layout
from index import manifest as manifests
from index.encoder import Encoder
from index.errors import BuilderBusy, SearchError
from index.generation import Generation, Row
from index.manifest import Manifest, Skip
from index.vectors import Vectors

KEPT = 3  # generations on disk, the current one among them
CONTEXT_CHARS = 400  # of the member's question, embedded in front of each passage
LOCK = "build.lock"

Progress = Callable[[int, int], None]  # texts embedded, texts in all


def context(document: Document) -> str:
    """What a passage is about, for the encoder and the lexical side: the member's question, else the title."""
    return (document.question_text or document.title)[:CONTEXT_CHARS]


def corpus_digest(documents: Sequence[Document]) -> str:
    """Changes with any document's path or content, and with nothing else."""
    lines = sorted(f"{document.source}\t{document.sha256}" for document in documents)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def lay_out(documents: Sequence[Document]) -> list[Row]:
    """Every passage of the documents with its places: rows count up, sentences follow each other."""
    rows: list[Row] = []
    sentence = 0
    for document_row, document in enumerate(documents):
        for passage in split_document(document):
            rows.append(Row(len(rows), document_row, passage, sentence))
            sentence += len(passage.sentences)
    return rows


def write(folder: Path, corpus: Corpus, encoder: Encoder, name: str, progress: Progress) -> Manifest:
    """Write a whole generation into an empty folder, the manifest last."""
    documents = corpus.documents
    rows = lay_out(documents)
    texts = [documents[row.document_row].quote(row.passage.start, row.passage.end) for row in rows]
    sentences = [
        documents[row.document_row].quote(span.start, span.end) for row in rows for span in row.passage.sentences
    ]
    contexts = [context(document) for document in documents]
    everything = [
        *(f"{contexts[row.document_row]} {text}".strip() for row, text in zip(rows, texts, strict=True)),
        *sentences,
        *contexts,
        *background.SENTENCES,
    ]
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(done, len(everything))

    # One call, so that the choice of engine and the length-sorted batches see all of it.
    matrix = encoder.encode_passages(everything, step)
    if not np.isfinite(matrix).all():
        raise SearchError("the model gave vectors that are not numbers; the old index keeps serving")
    borders = np.cumsum([len(texts), len(sentences), len(contexts)])
    passages, spoken, asked, unrelated = np.split(matrix, borders)
    Vectors.of(passages).save(folder / layout.PASSAGES)
    np.save(folder / layout.SENTENCES, spoken.astype(np.float16))
    has_question = np.array([[bool(document.question)] for document in documents])
    np.save(folder / layout.QUESTIONS, np.where(has_question, asked, 0).astype(np.float16))
    np.save(folder / layout.BACKGROUND, unrelated.mean(axis=0))
    layout.write_tables(folder / layout.TABLES, documents, rows)
    terms.build(
        folder / layout.TERMS,
        ((row.row, text, _words_around(documents[row.document_row])) for row, text in zip(rows, texts, strict=True)),
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
        sentences=len(sentences),
        newest_document_on=max(dates, default=None),
        corpus_digest=corpus_digest(documents),
        skipped=tuple(Skip(source=skip.path.name, reason=skip.reason) for skip in corpus.skipped),
        checksums={path.relative_to(folder).as_posix(): manifests.checksum(path) for path in files},
    )
    (folder / manifests.NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return manifest


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
