"""One started program for all conversations of a test run (of each worker, that is)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.bot.program import QUERY, ROOT, Talk, talking
from tests.botapi import TOKEN


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that ships, built once a test run, also when several workers share the tests."""
    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared_base / "conversations-index"
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("MINISTERSVAR_")}
    with FileLock(shared_base / "conversations-index.lock"):
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "index", "build", "--index", str(folder)],
            cwd=base, env=environment | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, index: Path) -> Iterator[Talk]:
    """One started program that most tests share, each with chats of its own; it prints no token and no query."""
    with talking(tmp_path_factory.mktemp("running"), index) as talk:
        yield talk
        assert TOKEN not in talk.program.printed
        assert QUERY not in talk.program.printed


@pytest.fixture
def talk(running: Talk) -> Iterator[Talk]:
    """The shared program where nothing goes wrong: nothing it sends is refused, nothing fails in its log."""
    refused_before, lines_before = len(running.api.refused), len(running.program.lines)
    yield running
    assert running.api.refused[refused_before:] == []
    log = "\n".join(running.program.lines[lines_before:])
    assert "Traceback" not in log
    assert "ERROR" not in log
