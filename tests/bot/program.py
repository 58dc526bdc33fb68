"""The real program, run as a subprocess against the fake Bot API server on loopback, and talks with it."""

import itertools
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, Self

from tests.botapi import TOKEN, BotApi, Sent

ROOT = Path(__file__).resolve().parents[2]
QUERY = "Er forskningscenteret finansieret?"
QUOTE = "Der er ikke afsat midler til"
LABEL = "SOU alm. del, svar på spm. 663"
CITED = re.compile(rf"^\[1\](?: \[\d\])* {re.escape(LABEL)}", re.MULTILINE)  # a refusal names it without a number
START_S, REPLY_S, STOP_S = 90, 60, 30  # the first two generous: they are met at once unless something is wrong

_chats = itertools.count(2001)
_groups = itertools.count(1)


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

    def group(self) -> int:
        """A group of its own for a test."""
        return -1_000_000_000_000 - next(_groups)

    def chat(self) -> int:
        """A private chat of its own for a test; its user has the same id."""
        return next(_chats)

    def settle(self) -> None:
        """Return when every update so far has been dealt with: a later question has been answered."""
        self.api.wait_taken(REPLY_S)
        self.ask(QUERY)


@contextmanager
def talking(folder: Path, index: Path, **settings: str) -> Iterator[Talk]:
    """A server and a started program of their own."""
    with BotApi() as api, Program(folder, index, telegram_token=TOKEN, telegram_api_url=api.url, **settings) as program:
        try:
            api.wait_polled(START_S)
        except TimeoutError as error:
            raise AssertionError(f"the program does not poll: {program.printed}") from error
        yield Talk(api, program)
