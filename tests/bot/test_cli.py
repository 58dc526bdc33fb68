"""The real program on the shipped corpus, each command as the README gives it."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUOTE = (
    "Der er ikke afsat midler til at gennemføre samtlige 75 initiativer i handlingsplanen mod ensomhed, herunder til "
    "initiativ 2 om etableringen af et nationalt forsknings- og videnscenter for ensomhed."
)
LABEL = "SOU alm. del, svar på spm. 663 (spurgt 6. juni 2025), social- og boligminister Sophie Hæstorp Andersen"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


def run(*arguments: str, index: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINISTERSVAR_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=given, text=True, capture_output=True, timeout=120, cwd=ROOT,
        check=False, env={**clean, "MINISTERSVAR_INDEX": str(index), "COLUMNS": "100", **environment},
    )  # fmt: skip


def test_ask_quotes_the_sentence_and_cites_the_letter(index: Path) -> None:
    done = run("ask", "Er forskningscenteret for ensomhed finansieret?", index=index)
    shown = " ".join(re.sub("[│╭╮╰╯─]", " ", done.stdout).split())
    assert done.returncode == 0
    assert f"”{QUOTE}”" in shown
    assert LABEL in shown
    assert "Traceback" not in done.stderr


def test_json_keeps_its_contract(index: Path) -> None:
    done = run("ask", "--json", "--top-k", "2", "Is the research centre funded?", index=index)
    reply = json.loads(done.stdout)
    assert list(reply) == [
        "query", "language", "outcome", "confidence", "evidence", "passages", "generation", "built_at",
        "newest_document_on", "timings_ms", "understood", "narrowing", "outside", "listing",
        "several", "unseen",
    ]  # fmt: skip
    assert list(reply["evidence"][0]) == [
        "document_id", "label", "minister", "asked_on", "answered_on", "source", "quote", "start", "end", "score",
            "same_as", "refers_to",
    ]  # fmt: skip
    assert list(reply["passages"][0]) == ["document_id", "start", "end", "text", "score"]
    assert len(reply["passages"]) == 2
    assert (reply["language"], reply["evidence"][0]["quote"]) == ("en", QUOTE)
    assert (reply["evidence"][0]["asked_on"], reply["evidence"][0]["answered_on"]) == ("2025-06-06", None)


def test_several_queries_get_a_line_each_from_standard_input(index: Path) -> None:
    done = run(
        "ask", "--json", "-", index=index, given="Er forskningscenteret finansieret?\n\nHvad koster en liter mælk?\n"
    )
    outcomes = [json.loads(line)["outcome"] for line in done.stdout.splitlines()]
    assert outcomes == ["answered", "not_found"]


def test_a_chat_answers_until_it_is_closed(index: Path) -> None:
    done = run("chat", index=index, given="Er forskningscenteret finansieret?\nhej\n")
    assert done.returncode == 0
    assert "Der er ikke afsat midler" in done.stdout
    assert "Hej! Spørg mig" in done.stdout


def test_a_second_build_builds_nothing(index: Path) -> None:
    run("index", "build", index=index)
    assert run("index", "build", index=index).stdout.startswith("the documents are those of generation 000001-")


def test_status_and_documents_are_shown(index: Path) -> None:
    run("index", "build", index=index)
    assert json.loads(run("index", "status", "--json", index=index).stdout)["documents"] == 1
    assert run("documents", "list", index=index).stdout == f"SOU-663\t{LABEL}\n"
    assert "Karin Liltorp" in run("documents", "show", "--json", "SOU-663", index=index).stdout


def test_evaluate_prints_its_figures(index: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    item = {"id": "q1", "query": "Er forskningscenteret finansieret?", "lang": "da", "style": "plain",
            "gold": [{"doc": "SOU-663", "evidence": [QUOTE]}]}  # fmt: skip
    queries.write_text(json.dumps(item) + "\n", encoding="utf-8")
    done = run("evaluate", "--json", "--queries", str(queries), index=index)
    assert json.loads(done.stdout)["overall"]["quote_1"]["value"] == 1.0


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (None, "does not exist; create it"),
        ({}, "holds no readable document; put .pdf, .docx, .html, .eml, .txt or .md files there"),
        ({"a.txt": b"\x00\x01\x02"}, "holds no readable document (1 skipped, the first: a.txt: it is not a text file"),
    ],
)
def test_bad_documents_are_one_sentence(files: dict[str, bytes] | None, sentence: str, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    if files is not None:
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
    done = run("ask", "er det?", "--documents", str(folder), index=tmp_path / "index")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_index_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    run("index", "build", index=tmp_path)
    (generation,) = (tmp_path / "generations").iterdir()
    (generation / "order.npy").write_bytes(b"")
    done = run("ask", "er det?", index=tmp_path)
    assert done.returncode == 1
    assert re.search(r"error: .*damaged.*`ministersvar index build`", done.stderr)
    assert generation.with_name(generation.name + ".damaged").is_dir()
    assert run("index", "build", index=tmp_path).returncode == 0
    assert run("ask", "er centret finansieret?", index=tmp_path).returncode == 0


@pytest.mark.parametrize("name", ["some/model", "model", "no/such/folder"])
def test_an_unknown_model_is_one_sentence_soon(index: Path, tmp_path: Path, name: str) -> None:
    run("index", "build", index=index)
    begun = time.monotonic()
    done = run("ask", "er det?", index=index, MINISTERSVAR_MODEL=name, HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path))
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"error: the model '{name}' ")
    assert time.monotonic() - begun < 6  # torch is not even imported


def test_a_query_of_bytes_that_are_no_text_is_answered_like_any_other(index: Path) -> None:
    done = run("ask", "--json", "er det \udcff?", index=index)
    assert done.returncode == 0
    assert json.loads(done.stdout)["outcome"] == "not_found"


def test_usage_mistakes_leave_with_2(index: Path) -> None:
    assert run("ask", "", index=index).returncode == 2
    assert run("evaluate", index=index).returncode == 2


def test_asking_imports_neither_torch_nor_telegram(index: Path) -> None:
    code = (
        "import sys; from bot.cli import app; app(['ask', '--json', 'Er centret finansieret?'], standalone_mode=False);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'telegram') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], text=True, capture_output=True, check=True, cwd=ROOT, timeout=120,
        env={**os.environ, "MINISTERSVAR_INDEX": str(index)},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?<![\w-])make ([a-z]+)", readme))
    assert {"ask", "test", "chat", "bot"} <= targets
    for target in targets - {"are"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_a_follow_up_is_read_with_the_query_before_it(index: Path) -> None:
    done = run(
        "ask",
        "--json",
        "--after",
        "er der afsat midler til et forskningscenter om ensomhed",
        "hvad med ældre?",
        index=index,
    )
    reply = json.loads(done.stdout)
    assert reply["query"] == "hvad med ældre?"
    assert "ensomhed" in reply["understood"]
    assert "ældre" in reply["understood"]
    assert any("ældre" in evidence["quote"] for evidence in reply["evidence"])


def test_a_number_names_its_answer_and_says_so(index: Path) -> None:
    reply = json.loads(run("ask", "--json", "svar på SOU 663", index=index).stdout)
    assert (reply["outcome"], reply["narrowing"]["number"], reply["outside"]) == ("answered", "663", False)
    missing = json.loads(run("ask", "--json", "svar fra socialministeren i 2019", index=index).stdout)
    assert (missing["outcome"], missing["evidence"], missing["outside"]) == ("not_found", [], True)


def test_answers_are_counted_from_their_fields(index: Path) -> None:
    listing = json.loads(run("ask", "--json", "hvor mange svar om ensomhed i 2025?", index=index).stdout)["listing"]
    assert (listing["wants"], listing["count"]) == ("count", 1)
    assert listing["documents"][0]["document_id"] == "SOU-663"


def test_explain_names_the_stage_and_what_the_corpus_never_saw(index: Path) -> None:
    shown = run("explain", "Hvad koster en liter mælk?", index=index).stdout
    assert "not in the corpus" in shown
    assert "mælk" in shown
    fields = json.loads(run("explain", "--json", "--expect", "SOU-1", "Er centret finansieret?", index=index).stdout)
    assert fields["stage"] == "not in the corpus"
    assert fields["contenders"][0]["document_id"] == "SOU-663"


def test_conversations_and_ablations_are_measured(index: Path, tmp_path: Path) -> None:
    gold = [{"doc": "SOU-663", "evidence": [QUOTE]}]
    talk = tmp_path / "talk.jsonl"
    turns = ["Hvad er der afsat til ældre?", "og til et forskningscenter om ensomhed?"]
    talk.write_text(json.dumps({"id": "t1", "turns": turns, "lang": "da", "gold": gold}) + "\n", encoding="utf-8")
    done = run("evaluate", "--json", "--followups", str(talk), index=index)
    assert json.loads(done.stdout)["overall"]["document_r1"]["value"] == 1.0
    queries = tmp_path / "queries.jsonl"
    item = {"id": "q1", "query": "Er forskningscenteret finansieret?", "lang": "da", "gold": gold}
    queries.write_text(json.dumps(item) + "\n", encoding="utf-8")
    parts = json.loads(run("evaluate", "--json", "--ablation", "--queries", str(queries), index=index).stdout)
    assert {"every part", "without token matches"} <= set(parts)
    assert run("evaluate", "--ablation", "--followups", str(talk), index=index).returncode == 2
