"""What is entered into the lexical index: words, character grams and keys of passages and of their context (tantivy).

Searching it is left to `terms`, the words of the corpus to `vocabulary`, and what an id stands for to the caller.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import tantivy

from index import compounds, lexicon, vocabulary
from index.analysis import clean, grams, is_function_word, read_words, stem, suspended
from index.keys import find_keys
from index.storage import READY, link_index, update_index, write_index

FIELDS = ("words", "grams", "keys", "context_words", "context_grams", "context_keys")
MAX_TEXT = 20_000  # characters of a passage or context that are read
PASSAGES, VOCABULARY = "passages", "vocabulary"
_DIGIT = re.compile("[0-9]")  # no key is without one

Row = tuple[int, str, str]  # the passage's id, its text, and its context: question, title, minister, fields


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=READY, index_option="freq")
    builder.add_integer_field("id", fast=True, indexed=True)
    return builder.build()


class _Read(NamedTuple):
    """Text made into the tokens of each field, joined by spaces, and its words."""

    words: str
    grams: str
    keys: str
    forms: frozenset[str]
    names: frozenset[str]


def _read(text: str) -> _Read:
    text = text[:MAX_TEXT]
    words = read_words(clean(text))
    content = [word.form for word in words if not is_function_word(word.form, "da")] + finished(text)
    return _Read(
        " ".join(tokens_of(form) for form in content),
        " ".join(_grams_of(form) for form in content),
        " ".join(key.value for key in find_keys(text)) if _DIGIT.search(text) else "",
        frozenset(content),
        frozenset(word.form for word in words if word.name),
    )


@lru_cache(maxsize=1 << 16)
def tokens_of(form: str) -> str:
    """What is entered for a word: its stem and those of its parts."""
    return " ".join(stem(part) for part in (form, *lexicon.parts(form)))


@lru_cache(maxsize=1 << 16)
def _grams_of(form: str) -> str:
    return " ".join(grams(form))


def finished(text: str) -> list[str]:
    """The compounds that a hyphen left unfinished in the text, in full."""
    found = [compounds.complete(stub, whole, lexicon.parts(whole)) for stub, whole in suspended(text)]
    return [form for form in found if form]


class _Reading:
    """Passages read one after the other; the words they hold are counted on the way."""

    def __init__(self, sign: int = 1) -> None:
        self.passages: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self._sign = sign
        self._context = lru_cache(64)(_read)  # consecutive passages share their context

    def read(self, rows: Iterable[Row]) -> Iterator[tantivy.Document]:
        """The rows as the lexical index keeps them."""
        for row, passage, around in rows:
            own, context = _read(passage), self._context(around)
            for form in own.forms | context.forms:
                self.passages[form] += self._sign
            for form in own.names | context.names:
                self.names[form] += self._sign
            yield tantivy.Document(id=[row], **dict(zip(FIELDS, ([t] for t in (*own[:3], *context[:3])), strict=True)))

    def counted(self) -> dict[str, vocabulary.Counted]:
        """The words so far."""
        return {form: vocabulary.Counted(count, self.names[form]) for form, count in self.passages.items()}


def build(folder: Path, rows: Iterable[Row]) -> None:
    """Write the lexical index of passages into a new or empty folder; equal rows give equal results.

    Args:
        folder: Holds nothing else afterwards.
        rows: The passages, in order.
    """
    reading = _Reading()
    write_index(folder / PASSAGES, _schema(), reading.read(rows))
    vocabulary.build(folder / VOCABULARY, reading.counted())


def update(source: Path, folder: Path, removed: Iterable[Row], added: Iterable[Row]) -> None:
    """Write the index of another folder, less some passages and with others, into a new or empty folder.

    What is found is the same as after `build`. Scores are the same unless something was removed: until the next
    `build` the engine counts removed passages among those that hold a word.
    """
    for name in (PASSAGES, VOCABULARY):
        link_index(source / name, folder / name)
    less, more = _Reading(-1), _Reading()
    gone = list(removed)
    for _ in less.read(gone):
        pass
    update_index(folder / PASSAGES, "id", [row for row, *_ in gone], more.read(added))
    change = less.counted()
    for form, counted in more.counted().items():
        before = change.get(form, vocabulary.Counted())
        change[form] = vocabulary.Counted(before.passages + counted.passages, before.names + counted.names)
    vocabulary.update(folder / VOCABULARY, change)
