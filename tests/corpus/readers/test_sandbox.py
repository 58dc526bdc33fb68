"""The reading process: bounded, told nothing, and never believed blindly."""

import contextlib
import os
import select
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read_file, sandbox
from corpus.readers.reading import Unreadable
from corpus.readers.sandbox import read_apart, recognised
from corpus.store import load_folder
from tests import paper
from tests.paper import Block, Style

LETTER = paper.pdf((Block("Svar:"), Block("Der er ikke afsat midler."), Block("Side to.", new_page=True)))
SCAN = paper.pdf((Block(""),), Style(numbered=False))


def test_a_pdf_is_read_in_another_process_with_its_page_starts(tmp_path: Path) -> None:
    path = tmp_path / "svar.pdf"
    path.write_bytes(LETTER)
    file = read_file(path)
    assert [file.text[at:].split()[0] for at in file.pages] == ["Svar:", "Side"]
    assert file.reader.startswith("pypdfium2")


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Unreadable, match=r"takes more than 0\.001 seconds"):
        read_apart("svar.pdf", LETTER, timeout_s=0.001)


def test_a_reader_that_breaks_down_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    readers = tmp_path / "corpus" / "readers"
    readers.mkdir(parents=True)
    (readers / "__init__.py").write_text("")
    (readers / "__main__.py").write_text("raise MemoryError")
    monkeypatch.setattr(sandbox, "_ROOT", tmp_path)
    with pytest.raises(Unreadable, match="breaks its reader"):
        read_apart("svar.pdf", LETTER)


def test_the_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    readers = tmp_path / "corpus" / "readers"
    readers.mkdir(parents=True)
    (readers / "__init__.py").write_text("")
    (readers / "__main__.py").write_text(
        "import json, os, sys; names = ' '.join(sorted(os.environ)); sys.stdin.read()\n"
        "print(json.dumps({'readings': [dict(text=names, reader='', encoding='', pages=[], name='')]}))"
    )
    monkeypatch.setattr(sandbox, "_ROOT", tmp_path)
    monkeypatch.setenv("MINISTERSVAR_TELEGRAM_TOKEN", "hemmelig")
    (reading,) = read_apart("svar.pdf", b"")
    assert "PYTHONPATH" in reading.text and "TOKEN" not in reading.text


@pytest.mark.parametrize("printed", ["", "[]", "{}", '{"readings": [{}]}', '{"readings": [{"text": 1, "pages": "a"}]}'])
def test_an_answer_that_is_none_is_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, printed: str) -> None:
    readers = tmp_path / "corpus" / "readers"
    readers.mkdir(parents=True)
    (readers / "__init__.py").write_text("")
    (readers / "__main__.py").write_text(f"import sys; sys.stdin.read(); print({printed!r})")
    monkeypatch.setattr(sandbox, "_ROOT", tmp_path)
    with pytest.raises(Unreadable, match="breaks its reader"):
        read_apart("svar.pdf", b"")


def test_half_a_character_is_read_as_what_can_be_written_down() -> None:
    answer = {"readings": [{"text": "a\ud800b", "reader": "", "encoding": "", "pages": [0, 2], "name": "\udc00.pdf"}]}
    (reading,) = sandbox._readings(answer)
    assert (reading.text, reading.name) == ("a?b", "?.pdf")


def program(folder: Path, body: str) -> None:
    path = folder / "ocrmypdf"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_scan_is_recognised_by_the_program_where_it_is_installed_and_marked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "layered.pdf").write_bytes(LETTER)
    program(tmp_path, f'for last; do :; done; cp "{tmp_path}/layered.pdf" "$last"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    file = read_file(path)
    assert file.reader.startswith("ocrmypdf, pypdfium2")
    assert "Der er ikke afsat midler." in file.text


def test_a_scan_that_the_program_cannot_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unreadable, match="could not read it"):
        recognised(SCAN)


def test_the_program_and_what_it_starts_have_bounded_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, f"sleep 0.3; sh -c 'ulimit -v' > {tmp_path}/limit; exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unreadable):
        recognised(SCAN)
    assert int((tmp_path / "limit").read_text()) * 1024 == sandbox.OCR_MEMORY


@pytest.mark.skipif(os.getuid() == 0, reason="no limit on processes holds a superuser")
def test_the_reading_process_starts_no_other() -> None:
    code = "import os; from corpus.readers.__main__ import confine; confine(); os.fork()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "BlockingIOError" in done.stderr


def test_a_program_that_never_ends_is_ended_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path, f"sleep 600 & echo $! > {tmp_path}/started; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unreadable, match="could not read it"):
        recognised(SCAN, timeout_s=1)
    started = int((tmp_path / "started").read_text())
    with contextlib.suppress(ProcessLookupError):  # it is gone already
        ended, _, _ = select.select([os.pidfd_open(started)], [], [], 30)
        assert ended


def test_the_program_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, f"env > {tmp_path}/told; exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("MINISTERSVAR_TELEGRAM_TOKEN", "hemmelig")
    with pytest.raises(Unreadable):
        recognised(SCAN)
    assert "hemmelig" not in (tmp_path / "told").read_text()


def test_without_the_program_a_scan_is_named_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    with pytest.raises(UnreadableFile, match="it is a scan: pictures of pages without text; install `ocrmypdf`"):
        read_file(path)


def test_a_scan_is_read_once_there_is_a_program_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder, programs = tmp_path / "documents", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    (folder / "scan.pdf").write_bytes(SCAN)
    (folder / "a.txt").write_text("Broen åbner.", encoding="utf-8")
    now_ns = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: now_ns)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(programs))
    before = load_folder(folder)
    assert [skip.path.name for skip in before.skipped] == ["scan.pdf"]
    (tmp_path / "layered.pdf").write_bytes(LETTER)
    program(programs, f'for last; do :; done; cp "{tmp_path}/layered.pdf" "$last"')
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{path}")
    assert not load_folder(folder, {file.source: file for file in before.files}).skipped
