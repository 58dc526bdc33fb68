"""The files for running the bot elsewhere, as far as they can be checked without docker and without root."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from bot.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[2]
DATA = "/var/lib/ministersvar"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_example_names_every_setting_and_no_other(tmp_path: Path) -> None:
    everything = tmp_path / "all.env"
    everything.write_text(re.sub(rf"^#({PREFIX})", r"\1", read(".env.example"), flags=re.MULTILINE), encoding="utf-8")
    given = dotenv_values(everything)
    assert set(given) == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_defaults_in_the_example_are_those_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(read(".env.example"), encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)
    (tmp_path / ".env").write_text(re.sub(rf"^#({PREFIX})", r"\1", read(".env.example"), flags=re.MULTILINE))
    shown, default = load_settings(), Settings(_env_file=None)
    other = {name for name in Settings.model_fields if getattr(shown, name) != getattr(default, name)}
    assert other == {
        "documents",
        "gate",
        "admins",
        "groups",
        "webhook_url",
        "metrics_port",
    }  # that are examples, not defaults


def test_the_image_copies_what_is_there_and_needs_no_torch() -> None:
    dockerfile, ignored = read("Dockerfile"), read(".dockerignore").splitlines()
    copied = [source for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
              for source in line.split()]  # fmt: skip
    assert {"pyproject.toml", "corpus", "index", "bot"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source}" in ignored
    assert 'ARG EXTRAS=""' in dockerfile
    assert "torch==" not in dockerfile
    needed = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    assert not {"torch", "sentence-transformers", "safetensors", "tokenizers"} & set(needed)
    assert len({re.findall(r"torch==\S+", read(name))[0] for name in ("Makefile", "constraints.txt")}) == 1


def test_the_image_runs_as_nobody_and_writes_to_its_volumes_alone() -> None:
    last = read("Dockerfile").split("\nFROM ")[-1]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    volumes = set(re.findall(rf'"({DATA}/\w+)"', last))
    written = {value for name, value in re.findall(rf"(\w+)=({DATA}/\w+)", last)}
    assert written == volumes == {f"{DATA}/{name}" for name in ("documents", "index", "state", "cache")}
    assert all(folder in last.split("COPY --from")[0] for folder in volumes)
    bot = yaml.safe_load(read("compose.yaml"))["services"]["bot"]
    assert {volume.split(":")[1] for volume in bot["volumes"]} == volumes
    assert (bot["read_only"], bot["cap_drop"], bot["tmpfs"]) == (True, ["ALL"], ["/tmp"])


def test_what_image_and_unit_start_are_commands_of_the_program() -> None:
    health = re.search(r"HEALTHCHECK .* CMD (\[.*\])", read("Dockerfile"))
    assert health
    commands = [yaml.safe_load(health[1])[1:], ["bot"]]
    for unit in (ROOT / "deploy").glob("*.service"):
        started = re.findall(
            r"^ExecStart=/opt/ministersvar/.venv/bin/ministersvar (.+)$", unit.read_text(), re.MULTILINE
        )
        assert len(started) == 1, unit.name
        commands.append(started[0].split())
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *command, "--help"], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    program = tmp_path / "ministersvar"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (ROOT / "deploy").glob("*.service"):
        there = tmp_path / unit.name
        words = unit.read_text().replace("/opt/ministersvar/.venv/bin/ministersvar", str(program))
        there.write_text(re.sub("^EnvironmentFile=.*\n|^Documentation=.*\n", "", words, flags=re.MULTILINE))
        named = there.with_name(there.name.replace("@.", "@8443."))
        there.rename(named)
        command = ["systemd-analyze", "verify", "--man=no", str(named)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        ours = [line for line in done.stderr.splitlines() if unit.name.split(".")[0] in line or str(tmp_path) in line]
        assert ours == []
