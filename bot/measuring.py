"""The evaluations as the operator runs them: settings and query files in, figures out."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.building import build_index
from bot.service import open_retriever
from bot.settings import Settings
from corpus.store import Corpus, load_folder
from index.evaluation import (
    DocumentFigures,
    Evaluation,
    evaluate,
    evaluate_followups,
    evaluate_natural,
    load_followups,
    load_natural,
    load_queries,
    load_unanswerable,
    without_question,
)
from index.finding import Finding
from index.weights import PARTS


def measure(settings: Settings, queries: Path, unanswerable: Path | None) -> Evaluation:
    """All figures of a set of queries on the settings' index."""
    items = load_queries(queries)
    others = load_unanswerable(unanswerable) if unanswerable else ()
    return evaluate(open_retriever(settings).ask, items, others)


def measure_followups(settings: Settings, items: Path) -> Evaluation:
    """All figures of the last turns of conversations on the settings' index."""
    retriever = open_retriever(settings)

    def ask_after(turns: Sequence[str]) -> Finding:
        return retriever.ask(turns[-1], before=retriever.understood(turns[:-1]))

    return evaluate_followups(ask_after, load_followups(items))


def measure_ablation(settings: Settings, queries: Path, unanswerable: Path | None) -> dict[str, Evaluation]:
    """The figures with every part, and with each part taken away in turn; the other weights stay as learned."""
    items = load_queries(queries)
    others = load_unanswerable(unanswerable) if unanswerable else ()
    retriever = open_retriever(settings)
    whole = retriever.weights
    found = {"every part": evaluate(retriever.ask, items, others)}
    for part, names in PARTS.items():
        found[f"without {part}"] = evaluate(replace(retriever, weights=whole.without(names)).ask, items, others)
    return found


def measure_natural(settings: Settings, queries: Path, qrels: Path) -> DocumentFigures:
    """The natural test: the members' questions are queries, and taken out of the documents before indexing."""
    items = load_natural(queries, qrels)
    corpus = load_folder(settings.documents_folder)
    with tempfile.TemporaryDirectory(prefix="ministersvar-natural-") as folder:
        aside = settings.model_copy(update={"index": Path(folder)})
        build_index(aside, Corpus.of(map(without_question, corpus.documents)))
        return evaluate_natural(open_retriever(aside).ask, items)
