"""What arrives and cannot be read: the bot goes on, past it where it can, and its log names it by number alone."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.test_application import START_S, log_of, started
from tests.bot.test_operating import free_port
from tests.bot.test_updates import NAMELESS, SECRET, UNREADABLE, answer
from tests.botapi import BotApi
from tests.botwire import Failure


def offset(api: BotApi) -> int:
    """What the last poll confirmed."""
    return next(int(call.params.get("offset", 0)) for call in reversed(api.calls) if call.method == "getUpdates")


def _polls(api: BotApi) -> list[float]:
    return [call.at for call in api.calls if call.method == "getUpdates"]


def test_updates_that_cannot_be_read_are_passed_over_even_where_no_other_is(tmp_path: Path) -> None:
    with BotApi() as api, started(tmp_path, api.url) as process:
        api.wait_polled(START_S)
        ids = [api.chats.new_id() for _ in UNREADABLE]
        bad = [{"update_id": n, **update} for n, update in zip(ids, UNREADABLE, strict=True)]
        api.garble_next(answer(*NAMELESS, *bad))
        api.wait_until(lambda: offset(api) == ids[-1] + 1, START_S, "a poll past them")
        api.chats.says("hej")
        api.wait_for(1, START_S)
        process.terminate()
        log = log_of(process)
    assert SECRET not in log
    assert f"passed over: {', '.join(map(str, ids))}" in log
    assert f"{len(NAMELESS)} updates without a number" in log
    assert "ERROR" not in log
    assert "CRITICAL" not in log


@pytest.mark.parametrize(
    "body", [f'["{SECRET}'.encode(), b'{"ok": true, "result": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"]
)
def test_an_answer_that_cannot_be_read_is_asked_for_again_a_little_later(tmp_path: Path, body: bytes) -> None:
    with BotApi() as api, started(tmp_path, api.url) as process:
        api.wait_polled(START_S)
        api.garble_next(body)
        api.garble_next(body, status=500)
        api.chats.says("hej")
        api.wait_for(1, START_S)
        polls = _polls(api)
        process.terminate()
        log = log_of(process)
    assert min(polls[1] - polls[0], polls[2] - polls[1]) >= 1  # Telegram has rest
    assert SECRET not in log
    assert "ERROR" not in log
    assert "CRITICAL" not in log


@pytest.mark.parametrize(("failures", "rest_s"), [(1, 0.1), (2, 1.0)])
@pytest.mark.parametrize("kind", ["502", "reset"])
def test_a_poll_that_fails_is_made_again_at_once_then_telegram_has_rest(
    tmp_path: Path, failures: int, rest_s: float, kind: Failure
) -> None:
    with BotApi() as api, started(tmp_path, api.url) as process:
        api.wait_polled(START_S)
        for _ in range(failures):
            api.fail_next("getUpdates", kind)
        api.chats.says("hej")  # ends the poll under way; those after it fail
        api.chats.says("hej", user_id=2, chat_id=2)
        api.wait_for(2, START_S)
        api.wait_until(lambda: len(_polls(api)) >= failures + 2, START_S, "a poll that goes well")
        gaps = [later - earlier for earlier, later in pairwise(_polls(api))]
        process.terminate()
        log = log_of(process)
    assert rest_s <= gaps[failures] < rest_s + 0.9
    assert ("cannot be reached" in log) == (failures > 1)


def test_one_query_that_waits_keeps_no_later_poll_waiting(tmp_path: Path) -> None:
    with BotApi() as api, started(tmp_path, api.url) as process:
        api.wait_polled(START_S)
        api.chats.says("gate", chat_id=5, user_id=5)  # is never answered
        for user in range(6, 12):
            api.chats.says("hej", chat_id=user, user_id=user)
            api.wait_for(1, START_S, chat_id=user)
            api.wait_taken(START_S)
        polls = _polls(api)
        process.terminate()
    assert sum(later - earlier > 0.9 for earlier, later in pairwise(polls[1:])) <= 1  # the one that brought it


def test_a_webhook_confirms_what_cannot_be_read_and_refuses_what_is_no_update(tmp_path: Path) -> None:
    port = free_port()
    hook = {"webhook_url": "https://bot.example/a.b/", "webhook_port": str(port)}
    with BotApi() as api, started(tmp_path, api.url, **hook) as process, httpx.Client(trust_env=False) as client:
        api.wait_until(lambda: any(call.method == "setWebhook" for call in api.calls), START_S, "a webhook")
        (told,) = [call.params for call in api.calls if call.method == "setWebhook"]
        assert "guest_message" in told["allowed_updates"]

        def post(body: bytes, path: str = "a.b") -> int:
            headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": told["secret_token"]}
            return client.post(f"http://127.0.0.1:{port}/{path}", content=body, headers=headers).status_code

        bad = [{"update_id": number, **update} for number, update in enumerate(UNREADABLE, 900)]
        assert {post(json.dumps(update).encode()) for update in (*bad, NAMELESS[0])} == {200}
        assert [post(body) for body in (b"", SECRET.encode(), b"[" * 100_000, b"\xff")] == [400] * 4
        assert post(b"{}", "acb") == 404
        assert client.get(f"http://127.0.0.1:{port}/a.b").status_code == 405
        api.chats.says("hej")
        update: dict[str, Any] = api.chats.updates[-1]
        assert post(json.dumps(update).encode()) == 200
        api.wait_for(1, START_S)
        process.terminate()
        log = log_of(process)
    assert process.returncode == 0, log
    assert SECRET not in log
    assert all(f"passed over: {number}" in log for number in range(900, 900 + len(bad)))
    assert "ERROR" not in log
    assert "CRITICAL" not in log
