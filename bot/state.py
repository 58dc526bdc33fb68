"""What the bot keeps between runs, in one SQLite file of its own: numbers of messages, votes, languages, groups.

No text of a message is kept, except a query whose writer asks for that, as an example to measure by. What a chat was
about is remembered in `memory`, and only while the program runs.
"""

import hashlib
import logging
import math
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from filelock import FileLock

from bot.errors import StateAhead
from bot.tables import BUSY_S, opened_anyway, private_folder
from corpus.citations import Language
from index.finding import Outcome

log = logging.getLogger(__name__)

FILE = "bot.sqlite"
VERSION = 4
ADDED_TO = (0, 2, 3)  # versions whose tables are still used: nothing but tables has been added since
OPENING = "opening.lock"
DAY_S = 86_400
CLAIMED_S = 2 * DAY_S  # Telegram brings an update again for a day: core.telegram.org/bots/api#getting-updates
KEY_CHARS = 16  # of a hash: a million documents collide with a probability of 1 in 30 million

Vote = Literal[1, -1]

_TABLES = """
CREATE TABLE IF NOT EXISTS reply (chat INTEGER, query INTEGER, user INTEGER, message INTEGER, done INTEGER, at INTEGER,
                                  PRIMARY KEY (chat, query));
CREATE TABLE IF NOT EXISTS vote (chat INTEGER, message INTEGER, user INTEGER, vote INTEGER, at INTEGER,
                                 PRIMARY KEY (chat, message, user));
CREATE TABLE IF NOT EXISTS language (user INTEGER PRIMARY KEY, language TEXT);
CREATE TABLE IF NOT EXISTS example (user INTEGER, at INTEGER, vote INTEGER, query TEXT, outcome TEXT, document TEXT,
                                    quote TEXT);
CREATE TABLE IF NOT EXISTS greeted (chat INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS moved (old INTEGER PRIMARY KEY, new INTEGER);
CREATE TABLE IF NOT EXISTS document (key TEXT PRIMARY KEY, id TEXT);
CREATE TABLE IF NOT EXISTS claim (number INTEGER PRIMARY KEY, port INTEGER, at INTEGER);
CREATE TABLE IF NOT EXISTS bot (id INTEGER PRIMARY KEY);
"""
# Another bot's messages and updates have the same numbers.
_FORGET = ("DELETE FROM reply", "DELETE FROM vote", "DELETE FROM claim", "DELETE FROM greeted", "DELETE FROM bot")


class Replied(NamedTuple):
    """The bot's message, and whether it holds the reply already."""

    message: int
    done: bool


class Example(NamedTuple):
    """A query and what it got, in the form of a golden question; "" where nothing was cited."""

    query: str
    outcome: Outcome
    document: str
    quote: str


def key_of(document_id: str) -> str:
    """The short name of a document in buttons and links: letters and digits, whatever the id holds."""
    return hashlib.sha256(document_id.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_CHARS]


