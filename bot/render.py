"""A reply as one Telegram message: mark-up that Telegram accepts and that fits, for any corpus text. Pure.

What does not fit is left out of the model, never cut out of the mark-up. Wording is left to `texts`.
Lengths are UTF-16 units after entities, as Telegram counts (core.telegram.org/bots/api#sendmessage).
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Literal

from bot.reply import Citation, Reply, by_source
from bot.texts import Texts, texts
from corpus.schema import fold

MESSAGE_UNITS = 4096
_QUOTE_LIMITS = (3000, 1200, 600, 250, 80)
_AROUND_LIMITS = (2000, 1000, 500, 200, 0)
# Control and direction marks could hide or reorder what stands around them; they are no words.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)

Tag = Literal["", "b", "i", "blockquote"]


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters there are: for a quote, for the passage on either side of it, for any other line."""

    quote: int
    around: int
    line: int


# Largest first; the last ones fit whatever the lines hold.
_ROOMS = (
    *(Room(quote, around, 300) for quote, around in product(_QUOTE_LIMITS, _AROUND_LIMITS)),
    Room(80, 0, 120),
    Room(60, 0, 60),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text; `tags` are open around it, outermost first, and shared with a neighbour that begins the same."""

    text: str
    tags: tuple[Tag, ...] = ()


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "replace")) // 2


def visible(text: str) -> str:
    """The text without control and direction marks."""
    return _UNSEEN.sub("", text)


def shortened(text: str, limit: int) -> str:
    """The beginning of a text, cut at a word, with "[…]" where something is left out; at most limit + 4 characters."""
    if len(text) <= limit:
        return text
    return (text[:limit].rsplit(" ", 1)[0] or text[:limit]) + " […]"


def line_of(text: str, limit: int) -> str:
    """A text that is shown on one line."""
    return shortened(fold(visible(text)), limit)


def ending(text: str, limit: int) -> str:
    """The end of a text, cut at a word, with "[…]" where something is left out; at most limit + 4 characters."""
    return text if len(text) <= limit else "[…] " + text[-limit:].split(" ", 1)[-1]


def marked(before: str, quote: str, after: str, room: Room, *tags: Tag) -> Iterator[Part]:
    """Running text in which the quote stands out."""
    before, after = visible(before), visible(after)
    yield Part(ending(before, room.around) + " " if before else "", tags)
    yield Part(shortened(visible(quote), room.quote), (*tags, "b"))
    yield Part(" " + shortened(after, room.around) if after else "", tags)


def _source(citations: Sequence[Citation], room: Room) -> Iterator[Part]:
    """One line for neighbouring quotes of one document, then the passage of each."""
    numbers = " ".join(f"[{citation.number}]" for citation in citations)
    yield Part(f"\n\n{numbers} {line_of(citations[0].label, room.line)}")
    for note in citations[0].notes:
        yield from (Part("\n"), Part(line_of(note, room.line), ("i",)))
    for citation in citations:
        if room.around and (visible(citation.before) or visible(citation.after)):
            yield Part("\n")
            if len(citations) > 1:
                yield Part(f"[{citation.number}] ", ("blockquote",))
            yield from marked(citation.before, citation.quote, citation.after, room, "blockquote")


def _numbered(labels: Iterable[str], room: Room) -> Iterator[Part]:
    """A line each, with the number of the button that opens it."""
    yield from (Part(f"\n{number}. {line_of(label, room.line)}") for number, label in enumerate(labels, 1))


def _finding(reply: Reply, words: Texts, room: Room) -> Iterator[Part]:
    """What was found: a list, quotes, or nothing."""
    if reply.listed:
        yield Part(line_of(reply.listed.heading, room.line), ("b",))
        yield from _numbered(reply.listed.labels, room)
        if reply.listed.more and reply.listed.labels:
            yield Part(f"\n{words.more.format(count=words.number_of(reply.listed.more))}")
    elif not reply.citations:
        yield Part(line_of(reply.outside, room.line) or words.not_found)
    for place, citation in enumerate(reply.citations):
        yield Part("\n\n" if place else "")
        yield Part(f"”{shortened(visible(citation.quote), room.quote)}”", ("b",) if place == 0 else ())
        yield Part(f" [{citation.number}]")


def notes(reply: Reply, words: Texts) -> tuple[str, ...]:
    """How the query was read, a line each: what it was understood as, to what it was narrowed."""
    understood = words.understood.format(query=reply.understood) if reply.understood else ""
    return tuple(filter(None, (understood, reply.narrowed)))


def _parts(reply: Reply, words: Texts, asides: Sequence[str], room: Room) -> Iterator[Part]:
    if reply.small_talk:
        yield Part(words.small_talk(reply.small_talk))
        return
    if reply.unknown:
        yield from (Part(line_of(reply.unknown, room.line), ("i",)), Part("\n\n"))
    if reply.outcome == "partial":
        yield from (Part(words.several if reply.several else words.partial, ("i",)), Part("\n\n"))
    yield from _finding(reply, words, room)
    for place, note in enumerate((*notes(reply, words), *asides)):
        yield Part("\n" if place else "\n\n")
        yield Part(line_of(note, room.line), ("i",))
    if reply.nearest:
        yield Part(f"\n\n{words.nearest}")
        yield from _numbered(reply.nearest, room)
    for _, group in groupby(reply.citations, key=by_source):
        yield from _source(list(group), room)
    if any(len(visible(citation.quote)) > room.quote for citation in reply.citations):
        yield Part(f"\n\n{words.shortened}")
    yield Part("\n\n")
    yield Part(words.freshness(reply.built_on, reply.newest_document_on), ("i",))


def plain_text(parts: Iterable[Part]) -> str:
    """The parts as a reader sees them."""
    return "".join(part.text for part in parts)


def _markup(parts: Iterable[Part]) -> Iterator[str]:
    opened: tuple[Tag, ...] = ()
    for part in [*parts, Part("")]:
        shared = 0
        while shared < min(len(opened), len(part.tags)) and opened[shared] == part.tags[shared]:
            shared += 1
        yield from (f"</{tag}>" for tag in reversed(opened[shared:]))
        yield from ("<blockquote expandable>" if tag == "blockquote" else f"<{tag}>" for tag in part.tags[shared:])
        yield html.escape(part.text, quote=False)
        opened = part.tags


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message of at most 4,096 units and 100 entities, with mark-up and, for when that is refused, without."""

    html: str
    plain: str


def fitting(build: Callable[[Room], Iterable[Part]]) -> Rendered:
    """What is built with the largest room that fits into a message."""
    parts: list[Part] = []
    for room in _ROOMS:
        parts = [part for part in build(room) if part.text]
        if units(plain_text(parts)) <= MESSAGE_UNITS:
            break
    return Rendered("".join(_markup(parts)), plain_text(parts))


def rendered(reply: Reply, asides: Sequence[str] = ()) -> Rendered:
    """The reply as a message: finding, how it was read (`asides` among it), sources, date.

    It holds two or three entities a quote and a few besides.
    """
    words = texts(reply.language)
    return fitting(lambda room: _parts(reply, words, asides, room))
