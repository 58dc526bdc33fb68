"""Conversations with the real program, run as a subprocess against the fake Bot API server on loopback."""

import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, Self

import pytest
from filelock import FileLock

from tests.botapi import TOKEN, BotApi, Call, Sent
from tests.botwire import Failure, Refused, parse_html, units

ROOT = Path(__file__).resolve().parents[2]
QUERY = "Er forskningscenteret finansieret?"
QUOTE = "Der er ikke afsat midler til"
LABEL = "SOU alm. del, svar på spm. 663"
CITED = re.compile(rf"^\[1\](?: \[\d\])* {re.escape(LABEL)}", re.MULTILINE)  # a refusal names it without a number
START_S, REPLY_S, STOP_S = 60, 30, 15  # the first two generous: they are met at once unless something is wrong

_chats = itertools.count(2001)


class Program:
    """`ministersvar bot` as a subprocess; what it prints is collected as it comes."""

    def __init__(self, folder: Path, index: Path, **settings: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("MINISTERSVAR_")}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_PROXY": "127.0.0.1"}
        environment |= {"MINISTERSVAR_INDEX": str(index), "MINISTERSVAR_STATE": str(folder / "state")}
        environment |= {f"MINISTERSVAR_{name.upper()}": value for name, value in settings.items()}
        self.lines: list[str] = []
        self._change = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "bot"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.process.stdout and self.process.stderr
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            with self._change:
                self.lines.append(line.rstrip("\n"))
                self._change.notify_all()
        stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.ended(STOP_S)

    def says(self, words: str, timeout_s: float) -> bool:
        """Whether a line with these words is printed in time."""
        with self._change:
            return self._change.wait_for(lambda: any(words in line for line in self.lines), timeout_s)

    def ended(self, timeout_s: float) -> int:
        """The exit code, once everything printed has been read."""
        code = self.process.wait(timeout_s)
        for reader in self._readers:
            reader.join(STOP_S)
        return code

    @property
    def printed(self) -> str:
        """Everything printed so far, on either stream."""
        with self._change:
            return "\n".join(self.lines)


class Talk(NamedTuple):
    """A server and the program that polls it."""

    api: BotApi
    program: Program

    def ask(self, text: str, replies: int = 1) -> list[Sent]:
        """The replies to one text in a chat of its own; what was refused on the way fails the test."""
        chat = next(_chats)
        self.api.chats.says(text, chat_id=chat, user_id=chat)
        return self.api.wait_for(replies, REPLY_S, chat_id=chat)

    def settle(self) -> None:
        """Return when every update so far has been dealt with: a later question has been answered."""
        self.api.wait_taken(REPLY_S)
        self.ask(QUERY)


@contextmanager
def talking(folder: Path, index: Path) -> Iterator[Talk]:
    """A server and a started program of their own."""
    with BotApi() as api, Program(folder, index, telegram_token=TOKEN, telegram_api_url=api.url) as program:
        try:
            api.wait_polled(START_S)
        except TimeoutError as error:
            raise AssertionError(f"the program does not poll: {program.printed}") from error
        yield Talk(api, program)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus that ships, built once a test run, also when several workers share the tests."""
    base = tmp_path_factory.getbasetemp()
    shared_base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared_base / "conversations-index"
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("MINISTERSVAR_")}
    with FileLock(shared_base / "conversations-index.lock"):
        subprocess.run(
            [sys.executable, "-m", "bot.cli", "index", "build", "--index", str(folder)],
            cwd=base, env=environment | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, index: Path) -> Iterator[Talk]:
    """One started program that most tests share, each with chats of its own; it prints no token and no query."""
    with talking(tmp_path_factory.mktemp("running"), index) as talk:
        yield talk
        assert TOKEN not in talk.program.printed
        assert QUERY not in talk.program.printed


@pytest.fixture
def talk(running: Talk) -> Iterator[Talk]:
    """The shared program where nothing goes wrong: nothing it sends is refused, nothing fails in its log."""
    refused_before, lines_before = len(running.api.refused), len(running.program.lines)
    yield running
    assert running.api.refused[refused_before:] == []
    log = "\n".join(running.program.lines[lines_before:])
    assert "Traceback" not in log
    assert "ERROR" not in log


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
    chat = next(_chats)
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
    chat = next(_chats)
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


@pytest.mark.parametrize("failure", ["reset", "lost"])
def test_a_failed_send_is_never_repeated_and_the_next_question_is_answered(running: Talk, failure: Failure) -> None:
    # Telegram may have shown the message or not: a lost reply is asked for again, a doubled one is clutter.
    chat = next(_chats)
    running.api.fail_next("sendMessage", failure)
    running.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    running.api.chats.says("/start", chat_id=chat, user_id=chat)
    expected = 2 if failure == "lost" else 1
    *cited, start = running.api.wait_for(expected, REPLY_S, chat_id=chat)
    assert [QUOTE in reply.text for reply in cited] == [True] * (expected - 1)
    assert "Skriv dit spørgsmål" in start.text
    running.settle()
    assert len(_sends(running.api, chat)) == 2


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
