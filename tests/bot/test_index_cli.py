"""The commands about the index and the documents, as the operator runs them."""

import json
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus.files import default_folder
from tests.bot.test_cli import ROOT, run

WAIT_S = 60.0
GOLDEN = default_folder().parent / "golden.jsonl"


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Documents with the letter that ships, a note beside them, and an index of the letter."""
    shutil.copytree(default_folder(), tmp_path / "documents")
    (tmp_path / "bro.txt").write_text("Broen over Storebælt koster 300 kr. pr. passage.", encoding="utf-8")
    return {name: tmp_path / name for name in ("documents", "index")}


def command(folders: dict[str, Path], *arguments: str, documents: bool = True) -> subprocess.CompletedProcess[str]:
    chosen = ("--documents", str(folders["documents"])) if documents else ()
    return run(*arguments, *chosen, index=folders["index"])


def test_a_document_is_added_found_removed_and_kept(folders: dict[str, Path]) -> None:
    note = folders["documents"].parent / "bro.txt"
    added = command(folders, "documents", "add", str(note), str(note))
    assert added.stdout.startswith("added bro.txt\n  Broen over Storebælt")
    assert "bro.txt: bro.txt has the same content" in added.stderr
    assert added.returncode == 1
    assert "files: 2 added, 0 edited, 0 renamed, 0 deleted" in command(folders, "index", "build").stdout
    assert command(folders, "documents", "list").stdout.startswith("SOU-663\t")
    assert "bro\tBroen over Storebælt" in command(folders, "documents", "list").stdout
    removed = command(folders, "documents", "remove", "bro")
    assert removed.stdout.startswith("removed ")
    assert "which holds:\n  " in removed.stdout
    assert "the file is kept as" in removed.stdout
    assert len(list((folders["documents"] / ".removed").iterdir())) == 1
    assert "0 renamed, 1 deleted; texts encoded: 0" in command(folders, "index", "build").stdout


def test_one_goes_back_and_forth_between_generations_and_prunes_the_rest(folders: dict[str, Path]) -> None:
    command(folders, "index", "build")
    shutil.copy(folders["documents"].parent / "bro.txt", folders["documents"])
    command(folders, "index", "build")
    assert command(folders, "index", "rollback", documents=False).stdout.startswith("generation 000001-")
    status = json.loads(command(folders, "index", "status", "--json", documents=False).stdout)
    assert (status["documents"], len(status["kept"])) == (1, 2)
    assert "no earlier good generation" in command(folders, "index", "rollback", documents=False).stderr
    # A build in the background leaves a rollback be, the operator's own ends it.
    kept = json.loads(command(folders, "index", "build", "--background", "--json").stdout)
    assert not kept["built"]
    assert json.loads(command(folders, "index", "status", "--json", documents=False).stdout)["documents"] == 1
    assert "the documents are those of generation 000002-" in command(folders, "index", "build").stdout
    assert json.loads(command(folders, "index", "status", "--json", documents=False).stdout)["documents"] == 2
    assert "generations removed: 000001-" in command(folders, "index", "prune", documents=False).stdout
    verified = command(folders, "index", "verify", documents=False)
    assert (verified.returncode, verified.stdout.count(": sound")) == (0, 1)


def test_verify_names_what_is_damaged(folders: dict[str, Path]) -> None:
    command(folders, "index", "build")
    (generation,) = (folders["index"] / "generations").iterdir()
    data = (generation / "means.npy").read_bytes()
    (generation / "means.npy").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    verified = command(folders, "index", "verify", documents=False)
    assert (verified.returncode, verified.stderr) == (1, "")
    assert "means.npy has changed since it was built" in verified.stdout


def test_the_golden_questions_that_ship_hold_back_a_worse_index(folders: dict[str, Path]) -> None:
    built = command(folders, "index", "build", "--gate", str(GOLDEN))
    assert (built.returncode, built.stderr) == (0, "")
    (letter,) = folders["documents"].iterdir()
    letter.write_text(letter.read_text(encoding="utf-8").replace("ikke afsat midler", "afsat midler"), encoding="utf-8")
    refused = command(folders, "index", "build", "--gate", str(GOLDEN))
    assert refused.returncode == 1
    assert "Er forskningscenteret for ensomhed finansieret? – does not quote" in refused.stderr
    status = json.loads(command(folders, "index", "status", "--json", documents=False).stdout)
    assert status["generation"].startswith("000001-")
    assert command(folders, "index", "build").returncode == 0


def test_watch_renews_the_index_until_it_is_stopped(folders: dict[str, Path]) -> None:
    command(folders, "index", "build")
    where = ["--documents", str(folders["documents"]), "--index", str(folders["index"])]
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "index", "watch", *where],
        cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as program:  # fmt: skip
        ended = threading.Timer(WAIT_S, program.kill)
        ended.start()
        assert program.stderr
        for line in program.stderr:
            if line.startswith("watching"):
                shutil.copy(folders["documents"].parent / "bro.txt", folders["documents"])
            if "index renewed: 1 added" in line:
                break
        program.send_signal(signal.SIGTERM)
        assert program.wait(WAIT_S) == 0
        ended.cancel()
    assert json.loads(command(folders, "index", "status", "--json", documents=False).stdout)["documents"] == 2


def test_a_folder_is_checked_shown_and_exported(folders: dict[str, Path]) -> None:
    (folders["documents"] / "tom.txt").write_bytes(b"")
    checked = command(folders, "documents", "check")
    assert "minister: Sophie Hæstorp Andersen (text " in checked.stdout
    assert "? not found: date of the answer" in checked.stdout
    assert "! not read: it holds no text; remove it" in checked.stdout
    assert checked.returncode == 1
    letter, empty = json.loads(command(folders, "documents", "check", "--json").stdout)["files"]
    assert empty["problem"]["reason"] == "it holds no text"
    where = letter["documents"][0]["fields"]["number"]
    lines = folders["documents"].parent / "alle.jsonl"
    command(folders, "documents", "export", "--jsonl", str(lines))
    (exported,) = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    assert exported["text"][where["start"] : where["end"]] == where["value"] == "663"
    assert json.loads(command(folders, "documents", "export").stdout) == exported
    shown = json.loads(command(folders, "documents", "show", "--json", "SOU-663").stdout)
    assert shown["origins"]["number"] == where
