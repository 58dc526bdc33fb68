"""Questions to the shipped corpus with the bundled model; the promises for any query with the fake one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from corpus.files import default_folder
from corpus.store import load_folder
from index.analysis import MAX_QUERY
from index.build import build
from index.encoder import BundledEncoder
from index.generation import Generation
from index.retriever import TOP_K, Retriever
from index.shelf import current
from tests.fakes import FakeEncoder

ROOT = Path(__file__).parents[2]
FUNDED = (
    "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer i handlingsplanen mod ensomhed, herunder til "
    "initiativ 2 om etableringen af et nationalt forsknings- og videnscenter for ensomhed."
)
LONELY = (
    "F.eks. har aftalepartierne bag SSA-aftalen for 2025-2028 afsat 28,3 mio. kr. i 2028 til en styrket "
    "civilsamfundsindsats målrettet ensomme ældre."
)
PROGRAM = """
import json, sys
from pathlib import Path
from corpus.files import default_folder
from corpus.store import load_folder
from index.build import build
from index.encoder import open_encoder
from index.generation import Generation
from index.shelf import current
from index.retriever import Retriever
index, encoder = Path(sys.argv[1]), open_encoder()
build(index, load_folder(default_folder()), encoder)
outcome = Retriever(Generation(current(index)), encoder).ask("Er forskningscenteret finansieret?").outcome
heavy = {"torch", "transformers", "sentence_transformers"}
print(json.dumps({"outcome": outcome, "heavy": sorted(heavy & sys.modules.keys())}))
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """The shipped corpus' index, built and asked in a process of its own, and what that process said."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # one for all workers of a run
    index, said = base / "shipped", base / "shipped.json"
    with FileLock(base / "shipped.lock"):
        if not said.is_file():
            command = [sys.executable, "-c", PROGRAM, str(index)]
            done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=600, check=True)
            said.write_text(done.stdout, encoding="utf-8")
    return index, json.loads(said.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def retriever(shipped: tuple[Path, dict[str, object]]) -> Retriever:
    return Retriever(Generation(current(shipped[0])), BundledEncoder())


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    index = tmp_path_factory.mktemp("fake")
    build(index, load_folder(default_folder()), FakeEncoder())
    generation = Generation(current(index))
    yield Retriever(generation, FakeEncoder())
    generation.close()


def test_building_and_asking_the_shipped_corpus_imports_no_torch(shipped: tuple[Path, dict[str, object]]) -> None:
    assert shipped[1] == {"outcome": "answered", "heavy": []}


@pytest.mark.parametrize(
    ("query", "language", "sentence"),
    [
        ("Er forskningscenteret finansieret?", "da", FUNDED),
        ("er forskningscenteret finansieret", "da", FUNDED),
        ("er forskningscentret finansieret?", "da", FUNDED),
        ("Is the research centre funded?", "en", FUNDED),
        ("er der penge til videnscentret for ensomhed", "da", FUNDED),
        ("Hvor mange initiativer er der i handlingsplanen?", "da", "75 initiativer"),
        ("How much is set aside for lonely elderly people in 2028?", "en", LONELY),
    ],
)
def test_the_right_sentence_is_quoted_first(retriever: Retriever, query: str, language: str, sentence: str) -> None:
    finding = retriever.ask(query)
    assert (finding.language, finding.small_talk) == (language, None)
    assert finding.outcome in ("answered", "partial")
    assert sentence in finding.evidence[0].quote
    assert finding.evidence[0].document.document_id == "SOU-663"


def test_threads_that_share_it_find_what_one_finds_alone(retriever: Retriever) -> None:
    queries = ["Er forskningscenteret finansieret?", "Hvor mange initiativer er der?", "Hvad koster en liter mælk?"] * 8
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(retriever.ask, queries))
    assert [replace(finding, timings_ms={}) for finding in found] == [
        replace(retriever.ask(query), timings_ms={}) for query in queries
    ]


@pytest.mark.parametrize("query", ["Hvad koster en liter mælk?", "Who won the World Cup?", "hej", "", "?", "\0"])
def test_what_the_corpus_does_not_answer_is_not_answered(retriever: Retriever, query: str) -> None:
    finding = retriever.ask(query)
    assert (finding.outcome, finding.evidence) == ("not_found", ())
    assert finding.hits


def test_the_members_own_words_are_never_among_the_hits(retriever: Retriever) -> None:
    finding = retriever.ask("Hvordan bliver videnscentret en operativ aktør med ansvar for videnindsamling?")
    assert not any("operativ aktør" in hit.document.quote(hit.passage.start, hit.passage.end) for hit in finding.hits)


@given(st.text(max_size=60))
def test_whatever_is_asked_every_quote_is_verbatim_and_inside_its_passage(fake: Retriever, query: str) -> None:
    finding = fake.ask(query)
    assert 0 <= finding.confidence <= 1
    assert bool(finding.evidence) == (finding.outcome != "not_found")
    for evidence in finding.evidence:
        assert evidence.quote == evidence.document.quote(evidence.start, evidence.end) != ""
        assert evidence.passage.start <= evidence.start < evidence.end <= evidence.passage.end
    scores = [hit.score for hit in finding.hits]
    assert scores == sorted(scores, reverse=True)
    assert len(finding.hits) <= TOP_K


def test_equal_questions_get_equal_findings(fake: Retriever) -> None:
    one, other = fake.ask("hvor mange initiativer"), fake.ask("hvor mange initiativer")
    assert (one.evidence, one.hits, one.confidence) == (other.evidence, other.hits, other.confidence)


def test_a_long_query_is_cut_and_top_k_is_kept(fake: Retriever) -> None:
    finding = fake.ask("ensomhed " * 1000, top_k=2)
    assert len(finding.query) <= MAX_QUERY
    assert len(finding.hits) == 2


def test_a_query_without_a_sign_of_language_keeps_the_one_before(fake: Retriever) -> None:
    assert fake.ask("663", default="en").language == "en"
    assert fake.ask("663", default="da").language == "da"


def test_the_finding_names_the_generation_and_its_newest_date(fake: Retriever) -> None:
    finding = fake.ask("ensomhed")
    manifest = fake.generation.manifest
    assert (finding.generation, finding.built_at) == (manifest.generation, manifest.built_at)
    assert str(finding.newest_document_on) == "2025-06-06"
    assert {"embed", "search", "evidence", "total"} == finding.timings_ms.keys()


QUESTION_ONLY = """Folketinget
Socialudvalget
Til: social- og boligministeren
Dato: 10. juni 2025

Udvalget udbeder sig ministerens besvarelse af følgende spørgsmål nr. 700:

Spørgsmål 700
Vil ministeren redegøre for antallet af herberger i Danmark?

Svar bedes sendt elektronisk til spørgeren.

På udvalgets vegne
Ane Prøve
formand
"""


@pytest.mark.parametrize("letters", [True, False])
def test_a_mere_question_answers_nothing_and_breaks_nothing(tmp_path: Path, letters: bool) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "spm-700.txt").write_text(QUESTION_ONLY, encoding="utf-8")
    if letters:
        shutil.copytree(default_folder(), folder, dirs_exist_ok=True)
    build(tmp_path / "index", folder, FakeEncoder())
    retriever = Retriever(Generation(current(tmp_path / "index")), FakeEncoder())
    for query in ("SOU 700", "Hvad er svaret på spm. 700 om herberger?", "herberger", "seneste svar"):
        assert not any(quoted.document.number == "700" for quoted in retriever.ask(query).evidence)
    assert retriever.ask("SOU 700").outcome == "not_found"
    counted = retriever.ask("hvor mange svar er der?").listing
    assert counted and counted.count == letters
    retriever.generation.close()
