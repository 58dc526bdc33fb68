"""The words of the corpus on disk: what each is made of, and the repair of words it does not know.

A tantivy index with one entry a word, so that opening costs nothing and a lookup or a fuzzy search walks an
automaton over the sorted words instead of Python over all of them. Reading words out of text is left to
`analysis`, the passages themselves to `terms`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from index import compounds
from index.analysis import skeleton, stem
from index.storage import open_index, write_index

SIBLINGS = 4  # words of one skeleton that are considered
SURE_LETTERS = 5  # shorter words are never repaired by edit distance
LONG_LETTERS = 9  # from here on two edits are allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the corpus; `parts` as spelled in it, () if it is no compound; `name`: mostly a capital."""

    form: str
    stem: str
    parts: tuple[str, ...]
    name: bool
    passages: int


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("form", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("skeleton", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("parts", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("name", stored=True)
    builder.add_integer_field("passages", stored=True, fast=True)
    return builder.build()


def build(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the vocabulary into an empty or new folder."""
    documents = (
        tantivy.Document(
            form=[entry.form],
            skeleton=[skeleton(entry.form)],
            parts=[" ".join(entry.parts)],
            name=[int(entry.name)],
            passages=[entry.passages],
        )
        for entry in entries
    )
    write_index(folder, _schema(), documents)


class Vocabulary:
    """The words of one generation, opened for reading."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.entry = lru_cache(maxsize=1 << 14)(self._entry)

    @classmethod
    def open(cls, folder: Path) -> "Vocabulary":
        """The vocabulary in a folder.

        Raises:
            IndexMissing: Nothing was built there.
            IndexDamaged: Its files cannot be read.
        """
        return cls(open_index(folder))

    def _found(self, query: tantivy.Query, limit: int) -> list[Entry]:
        if limit == 1:
            hits = self._searcher.search(query, 1, count=False).hits
        else:
            hits = self._searcher.search(query, limit, count=False, order_by_field="passages").hits
        entries = []
        for _, address in hits:
            stored = self._searcher.doc(address)
            form = str(stored["form"][0])
            parts = tuple(str(stored["parts"][0]).split())
            entries.append(Entry(form, stem(form), parts, bool(stored["name"][0]), int(stored["passages"][0])))
        return entries

    def _entry(self, form: str) -> Entry | None:
        found = self._found(tantivy.Query.term_query(self._schema, "form", form, "basic"), 1)
        return found[0] if found else None

    def knows(self, form: str) -> bool:
        """True if the word stands in the corpus exactly so."""
        return bool(self._searcher.doc_freq("form", form))

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

    def split(self, form: str, stems: compounds.Frequency) -> tuple[str, ...]:
        """The parts of a word, known to the corpus or not; () for a word that is no compound."""
        if entry := self.entry(form):
            return entry.parts
        return compounds.split(form, lambda part: int(self.knows(part)), stems)
