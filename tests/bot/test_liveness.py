"""A bot that is stuck ends itself; one that is busy, or was stopped as a whole, does not."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.liveness import STUCK, Liveness, Pulse

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, sys, time
from bot.liveness import Liveness, Pulse

live = Liveness(Pulse(lambda _: None), held_limit_s=1, deaf_limit_s=1, tick_s=0.05)

async def main():
    stop = live.watch()
    print("ready", flush=True)
    {body}
    stop()
    print("well", flush=True)

with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(live.pulse)) as runner:
    runner.run(main())
"""
HELD = "time.sleep(30)"
DEAF = "live.polled(); await asyncio.sleep(30)"
FINE = "[(live.polled(), time.sleep(0.1), await asyncio.sleep(0.1)) for _ in range(8)]"
PAUSED = "live.polled(30); await asyncio.sleep(1.5)"


def start(body: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(body=body)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(("body", "words"), [(HELD, "its loop has been held"), (DEAF, "polling has stopped")])
def test_a_stuck_program_says_where_and_ends_with_its_own_code(body: str, words: str) -> None:
    with start(body) as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == STUCK
    assert words in said
    assert "in main" in said or body == DEAF  # the stack of the thread that is held


@pytest.mark.parametrize("body", [FINE, PAUSED])
def test_one_that_works_or_was_told_to_wait_goes_on(body: str) -> None:
    with start(body) as process:
        printed, said = process.communicate(timeout=20)
    assert (process.returncode, printed.splitlines()[-1], said) == (0, "well", "")


def test_one_that_was_stopped_as_a_whole_goes_on() -> None:
    with start("await asyncio.sleep(1.5); live.polled()") as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(1.5)
        os.kill(process.pid, signal.SIGCONT)
        assert process.wait(20) == 0


def test_what_holds_the_loop_is_measured() -> None:
    held: list[float] = []
    pulse = Pulse(held.append)

    async def main() -> None:
        await asyncio.sleep(0.2)
        time.sleep(0.15)  # noqa: ASYNC251  what is measured
        await asyncio.sleep(0)
        await asyncio.sleep(0.05)

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(pulse)) as runner:
        runner.run(main())
    assert 0.15 <= max(held) < 0.3
    assert Liveness(pulse).trouble() is None
