"""Private conversations with the real program, and its start and end."""

import re
import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.bot.program import (
    CITED,
    LABEL,
    QUERY,
    QUOTE,
    REPLY_S,
    START_S,
    STOP_S,
    Program,
    Talk,
    talking,
)
from tests.botapi import TOKEN, BotApi, Call
from tests.botwire import Failure, Refused, parse_html, units


def _sends(api: BotApi, chat: int) -> list[Call]:
    return [call for call in api.calls if call.method == "sendMessage" and call.params.get("chat_id") == chat]


def _error_lines(program: Program) -> list[str]:
    return [line for line in program.printed.splitlines() if line.startswith("error: ")]


def test_the_question_that_must_never_fail_is_quoted_and_cited(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    assert QUOTE in reply.text
    assert CITED.search(reply.text)
    assert "spurgt 6. juni 2025" in reply.text
    assert "besvaret" not in reply.text
    assert reply.params["parse_mode"] == "HTML"
    assert "bold" in {entity["type"] for entity in reply.entities}


def test_the_first_quote_is_the_sentence_about_the_money(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    quotes = re.findall("”([^”]+)” \\[1\\]", reply.text)
    assert len(quotes) == 1
    assert quotes[0].startswith(QUOTE)


def test_an_english_question_gets_the_same_danish_quote(talk: Talk) -> None:
    (reply,) = talk.ask("Is the research centre funded?")
    assert QUOTE in reply.text
    assert CITED.search(reply.text)
    assert "asked 6 June 2025" in reply.text


@pytest.mark.parametrize("text", ["Hvad koster en liter mælk?", "hej", "Who won the World Cup?", "?", "…"])
def test_what_the_corpus_does_not_answer_is_not_cited(talk: Talk, text: str) -> None:
    (reply,) = talk.ask(text)
    assert not CITED.search(reply.text)
    assert QUOTE not in reply.text
    assert "[1]" not in reply.text


@pytest.mark.parametrize("command", ["/start", "/hjaelp", "/help"])
def test_a_command_is_explained_without_a_citation(talk: Talk, command: str) -> None:
    (reply,) = talk.ask(command)
    assert "ministre" in reply.text or "ministerens" in reply.text
    assert LABEL not in reply.text


def test_a_photo_gets_a_hint_and_the_next_question_an_answer(talk: Talk) -> None:
    chat = talk.chat()
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    talk.api.chats.sends({"photo": photo, "caption": QUERY}, chat_id=chat, user_id=chat)
    (hint,) = talk.api.wait_for(1, REPLY_S, chat_id=chat)
    assert "tekst" in hint.text
    talk.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    assert QUOTE in talk.api.wait_for(2, REPLY_S, chat_id=chat)[1].text


@pytest.mark.parametrize(
    "text",
    [
        "<b>&</i>",
        "</blockquote><script>alert(1)</script> &lt; & <a href='x'>",
        "{query!r} %s %(x)s {0}",
        "\u202egnirts\u200b\ufeff \u0007",
        "'; DROP TABLE passages; -- AND OR NOT ( * ^ ~ : \" [",
        "😀" * 2048,
        "ø" * 4096,
        "er der afsat midler " * 204,
    ],
    ids=["tags", "script", "format", "unseen", "query syntax", "emoji", "one long word", "4096 characters"],
)
def test_hostile_text_gets_a_reply_that_telegram_accepts(talk: Talk, text: str) -> None:
    reply = talk.ask(text)[0]
    assert reply.text.strip()
    assert "gik galt" not in reply.text
    assert "went wrong" not in reply.text
    talk.settle()


def test_a_text_that_was_cut_is_said_to_be_in_the_same_message(talk: Talk) -> None:
    (reply,) = talk.ask(f"{QUERY} {'x ' * 300}")
    assert "de første 500 tegn" in reply.text


def test_a_message_in_a_group_gets_nothing_at_all(talk: Talk) -> None:
    group = -1_001_234_567
    talk.api.chats.says(QUERY, chat_id=group, user_id=7)
    talk.api.chats.says("/start", chat_id=group, user_id=7)
    talk.settle()
    assert [call for call in talk.api.calls if call.params.get("chat_id") == group] == []


def test_messages_of_one_user_are_answered_in_their_order(talk: Talk) -> None:
    chat = talk.chat()
    for text in (QUERY, "/start", "Hvad koster en liter mælk?"):
        talk.api.chats.says(text, chat_id=chat, user_id=chat)
    replies = talk.api.wait_for(3, REPLY_S, chat_id=chat)
    assert [QUOTE in reply.text for reply in replies] == [True, False, False]
    assert "Skriv dit spørgsmål" in replies[1].text


def test_typing_is_shown_once_before_the_reply(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    mine = [call.method for call in talk.api.calls if call.params.get("chat_id") == reply.chat_id]
    assert mine == ["sendChatAction", "sendMessage"]


def test_a_failed_typing_sign_does_not_cost_the_reply(running: Talk) -> None:
    running.api.fail_next("sendChatAction", "502")
    (reply,) = running.ask(QUERY)
    assert QUOTE in reply.text


def test_after_429_exactly_one_reply_is_shown(running: Talk) -> None:
    running.api.fail_next("sendMessage", "429")
    (reply,) = running.ask(QUERY)
    running.settle()
    assert [QUOTE in shown.text for shown in running.api.shown(reply.chat_id)] == [True]
    assert len(_sends(running.api, reply.chat_id)) == 2


def test_a_send_that_a_gateway_did_not_pass_on_is_repeated(running: Talk) -> None:
    running.api.fail_next("sendMessage", "502")
    (reply,) = running.ask(QUERY)
    running.settle()
    assert QUOTE in reply.text
    assert len(running.api.shown(reply.chat_id)) == 1


@pytest.mark.parametrize("failures", [["reset"], ["lost"], ["reset", "reset"], ["lost", "lost", "reset", "429"]])
def test_a_reply_that_may_be_lost_is_shown_once_or_twice_and_never_three_times(
    running: Talk, failures: list[Failure]
) -> None:
    # Telegram may have shown the reply or not: a notice is sent until it is known to be there, then made the reply.
    chat = running.chat()
    for failure in failures:
        running.api.fail_next("sendMessage", failure)
    running.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    running.api.chats.says("/start", chat_id=chat, user_id=chat)
    running.api.wait_until(lambda: "Skriv dit spørgsmål" in running.api.shown(chat)[-1].text if running.api.shown(chat)
                           else False, REPLY_S, "the reply to what was said next")  # fmt: skip
    running.settle()
    *said, _ = running.api.shown(chat)
    cited = [shown for shown in said if QUOTE in shown.text]
    assert len(cited) == 1 + (failures[0] == "lost")
    assert all("spørg igen" in shown.text for shown in said if shown not in cited)
    assert len(said) - len(cited) == failures[1:].count("lost")


@pytest.mark.parametrize("failure", ["502", "429", "reset", "lost"])
def test_polling_goes_on_after_a_failure_and_nothing_is_answered_twice(running: Talk, failure: Failure) -> None:
    running.api.fail_next("getUpdates", failure)
    (reply,) = running.ask(QUERY)
    running.settle()
    assert len(running.api.shown(reply.chat_id)) == 1


def test_refused_markup_is_sent_again_as_plain_text(running: Talk) -> None:
    running.api.refuse_html = True
    try:
        (reply,) = running.ask(QUERY)
    finally:
        running.api.refuse_html = False
    assert QUOTE in reply.text
    assert CITED.search(reply.text)
    assert "parse_mode" not in reply.params
    assert "<b>" not in reply.text


def test_sigterm_ends_it_with_code_0_and_a_reply_under_way_is_delivered(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index) as talk:
        talk.api.chats.says(QUERY)
        talk.api.wait_until(lambda: any(call.method == "sendChatAction" for call in talk.api.calls), REPLY_S, "typing")
        talk.program.process.send_signal(signal.SIGTERM)
        assert talk.program.ended(STOP_S) == 0
        assert [QUOTE in reply.text for reply in talk.api.shown()] == [True]
        assert TOKEN not in talk.program.printed
        assert QUERY not in talk.program.printed
        assert "Traceback" not in talk.program.printed


def test_a_query_that_telegram_brings_again_after_a_kill_is_not_answered_twice(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index) as talk:
        asked = talk.api.chats.says(QUERY)
        talk.api.wait_for(1, REPLY_S)
        talk.settle()
        talk.program.process.kill()
    with talking(tmp_path, index) as again:
        again.api.chats.says(QUERY, message_id=asked)
        again.api.chats.says("/start")
        (start,) = again.api.wait_for(1, REPLY_S)
        assert "Skriv dit spørgsmål" in start.text
        again.settle()
        assert len(again.api.shown(1001)) == 1


def test_a_second_program_on_the_same_state_ends_and_the_first_goes_on(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index) as talk:
        with Program(tmp_path, index, telegram_token=TOKEN, telegram_api_url=talk.api.url) as second:
            assert second.ended(START_S) == 1
        (line,) = _error_lines(second)
        assert "another program" in line
        assert QUOTE in talk.ask(QUERY)[0].text
        assert talk.api.refused == []


def test_a_program_whose_token_is_polled_with_elsewhere_ends_with_one_sentence(index: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with talking(tmp_path, index) as talk:
        with Program(elsewhere, index, telegram_token=TOKEN, telegram_api_url=talk.api.url):
            assert talk.program.ended(START_S) == 1
        (line,) = _error_lines(talk.program)
        assert "another program" in line


def test_without_a_token_one_sentence_names_the_setting(index: Path, tmp_path: Path) -> None:
    with Program(tmp_path, index) as program:
        assert program.ended(START_S) == 1
        (line,) = program.lines
        assert line.startswith("error: ")
        assert "MINISTERSVAR_TELEGRAM_TOKEN" in line


@pytest.mark.parametrize("wrong", ["123456789:AAwrong-token_wrong-token_wrong-token", "not a token", "1:2/../x"])
def test_a_wrong_token_is_one_sentence_that_does_not_show_it(index: Path, tmp_path: Path, wrong: str) -> None:
    settings = {"telegram_token": wrong}
    with BotApi() as api, Program(tmp_path, index, telegram_api_url=api.url, **settings) as program:
        assert program.ended(START_S) == 1
        (line,) = _error_lines(program)
        assert "token" in line
        assert wrong not in program.printed
        assert "Traceback" not in program.printed


def test_an_unreachable_server_is_reported_and_tried_again_until_it_answers(index: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = {"telegram_token": TOKEN, "telegram_api_url": f"http://127.0.0.1:{port}"}
    with Program(tmp_path, index, **settings) as program:
        assert program.says("cannot be reached", START_S), program.printed
        with BotApi(port=port) as api:
            api.wait_polled(START_S)
            assert QUOTE in Talk(api, program).ask(QUERY)[0].text
        assert TOKEN not in program.printed


def posted(port: int, update: dict[str, object], secret: str | None) -> int:
    """The status of an update handed to the webhook; as Telegram does, a refused connection is tried again."""
    headers = {"Content-Type": "application/json"}
    headers |= {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    address = f"http://127.0.0.1:{port}/telegram/updates"
    with httpx.Client(transport=httpx.HTTPTransport(retries=5), trust_env=False) as client:
        return client.post(address, json=update, headers=headers).status_code


def test_a_webhook_takes_only_what_carries_the_secret(index: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = {"webhook_url": "https://bot.example/telegram/updates", "webhook_port": str(port)}
    with (
        BotApi() as api,
        Program(tmp_path, index, telegram_token=TOKEN, telegram_api_url=api.url, **settings) as program,
    ):
        api.wait_until(lambda: any(call.method == "setWebhook" for call in api.calls), START_S, "a webhook")
        (told,) = [call.params for call in api.calls if call.method == "setWebhook"]
        assert told["url"] == settings["webhook_url"]
        api.chats.says(QUERY)
        (update,) = api.chats.updates
        assert [posted(port, update, secret) for secret in (None, "", "guess")] == [403, 403, 403]
        assert posted(port, update, told["secret_token"]) == 200
        (reply,) = api.wait_for(1, REPLY_S)
        assert QUOTE in reply.text
        assert told["secret_token"] not in program.printed
        program.process.send_signal(signal.SIGTERM)
        assert program.ended(STOP_S) == 0


@pytest.mark.parametrize(
    "raw",
    ["a & b", "1 < 2", "a > b", "<p>x</p>", "<b>x", "x</b>", "<b><i>x</b></i>", "<B>x</B>", "<a>x</a>", "<b x>y</b>",
     "<blockquote><blockquote>x</blockquote></blockquote>", "<code><b>x</b></code>", "&nbsp;"],
)  # fmt: skip
def test_the_fake_server_refuses_markup_that_telegram_might_not_accept(raw: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_html(raw)


def test_the_fake_server_reads_markup_as_a_reader_sees_it() -> None:
    text, entities = parse_html("😀<b>&lt;x&gt;</b> <blockquote expandable>y <i>z</i></blockquote>")
    assert text == "😀<x> y z"
    assert units(text) == 9
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("bold", 2, 3),
        ("expandable_blockquote", 6, 3),
        ("italic", 8, 1),
    ]
