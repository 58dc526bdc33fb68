"""The bot for as long as one likes: `python -m tests.soak --minutes 20`. No part of the tests.

30 groups and 300 users ask over loopback while calls fail, the index is renewed twice and the program is restarted in
the middle. Printed are the figures that the promises about running for long are judged by.
"""

import argparse
import json
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, SupportsIndex

from bot.texts import DANISH, ENGLISH
from corpus.files import default_folder
from tests.bench import QUERIES
from tests.bot.program import QUERY, START_S, STOP_S, Program
from tests.botapi import TOKEN, BotApi, Sent
from tests.botwire import Failure
from tests.busy import MARK
from tests.stress import GROUP, _memory_kb, _quiet

GROUPS, USERS = 30, 300
RATE = 4.0  # queries a second, one in three of them in a group
FAULTS = 0.005  # of all calls, for each kind; a 429, and a failed poll, cost a second by themselves
KINDS: tuple[Failure, ...] = ("429", "502", "lost", "reset")

Key = tuple[int, int]


class Shown(list[Sent]):
    """The bot's messages, and when each came to stand as it does."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[Key, float] = {}

    def append(self, sent: Sent) -> None:
        """A new one."""
        self.at[sent.chat_id, sent.message_id] = time.monotonic()
        super().append(sent)

    def __setitem__(self, place: SupportsIndex | slice, sent: Any) -> None:
        self.at[sent.chat_id, sent.message_id] = time.monotonic()
        super().__setitem__(place, sent)


def _faults(dice: random.Random, share: float, failed: Counter[str]) -> Callable[[str], Failure | None]:
    def chance(_method: str) -> Failure | None:
        place = int(dice.random() / share) if share else len(KINDS)
        if place >= len(KINDS):
            return None
        failed[KINDS[place]] += 1
        return KINDS[place]

    return chance


def _replies(asked: dict[Key, float], shown: Shown) -> dict[Key, list[float]]:
    """When each query's replies came to stand as they do: in a private chat, those before the next query.

    A notice that a reply may be lost is none, unless it was made the reply.
    """
    found: dict[Key, list[float]] = {key: [] for key in asked}
    of_chat: dict[int, list[Key]] = {}
    for key in asked:
        of_chat.setdefault(key[0], []).append(key)
    for sent in shown:
        if sent.text in (DANISH.doubtful, ENGLISH.doubtful):
            continue
        at = shown.at[sent.chat_id, sent.message_id]
        if sent.chat_id < 0:
            key = sent.chat_id, sent.params["reply_parameters"]["message_id"]
        else:
            key = max((key for key in of_chat[sent.chat_id] if asked[key] <= at), key=lambda key: asked[key])
        found[key].append(at)
    return found


def _errors(programs: list[Program]) -> list[str]:
    lines = (json.loads(line) for program in programs for line in program.lines if line.startswith("{"))
    return [f"{line['logger']}: {line['message']}" for line in lines if line["level"] in ("ERROR", "CRITICAL")]


def _often(replies: Iterable[list[float]]) -> dict[int, int]:
    return dict(Counter(map(len, replies)))


def _p95(waits: list[float]) -> float:
    return round(statistics.quantiles(waits, n=20)[-1], 2)


def soak(folder: Path, minutes: float, faults: float) -> dict[str, object]:
    """The figures of a run."""
    documents = folder / "documents"
    shutil.copytree(default_folder(), documents)
    dice = random.Random(7)  # figures that can be had again
    settings = {"documents": str(documents), "telegram_token": TOKEN}
    asked: dict[Key, float] = {}
    memory: list[tuple[int, int]] = []  # replies so far, kB
    programs: list[Program] = []
    failed: Counter[str] = Counter()
    with BotApi() as api, ExitStack() as stack:
        shown = api.sent = Shown()

        def start() -> Program:
            program = stack.enter_context(Program(folder, folder / "index", telegram_api_url=api.url, **settings))
            if not program.says("ready as", START_S):
                raise RuntimeError(program.printed)
            programs.append(program)
            return program

        program = start()
        api.chance = _faults(dice, faults, failed)
        began = time.monotonic()
        end, number, restart = began + 60 * minutes, 0, (0.0, 0.0)
        todo = ["renew", "restart", "renew"]
        while time.monotonic() < end:
            if todo and time.monotonic() - began > 60 * minutes * (4 - len(todo)) / 4:
                if todo.pop(0) == "renew":
                    (documents / f"utopia{len(todo)}.txt").write_text(MARK.format(price=100 + number), encoding="utf-8")
                else:
                    away = time.monotonic()
                    program.process.send_signal(signal.SIGTERM)
                    if program.ended(2 * STOP_S) != 0:
                        raise RuntimeError(program.printed)
                    program, restart = start(), (away, time.monotonic())
            chat = GROUP - number // 3 % GROUPS if number % 3 == 0 else 20_000 + number % USERS
            user = 20_000 + number % USERS
            words = QUERIES[number % len(QUERIES)] if number % 2 else QUERY
            key = chat, api.chats.says(f"/spg {words}" if chat < 0 else words, chat_id=chat, user_id=user)
            asked[key] = time.monotonic()
            number += 1
            if number % 20 == 0:
                memory.append((len(shown), _memory_kb(program.process.pid)))
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
        api.wait_taken(600)
        _quiet(api)
        program.process.send_signal(signal.SIGTERM)
        program.ended(STOP_S)
        replies = _replies(asked, shown)
        waits = {key: min(at) - asked[key] for key, at in replies.items() if at}
        calm = [wait for key, wait in waits.items() if not restart[0] - 2 < asked[key] < restart[1] + 2]
    second = [kb for count, kb in memory if count > len(shown) / 2]
    return {
        "minutes": minutes,
        "share of calls that fail, for each kind": faults,
        "queries": len(asked),
        "in groups, by how often answered": _often(at for key, at in replies.items() if key[0] < 0),
        "in private, by how often answered": _often(at for key, at in replies.items() if key[0] > 0),
        "error level lines": _errors(programs),
        "generations served": sum("answering from generation" in line for p in programs for line in p.lines),
        "restart took s": round(restart[1] - restart[0], 1),
        "p50 s": round(statistics.median(waits.values()), 3),
        "p95 s": _p95(list(waits.values())),
        "p95 s outside the restart": _p95(calm),
        "resident MB at the end": memory[-1][1] // 1024,
        "growth MB over the second half": round((second[-1] - second[0]) / 1024, 1),
        "replies": len(shown),
        "calls that failed": dict(failed),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--faults", type=float, default=FAULTS, help="share of calls that fail, for each kind")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ministersvar-soak-") as folder:
        print(json.dumps(soak(Path(folder), arguments.minutes, arguments.faults), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
