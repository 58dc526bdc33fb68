"""Files that administrators sent and have not added yet; they wait an hour, and no longer than the program runs."""

import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WAITING_S = 3600.0
MAX_WAITING = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that somebody sent and may add."""

    user: int
    name: str
    path: Path
    since: float


class Uploads:
    """A folder of files by token, each in a folder of its own."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._waiting: dict[str, Waiting] = {}
        shutil.rmtree(folder, ignore_errors=True)

    def expect(self, user: int, name: str) -> tuple[str, Path]:
        """Make room for a file; its token, and where to put it."""
        oldest = self._clock() - WAITING_S
        for token, waiting in list(self._waiting.items()):
            if waiting.since < oldest or len(self._waiting) >= MAX_WAITING:
                self.drop(token)
        token = secrets.token_hex(8)
        path = self._folder / token / name
        path.parent.mkdir(parents=True)
        self._waiting[token] = Waiting(user, name, path, self._clock())
        return token, path

    def of(self, token: str, user: int) -> Waiting | None:
        """The file, if it still waits and this is who sent it."""
        waiting = self._waiting.get(token)
        if waiting is None or waiting.user != user or waiting.since < self._clock() - WAITING_S:
            return None
        return waiting

    def drop(self, token: str) -> None:
        """Let a file go."""
        shutil.rmtree(self._waiting.pop(token).path.parent, ignore_errors=True)
