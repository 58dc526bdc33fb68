"""The evaluations as the operator runs them: settings and query files in, figures out."""

import tempfile
from pathlib import Path

from bot.service import build_index, documents_folder, open_retriever
from bot.settings import Settings
from corpus.store import Corpus, load_folder
from index.evaluation import (
    DocumentFigures,
    Evaluation,
    evaluate,
    evaluate_natural,
    load_natural,
    load_queries,
    load_unanswerable,
    without_question,
)


def measure(settings: Settings, queries: Path, unanswerable: Path | None) -> Evaluation:
    """All figures of a set of queries on the settings' index."""
    items = load_queries(queries)
    others = load_unanswerable(unanswerable) if unanswerable else ()
    return evaluate(open_retriever(settings).ask, items, others)


def measure_natural(settings: Settings, queries: Path, qrels: Path) -> DocumentFigures:
    """The natural test: the members' questions are queries, and taken out of the documents before indexing."""
    items = load_natural(queries, qrels)
    corpus = load_folder(documents_folder(settings))
    with tempfile.TemporaryDirectory(prefix="ministersvar-natural-") as folder:
        aside = settings.model_copy(update={"index": Path(folder)})
        build_index(aside, Corpus(tuple(without_question(document) for document in corpus.documents)))
        return evaluate_natural(open_retriever(aside).ask, items)
