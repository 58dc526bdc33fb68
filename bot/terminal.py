"""A reply in the terminal: the same content as in Telegram, set with rich."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.render import notes, visible
from bot.reply import Citation, Reply, by_source
from bot.texts import texts
from corpus.schema import fold

WIDTH = 88  # columns; longer lines are hard to read


def _quote(citation: Citation) -> RenderableType:
    body = Text(f"”{visible(citation.quote)}”", style="bold")
    return Panel(body, box=box.ROUNDED, border_style="cyan", title=f"[cyan]{citation.number}[/]", title_align="left")


def _source(citations: list[Citation]) -> Iterator[RenderableType]:
    """One line for neighbouring quotes of one document: "[1] [2] SOU alm. del, …", and what belongs to it."""
    marks = " ".join(f"[{citation.number}]" for citation in citations)
    yield Padding(Text(f"{marks} {fold(visible(citations[0].label))}", style="cyan"), (0, 2))
    yield from (Padding(Text(fold(visible(note)), style="italic"), (0, 2)) for note in citations[0].notes)


def _bullets(labels: Iterable[str], style: str = "") -> Iterator[RenderableType]:
    yield from (Padding(Text(f"– {fold(visible(label))}", style=style), (0, 2)) for label in labels)


def _rows(reply: Reply) -> Iterator[RenderableType]:
    words = texts(reply.language)
    if reply.small_talk:
        yield Text(words.small_talk(reply.small_talk))
        return
    if reply.unknown:
        yield Text(visible(reply.unknown), style="italic")
    if reply.outcome == "partial":
        yield Text(words.several if reply.several else words.partial, style="italic")
    for _, group in groupby(reply.citations, key=by_source):
        quoted = list(group)
        yield from map(_quote, quoted)
        yield from _source(quoted)
    if reply.listed:
        yield Text(visible(reply.listed.heading), style="bold")
        yield from _bullets(reply.listed.labels)
        if reply.listed.more and reply.listed.labels:
            yield Padding(Text(words.more.format(count=words.number_of(reply.listed.more))), (0, 2))
    elif not reply.citations:
        yield Text(visible(reply.outside) or words.not_found, style="yellow")
    yield from (Text(visible(note), style="italic") for note in notes(reply, words))
    if reply.nearest:
        yield Text(words.nearest, style="dim")
        yield from _bullets(reply.nearest, "dim")
    yield Text(words.freshness(reply.built_on, reply.newest_document_on), style="dim italic")


def renderable(reply: Reply) -> RenderableType:
    """The reply for `rich.console.Console.print`."""
    return Group(*_rows(reply))
