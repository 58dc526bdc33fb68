"""The bot against updates that Telegram would never send: `python -m tests.fuzz --count 10000 --seed 1`.

Realistic updates of every kind are spoilt and go the way of a poll's answer through the real program, with a Bot API in
the same process. Looked for: an exception that nobody handles, a line of level ERROR, anybody's words in the log, and a
call that the update does not ask for. What it may ask for is judged from the JSON here, not by `bot.gate`. The same
number gives the same update: `--only N` tries one again.
"""

import argparse
import asyncio
import contextlib
import io
import json
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot import application as wiring
from bot import logs
from bot.application import Kept, make_application
from bot.ledger import Ledger
from bot.pace import Pace
from bot.polling import AnyApplication
from bot.service import Service
from bot.settings import Settings
from bot.state import State
from bot.updates import Unreadable, of_answer
from bot.watch import Watch
from tests.botapi import TOKEN, BotApi, Call
from tests.botchats import ME
from tests.botwire import File, Params, Refused, read_body
from tests.fuzz_updates import ADMIN, BOT, SECRET, Case, cases, spoilt

BATCH = 20
ASKS = frozenset({"getFile", "setMyCommands"})  # that nobody sees


class Anywhere(BotApi):
    """A Bot API in which every chat, topic and query exists and no group calls too often: the rest is as strict."""

    def _check_chat(self, chat_id: int) -> None:
        self.chats.known.setdefault(chat_id, self.chats.chat(chat_id))
        if topic := self.calls[-1].params.get("message_thread_id"):
            self.chats.topics.setdefault(chat_id, set()).add(topic)

    def _check_open(self, query_id: str) -> bool:
        return True

    def asked(self, url: str, data: RequestData | None) -> tuple[int, bytes]:
        """The status and body of a request."""
        if "/file/" in url:
            return 200, SECRET.encode()
        method = url.rsplit("/", 1)[-1]
        params = read_body("application/json", data.json_payload) if data else {}
        files = data.multipart_data if data and data.contains_files else {}
        params |= {name: File(str(part[0]), b"") for name, part in files.items()}
        self.calls.append(Call(method, params, 0.0))
        try:
            if method == "getFile":
                return 200, _body({"file_id": "d", "file_unique_id": "u", "file_path": "documents/d"})
            return 200, _body(self._carry_out(method, params))
        except Refused as refusal:
            self.refused.append((self.calls[-1], refusal.description))
            return refusal.code, json.dumps({"ok": False, "description": refusal.description}).encode()


def _body(result: Any) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


