"""The buttons under the bot's messages, and what a press on one means. Pure.

A button carries all that it needs (at most 64 bytes), so that it still works after a restart. A program of its own
can send any data for a message that has buttons: `pressed` takes only what stands on the message itself.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.reply import Citation, Reply, Source
from bot.sources import digest_of
from bot.state import Vote, key_of
from bot.texts import Texts
from corpus.citations import Language

LINK = re.compile(r"d_([0-9a-f]{16})_(\d{1,10})_(\d{1,10})(?:_([0-9a-f]{8}))?")
IN_A_ROW = 5  # buttons with a number or two words, on a phone
_SPOT = r"([0-9a-f]{16}):(\d{1,10}):(\d{1,10})(?::([0-9a-f]{8}))?"
_SOURCE = re.compile(rf"s(\d{{1,2}}):{_SPOT}")
_SHOWN = re.compile(rf"p:{_SPOT}")
_FILE = re.compile(r"f:([0-9a-f]{16})")
_TOKEN = re.compile(r"([AXR]):([0-9a-f]{16})")
_PAGE = re.compile(r"P:(\d{1,9})(?::(.+))?")
_VOTES: dict[str, Vote] = {"v+": 1, "v-": -1}
_LANGUAGES: dict[str, Language | None] = {"l:da": "da", "l:en": "en", "l:": None}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quote stands: the key of its document, its offsets there, and its digest, "" where that is not known."""

    key: str
    start: int
    end: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be had of an opened document beside its file: the page of a PDF, the address of its source."""

    page: bool = False
    official: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSource:
    """Show the document of a citation at its passage."""

    number: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send the whole document as a file."""

    key: str


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Send a picture of the page that a quote stands on."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Rate:
    """A vote on the reply."""

    vote: Vote


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice of language; None: that of each query."""

    language: Language | None


@dataclass(frozen=True, slots=True)
class AddFile:
    """Add the file that waits under this token."""

    token: str


@dataclass(frozen=True, slots=True)
class DropFile:
    """Do not add it."""

    token: str


@dataclass(frozen=True, slots=True)
class RemoveDocument:
    """Remove a document."""

    key: str


@dataclass(frozen=True, slots=True)
class KeepDocument:
    """Do not remove it."""


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Show the list of documents from this one on, counted from 0: of all, or of those that hold some words."""

    first: int
    search: str = ""


Simple = Literal["back", "erase", "save"]
AdminPress: TypeAlias = AddFile | DropFile | RemoveDocument | KeepDocument | TurnTo
AnyPress: TypeAlias = OpenSource | SendFile | Rate | Choose | Simple  # that anybody may make
Pressed: TypeAlias = AnyPress | ShowPage | AdminPress


_ON_TOKENS: dict[str, Callable[[str], Pressed]] = {"A": AddFile, "X": DropFile, "R": RemoveDocument}
_OTHERS: dict[str, Pressed] = {"b": "back", "e": "erase", "q": "save", "K": KeepDocument()}


def pressed(data: str, markup: InlineKeyboardMarkup | None) -> Pressed | None:
    """What a press means; None if no button of the message carries this data."""
    rows = markup.inline_keyboard if markup else ()
    if data not in {button.callback_data for row in rows for button in row}:
        return None
    if source := _SOURCE.fullmatch(data):
        return OpenSource(int(source[1]), _spot(*source.groups()[1:]))
    if shown := _SHOWN.fullmatch(data):
        return ShowPage(_spot(*shown.groups()))
    if file := _FILE.fullmatch(data):
        return SendFile(file[1])
    if token := _TOKEN.fullmatch(data):
        return _ON_TOKENS[token[1]](token[2])
    if turn := _PAGE.fullmatch(data):
        return TurnTo(int(turn[1]), turn[2] or "")
    if data in _VOTES:
        return Rate(_VOTES[data])
    if data in _LANGUAGES:
        return Choose(_LANGUAGES[data])
    return _OTHERS.get(data)


def _spot(key: str, start: str, end: str, digest: str | None) -> Spot:
    return Spot(key, int(start), int(end), digest or "")


def _parts(spot: Spot) -> list[str]:
    """What `_spot` makes a place of again."""
    return [spot.key, str(spot.start), str(spot.end), *([spot.digest] if spot.digest else [])]


def spot_of(link: str) -> Spot | None:
    """Where a deep link leads; None if it is none of ours."""
    match = LINK.fullmatch(link)
    return _spot(*match.groups()) if match else None


