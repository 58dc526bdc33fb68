"""The index built in a process of its own, with lower priority, so that answering never waits for it.

What is built is left to `index.build`, when, to the caller.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from bot.settings import PREFIX, Settings

log = logging.getLogger(__name__)

STOP_S = 10.0
STEP_S = 0.1
GO = "\n"  # what the builder waits for, or the end of what it could read


def _command(settings: Settings) -> list[str]:
    chosen = ["--documents", str(settings.documents)] if settings.documents else []
    return [
        sys.executable,
        "-m",
        "bot.cli",
        "index",
        "build",
        "--background",
        "--json",
        "--index",
        str(settings.index),
        *chosen,
    ]


def rebuild(
    settings: Settings, stop: threading.Event, ready: Callable[[], None] = lambda: None
) -> dict[str, Any] | None:
    """Make the index match the documents; what `index build --json` prints, or None if it failed or was stopped.

    Where no process can be started now, that is a failure like any other.

    Args:
        settings: say which documents and which index.
        stop: ends the build.
        ready: returns when it is to begin; meanwhile the process is started and loads its modules.
    """
    environment = {name: value for name, value in os.environ.items() if name != f"{PREFIX}TELEGRAM_TOKEN"}
    try:
        started = subprocess.Popen(  # noqa: S603  our own program, with paths from the settings
            _command(settings), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except OSError as error:  # no memory or no process to be had
        log.error("the index was not renewed, the old one keeps serving: %s", error.strerror)
        return None
    with started as child:
        ended = threading.Thread(target=_end_with, args=(child, stop), daemon=True)
        ended.start()
        ready()
        out, err = child.communicate(GO)
    if stop.is_set():
        return None
    if child.returncode:
        reason = err.strip().splitlines()[-1] if err.strip() else f"exit code {child.returncode}"
        log.error("the index was not renewed, the old one keeps serving: %s", reason.removeprefix("error: "))
        return None
    found: dict[str, Any] = json.loads(out)
    if found["built"]:
        changes, skipped = found["changes"], found["skipped"]
        counts = ", ".join(f"{count} {name}" for name, count in changes.items())
        log.info("index renewed: %s; %d skipped; generation %s", counts, len(skipped), found["generation"])
        for skip in skipped:
            log.warning("skipped %s: %s", skip["source"], skip["reason"])
    return found


def _end_with(child: "subprocess.Popen[str]", stop: threading.Event) -> None:
    """Stop the child when told to; it holds nothing that it would not hold after a crash."""
    while child.poll() is None:
        if stop.wait(STEP_S):
            child.terminate()
            try:
                child.wait(STOP_S)
            except subprocess.TimeoutExpired:
                child.kill()
            return
