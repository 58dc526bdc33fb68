"""Promise 4: a build that is killed or fails leaves the old or the new generation. All of it: `tests.index.killing`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def figures(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.index.killing", *options]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_build_killed_anywhere_leaves_the_old_or_the_new_generation_and_no_text_is_embedded_twice() -> None:
    found = figures("--kills", "10", "--calls", "5")
    assert found["died"] == 10
    assert found["killed"] == 10
    assert found["embedded"] > 50
    assert found["again"] == 0


def test_a_build_that_cannot_write_says_so_in_one_sentence_and_the_old_generation_serves() -> None:
    found = figures("--failures", "--calls", "4")
    assert found["failed"] >= 10
    assert any("(No space left on device) and stays as it was; make room" in line for line in found["said"])
    assert any("another process is building" in line for line in found["said"])
