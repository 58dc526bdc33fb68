"""The pages for people: their commands run, their examples give what they say, and what they name is there."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.gate import ASK, COMMANDS
from bot.settings import PREFIX, Settings
from bot.texts import DANISH

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATOR = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
DEVELOPER = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
ASKER = (ROOT / "docs" / "spoerg.md").read_text(encoding="utf-8")
ROOMS = ("corpus", "index", "bot")


def _environment() -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return clean | {"PYTHONPATH": str(ROOT)}


def _ministersvar(*arguments: str, folder: Path = ROOT, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=folder, env=_environment(), input=said, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _blocks(page: str) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", [README, OPERATOR, DEVELOPER], ids=["README", "operator", "developer"])
def test_every_command_and_setting_that_a_page_names_exists(page: str) -> None:
    spoken = re.findall(r"`(?:docker compose exec bot )?ministersvar ((?:[a-z|]+ ?)+(?:--[a-z-]+)?)", page)
    assert spoken
    for command in sorted(set(spoken)):
        words, _, option = command.partition(" --")
        *before, last = words.split()
        for name in last.split("|"):
            done = _ministersvar(*before, name, "--help")
            assert done.returncode == 0, command
            assert not option or f"--{option}" in done.stdout, command
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", page))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_commands_of_the_operators_page_run_in_order(tmp_path: Path) -> None:
    commands = _blocks(OPERATOR)
    assert len(commands) >= 8
    code = "from pathlib import Path; from bot.state import State; State(Path('.ministersvar/state'), 30).close()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=_environment(), check=True)
    for program, *arguments in commands:
        assert program == "ministersvar"
        done = _ministersvar(*arguments, folder=tmp_path)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)


def test_the_files_that_the_operators_page_names_are_there() -> None:
    for path in re.findall(r"/opt/ministersvar/((?:deploy/)?[\w@.-]+\.(?:service|example))", OPERATOR):
        assert (ROOT / path).is_file(), path


def test_the_commands_of_the_developers_page_run(index: Path) -> None:
    commands = _blocks(DEVELOPER)
    assert len(commands) >= 4
    for program, *arguments in commands:
        if program == "python":
            assert arguments[:2] == ["-m", "pytest"]
            command = [sys.executable, *arguments, "--collect-only", "-q", "-n", "0"]
            done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
        else:
            done = _ministersvar(*arguments, "--index", str(index))
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)


def test_the_developers_page_names_every_module_and_no_other() -> None:
    for room in ROOMS:
        table = re.search(rf"^### {room}:.*?(?=^##)", DEVELOPER, re.MULTILINE | re.DOTALL)
        assert table
        cells = [line.split("|")[2] for line in table[0].splitlines()[4:] if line.startswith("|")]
        named = [name for cell in cells for name in re.findall(r"`([\w/]+)`", cell)]
        files = {path.relative_to(ROOT / room).with_suffix("") for path in (ROOT / room).rglob("*.py")}
        assert sorted(named) == sorted(str(file) for file in files if file.name != "__init__"), room


def test_the_names_in_the_developers_page_lead_somewhere() -> None:
    for dotted in re.findall(r"`((?:corpus|index|bot|tests)\.[\w.]+)`", DEVELOPER):
        room, module, *names = dotted.split(".")
        file = ROOT / room / f"{module}.py"
        source = file.read_text(encoding="utf-8") if file.is_file() else ""
        assert file.is_file() or (ROOT / room / module).is_dir(), dotted
        assert all(re.search(rf"\b(?:def|class) {name}\b", source) for name in names), dotted
    for path in re.findall(r"`((?:corpus|index|bot|tests)/[\w/.]+\.\w+)`", DEVELOPER):
        assert (ROOT / path).is_file(), path
    for module in re.findall(r"`python -m (tests[\w.]+)", DEVELOPER):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file(), module


def test_the_askers_examples_give_what_the_page_says(index: Path) -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|$", ASKER, re.MULTILINE)
    assert len(rows) >= 9
    done = _ministersvar("ask", "--json", "--index", str(index), "-", said="\n".join(query for query, _ in rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(rows)
    for (query, promised), finding in zip(rows, found, strict=True):
        assert finding["query"] == query
        if "ikke står" in promised or "no answer" in promised:
            assert finding["outcome"] == "not_found", query
        elif "et tal" in promised or "hvem der spurgte" in promised:
            assert finding["listing"]["count"] == 1, query
        else:
            assert finding["outcome"] == "answered", query
            assert finding["evidence"], query


def test_the_askers_page_says_what_the_bot_says() -> None:
    assert set(re.findall(r"`/([a-z]+)`", ASKER)) <= {ASK, *COMMANDS}
    for sentence in (
        "Det her besvarer måske kun en del",
        "Det kan jeg ikke finde svar på",
        "Flere svar kan passe",
        "I dokumenterne står der ikke",
        "Gem mit spørgsmål som eksempel",
    ):
        assert sentence in " ".join(ASKER.split())
        assert sentence in repr(DANISH)
