"""Golden questions: what counts as a regression, and what a build does about one."""

from pathlib import Path

import pytest

from corpus.files import default_folder
from corpus.store import load_folder
from index.build import build
from index.encoder import open_encoder
from index.errors import GateClosed, GoldenWrong
from index.generation import Generation
from index.golden import Golden, judge, load_golden, refuse_regressions
from index.retriever import Retriever
from index.shelf import current, open_serving
from tests.fakes import FakeEncoder

SHIPPED = default_folder().parent / "golden.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "bro.txt").write_text("Broen koster 20 mio. kr. Den åbner til maj.", encoding="utf-8")
    (documents / "vej.txt").write_text("Vejen er lukket på grund af sne.", encoding="utf-8")
    return documents


def test_the_faults_of_a_reply_are_its_outcome_document_and_quote(folder: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", folder, FakeEncoder())
    finding = Retriever(open_serving(tmp_path / "index"), FakeEncoder()).ask("broen koster 20 mio. kr.")
    first = finding.evidence[0].document.document_id if finding.evidence else "nothing"
    assert Golden(query="q", outcome=finding.outcome).fault(finding) == ""
    other = "answered" if finding.outcome != "answered" else "not_found"
    assert Golden(query="q", outcome=other).fault(finding) == f"{finding.outcome} instead of {other}"
    assert Golden(query="q", document="tog").fault(finding) == f"quotes {first} instead of tog"
    assert Golden(query="q", quote="Toget kører").fault(finding) == "does not quote “Toget kører”"


def test_only_what_was_right_before_and_is_wrong_now_is_a_regression(folder: Path, tmp_path: Path) -> None:
    index, encoder = tmp_path / "index", FakeEncoder()
    build(index, folder, encoder)
    old = Generation(current(index))
    (folder / "bro.txt").unlink()
    (folder / "tog.txt").write_text("Toget kører igen.", encoding="utf-8")
    build(index, folder, encoder)
    new = Generation(current(index))
    first = {
        query: (finding.evidence[0].document.document_id if finding.evidence else None)
        for query in ("broen koster 20 mio. kr.", "er vejen lukket")
        for finding in [Retriever(old, encoder).ask(query)]
    }
    items = [Golden(query=query, document=document or "?") for query, document in first.items()]
    items.append(Golden(query="noget andet", document="findes-ikke"))
    verdict = judge(items, encoder, new, old)
    assert verdict.asked == 3
    assert {line.split(" – ")[0] for line in verdict.still_failing} >= {"noget andet"}
    for query, document in first.items():
        failed_now = items[list(first).index(query)].fault(Retriever(new, encoder).ask(query))
        assert any(line.startswith(query) for line in verdict.regressions) == bool(failed_now and document)
    assert judge(items, encoder, new, None).regressions == ()


def test_a_regression_keeps_the_old_generation_and_names_the_question(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(index, folder, FakeEncoder())
    before = current(index)
    (folder / "bro.txt").write_text("Broen er glemt.", encoding="utf-8")
    golden = [Golden(query="broen koster", outcome="not_found")]

    def check(new: Generation, old: Generation | None) -> None:
        verdict = judge([Golden(query="er vejen lukket", document="findes-ikke")], FakeEncoder(), new, old)
        assert verdict.regressions == ()
        refuse_regressions(verdict)
        raise GateClosed([golden[0].query])

    with pytest.raises(GateClosed, match=r"(?s)golden questions worse \(1\).*broen koster.*--no-gate"):
        build(index, folder, FakeEncoder(), check=check)
    assert current(index) == before
    encoder = FakeEncoder()
    assert build(index, folder, encoder)[1]
    assert encoder.embedded == 0  # what the refused build encoded was kept


@pytest.mark.parametrize(
    ("text", "line"), [("", 0), ('{"query": "a"}\n{"quary": "b"}', 2), ("nonsense", 1), ('{"outcome": "answered"}', 1)]
)
def test_a_file_that_holds_no_golden_questions_is_named_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldenWrong) as raised:
        load_golden(path)
    assert raised.value.line == line
    with pytest.raises(GoldenWrong, match="cannot be read"):
        load_golden(tmp_path / "nowhere")


def test_the_shipped_letter_passes_the_golden_questions_that_ship(tmp_path: Path) -> None:
    encoder = open_encoder()
    build(tmp_path / "index", load_folder(default_folder()), encoder)
    verdict = judge(load_golden(SHIPPED), encoder, open_serving(tmp_path / "index"), None)
    assert (verdict.still_failing, verdict.asked) == ((), 8)
