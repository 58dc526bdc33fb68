"""Noticing that a folder has changed and come to rest. What is done then is left to the caller.

File events wake it at once; where they do not arrive (network folders), it looks for itself now and then.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch

from corpus.files import Stamp, sources

log = logging.getLogger(__name__)

POLL_S = 30.0
LONGEST_S = 3600.0
QUIET_S = 0.5  # a folder in which nothing changes for so long is at rest: no file is still growing
PATIENCE_S = 120.0  # what is complete is not kept waiting longer by what never comes to rest
STEP_MS = 100
HEARD_S = 1.0  # how long a silence is waited for

State = dict[str, Stamp]
Rest = Callable[[], None]  # returns once the folder has come to rest, or at the stop


def state_of(folder: Path) -> State:
    """The stamp of every file; without those that go while it looks. An empty state for a folder that is not there."""
    found = {}
    for source, entry in sources(folder).items():
        try:
            found[source] = Stamp.of(entry)
        except OSError:
            continue
    return found


def at_rest(folder: Path, stop: threading.Event, quiet_s: float = QUIET_S, patience_s: float = PATIENCE_S) -> State:
    """The folder's state once nothing has changed for a while; the last one seen if that takes too long."""
    state, since = state_of(folder), time.monotonic()
    deadline = since + patience_s
    while time.monotonic() < deadline and not stop.wait(quiet_s / 5):
        now = state_of(folder)
        if now != state:
            state, since = now, time.monotonic()
        elif time.monotonic() - since >= quiet_s:
            return state
    return state


def _wakes(folder: Path, stop: threading.Event, poll_s: float) -> Iterator[None]:
    """Now, at every event below the folder, and every `poll_s` seconds; also while the folder is not there.

    Once more soon after events are listened for: what changed just before was not heard.
    """
    yield
    while not stop.is_set():
        looked = time.monotonic() - poll_s
        try:
            events = watch(
                folder, stop_event=stop, step=STEP_MS, debounce=STEP_MS, rust_timeout=int(min(poll_s, HEARD_S) * 1000),
                yield_on_timeout=True, raise_interrupt=False, watch_filter=None, ignore_permission_denied=True,
            )  # fmt: skip
            for changes in events:
                if changes or time.monotonic() - looked >= poll_s:
                    looked = time.monotonic()
                    yield
        except (OSError, RuntimeError) as error:  # it has gone, or there are more folders than can be watched
            log.warning("no file events from %s (%s); looking every %.0f s", folder, type(error).__name__, poll_s)
            stop.wait(poll_s)
            yield


def follow(
    folder: Path,
    act: Callable[[Rest], bool],
    stop: threading.Event,
    *,
    poll_s: float = POLL_S,
    quiet_s: float = QUIET_S,
) -> None:
    """Call `act` at the start, and whenever the folder is in another state, until told to stop.

    Args:
        folder: of documents; it may go and come back.
        act: gets ready, calls what it is given, which returns once the folder has come to rest, and does its work;
            gives False where that failed: it is called again at the next poll, and while nothing changes, after
            twice the time each, `LONGEST_S` at most.
        stop: ends it within a tenth of a second.
        poll_s: seconds between two looks where no event arrives.
        quiet_s: seconds without change that count as rest.
    """
    done: State | None = None
    failed: State | None = None
    again_at = delay = 0.0
    state: State = {}

    def rest() -> None:
        nonlocal state
        state = at_rest(folder, stop, quiet_s)

    for _ in _wakes(folder, stop, poll_s):
        # Again at once if something has changed meanwhile: the first time, no event is listened for yet.
        while not stop.is_set() and (now := state_of(folder)) != done:
            if now == failed and time.monotonic() < again_at:
                break
            if act(rest):
                done = state
                continue
            delay = min(2 * delay, LONGEST_S) if state == failed else poll_s / 2
            failed, again_at = state, time.monotonic() + delay
            break
        if stop.is_set():
            return
