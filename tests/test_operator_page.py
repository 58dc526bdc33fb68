"""The operator's page: its commands run, in order, and what it names is there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_run_in_order(tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert len(commands) >= 8
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {"PYTHONPATH": str(ROOT)}
    code = "from pathlib import Path; from bot.state import State; State(Path('.ministersvar/state'), 30).close()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    for program, *arguments in commands:
        assert program == "ministersvar"
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)


def test_the_page_names_settings_and_files_that_exist() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", PAGE))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields}
    for path in re.findall(r"/opt/ministersvar/((?:deploy/)?[\w@.-]+\.(?:service|example))", PAGE):
        assert (ROOT / path).is_file(), path


def test_every_other_command_of_the_page_exists() -> None:
    spoken = re.findall(r"`(?:docker compose exec bot )?ministersvar ((?:[a-z]+ ?)+(?:--[a-z-]+)?)`", PAGE)
    assert {"doctor", "index rollback", "status --running"} <= set(spoken)
    for command in spoken:
        words = [word for word in command.split() if not word.startswith("--")]
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *words, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, command
        assert all(option in done.stdout for option in command.split() if option.startswith("--"))