class Inside(BaseRequest):
    """Requests that never leave the process."""

    def __init__(self, api: Anywhere) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        """None is waited for."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """The status and body."""
        return self._api.asked(url, request_data)


class Still(Service):
    """An index that is never renewed."""

    def renew(self, *_: object) -> dict[str, Any] | None:
        """Nothing changes."""
        return {"built": False, "documents": 1, "passages": 1, "generation": "g"}


def _may_answer(message: Any, *, edited: bool = False) -> bool:
    """Whether a message asks for anything, as far as its JSON tells."""
    match message:
        case {"from": {"is_bot": True}} if not message.get("sender_chat"):
            return False
        case {"chat": {"type": "private"}}:
            return True
        case {"chat": {"type": "group" | "supergroup"}} if not edited:
            pass
        case _:
            return False
    said = str(message.get("text") or message.get("caption") or "").casefold()
    marks = [*(message.get("entities") or ()), *(message.get("caption_entities") or ())]
    named = any(mark.get("type") == "text_mention" and mark.get("user", {}).get("id") == ME["id"] for mark in marks)
    answers = (message.get("reply_to_message") or {}).get("from") or {}
    return said.startswith("/spg") or BOT.casefold() in said or named or answers.get("id") == ME["id"]


def _asked_for(update: Params, call: Call) -> bool:
    """Whether some part of an update that can be read asks for this call."""
    chat = call.params.get("chat_id")

    def names(message: Any) -> bool:
        return isinstance(message, dict) and isinstance(message.get("chat"), dict) and message["chat"].get("id") == chat

    press, joined = update.get("callback_query"), update.get("my_chat_member")
    match call.method:
        case "answerInlineQuery":
            return bool((update.get("inline_query") or {}).get("id") == call.params["inline_query_id"])
        case "answerGuestQuery":
            return bool((update.get("guest_message") or {}).get("guest_query_id") == call.params["guest_query_id"])
        case "answerCallbackQuery":
            return isinstance(press, dict) and press.get("id") == call.params["callback_query_id"]
        case method if method in ASKS:
            return bool(update.get("message")) or isinstance(press, dict)
    if isinstance(press, dict) and names(press.get("message")):
        return True
    if call.method == "sendMessage" and names(joined):
        return True
    return any(
        names(update.get(kind)) and _may_answer(update[kind], edited=kind == "edited_message")
        for kind in ("message", "edited_message")
    )


@dataclass
class Found:
    """What was tried and what came of it; each fault names the number of its update."""

    updates: int = 0
    unreadable: int = 0
    answered: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, Params]] = field(default_factory=list)


class Fuzz:
    """One program that meets every update."""

    def __init__(self, application: AnyApplication, api: Anywhere, log: io.StringIO, seed: int | None) -> None:
        self._application, self._api, self._log, self._seed = application, api, log, seed
        self._processor = application.update_processor
        self.found = Found()

    def made(self, n: int) -> Case:
        """The update with a number; without a seed they are sound, each kind in its turn."""
        realistic = cases(n)
        if self._seed is None:
            update, answered = realistic[n % len(realistic)]
            return Case({"update_id": n, **update}, answered)
        dice = random.Random(f"{self._seed}:{n}")
        update = dice.choice(realistic).update
        return Case({"update_id": n, **spoilt(update, realistic, dice)}, None)

    def _fault(self, n: int, what: str, update: Params) -> None:
        self.found.faults.append((n, what, update))

    async def run(self, numbers: range) -> None:
        """Try updates, twenty an answer."""
        for first in range(numbers.start, numbers.stop, BATCH):
            made = {n: self.made(n) for n in range(first, min(first + BATCH, numbers.stop))}
            answer = json.dumps({"ok": True, "result": [case.update for case in made.values()]}).encode()
            self.found.updates += len(made)
            try:
                given = json.loads((await of_answer(answer))[0])["result"]
            except Unreadable:
                self.found.unreadable += len(made)
                continue
            for update, read in zip(given, Update.de_list(given, self._application.bot), strict=True):
                n = update["update_id"]
                before = made[n] if n in made else Case(update, None)
                self.found.unreadable += len(update) == 1
                await self._meet(n, before, read)

    async def _meet(self, n: int, case: Case, read: Update) -> None:
        calls, lines = len(self._api.calls), self._log.tell()
        refused, work = len(self._api.refused), self._application.process_update(read)
        try:
            await self._processor.process_update(read, work)
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.gather(*others)
        except Exception as error:  # that nothing comes through here is what is tested
            work.close()
            self._fault(n, f"raised {type(error).__name__}: {error}", case.update)
        made = self._api.calls[calls:]
        for call in made:
            self.found.calls[call.method] += 1
            if not _asked_for(case.update, call):
                self._fault(n, f"not asked for: {call.method}", case.update)
        for call, why in self._api.refused[refused:]:
            if "not modified" not in why and "not found" not in why:
                self._fault(n, f"refused: {call.method}: {why}", case.update)
        self.found.answered += bool(made)
        if case.answered is not None and case.answered != bool(made):
            self._fault(n, f"{'not answered' if case.answered else 'answered'} as it stands", case.update)
        self._log.seek(lines)
        for line in self._log.read().splitlines():
            level = json.loads(line)["level"]
            if level in ("ERROR", "CRITICAL"):
                trace = json.loads(line).get("trace", "").splitlines()
                self._fault(n, f"{level}: {json.loads(line)['message']} {' '.join(trace[-3:])}", case.update)
            if SECRET in line.casefold():
                self._fault(n, f"words in the log: {line[:200]}", case.update)


@contextlib.contextmanager
def _logging() -> Iterator[io.StringIO]:
    """What the program logs, as its operator would see it."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    with contextlib.redirect_stderr(stream):
        logs.configure(TOKEN)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        await asyncio.sleep(0)
        self.now += seconds


async def _tried(settings: Settings, kept: Kept, library: Still, numbers: range, seed: int | None) -> Found:
    clock = Clock()
    with Anywhere() as api, _logging() as log:
        with patch.object(wiring, "WatchedRequest", lambda _: Inside(api)):
            application = make_application(settings, TOKEN, library, kept, Pace(clock, clock.sleep), lambda: None)
        await application.initialize()
        fuzz = Fuzz(application, api, log, seed)
        await fuzz.run(numbers)
        await application.shutdown()
        return fuzz.found


def fuzz(folder: Path, index: Path, numbers: range, seed: int | None) -> Found:
    """Try the updates with these numbers on a program whose state is new; without a seed they are sound."""
    settings = Settings(index=index, state=folder, admins=(ADMIN,), telegram_api_url="http://127.0.0.1:1")
    library = Still(settings)
    with (
        contextlib.closing(State(folder, settings.keep_days)) as state,
        contextlib.closing(Ledger(folder, settings.admins)) as ledger,
        contextlib.closing(Watch(folder)) as watch,
    ):
        return asyncio.run(_tried(settings, (state, ledger, watch), library, numbers, seed))


def main() -> None:
    """Print what was found; exit 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the one update with this number")
    parser.add_argument("--index", type=Path, help="built anew without it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        numbers = range(1, given.count + 1) if given.only is None else range(given.only, given.only + 1)
        found = fuzz(Path(name), given.index or Path(name) / "index", numbers, given.seed)
    for n, what, update in found.faults[:20]:
        print(n, what, json.dumps(update)[:2000], sep="\n  ")
    kinds = Counter(what for _, what, _ in found.faults)
    print(json.dumps({"updates": found.updates, "cannot be read": found.unreadable, "answered": found.answered,
                      "calls": found.calls, "faults": kinds}, ensure_ascii=False))  # fmt: skip
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