class State:
    """Written on the event loop: every write is one small row, and waits for no disk.

    What answering can do without is let go where it cannot be written, as on a full disk: `on_trouble` is told, once
    a day. What a user asked to be kept or erased raises sqlite3.Error instead.
    """

    def __init__(self, folder: Path, keep_days: int, clock: Callable[[], float] = time.time) -> None:
        """Open the file, or make it; one that cannot be read is set aside under another name.

        Raises:
            StateAhead: a newer version of the program wrote it.
            StateClosed: it cannot be used now, and is not damaged: a full disk, a folder without rights.
        """
        private_folder(folder)
        self.on_trouble: Callable[[], object] = lambda: None
        self._troubled_at = -math.inf
        self._path, self._clock, self._keep_s = folder / FILE, clock, keep_days * DAY_S
        with FileLock(folder / OPENING, timeout=BUSY_S):  # of several processes that start at once
            self._tables = opened_anyway(self._path, self._prepare)
        self.forget_old()

    def _prepare(self, tables: sqlite3.Connection) -> None:
        version = tables.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StateAhead(self._path)
        if version not in (*ADDED_TO, VERSION):
            raise sqlite3.DatabaseError("of a version whose tables were others")
        if version != VERSION:
            tables.executescript(f"BEGIN; {_TABLES} PRAGMA user_version={VERSION}; COMMIT;")

    def belong_to(self, bot: int) -> None:
        """Keep a bot's id; if another's was kept, let go of what is numbered as that one's."""
        with self._whole():
            known = {owner for (owner,) in self._tables.execute("SELECT id FROM bot")}
            if known == {bot}:
                return
            for forget in _FORGET if known else ():
                self._tables.execute(forget)
            self._tables.execute("INSERT INTO bot VALUES (?)", (bot,))

    def close(self) -> None:
        """Let go of the file."""
        self._tables.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of what is written inside, or nothing."""
        self._tables.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._tables.execute("ROLLBACK")
            raise
        self._tables.execute("COMMIT")

    def _note(self, statement: str, row: tuple[object, ...]) -> int:
        """Write what answering can do without; how many rows it made or changed, -1 where it cannot be written."""
        try:
            return self._tables.execute(statement, row).rowcount
        except sqlite3.Error as error:
            now = self._clock()
            if now - self._troubled_at >= DAY_S:
                self._troubled_at = now
                log.error("%s cannot be written to (%s); answering goes on without", self._path.name, error)
                self.on_trouble()
            return -1

    def forget_old(self) -> None:
        """Let go of what has been kept long enough; for every day."""
        now = int(self._clock())
        self._note("DELETE FROM reply WHERE at < ?", (now - self._keep_s,))
        self._note("DELETE FROM claim WHERE at < ?", (now - CLAIMED_S,))

    # Replies. A query's row stands before its reply is sent, so that a second run knows of it.

    def begin(self, chat: int, query: int, user: int) -> None:
        """A reply to this message will be sent."""
        row = (chat, query, user, int(self._clock()))
        self._note("INSERT OR IGNORE INTO reply (chat, query, user, at) VALUES (?, ?, ?, ?)", row)

    def replied(self, chat: int, query: int, message: int, *, done: bool = True) -> None:
        """The reply is this message of ours, or will be, once it is edited."""
        row = (message, done, chat, query)
        self._note("UPDATE reply SET message = ?, done = ? WHERE chat = ? AND query = ?", row)

    def reply_to(self, chat: int, query: int) -> Replied | None:
        """Our message that replies to this one, if it is known."""
        row = (chat, query)
        found = self._tables.execute("SELECT message, done FROM reply WHERE chat = ? AND query = ?", row).fetchone()
        return Replied(found[0], bool(found[1])) if found and found[0] is not None else None

    def notice_in(self, chat: int, within_s: float) -> int | None:
        """The latest message of ours in a chat that says wait still, begun within so many seconds."""
        since = int(self._clock() - within_s)
        wanted = "SELECT MAX(message) FROM reply WHERE chat = ? AND NOT done AND at >= ?"
        found: int | None = self._tables.execute(wanted, (chat, since)).fetchone()[0]
        return found

    # Users.

    def vote(self, chat: int, message: int, user: int, vote: Vote) -> None:
        """The user's vote on one of our messages; the last one counts."""
        row = (chat, message, user, vote, int(self._clock()))
        self._tables.execute("INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?, ?)", row)

    def vote_of(self, chat: int, message: int, user: int) -> Vote | None:
        """A user's vote on one of our messages."""
        row = (chat, message, user)
        found = self._tables.execute(
            "SELECT vote FROM vote WHERE chat = ? AND message = ? AND user = ?", row
        ).fetchone()
        return found[0] if found else None

    def keep_example(self, user: int, vote: Vote, example: Example) -> None:
        """Keep a query with what it got, as its writer asked; once, with the last vote."""
        row = (user, int(self._clock()), vote, *example)
        with self._whole():
            self._tables.execute("DELETE FROM example WHERE user = ? AND query = ?", (user, example.query))
            self._tables.execute("INSERT INTO example VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def keeps_example(self, user: int, query: str) -> bool:
        """Whether a user has had this query kept."""
        found = self._tables.execute("SELECT 1 FROM example WHERE user = ? AND query = ?", (user, query))
        return found.fetchone() is not None

    def examples(self, vote: Vote) -> list[Example]:
        """Every query kept with this vote, the oldest first."""
        rows = self._tables.execute(
            "SELECT query, outcome, document, quote FROM example WHERE vote = ? ORDER BY rowid", (vote,)
        )
        return [Example(*row) for row in rows]

    def votes(self) -> list[Vote]:
        """Every vote, in the order of their messages."""
        return [vote for (vote,) in self._tables.execute("SELECT vote FROM vote ORDER BY chat, message, user")]

    def language(self, user: int) -> Language | None:
        """The language a user has chosen; None: that of each query."""
        found = self._tables.execute("SELECT language FROM language WHERE user = ?", (user,)).fetchone()
        chosen: Language | None = found[0] if found and found[0] in ("da", "en") else None
        return chosen

    def choose_language(self, user: int, language: Language | None) -> None:
        """Keep a user's choice; None takes it back."""
        self._tables.execute("DELETE FROM language WHERE user = ?", (user,))
        if language:
            self._tables.execute("INSERT INTO language VALUES (?, ?)", (user, language))

    def erase(self, user: int) -> None:
        """Forget everything that is kept of a user."""
        with self._whole():
            self._tables.execute("DELETE FROM reply WHERE user = ?", (user,))
            self._tables.execute("DELETE FROM vote WHERE user = ?", (user,))
            self._tables.execute("DELETE FROM language WHERE user = ?", (user,))
            self._tables.execute("DELETE FROM example WHERE user = ?", (user,))

    # Groups.

    def greet(self, chat: int) -> bool:
        """True the first time for a group, until the bot has left it; also where that cannot be written."""
        return self._note("INSERT OR IGNORE INTO greeted VALUES (?)", (chat,)) != 0

    def left(self, chat: int) -> None:
        """The bot is no longer there."""
        self._note("DELETE FROM greeted WHERE chat = ?", (chat,))

    def move(self, old: int, new: int) -> None:
        """A group has a new id; its messages are numbered anew, so its replies are let go."""
        with self._whole():
            self._tables.execute("INSERT OR REPLACE INTO moved VALUES (?, ?)", (old, new))
            if self._tables.execute("DELETE FROM greeted WHERE chat = ?", (old,)).rowcount:
                self._tables.execute("INSERT OR IGNORE INTO greeted VALUES (?)", (new,))
            self._tables.execute("DELETE FROM reply WHERE chat = ?", (old,))

    def moved(self) -> dict[int, int]:
        """The new id of every group that has moved."""
        return dict(self._tables.execute("SELECT old, new FROM moved"))

    # Updates of a webhook, by number; see `claims`.

    def claim(self, number: int, port: int) -> int | None:
        """Claim an update for the process on a port; the port that has claimed it already, None for nobody."""
        row = (number, port, int(self._clock()))
        if self._note("INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", row):
            return None  # also where that cannot be written: twice is better than not at all
        owner = self._tables.execute("SELECT port FROM claim WHERE number = ?", (number,)).fetchone()
        return int(owner[0]) if owner else self.claim(number, port)  # let go in between

    def take_over(self, number: int, owner: int, port: int) -> bool:
        """Claim an update in place of another port; False if somebody else was first."""
        changed = "UPDATE claim SET port = ? WHERE number = ? AND port = ?"
        return self._note(changed, (port, number, owner)) == 1

    def let_go(self, port: int) -> None:
        """Nothing is claimed by this port any more."""
        self._note("DELETE FROM claim WHERE port = ?", (port,))

    # Documents.

    def keep_key(self, document_id: str) -> str:
        """The document's key, kept so that it can be followed back."""
        key = key_of(document_id)
        self._note("INSERT OR IGNORE INTO document VALUES (?, ?)", (key, document_id))
        return key

    def document_of(self, key: str) -> str | None:
        """The id of the document that a button or link names."""
        found = self._tables.execute("SELECT id FROM document WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None
