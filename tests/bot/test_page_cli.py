"""The command that draws the page a passage stands on."""

import json
from pathlib import Path

import pytest

from tests import paper
from tests.bot.test_cli import run
from tests.letterpress import letter


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    made = letter("social", 1)
    (folder / "svar.pdf").write_bytes(paper.pdf(made.blocks))
    return folder


def test_a_passage_is_drawn_on_its_page_and_a_text_has_none(documents: Path, tmp_path: Path) -> None:
    chosen = ("--documents", str(documents))
    document = json.loads(run("documents", "export", *chosen, index=tmp_path).stdout)
    turn = next(turn for turn in document["turns"] if turn["role"] == "minister")
    first = document["text"].index(".", turn["start"]) + 1
    out = tmp_path / "side.png"
    place = f"{turn['start']}-{first}"
    shown = run("show", document["document_id"], "--passage", place, "--out", str(out), *chosen, index=tmp_path)
    assert out.read_bytes().startswith(b"\x89PNG")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "of svar.pdf" in shown.stdout
    refused = run("show", "SOU-663", "--passage", "1-9", "--out", str(out), index=tmp_path)
    assert refused.returncode == 1
    assert "it has no pages to draw" in refused.stderr


def test_a_passage_that_is_no_span_is_a_usage_error(tmp_path: Path) -> None:
    wrong = run("show", "SOU-663", "--passage", "9-1", "--out", str(tmp_path / "a.png"), index=tmp_path)
    assert wrong.returncode == 2
