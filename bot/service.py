"""From settings to an open index: opened where there is one, built where there is none yet."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.settings import Settings
from corpus.schema import Document
from corpus.store import Corpus, default_folder, load_folder
from index.build import build
from index.encoder import open_encoder
from index.errors import IndexMissing
from index.finding import Finding
from index.generation import Generation, current
from index.manifest import Manifest
from index.retriever import Retriever


def documents_folder(settings: Settings) -> Path:
    """The folder of documents: the operator's, else the corpus that ships."""
    return settings.documents or default_folder()


def build_index(settings: Settings, corpus: Corpus | None = None, *, force: bool = False) -> tuple[Manifest, bool]:
    """Build what the documents ask for, with a progress bar on stderr; False if there was nothing to do."""
    corpus = corpus or load_folder(documents_folder(settings))
    encoder = open_encoder(settings.model)
    console = Console(stderr=True)
    columns = (TextColumn("embedding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("embedding", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return build(settings.index, corpus, encoder, step, force=force)


def open_retriever(settings: Settings) -> Retriever:
    """A retriever over the current generation; the first use of an index folder builds it.

    Raises:
        MinistersvarError: no documents, a damaged index, or one of another model.
    """
    try:
        folder = current(settings.index)
    except IndexMissing:
        print("building the index …", file=sys.stderr)
        build_index(settings)
        folder = current(settings.index)
    return Retriever(Generation(folder), open_encoder(settings.model))


class Service:
    """Answers queries one at a time: the encoder already uses every core."""

    def __init__(self, settings: Settings) -> None:
        self._retriever = open_retriever(settings)
        self._lock = threading.Lock()

    def find(self, query: str, before: Sequence[str] = ()) -> Finding:
        """The finding for a query, given the earlier turns as understood, oldest first."""
        with self._lock:
            return self._retriever.ask(query, before=before)

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""
        with self._lock:
            return self._retriever.generation.document(document_id)