def link_to(bot: str, spot: Spot) -> str:
    """The deep link that opens a document at a passage, in private (core.telegram.org/bots/features#deep-linking)."""
    return f"https://t.me/{bot}?start={'_'.join(('d', *_parts(spot)))}"


def sources_of(reply: Reply) -> dict[int, Citation | Source]:
    """What can be opened, by its number: the quotes, else the documents that are listed, or offered as nearest."""
    if reply.citations:
        return {cited.number: cited for cited in reply.citations}
    listed = reply.listed.sources if reply.listed else reply.nearest_sources
    return {number: source for number, source in enumerate(listed, 1) if source}


def spots(reply: Reply) -> dict[int, Spot]:
    """Where each of these stands."""
    return {
        number: Spot(key_of(source.document_id), source.start, source.end, digest_of(source.quote))
        for number, source in sources_of(reply).items()
    }


def _name(reply: Reply, number: int, words: Texts) -> str:
    return words.source.format(number=number) if reply.citations else str(number)


def _rows(found: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [found[first : first + IN_A_ROW] for first in range(0, len(found), IN_A_ROW)]


def _sources(reply: Reply, words: Texts, opened: int | None = None) -> list[list[InlineKeyboardButton]]:
    return _rows([
        InlineKeyboardButton(
            ("• " if number == opened else "") + _name(reply, number, words),
            callback_data=":".join((f"s{number}", *_parts(spot))),
        )
        for number, spot in spots(reply).items()
    ])  # fmt: skip


def _keyboard(*rows: Iterable[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    filled = [buttons for row in rows if (buttons := list(row))]
    return InlineKeyboardMarkup(filled) if filled else None


def under_reply(
    reply: Reply, words: Texts, voted: Vote | None = None, *, may_save: bool = False
) -> InlineKeyboardMarkup | None:
    """The sources and the votes, and after a vote, whether to keep the query; nothing under small talk."""
    if reply.small_talk:
        return None
    votes = [
        InlineKeyboardButton(f"{sign} ✓" if voted == vote else sign, callback_data=data)
        for sign, (data, vote) in zip("👍👎", _VOTES.items(), strict=True)
    ]
    save = [InlineKeyboardButton(words.save, callback_data="q")] if may_save else []
    return _keyboard(*_sources(reply, words), votes, save)


def under_source(reply: Reply, opened: int, words: Texts, bot: str) -> InlineKeyboardMarkup | None:
    """In a group: the other sources, the way back, and a link to the whole document."""
    back = InlineKeyboardButton(words.back, callback_data="b")
    whole = InlineKeyboardButton(words.whole, url=link_to(bot, spots(reply)[opened]))
    return _keyboard(*_sources(reply, words, opened), (back, whole))


def under_source_in_private(reply: Reply, opened: int, words: Texts, offer: Offer) -> InlineKeyboardMarkup | None:
    """The other sources, the way back, the whole document as a file, the page of a PDF, the parliament's site."""
    back = InlineKeyboardButton(words.back, callback_data="b")
    (whole, *others) = _of_document(spots(reply)[opened], words, offer)
    return _keyboard(*_sources(reply, words, opened), (back, whole), *([button] for button in others))


def under_document(spot: Spot, words: Texts, offer: Offer) -> InlineKeyboardMarkup | None:
    """In private, where there is no reply to go back to."""
    return _keyboard(*([button] for button in _of_document(spot, words, offer)))


def _of_document(spot: Spot, words: Texts, offer: Offer) -> list[InlineKeyboardButton]:
    found = [InlineKeyboardButton(words.whole, callback_data=f"f:{spot.key}")]
    if offer.page:
        found.append(InlineKeyboardButton(words.page, callback_data=":".join(("p", *_parts(spot)))))
    if offer.official:
        found.append(InlineKeyboardButton(words.official, url=offer.official))
    return found


def under_shared(reply: Reply, words: Texts, bot: str) -> InlineKeyboardMarkup | None:
    """Under a message in a chat that the bot is not in: links only."""
    where = spots(reply)
    alone = len(where) == 1 and bool(reply.citations)
    links = [
        InlineKeyboardButton(words.open_source if alone else _name(reply, number, words), url=link_to(bot, spot))
        for number, spot in where.items()
    ]
    return _keyboard(*_rows(links))


def to_erase(words: Texts) -> InlineKeyboardMarkup:
    """The button that erases what is kept of whoever presses it."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(words.erase, callback_data="e")]])


def to_choose_language(words: Texts) -> InlineKeyboardMarkup:
    """A button a language."""
    names = zip(words.language_names, _LANGUAGES, strict=True)
    return InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=data)] for name, data in names])
