"""Whether the bot is alive: one that is stuck ends itself with a code of its own, and its supervisor starts it again.

Stuck is a loop that one thing holds for a minute, or a poller that has not come back from Telegram for minutes. That
Telegram cannot be reached is not being stuck: the poller comes back and says so.
"""

import faulthandler
import os
import selectors
import sys
import threading
import time
from collections.abc import Callable
from selectors import SelectorKey

HELD_S = 60.0  # of the loop
DEAF_S = 300.0  # from the end of one poll to the end of the next; a poll ends after a quarter of a minute at most
TICK_S = 1.0
NOTED_S = 0.01
STUCK = 75  # the exit code: EX_TEMPFAIL of sysexits.h


class Pulse(selectors.DefaultSelector):
    """What an asyncio loop waits in, and so knows how long the loop was elsewhere.

    Args:
        held: is told each time that the loop was held for 10 ms or longer, in seconds.
    """

    def __init__(self, held: Callable[[float], object]) -> None:
        super().__init__()
        self._held = held
        self._since: float | None = None

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """As the base; called by the loop once a turn."""
        if (held_s := self.held_s()) >= NOTED_S:
            self._held(held_s)
        self._since = None
        try:
            return super().select(timeout)
        finally:
            self._since = time.monotonic()

    def held_s(self) -> float:
        """How long the loop has been held until now, from any thread; 0 while it waits."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since


class Liveness:
    """Watches from a thread of its own.

    Args:
        pulse: the loop's.
        held_limit_s: how long the loop may be held.
        deaf_limit_s: how long a poll may take to come back.
        tick_s: between two looks.
    """

    def __init__(
        self, pulse: Pulse, held_limit_s: float = HELD_S, deaf_limit_s: float = DEAF_S, tick_s: float = TICK_S
    ) -> None:
        self.pulse = pulse
        self._held_limit_s, self._deaf_limit_s, self._tick_s = held_limit_s, deaf_limit_s, tick_s
        self._poll_due: float | None = None

    def polled(self, pause_s: float = 0.0) -> None:
        """A poll begins or has come back; the next may wait so long, if Telegram says so."""
        self._poll_due = time.monotonic() + pause_s + self._deaf_limit_s

    def trouble(self) -> str | None:
        """What is stuck now; None if nothing is."""
        if (held_s := self.pulse.held_s()) > self._held_limit_s:
            return f"its loop has been held for {held_s:.0f} s"
        if self._poll_due is not None and time.monotonic() > self._poll_due:
            return "polling has stopped"
        return None

    def watch(self) -> Callable[[], None]:
        """Start watching; returns what ends it. Once stuck, the program says where on stderr, and is gone."""
        ended = threading.Event()

        def look() -> None:
            looked = time.monotonic()
            while not ended.wait(self._tick_s):
                asleep = time.monotonic() - looked > 5 * self._tick_s
                looked = time.monotonic()
                if asleep and self._poll_due is not None:
                    self.polled()  # all of the program was stopped: no fault of the poller's
                elif not asleep and (trouble := self.trouble()):
                    _end(trouble)

        thread = threading.Thread(target=look, name="liveness", daemon=True)
        thread.start()

        def stop() -> None:
            ended.set()
            thread.join()

        return stop


def _end(trouble: str) -> None:
    """Leave at once; whatever is stuck may hold the locks that a log or a clean end would need."""
    said = f"error: the bot is stuck ({trouble}); it ends now, to be started again\n"
    os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, said.encode())
    faulthandler.dump_traceback(sys.__stderr__ or 2)  # names of functions, and nobody's words
    os._exit(STUCK)
