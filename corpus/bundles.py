"""The letters that one file holds: where each begins. Reading each is left to `letters`.

A letter annexed to another has its own minister and day; nothing of it is taken for the other's.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus import letters
from corpus.enclosures import greeted
from corpus.fields import Part
from corpus.introductions import Introduction, introductions, loose_introduction
from corpus.labels import ANSWER, QUESTION, is_titled
from corpus.signatures import ADDRESS_CHARS, GREETING, cover_signature, signed_until

MAX_LETTERS = 100  # in one file


def _is_another(earlier: Introduction | None, later: Introduction, answered: bool, signed: bool) -> bool:
    """Whether a sentence introduces another letter: not the title of an answer, nor one that each page repeats."""
    if earlier is None:
        return answered
    known, named = set(earlier.numbers), set(later.numbers)
    if not answered:
        return signed and bool(known and named) and not known & named
    same = later.date == earlier.date and later.code == earlier.code
    return not (same and (named <= known if named else not signed))


def _head(text: str, start: int, at: int) -> int:
    """Where the head above an introducing sentence begins: the short lines of an address."""
    while (above := text.rfind("\n", start, at - 1)) >= 0:
        line = text[above + 1 : at].strip()
        if line and (len(line) >= ADDRESS_CHARS or line[-1] in ".:;?!"):
            break
        at = above + 1
    return at


@dataclass(frozen=True, slots=True)
class _Letter:
    """Where a letter begins, and whether it is quoted by the one above: whose signature is below is not said then."""

    start: int
    quoted: bool = False


class _Marks:
    """The labels and greetings of a text by place, so that what stands between two places is found at once."""

    def __init__(self, text: str) -> None:
        self._asked = list(QUESTION.finditer(text))
        self._answers = list(ANSWER.finditer(text))
        self._plain = [label for label in self._answers if not is_titled(label)]
        self._greetings = list(GREETING.finditer(text))

    def answer(self, start: int, end: int) -> re.Match[str] | None:
        """The first label of an answer in `text[start:end]` that is no title."""
        asked = _first(self._asked, start, end)
        found = (_first(self._plain, start, end), asked and _first(self._answers, asked.end(), end))
        return min(filter(None, found), key=lambda label: label.start(), default=None)

    def greeting(self, start: int, end: int) -> re.Match[str] | None:
        """The last greeting in `text[start:end]`: one before may end a letter that is quoted."""
        place = bisect_left(self._greetings, end, key=lambda mark: mark.start()) - 1
        return self._greetings[place] if place >= 0 and self._greetings[place].start() >= start else None


def _first(marks: Sequence[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    place = bisect_left(marks, start, key=lambda mark: mark.start())
    return marks[place] if place < len(marks) and marks[place].start() < end else None


def _introduced(text: str) -> Iterator[_Letter]:
    """Each letter but the first that a ministry's sentence introduces."""
    marks = _Marks(text)
    earlier: Introduction | None = None
    begun = 0
    for found in introductions(text, 0):
        since = earlier.end if earlier else begun
        answer = marks.answer(since, found.start)
        greeting = marks.greeting(answer.end() if answer else since, found.start)
        if _is_another(earlier, found, answer is not None, greeting is not None):
            behind = signed_until(text, greeting.end(), found.start) if greeting else since
            page = text.rfind("\f", behind, found.start)
            begun = page + 1 if page >= 0 else behind if greeting else _head(text, behind, found.start)
            below = marks.answer(found.end, len(text))
            on_cover = below and cover_signature(text, found.end, below.start()) != (None, None)
            yield _Letter(begun, not (greeting or page >= 0 or on_cover))
            earlier = found
        elif earlier is None:
            earlier = found


def _signed(text: str, start: int, end: int) -> Iterator[_Letter]:
    """Each further letter of `text[start:end]` that no ministry is known for, behind a signed answer."""
    while answer := ANSWER.search(text, start, end):
        greeting = greeted(text, answer.end(), end).greeting
        if greeting is None:
            return
        start = signed_until(text, greeting.end(), end)
        further = ANSWER.search(text, start, end)
        if further is None:
            return
        label = QUESTION.search(text, start, further.start()) or further
        found = loose_introduction(text[start : label.start()], label.start() - start)
        if found.date and (found.numbers or found.committee):
            yield _Letter(start)


def _letters(text: str) -> list[tuple[_Letter, int]]:
    """Each letter of a text with its end, in order; they cover it."""
    known = [_Letter(0), *islice(_introduced(text), MAX_LETTERS)]
    ends = [*(letter.start for letter in known[1:]), len(text)]
    for letter, end in list(zip(known, ends, strict=True)):
        known += islice(_signed(text, letter.start, end), MAX_LETTERS)
    known.sort(key=lambda letter: letter.start)
    return list(zip(known, [*(letter.start for letter in known[1:]), len(text)], strict=True))


def parts(text: str) -> list[Part]:
    """The answers of every letter of a text but those that another quotes; [] for another form.

    Raises:
        Undivided: nothing says where the question ends and the answer begins, in any letter.
    """
    found: list[Part] = []
    undivided = False
    for letter, end in _letters(text):
        try:
            own = [] if letter.quoted else _answers(text[letter.start : end])
        except letters.Undivided:
            undivided = True
        else:
            undivided = undivided or letter.quoted
            found += [replace(part, start=part.start + letter.start, end=part.end + letter.start) for part in own]
    if undivided and not found:
        raise letters.Undivided
    return found


def _answers(text: str) -> list[Part]:
    return letters.parts(text) or letters.labelled(text)
