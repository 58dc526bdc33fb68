"""Floors under the quality of replies, with the real model on real answers; they lie well below what is measured.

A part of the development queries, on the documents that answer them: the whole takes minutes to index. README has the
figures of the whole.
"""

import shutil
from pathlib import Path

import pytest

from corpus.store import load_folder
from index.build import build
from index.encoder import BundledEncoder
from index.evaluation import Evaluation, evaluate
from index.queries import load_queries, load_unanswerable
from index.retriever import Retriever
from index.shelf import open_serving

EVERY = 6  # of the queries


@pytest.fixture(scope="module")
def measured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("quality")
    queries = load_queries(shared / "data" / "dev" / "answerable.jsonl")[::EVERY]
    unanswerable = load_unanswerable(shared / "data" / "dev" / "unanswerable.jsonl")
    wanted = {gold.doc for query in queries for gold in query.gold}
    (folder / "documents").mkdir()
    for source in ("question-time/docs", "seed"):
        for document in load_folder(shared / "data" / source).documents:
            if document.text_id in wanted:
                shutil.copy(shared / "data" / source / document.source, folder / "documents")
    encoder = BundledEncoder()
    build(folder / "index", folder / "documents", encoder)
    return evaluate(Retriever(open_serving(folder / "index"), encoder).ask, queries, unanswerable)


def test_the_right_document_comes_first(measured: Evaluation) -> None:
    assert measured.overall.document_r1.value >= 0.93
    assert measured.overall.document_r5.value >= 0.95
    assert measured.per_language["en"].document_r1.value >= 0.8


def test_quotes_hold_the_answer_and_are_word_for_word(measured: Evaluation) -> None:
    assert not measured.gold_missing
    assert measured.overall.passage_3.value >= 0.85
    assert measured.overall.quote_3.value >= 0.75
    assert measured.verbatim
    assert measured.verbatim.value == 1


def test_what_is_not_there_is_mostly_refused(measured: Evaluation) -> None:
    assert measured.overall.answered.value >= 0.9
    assert measured.answered["chitchat"].value == 0
    assert measured.answered["off-topic"].value <= 0.25
    assert measured.answered["in-domain"].value <= 0.4
    assert measured.auroc
    assert measured.auroc.value >= 0.93
