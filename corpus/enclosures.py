"""A letter that an answer quotes, from its salutation to its signature: its words are not taken for the minister's.

Its greeting ends that letter and not the answer, where the minister's own greeting follows. Pure.
"""

import re
from typing import NamedTuple

from corpus.schema import Span, trimmed
from corpus.signatures import GREETING, is_ministers, signature, signed_until

_SALUTATION = re.compile(r"^[ \t]*(?:Kære|Hej|Dear|Til[ \t]+rette[ \t]+vedkommende)\b[^\n.:?]{0,80}$", re.MULTILINE)


class Greeted(NamedTuple):
    """Where an answer ends, the greeting below it, and the places of the letters that it quotes."""

    end: int
    greeting: re.Match[str] | None
    enclosed: tuple[tuple[int, int], ...]


def greeted(text: str, start: int, end: int) -> Greeted:
    """The end of an answer that begins at `start`, at its greeting, or at `end` if it has none."""
    enclosed: list[tuple[int, int]] = []
    at = start
    while greeting := GREETING.search(text, at, end):
        opens = _SALUTATION.search(text, at, greeting.start())
        if opens is None or not text[start : opens.start()].strip():
            return Greeted(greeting.start(), greeting, tuple(enclosed))
        behind = signed_until(text, greeting.end(), end)
        own = GREETING.search(text, behind, end)
        if own is None or not is_ministers(*signature(text, own.end(), end)):
            return Greeted(greeting.start(), greeting, (*enclosed, (opens.start(), greeting.start())))
        enclosed.append((opens.start(), behind))
        at = behind
    return Greeted(end, None, tuple(enclosed))


def without(text: str, span: Span | None, enclosed: tuple[tuple[int, int], ...]) -> list[Span]:
    """What is left of a span, in order; [] of none."""
    if span is None:
        return []
    at, kept = span.start, []
    for first, last in enclosed:
        kept.append(trimmed(text, at, min(first, span.end)) if at < first else None)
        at = max(at, last)
    kept.append(trimmed(text, at, span.end) if at < span.end else None)
    return [piece for piece in kept if piece]
