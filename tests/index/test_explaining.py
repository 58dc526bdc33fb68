"""Why a reply is what it is: shares that add up, and the stage to blame."""

from collections.abc import Iterator

import pytest

from corpus.store import load_folder
from index.build import build
from index.explaining import Stage, explain
from index.generation import Generation
from index.retriever import Retriever
from index.shelf import current
from index.weights import learned
from tests.fakes import FakeEncoder

TEXTS = {
    "bro": "Broen over sundet åbner til maj efter en lang periode med arbejde.",
    "vej": "Vejen langs kysten er lukket på grund af storm og høj vandstand.",
    "tog": "Toget til Esbjerg kører igen fra på mandag efter planen.",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    build(index, load_folder(folder), FakeEncoder())
    generation = Generation(current(index))
    yield Retriever(generation, FakeEncoder())
    generation.close()


def test_the_shares_of_a_candidate_add_up_to_its_scores(retriever: Retriever) -> None:
    look = retriever.look("hvornår åbner broen over sundet")
    found = explain(look, learned())
    first = found.contenders[0]
    assert (first.document_id, first.quoted) == ("bro", True)
    assert sum(first.document.values()) == pytest.approx(look.ranked[0].document, rel=1e-4)
    assert sum(first.best_sentence.values()) == pytest.approx(float(look.ranked[0].sentences.max()), rel=1e-4)
    assert set(found.decided) == set(learned().answer)
    assert found.kind == "date"


def test_words_the_corpus_has_never_seen_and_those_read_otherwise_are_named(retriever: Retriever) -> None:
    found = explain(retriever.look("åbner broen over Lillebælt"), learned())
    assert found.unseen == ("Lillebælt",)
    assert dict(explain(retriever.look("koerer toget til esbjreg"), learned()).repaired)["esbjreg"] == "esbjerg"


@pytest.mark.parametrize(
    ("query", "expected", "known", "stage"),
    [
        ("hej", None, True, "small talk"),
        ("åbner broen over sundet", "nowhere", False, "not in the corpus"),
        ("kvantemekanik xyzzy", None, True, "not in the corpus"),
        ("åbner broen over sundet til maj", "missing-from-hits", True, "not retrieved"),
    ],
)
def test_the_stage_to_blame(retriever: Retriever, query: str, expected: str | None, known: bool, stage: Stage) -> None:
    assert explain(retriever.look(query), learned(), expected, known).stage == stage


def test_a_document_that_was_looked_at_but_not_quoted_is_not_chosen(retriever: Retriever) -> None:
    look = retriever.look("åbner broen over sundet til maj")
    quoted = {c.document_id for c in explain(look, learned()).contenders if c.quoted}
    for name in TEXTS.keys() - quoted:
        assert explain(look, learned(), name).stage == "not chosen"
    assert "bro" in quoted
