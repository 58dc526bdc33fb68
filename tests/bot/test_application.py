"""Start, stop and order of the Telegram bot: `bot.application.run` in a child process, with a canned answer."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.botapi import TOKEN, BotApi

ROOT = Path(__file__).resolve().parents[2]
START_S, STOP_S = 30, 15
GATE = "gate"  # a query with this word is never answered
PROGRAM = """
import datetime as dt, sys, time
from types import SimpleNamespace
from bot.application import run
from bot.settings import load_settings
from corpus.errors import MinistersvarError
from index.finding import Finding

class Canned:
    manifest = SimpleNamespace(generation="g")

    def find(self, query, before=()):
        if "gate" in query:
            time.sleep(3600)
        now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
        return Finding(query, query, "da", "not_found", 0, (), (), "g", now, None, {})

try:
    run(load_settings(), Canned)
except MinistersvarError as error:
    sys.exit(f"error: {error}")
"""


@contextmanager
def started(folder: Path, url: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """The program, ended with the test; what it logs is on its standard error."""
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("MINISTERSVAR_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_PROXY": "127.0.0.1"}
    environment |= {"MINISTERSVAR_TELEGRAM_TOKEN": TOKEN, "MINISTERSVAR_TELEGRAM_API_URL": url}
    environment |= {f"MINISTERSVAR_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def log_of(process: "subprocess.Popen[str]") -> str:
    """What it logged from here to its end."""
    process.wait(STOP_S)
    assert process.stderr is not None
    return process.stderr.read()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_while_telegram_cannot_be_reached(tmp_path: Path, sign: signal.Signals) -> None:
    with socket.socket() as nobody:  # bound and not listening: refuses connections
        nobody.bind(("127.0.0.1", 0))
        with started(tmp_path, f"http://127.0.0.1:{nobody.getsockname()[1]}") as process:
            assert process.stderr is not None
            assert "Telegram (127.0.0.1) cannot be reached" in process.stderr.readline()
            process.send_signal(sign)
            assert log_of(process) == ""
            assert process.returncode == 0


def test_being_asked_to_slow_down_at_the_start_does_not_end_it(tmp_path: Path) -> None:
    with BotApi() as api:
        api.fail_next("getMe", "429")
        with started(tmp_path, api.url):
            api.wait_polled(START_S)


def test_a_token_refused_while_it_runs_ends_it_with_one_sentence(tmp_path: Path) -> None:
    with BotApi() as api, started(tmp_path, api.url) as process:
        api.wait_polled(START_S)
        api.token = "1:another-token"
        api.chats.says("hej")  # ends the poll under way, so that the next one is refused
        log = log_of(process)
    assert process.returncode == 1
    assert log.splitlines()[-1].startswith("error: the bot token is refused")
    assert "Traceback" not in log
    assert TOKEN not in log


def test_a_webhooks_port_that_is_taken_is_named_by_its_setting(tmp_path: Path) -> None:
    with BotApi() as api, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        hook = {"webhook_url": "https://bot.example/updates", "webhook_port": str(taken.getsockname()[1])}
        with started(tmp_path, api.url, **hook) as process:
            log = log_of(process)
    assert process.returncode == 1
    assert log.splitlines()[-1].startswith("error: MINISTERSVAR_WEBHOOK_PORT: port ")


def test_one_users_many_messages_do_not_keep_another_user_waiting(tmp_path: Path) -> None:
    with BotApi() as api, started(tmp_path, api.url):
        for number in range(150):
            api.chats.says(f"{GATE} {number}", chat_id=5, user_id=5)
        api.chats.says("hej", chat_id=6, user_id=6)
        api.wait_for(1, START_S, chat_id=6)
        assert api.shown(5) == []
