"""`doctor`, `status` and `state` as an operator runs them, against the fake Bot API."""

import json
import subprocess
from pathlib import Path

import pytest

from bot.backup import FILES
from bot.checks import check_state
from bot.state import State
from bot.tally import Tally
from index.manifest import FORMAT, NAME
from tests.bot.test_cli import QUOTE, run
from tests.botapi import TOKEN, BotApi


@pytest.fixture
def state(tmp_path: Path) -> dict[str, str]:
    return {"MINISTERSVAR_STATE": str(tmp_path / "state"), "NO_PROXY": "127.0.0.1"}


def marks(done: "subprocess.CompletedProcess[str]") -> dict[str, str]:
    """The worst mark of each name."""
    order = ("ok", "warn", "fail")
    found: dict[str, str] = {}
    for check in json.loads(done.stdout)["checks"]:
        found[check["name"]] = max(check["mark"], found.get(check["name"], "ok"), key=order.index)
        assert check["remedy"] or check["mark"] == "ok"
    return found


def test_the_doctor_finds_a_sound_installation_and_never_shows_the_token(index: Path, state: dict[str, str]) -> None:
    with BotApi() as api:
        api.chats.privacy = True
        token = {"MINISTERSVAR_TELEGRAM_TOKEN": TOKEN, "MINISTERSVAR_TELEGRAM_API_URL": api.url}
        done = run("doctor", "--json", index=index, **state, **token)
        plain = run("doctor", index=index, **state, **token)
        assert {call.method for call in api.calls} == {"getMe", "getWebhookInfo"}
    assert done.returncode == plain.returncode == 0, done.stderr
    found = marks(done)
    assert set(found) == {
        "settings", "documents", "index folder", "state folder", "index", "model", "disk", "running", "token",
        "privacy mode", "inline mode", "clock", "webhook",
    }  # fmt: skip
    assert set(found.values()) == {"ok"}
    assert "@ministersvar_bot" in plain.stdout
    assert TOKEN.split(":")[1] not in done.stdout + done.stderr + plain.stdout + plain.stderr


def test_the_doctor_says_what_is_wrong_and_what_to_do(tmp_path: Path, state: dict[str, str]) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "bot.sqlite").write_bytes(b"no database " * 100)
    with BotApi("1:another-token-than-the-one-that-is-set") as api:
        done = run(
            "doctor", "--json", index=tmp_path / "none", **state, MINISTERSVAR_DOCUMENTS=str(tmp_path / "gone"),
            MINISTERSVAR_TOKN="x", MINISTERSVAR_TELEGRAM_TOKEN=TOKEN, MINISTERSVAR_TELEGRAM_API_URL=api.url,
        )  # fmt: skip
    assert done.returncode == 1
    found = marks(done)
    wrong = {"settings": "warn", "documents": "fail", "index": "warn", "state": "fail", "token": "fail"}
    assert wrong.items() <= found.items()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_of_the_state_is_found(name: str, tmp_path: Path) -> None:
    State(tmp_path, 30).close()
    assert {check.mark for check in check_state(tmp_path)} == {"ok"}
    (tmp_path / name).write_bytes(b"no database " * 1000)
    assert [check.mark for check in check_state(tmp_path) if name in check.found] == ["fail"]


def test_the_doctor_names_a_setting_that_cannot_be_used(index: Path, state: dict[str, str]) -> None:
    done = run("doctor", "--json", index=index, **state, MINISTERSVAR_KEEP="many")
    assert done.returncode == 1
    assert marks(done) == {"settings": "fail"}
    assert "MINISTERSVAR_KEEP" in done.stdout


def test_the_status_says_which_generation_answers(index: Path, state: dict[str, str]) -> None:
    found = json.loads(run("status", "--json", index=index, **state).stdout)
    assert (found["documents"], found["passages"], found["running"]) == (1, 4, False)
    assert found["index_bytes"] > 0
    assert found["queries_today"] == {}
    assert found["processes"] == []
    tally = Tally(Path(state["MINISTERSVAR_STATE"]))
    tally.add("query", "answered", "da")
    tally.add("query", "answered", "en")
    found = json.loads(run("status", "--json", index=index, **state).stdout)
    assert found["queries_today"] == {"answered": 2}
    assert found["generation"] in run("status", index=index, **state).stdout


def test_an_index_of_an_earlier_format_is_named_and_a_build_mends_it(tmp_path: Path, state: dict[str, str]) -> None:
    own = tmp_path / "index"
    run("index", "build", index=own)
    (manifest,) = own.glob(f"generations/*/{NAME}")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": FORMAT - 1}), encoding="utf-8")
    for command in (["ask", "Er forskningscenteret finansieret?"], ["status"], ["doctor"]):
        done = run(*command, index=own, **state)
        assert done.returncode == 1
        said = " ".join((done.stdout + done.stderr).split())
        assert f"index format {FORMAT - 1}, but {FORMAT} is asked for" in said
        assert "`ministersvar index build`" in said
    assert run("index", "build", index=own).returncode == 0
    assert QUOTE[:60] in " ".join(run("ask", "Er forskningscenteret finansieret?", index=own).stdout.split())


def test_a_backup_is_written_and_restored_by_two_commands(index: Path, tmp_path: Path, state: dict[str, str]) -> None:
    backup, folder = tmp_path / "state.zip", Path(state["MINISTERSVAR_STATE"])
    none = run("state", "backup", str(backup), index=index, **state)
    assert (none.returncode, backup.exists()) == (1, False)
    kept = State(folder, 30)
    kept.choose_language(7, "en")
    kept.close()
    assert run("state", "backup", str(backup), index=index, **state).returncode == 0
    again = run("state", "backup", str(backup), index=index, **state)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    elsewhere = state | {"MINISTERSVAR_STATE": str(tmp_path / "elsewhere")}
    done = run("state", "restore", str(backup), index=index, **elsewhere)
    assert done.returncode == 0, done.stderr
    restored = State(tmp_path / "elsewhere", 30)
    assert restored.language(7) == "en"
    restored.close()
