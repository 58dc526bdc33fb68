"""Files that administrators sent and have not added yet; they wait an hour, and no longer than the program runs."""

import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

WAITING_S = 3600.0
MAX_WAITING = 50
MAX_FILES = 10  # in an album: core.telegram.org/bots/api#sendmediagroup


@dataclass(slots=True)
class Waiting:
    """Files that somebody sent together and may add, each in a folder of its own."""

    user: int
    since: float
    files: list[Path] = field(default_factory=list)


class Uploads:
    """A folder of files by token."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._waiting: dict[str, Waiting] = {}
        shutil.rmtree(folder, ignore_errors=True)

    def begin(self, user: int) -> str:
        """Make room for what a user sends together; its token."""
        oldest = self._clock() - WAITING_S
        for token, waiting in list(self._waiting.items()):
            if waiting.since < oldest or len(self._waiting) >= MAX_WAITING:
                self.drop(token)
        token = secrets.token_hex(8)
        self._waiting[token] = Waiting(user, self._clock())
        return token

    def place_for(self, token: str, name: str) -> Path:
        """Where to put a file, which does not wait until it is kept."""
        return self._folder / token / secrets.token_hex(8) / name

    def keep(self, token: str, path: Path) -> None:
        """A file is there, whole and readable; it may have had to make room while it was fetched."""
        if waiting := self._waiting.get(token):
            waiting.files.append(path)

    def of(self, token: str, user: int) -> Waiting | None:
        """What waits, if it still does and this is who sent it."""
        waiting = self._waiting.get(token)
        if waiting is None or waiting.user != user or waiting.since < self._clock() - WAITING_S:
            return None
        return waiting

    def leave_out(self, path: Path) -> None:
        """Let a file go that is not kept."""
        shutil.rmtree(path.parent, ignore_errors=True)

    def drop(self, token: str) -> None:
        """Let all of them go."""
        self._waiting.pop(token, None)
        shutil.rmtree(self._folder / token, ignore_errors=True)
