"""What is kept of an update as it arrives."""

import asyncio
import json
import threading
from typing import Any

import pytest
from telegram import Update

from bot.shapes import KINDS
from bot.updates import Unreadable, empty, loaded, of_answer, pause_of, readable, refusal
from tests.botchats import Chats, member, person

SECRET = "hemmelig"
CHAT = {"id": 5, "type": "private"}
UNREADABLE: list[dict[str, Any]] = [
    {"message": {"text": SECRET}},
    {"message": {"text": SECRET, "message_id": 1, "date": 1, "chat": 5}},
    {"message": {"text": SECRET, "message_id": 1, "date": 1, "chat": {"id": [SECRET], "type": "private"}}},
    {"message": {"text": [SECRET], "message_id": 1, "date": 1, "chat": CHAT}},
    {"message": {"text": f"{SECRET} \ud800", "message_id": 1, "date": 1, "chat": CHAT}},
    {"message": {"text": SECRET, "message_id": 1, "date": 10**30, "chat": CHAT}},
    {"message": {"text": SECRET, "message_id": 2**53, "date": 1, "chat": CHAT}},
    {"message": {"text": SECRET, "message_id": 1, "date": 1, "chat": CHAT, "photo": 5}},
    {"edited_message": SECRET},
    {"callback_query": {"data": SECRET}},
    {"inline_query": [SECRET]},
    {"inline_query": {"id": "", "from": person(5), "query": SECRET, "offset": ""}},
]
NAMELESS: list[Any] = [
    {"update_id": "7", "message": {"text": SECRET}}, {"message": {"text": SECRET}}, {"update_id": True},
    {"update_id": -1}, {"update_id": 2**53}, SECRET, None, [],
]  # fmt: skip
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": person(5), "text": "hej"}


def answer(*updates: Any) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


def passed_on(*updates: Any) -> list[Any]:
    found: list[Any] = json.loads(asyncio.run(of_answer(answer(*updates)))[0])["result"]
    return found


@pytest.mark.parametrize("update", UNREADABLE)
def test_an_update_that_cannot_be_read_keeps_nothing_but_its_number(update: dict[str, Any]) -> None:
    assert passed_on({"update_id": 7, **update}) == [empty(7)]


def test_every_kind_that_is_asked_for_is_passed_on_as_it_came() -> None:
    chats = Chats(threading.Condition())
    chats.attaches("a.txt", b"x", 5, 5)
    chats.edits(chats.says("hej @ministersvar_bot", chat_id=-5), "og nu", chat_id=-5)
    chats.presses(-5, chats.says("/spg hej", chat_id=-5, message_thread_id=3), "b")
    chats.types("hej")
    chats.invites("@ministersvar_bot hej")
    chats.adds(-5, after="administrator")
    assert {kind for update in chats.updates for kind in update} == {"update_id", *KINDS}
    assert passed_on(*chats.updates) == chats.updates


def test_what_is_not_asked_for_is_taken_away() -> None:
    assert readable({"update_id": 7, "poll": SECRET, "message": MESSAGE}) == {"update_id": 7, "message": MESSAGE}


def test_a_field_that_telegram_adds_later_is_no_hindrance() -> None:
    update = {"update_id": 7, "message": {**MESSAGE, "from": {**person(5), "new": [1]}, "newer": {"x": None}}}
    assert passed_on(update) == [update]


def test_the_last_is_the_one_with_the_highest_number() -> None:
    assert passed_on(*({"update_id": n} for n in (9, 3, 5))) == [empty(3), empty(5), empty(9)]


def test_those_without_a_number_go_where_others_have_one() -> None:
    assert passed_on(*NAMELESS, empty(7)) == [empty(7)]


def test_no_updates_are_an_answer() -> None:
    assert passed_on() == []


@pytest.mark.parametrize(
    "body",
    [SECRET.encode(), b"", b"\xff", b"null", b"[]", b'{"ok": true}', b'{"ok": true, "result": 5}', answer(NAMELESS[0]),
     b"[" * 100_000, b'{"result": [' + b"9" * 10_000 + b"]}"],
)  # fmt: skip
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Unreadable):
        asyncio.run(of_answer(body))


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b'{"parameters": {"retry_after": 5, "migrate_to_chat_id": "x"}}', {"parameters": {"retry_after": 5}}),
        (b'{"parameters": {"retry_after": "soon"}}', {}),
        (b'{"parameters": {"retry_after": -5}}', {}),
        (b'{"parameters": 5}', {}),
        (b"[" * 100_000, {}),
        (b"<html>", {}),
        (b"[]", {}),
    ],
)
def test_of_a_refusal_only_the_wait_is_kept(body: bytes, kept: dict[str, Any]) -> None:
    assert loaded(refusal(pause_of(body))) == kept


def test_python_telegram_bot_reads_an_empty_update() -> None:
    assert Update.de_json(empty(7)).effective_user is None


def test_a_chat_member_without_a_status_cannot_be_read() -> None:
    change = {"chat": CHAT, "from": person(5), "date": 1, "old_chat_member": member("left"), "new_chat_member": {}}
    assert readable({"update_id": 7, "my_chat_member": change}) is None
