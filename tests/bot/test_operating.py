"""What the operator sees of a running bot: log, figures, and several processes that share one state."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bot.tally import Tally
from tests.bot.program import QUERY, QUOTE, REPLY_S, ROOT, START_S, STOP_S, Program, talking
from tests.bot.test_cli import run
from tests.bot.test_conversations import posted
from tests.botapi import TOKEN, BotApi

REFUSED = "Hvor højt er Himmelbjerget i meter over havet?"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def figures(port: int) -> dict[str, float]:
    with httpx.Client(trust_env=False) as client:
        lines = client.get(f"http://127.0.0.1:{port}/metrics").text.splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_every_line_of_the_log_is_an_object_and_holds_nobodys_words(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index, admins="4711") as talk:
        talk.ask(QUERY)
        talk.ask(REFUSED)
        talk.program.process.send_signal(signal.SIGTERM)
        assert talk.program.ended(STOP_S) == 0
        lines = [json.loads(line) for line in talk.program.lines]
        printed = talk.program.printed
    replied = [line for line in lines if line["message"] == "replied"]
    assert [line["outcome"] for line in replied] == ["answered", "not_found"]
    assert len({line["ref"] for line in replied}) == 2
    for line in replied:
        assert line.keys() == {"at", "level", "logger", "message", "ref", "way", "outcome", "language", "ms"}
        assert {"embed", "search", "look", "send", "total"} <= line["ms"].keys()
    said = {word for text in (QUERY, REFUSED, QUOTE) for word in re.findall(r"\w{6,}", text)}
    assert not [word for word in (*said, TOKEN.split(":")[1], "4711") if word in printed]


VAIN = "Hvornår blev handlingsplanen mod ensomhed afskaffet af Peter Hansen i Norge?"


@pytest.mark.parametrize("topics", ["true", "false"])
def test_words_asked_for_in_vain_are_counted_only_where_that_is_on(topics: str, index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index, topics=topics) as talk:
        talk.ask(VAIN)
        talk.ask(QUERY)
        (privacy,) = talk.ask("/privatliv")
        talk.program.process.send_signal(signal.SIGTERM)
        assert talk.program.ended(STOP_S) == 0
    counted = Tally(tmp_path / "state").counts("topic")
    assert counted == ({("handlingsplanen",): 1} if topics == "true" else {})
    assert ("hvert for sig" in privacy.text) == (topics == "true")


def test_a_stop_under_load_loses_no_query_and_answers_none_twice(index: Path, tmp_path: Path) -> None:
    settings = {"telegram_token": TOKEN}
    with BotApi() as api:
        with Program(tmp_path, index, telegram_api_url=api.url, **settings) as program:
            api.wait_polled(START_S)
            for user in range(60):
                api.chats.says(QUERY, chat_id=500 + user, user_id=500 + user)
            api.wait_for(1, REPLY_S)
            program.process.send_signal(signal.SIGTERM)
            assert program.ended(STOP_S) == 0
            assert '"level": "ERROR"' not in program.printed
        with Program(tmp_path, index, telegram_api_url=api.url, **settings):
            api.wait_for(60, REPLY_S)
            api.chats.says(QUERY, chat_id=600, user_id=600)
            api.wait_for(1, REPLY_S, chat_id=600)
        assert [len(api.shown(500 + user)) for user in range(60)] == [1] * 60


def test_the_serving_process_imports_neither_torch_nor_transformers(index: Path, tmp_path: Path) -> None:
    code = (
        "import sys; import bot.application; from bot.service import Service; from bot.settings import load_settings\n"
        "Service(load_settings()).find('Er centret finansieret?')\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MINISTERSVAR_INDEX": str(index)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_figures_are_served_and_counts_survive_a_restart(index: Path, tmp_path: Path) -> None:
    port = free_port()
    with talking(tmp_path, index, metrics_port=str(port)) as talk:
        talk.api.fail_next("sendMessage", "429")
        talk.ask(QUERY)
        talk.ask("Is the research centre funded?")
        talk.program.process.send_signal(signal.SIGTERM)
        assert talk.program.ended(STOP_S) == 0
    with talking(tmp_path, index, metrics_port=str(port)) as talk:
        talk.ask(QUERY)
        talk.settle()
        found = figures(port)
    assert found['ministersvar_queries_total{language="da",outcome="answered"}'] >= 2
    assert found['ministersvar_queries_total{language="en",outcome="answered"}'] == 1
    assert found['ministersvar_telegram_errors_total{kind="429"}'] == 1
    assert found['ministersvar_stage_seconds_count{stage="total"}'] >= 1
    assert found["ministersvar_documents"] == 1
    assert found["ministersvar_generation_age_seconds"] > 0
    assert found["ministersvar_queue"] >= 0


def test_several_processes_take_a_webhooks_updates_and_each_is_answered_once(index: Path, tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    with BotApi() as api, ExitStack() as stack:
        shared = {"webhook_url": "https://bot.example/telegram/updates", "watch": "false", "telegram_token": TOKEN}
        programs = [
            stack.enter_context(Program(tmp_path, index, telegram_api_url=api.url, webhook_port=str(port), **shared))
            for port in ports
        ]
        for program in programs:
            assert program.says("Telegram sends updates to port", START_S), program.printed
        api.wait_until(lambda: sum(call.method == "setWebhook" for call in api.calls) == 2, START_S, "two webhooks")
        (secret,) = {call.params["secret_token"] for call in api.calls if call.method == "setWebhook"}
        for number in range(6):
            api.chats.says(QUERY, chat_id=100 + number, user_id=100 + number)
        for number, update in enumerate(list(api.chats.updates)):
            assert posted(ports[number % 2], update, secret) == 200
        api.wait_for(6, REPLY_S)
        for number, update in enumerate(list(api.chats.updates)):  # Telegram brings again what it is not sure of
            assert posted(ports[1 - number % 2], update, secret) == 200
        api.chats.says(QUERY, chat_id=200, user_id=200)
        assert posted(ports[0], api.chats.updates[-1], secret) == 200  # by then the others have been dealt with
        api.wait_for(1, REPLY_S, chat_id=200)
        api.chats.says(QUERY, chat_id=300, user_id=300)
        with ThreadPoolExecutor(2) as pool:  # a proxy that hands it on twice, at the same moment
            assert [*pool.map(lambda port: posted(port, api.chats.updates[-1], secret), ports)] == [200, 200]
        api.wait_for(1, REPLY_S, chat_id=300)
        said = json.loads(run("status", "--json", index=index, MINISTERSVAR_STATE=str(tmp_path / "state")).stdout)
        assert [process["under_way"] >= 0 for process in said["processes"]] == [True, True]
        for program in programs:
            program.process.send_signal(signal.SIGTERM)
            assert program.ended(STOP_S) == 0
            assert '"level": "ERROR"' not in program.printed
        assert [len(api.shown(chat)) for chat in (200, 300)] == [1, 1]
        assert [len(api.shown(100 + number)) for number in range(6)] == [1] * 6


def test_a_port_that_is_taken_is_said_and_the_bot_answers_all_the_same(index: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with talking(tmp_path, index, metrics_port=str(taken.getsockname()[1])) as talk:
            assert talk.program.says("change MINISTERSVAR_METRICS_PORT", START_S)
            (reply,) = talk.ask(QUERY)
    assert QUOTE in reply.text


def test_a_user_who_meets_an_error_is_given_the_reference_that_the_log_has(index: Path, tmp_path: Path) -> None:
    broken = (
        "import sys; import bot.answering; from bot.cli import main\n"
        "async def fails(*_): raise ValueError('hemmeligt')\n"
        "import bot.handlers; bot.handlers.answer = fails; main(['bot'])"
    )
    with BotApi() as api:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MINISTERSVAR_")}
        given = {"INDEX": str(index), "STATE": str(tmp_path), "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": api.url}
        given = {f"MINISTERSVAR_{name}": value for name, value in given.items()}
        with subprocess.Popen(
            [sys.executable, "-c", broken], stderr=subprocess.PIPE, text=True, cwd=tmp_path,
            env=clean | given | {"PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"},
        ) as process:  # fmt: skip
            api.chats.says(QUERY)
            (said,) = api.wait_for(1, START_S)
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=STOP_S)
    (line,) = [line for line in map(json.loads, filter(lambda row: row[0] == "{", log.splitlines())) if "trace" in line]
    assert line["ref"] in said.text
    assert "hemmeligt" not in log
