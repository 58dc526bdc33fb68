"""The words of the corpus on disk: how many passages hold each, and the repair of words it does not know.

A tantivy index with one entry a word, so that opening costs nothing and a lookup or a fuzzy search walks an
automaton over the sorted words instead of Python over all of them. Reading words out of text is left to
`analysis`, the passages themselves to `terms`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import tantivy

from index.analysis import skeleton
from index.recent import weakly
from index.storage import open_index, update_index, write_index

SIBLINGS = 4  # words of one skeleton that are considered
LOOKED_AT = 32  # words found, of which the commonest are taken: equally common ones would come in any order
SURE_LETTERS = 5  # shorter words are never repaired by edit distance
LONG_LETTERS = 9  # from here on two edits are allowed


class Counted(NamedTuple):
    """How many passages hold a word, and in how many of them it is a name."""

    passages: int = 0
    names: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the corpus; `name`: mostly written with a capital."""

    form: str
    counted: Counted

    @property
    def name(self) -> bool:
        return 2 * self.counted.names > self.counted.passages


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("form", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("skeleton", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("names", stored=True)
    builder.add_integer_field("passages", stored=True, fast=True)
    return builder.build()


def _documents(words: Mapping[str, Counted]) -> Iterator[tantivy.Document]:
    for form, counted in sorted(words.items()):
        if counted.passages > 0:
            yield tantivy.Document(
                form=[form], skeleton=[skeleton(form)], names=[counted.names], passages=[counted.passages]
            )


def build(folder: Path, words: Mapping[str, Counted]) -> None:
    """Write the vocabulary into an empty or new folder."""
    write_index(folder, _schema(), _documents(words))


def update(folder: Path, change: Mapping[str, Counted]) -> None:
    """Add to the counts of some words, which may be negative; a word that no passage holds any more is gone."""
    known = Vocabulary.open(folder)
    words = {}
    for form, more in change.items():
        entry = known.entry(form)
        before = entry.counted if entry else Counted()
        words[form] = Counted(before.passages + more.passages, before.names + more.names)
    update_index(folder, "form", words, _documents(words))


class Vocabulary:
    """The words of one generation, opened for reading."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.entry = lru_cache(maxsize=1 << 14)(weakly(self._entry))

    @classmethod
    def open(cls, folder: Path) -> "Vocabulary":
        """The vocabulary in a folder.

        Raises:
            IndexMissing: Nothing was built there.
            IndexDamaged: Its files cannot be read.
        """
        return cls(open_index(folder))

    def _found(self, query: tantivy.Query, limit: int) -> list[Entry]:
        """The commonest words that match, in alphabetical order where they are equally common."""
        hits = self._searcher.search(query, max(limit, LOOKED_AT), count=False, order_by_field="passages").hits
        entries = []
        for _, address in hits:
            stored = self._searcher.doc(address)
            counted = Counted(int(stored["passages"][0]), int(stored["names"][0]))
            entries.append(Entry(str(stored["form"][0]), counted))
        return sorted(entries, key=lambda entry: (-entry.counted.passages, entry.form))[:limit]

    def _entry(self, form: str) -> Entry | None:
        query = tantivy.Query.term_query(self._schema, "form", form, "basic")
        found = self._found(query, 1) if self._searcher.doc_freq("form", form) else None  # which counts removed ones
        return found[0] if found else None

    def knows(self, form: str) -> bool:
        """True if the word stands in the corpus exactly so."""
        return self.entry(form) is not None

    def begins(self, form: str) -> bool:
        """True if a word of the corpus begins so: "kattegat" in "kattegatforbindelse"."""
        if not form.isalnum():  # it is part of a pattern
            return False
        query = tantivy.Query.regex_query(self._schema, "form", f"{form}.*")
        return bool(self._searcher.search(query, 1, count=False).hits)

    def siblings(self, form: str) -> list[Entry]:
        """Words of the corpus with this word's skeleton ("soge" → "søge"), itself too, commonest first."""
        bones = skeleton(form)
        return self._found(tantivy.Query.term_query(self._schema, "skeleton", bones, "basic"), SIBLINGS)

    def nearest(self, form: str, sure: bool = False) -> Entry | None:
        """The commonest word one edit away, from `LONG_LETTERS` on two; None for none, or for a short word.

        An edit is a letter added, dropped or replaced, or two neighbours swapped. A word typed without æ ø å
        is compared with skeletons.

        Args:
            form: A folded word.
            sure: Only one edit, and only in a long word.
        """
        if len(form) < (LONG_LETTERS if sure else SURE_LETTERS):
            return None
        field = "skeleton" if form.isascii() else "form"
        letters = skeleton(form) if form.isascii() else form
        for distance in (1, 2) if len(form) >= LONG_LETTERS and not sure else (1,):
            query = tantivy.Query.fuzzy_term_query(self._schema, field, letters, distance=distance)
            if found := self._found(query, 2):
                return found[0]
        return None
