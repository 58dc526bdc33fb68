"""The bundled model on the shipped letter: what must never fail."""

from pathlib import Path

import numpy as np
import pytest

from corpus.store import default_folder, load_folder
from index.build import build
from index.bundled import unpack
from index.encoder import BundledEncoder, SentenceTransformerEncoder, default_cache
from index.evaluation import evaluate, load_queries, load_unanswerable
from index.generation import Generation, current
from index.retriever import Retriever
from index.smalltalk import small_talk


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("index")
    encoder = BundledEncoder()
    build(folder, load_folder(default_folder()), encoder)
    return Retriever(Generation(current(folder)), encoder)


@pytest.mark.parametrize(
    ("query", "language", "opening"),
    [
        ("Er forskningscenteret finansieret?", "da", "Der er ikke afsat midler"),
        ("Is the research centre funded?", "en", "Der er ikke afsat midler"),
        ("er der penge til videnscentret for ensomhed", "da", "Der er ikke afsat midler"),
        ("Hvor mange initiativer er der i handlingsplanen?", "da", "Strategien og handlingsplanen mod ensomhed"),
        ("How much is set aside for lonely elderly people in 2028?", "en", "F.eks. har aftalepartierne"),
    ],
)
def test_the_right_sentence_is_quoted_first(query: str, language: str, opening: str, retriever: Retriever) -> None:
    finding = retriever.ask(query)
    assert (finding.outcome, finding.language) == ("answered", language)
    assert finding.evidence[0].quote.startswith(opening)
    assert all(item.quote == item.document.quote(item.start, item.end) for item in finding.evidence)


@pytest.mark.parametrize("query", ["Hvad koster en liter mælk?", "Who won the World Cup?", "hej", "", "🤷", "x" * 5000])
def test_what_the_letter_does_not_say_is_not_answered(query: str, retriever: Retriever) -> None:
    finding = retriever.ask(query)
    assert (finding.outcome, finding.evidence) == ("not_found", ())


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("hej", "greeting"),
        ("Tak for hjælpen!", "thanks"),
        ("hvem er du?", "about"),
        ("hej, er centret finansieret?", None),
    ],
)
def test_small_talk_is_the_whole_message_or_nothing(query: str, kind: str | None) -> None:
    assert small_talk(query) == kind


def test_the_two_engines_give_the_same_vectors() -> None:
    texts = [
        "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer.",
        "Is the research centre funded?",
        "20,8 mio. kr. – jf. § 5, stk. 1",
        "Ministeren svarede: »Nej«.",
    ]
    bulk = SentenceTransformerEncoder(str(unpack(default_cache())), bundled=True)
    ours = BundledEncoder().encode_passages(texts)
    theirs = bulk.encode_passages(texts)
    assert float((ours * theirs).sum(axis=1).min()) >= 0.999
    assert float(BundledEncoder().encode_query(texts[1]) @ bulk.encode_query(texts[1])) >= 0.999
    assert np.allclose(np.linalg.norm(theirs, axis=1), 1, atol=1e-5)


def test_on_the_shared_letter_the_development_queries_are_answered(shared: Path, retriever: Retriever) -> None:
    queries = [q for q in load_queries(shared / "data/dev/answerable.jsonl") if {g.doc for g in q.gold} == {"SOU-663"}]
    unanswerable = [u for u in load_unanswerable(shared / "data/dev/unanswerable.jsonl") if u.type != "in-domain"]
    evaluation = evaluate(retriever.ask, queries, unanswerable)
    assert evaluation.verbatim is not None
    assert evaluation.verbatim.value == 1.0
    assert evaluation.overall.quote_3.value >= 0.7
    refused = evaluation.answered["unanswerable"]
    assert refused is not None
    assert refused.value == 0.0
