"""The bot under load and under failures, over loopback: `python -m tests.stress`. Minutes, so no part of the tests.

Printed are the figures that the promises about groups, lost responses and kills are judged by.
"""

import argparse
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from index.generation import Generation
from index.shelf import current
from tests.bot.program import QUERY, QUOTE, REPLY_S, START_S, Program, Talk, talking
from tests.bot.test_operating import free_port
from tests.botapi import TOKEN, BotApi, Sent
from tests.botwire import Failure

GROUP = -1_000_000_000_001
QUIET_S = 8
FAILURES: list[Failure] = ["429", "502", "reset", "lost"]


def _memory_kb(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def _answered(talk: Talk, chat: int | None = None) -> Counter[tuple[int, int]]:
    """How often each message was replied to in a group, or how many messages a private chat holds."""
    replies = (sent.params.get("reply_parameters", {}).get("message_id", 0) for sent in talk.api.shown(chat))
    return Counter((sent.chat_id, reply) for sent, reply in zip(talk.api.shown(chat), replies, strict=True))


def _quiet(api: BotApi) -> None:
    """Return when nothing but polls has been called for some seconds."""
    while True:
        done = len(api.calls)
        time.sleep(QUIET_S)
        if all(call.method == "getUpdates" for call in api.calls[done:]):
            return


def group(folder: Path, index: Path) -> dict[str, object]:
    """50 users, 500 messages that are not addressed and 60 that are, at once."""
    with talking(folder, index) as talk:
        chats, topics = talk.api.chats, {}
        for n in range(560):
            topic = 71 + n % 3
            text = f"/spg {QUERY}" if n % 28 < 3 else f"snak {n}"
            message = chats.says(text, chat_id=GROUP, user_id=n % 50 + 1, message_thread_id=topic)
            if text[0] == "/":
                topics[message] = topic
        started = time.monotonic()
        talk.api.wait_until(lambda: all("Opdateret" in sent.text for sent in talk.api.shown(GROUP))
                            and len(talk.api.shown(GROUP)) >= len(topics), 600, "all replies")  # fmt: skip
        took_s = time.monotonic() - started
        talk.settle()
        times = [call.at for call in talk.api.named(GROUP)]
        shown = talk.api.shown(GROUP)
        return {
            "addressed": len(topics),
            "replies": len(shown),
            "replied once": Counter(_answered(talk, GROUP).values()),
            "in another topic": sum(
                sent.params["message_thread_id"] != topics[sent.params["reply_parameters"]["message_id"]]
                for sent in shown
            ),
            "most calls in any minute": max(sum(at <= other < at + 60 for other in times) for at in times),
            "refused": [why for _, why in talk.api.refused],
            "seconds": round(took_s),
        }


def _held(port: int) -> Counter[str]:
    """How often the loop was held for longer than so many seconds."""
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    upto = {le: int(float(n)) for le, n in re.findall(r'loop_held_seconds_bucket\{le="([^"]+)"\} (\S+)', text)}
    return Counter({f"over {le} s": upto["+Inf"] - n for le, n in upto.items() if le in ("0.02", "0.05", "0.1", "0.2")})


def failures(folder: Path, index: Path, queries: int) -> dict[str, object]:
    """Private queries by 100 users, with 5 % each of four failures on every call."""
    dice = random.Random(7)  # figures that can be had again
    asked = {QUERY: QUOTE, "Hvad koster en liter mælk?": "kan jeg ikke finde svar på"}  # in turns: neighbours differ

    def chance(_method: str) -> Failure | None:
        roll = dice.random()
        return FAILURES[int(roll / 0.05)] if roll < 0.2 else None

    def kind(sent: Sent) -> int | None:
        return next((n for n, words in enumerate(asked.values()) if words in sent.text), None)

    port = free_port()
    with talking(folder, index, metrics_port=str(port)) as talk:
        talk.ask(QUERY)
        held = _held(port)
        memory_kb = [_memory_kb(talk.program.process.pid)]
        talk.api.chance = chance
        each = queries // 100
        for half in (range(each // 2), range(each // 2, each)):
            for n in half:
                for user in range(10_000, 10_100):
                    talk.api.chats.says(list(asked)[n % 2], chat_id=user, user_id=user)
            talk.api.wait_taken(600)
            _quiet(talk.api)
            memory_kb.append(_memory_kb(talk.program.process.pid))
        talk.api.chance = lambda _method: None
        shown = [sent for sent in talk.api.shown() if sent.chat_id >= 10_000]
        kinds = {
            user: [kind(sent) for sent in shown if sent.chat_id == user and kind(sent) is not None]
            for user in range(10_000, 10_100)
        }
        runs = [[(found, len(list(run))) for found, run in itertools.groupby(kinds[user])] for user in kinds]
        expected = [n % 2 for n in range(each)]
        return {
            "queries": queries,
            "users answered in full, in order": sum([found for found, _ in run] == expected for run in runs),
            "queries by how often they are shown": dict(Counter(count for run in runs for _, count in run)),
            "other messages": dict(Counter(sent.text for sent in shown if kind(sent) is None)),
            "memory grew by MB in each half": [(b - a) // 1024 for a, b in itertools.pairwise(memory_kb)],
            "loop held": _held(port) - held,
        }


def kills(folder: Path, index: Path, times: int) -> dict[str, object]:
    """The program killed at random moments and started again while queries keep coming."""
    dice, asked = random.Random(7), 0
    with BotApi() as api:
        for _ in range(times):
            with Program(folder, index, telegram_token=TOKEN, telegram_api_url=api.url) as program:
                if not program.says("ready as", START_S):
                    raise RuntimeError(program.printed)
                for _ in range(5):
                    api.chats.says(f"/spg {QUERY}", chat_id=GROUP - 1 - asked % 25, user_id=asked % 25 + 1)
                    asked += 1
                time.sleep(dice.uniform(0, 0.3))
                program.process.kill()
        held = len(api.chats.updates)
        with Program(folder, index, telegram_token=TOKEN, telegram_api_url=api.url) as program:
            talk = Talk(api, program)
            api.wait_taken(REPLY_S)
            talk.settle()
            _quiet(api)
            replied = Counter(key for key in _answered(talk).elements() if key[0] < 0)
        return {
            "asked": asked,
            "still held by the server at the last start": held,
            "replied": len(replied),
            "replied twice": sum(count > 1 for count in replied.values()),
        }


def memory(folder: Path, index: Path, documents: Path | None, queries: int) -> dict[str, object]:
    """Private queries by 300 users, each of them a question that the documents hold; memory after every thousand."""
    generation = Generation(current(index))
    questions = [generation.document_at(row).question_text for row in sorted(generation.searched)]
    generation.close()
    settings = {"documents": str(documents)} if documents else {}
    after = dict[int, float]()
    with talking(folder, index, **settings) as talk:
        for n in range(queries):
            user = 10_000 + n % 300
            talk.api.chats.says(questions[n % len(questions)], chat_id=user, user_id=user)
            if n % 300 == 299 or n + 1 == queries:
                talk.api.wait_for(n + 1, 120)
            if (n + 1) % 1000 == 0:
                after[len(talk.api.sent)] = round(_memory_kb(talk.program.process.pid) / 1024, 1)
    return {"different queries": len(set(questions)), "resident MB after so many replies": after}


def main() -> None:
    """Run what is named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], "group", "failures", "kills", "memory"], default=[])
    parser.add_argument("--index", type=Path, help="for memory: one of your own, of these documents")
    parser.add_argument("--documents", type=Path)
    given = parser.parse_args()
    wanted = given.what or ["group", "failures", "kills", "memory"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = folder / "index"
        command = [sys.executable, "-m", "bot.cli", "index", "build", "--index", str(index)]
        subprocess.run(command, check=True, capture_output=True)
        for what in wanted:
            (own := folder / what).mkdir()
            match what:
                case "group":
                    found = group(own, index)
                case "failures":
                    found = failures(own, index, 1000)
                case "kills":
                    found = kills(own, index, 20)
                case _:
                    found = memory(own, given.index or index, given.documents, 10_000)
            print(json.dumps({what: found}, ensure_ascii=False, default=str), flush=True)


if __name__ == "__main__":
    main()
