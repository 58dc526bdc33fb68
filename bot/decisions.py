"""What an update can ask of the bot: the outcomes of `gate`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from telegram import Document as TelegramFile

Name = Literal["start", "help", "privacy", "language", "pair", "unknown"]
Task = Literal["status", "documents", "remove", "undo", "rebuild", "changes"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said and by whom. `topic` is set only in a forum; `answers` is the bot's message replied to.

    `user` is the id that Telegram shows: all anonymous administrators share one, and no right follows from it.
    """

    chat: int
    message: int
    user: int
    group: bool
    topic: int | None = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing is said."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query to be answered; if it is an edit, only where its reply is known."""

    text: str
    place: Place
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """The bot was called without a query: ask for one."""

    place: Place


@dataclass(frozen=True, slots=True)
class Command:
    """A command other than the one that asks."""

    name: Name
    argument: str
    place: Place


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that is not text, in private; `album` is shared by the parts of an album."""

    place: Place
    album: str | None


@dataclass(frozen=True, slots=True)
class Administer:
    """A task of an administrator, in private."""

    task: Task
    argument: str
    place: Place


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that an administrator sent or forwarded, in private; `album` is shared by the parts of an album."""

    document: TelegramFile
    place: Place
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot has come into a group that it may be in."""

    chat: int


@dataclass(frozen=True, slots=True)
class Left:
    """The bot is no longer in a group, or may no longer write to a user."""

    chat: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """A group that the bot may not be in."""

    chat: int


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group has become a supergroup with an id of its own."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Letters typed after the bot's name in any chat."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A query in a chat that the bot is not in; it is answered once, by the id of the guest query."""

    text: str
    query_id: str
    user: int


Decision: TypeAlias = (
    Silent
    | Query
    | Prompt
    | Command
    | Hint
    | Administer
    | Upload
    | Joined
    | Left
    | Foreign
    | Migrated
    | Press
    | Inline
    | Guest
)
