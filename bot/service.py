"""From settings to an open index: opened where there is one, built where there is none, followed when it is renewed."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot.rebuilding import rebuild
from bot.settings import Settings
from corpus.errors import MinistersvarError
from corpus.schema import Document
from index.encoder import Encoder, open_encoder
from index.errors import IndexMissing
from index.finding import Finding
from index.manifest import Manifest
from index.retriever import Retriever
from index.shelf import current, open_serving

log = logging.getLogger(__name__)

COMMON = 3  # passages; a rarer word may be about one person
LONGEST_S = 60.0  # between two tries to open one
LOOK_S = 0.1  # between two looks at which generation serves


def open_retriever(settings: Settings) -> Retriever:
    """A retriever over the generation that serves; the first use of an index folder builds it.

    Raises:
        MinistersvarError: no documents, a damaged index, or one of another model.
    """
    try:
        generation = open_serving(settings.index)
    except IndexMissing:
        from bot.building import build_index

        print("building the index …", file=sys.stderr)
        build_index(settings)
        generation = open_serving(settings.index)
    return Retriever(generation, open_encoder(settings.model))


def _warmed(index: Path, encoder: Encoder) -> Retriever:
    """The generation that serves, with what its first query would have to read."""
    retriever = Retriever(open_serving(index), encoder)
    retriever.ask("Hvad har ministeren svaret?")
    return retriever


class Service:
    """Answers queries from the generation that serves, from any thread; how many at a time is left to `desk`.

    A query under way is finished on the generation it began with.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._retriever = open_retriever(settings)
        self._stop = threading.Event()
        self._renewing = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.on_renewed: Callable[[str], None] = lambda _: None  # told "built", "unchanged" or "failed"

    def find(self, query: str, before: Sequence[str] = ()) -> Finding:
        """The finding for a query, given the earlier turns as understood, oldest first."""
        return self._retriever.ask(query, before=before)

    def document(self, document_id: str) -> Document:
        """The document of an id. Raises DocumentUnknown."""
        return self._retriever.generation.document(document_id)

    def topics(self, finding: Finding) -> tuple[str, ...]:
        """Of a query's words those that several passages use, as they stand there; no names and no numbers."""
        terms = self._retriever.generation.terms
        wanted = terms.weights(finding.understood, finding.language)
        forms = {form for term in wanted if term.known and term.kind == "word" for form in term.forms}
        return tuple(sorted(form for form in forms if terms.is_common(form, COMMON)))

    def follow(self, *, renew: bool) -> None:
        """From now on switch to each new generation, and if asked to, renew the index when documents change."""
        self._start(self._keep_switching)
        if renew:
            self._start(self._keep_renewing)

    def close(self) -> None:
        """Stop following. A build under way is stopped; the next one takes it up."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def renew(self, rest: Callable[[], None] = lambda: None) -> dict[str, Any] | None:
        """Make the index match the documents, once `rest` returns and no build is under way; see `rebuilding`."""
        with ExitStack() as turn:

            def ready() -> None:
                rest()
                turn.enter_context(self._renewing)

            found = rebuild(self._settings, self._stop, ready)
        if not self._stop.is_set():
            self.on_renewed("failed" if found is None else "built" if found["built"] else "unchanged")
        return found

    @property
    def folder(self) -> Path:
        """The folder of documents."""
        return self._settings.documents_folder

    @property
    def manifest(self) -> Manifest:
        """Of the generation that answers."""
        return self._retriever.generation.manifest

    def document_at(self, row: int) -> Document:
        """The document in a place by ascending id, from 0 to `manifest.documents` - 1."""
        return self._retriever.generation.document_at(row)

    def filed_as(self, name: str) -> list[Document]:
        """The documents whose id or file is called so, with letters of either case; a few of them."""
        return self._retriever.generation.filed_as(name)

    def lookup(self, words: str) -> list[Document]:
        """The documents that hold every one of some words, best first; a few hundred at most."""
        return self._retriever.generation.lookup(words)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _keep_switching(self) -> None:
        tried, said, pause_s = "", "", LOOK_S
        while not self._stop.wait(pause_s):
            wrong, name = "", ""
            try:
                name = current(self._settings.index).name
                if name not in (self._retriever.generation.folder.name, tried):
                    self._retriever = _warmed(self._settings.index, self._retriever.encoder)
                    log.info("answering from generation %s", self._retriever.generation.folder.name)
                pause_s = LOOK_S
            except OSError as error:  # it may pass: a full disk, too many open files
                wrong, pause_s = f"the index cannot be read ({type(error).__name__})", min(2 * pause_s, LONGEST_S)
            except MinistersvarError as error:
                wrong, tried = str(error), name  # once: what cannot be opened now will not get better
            except Exception as error:  # of the libraries, as FAISS' RuntimeError: this thread must go on
                wrong, tried = f"generation {name} cannot be opened ({type(error).__name__})", name
            if wrong and wrong != said:
                log.error("the generation that was answering goes on: %s", wrong)
            said = wrong

    def _keep_renewing(self) -> None:
        folder = self._settings.documents_folder
        from index import watching

        watching.follow(folder, lambda rest: self.renew(rest) is not None, self._stop)
