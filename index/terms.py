"""The lexical index: BM25 over words, character grams and keys of passages and of their context (tantivy).

Reading a query is left to `query_terms`, the words of the corpus to `vocabulary`, and what a row is to the
caller.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy

from corpus.citations import Language
from index import compounds, vocabulary
from index.analysis import clean, forms, grams, is_function_word, read_words, stem, suspended
from index.keys import find_keys
from index.query_terms import MAX_QUERY, MAX_TERMS, Counts, QueryTerm, read_query
from index.storage import READY, open_index, write_index

# Measured (DANISH.md): inside one engine, summed. The context counts for less than the passage itself.
WEIGHTS = {
    "words": 0.5,
    "grams": 1.0,
    "keys": 2.0,
    "context_words": 0.25,
    "context_grams": 0.5,
    "context_keys": 1.0,
}
PART_WEIGHT = 0.5  # of a compound's part, against the whole word
PART_COVERS = 0.8  # of a query word's weight, when the text has all its parts but not the word
MAX_TEXT = 20_000  # characters of a passage or context that are read

Row = tuple[int, str, str]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in WEIGHTS:
        builder.add_text_field(field, tokenizer_name=READY, index_option="freq")
    builder.add_integer_field("row", fast=True)
    return builder.build()


def _content(text: str) -> list[str]:
    return [form for form in forms(text[:MAX_TEXT]) if not is_function_word(form, "da")]


def _names(text: str) -> set[str]:
    return {word.form for word in read_words(clean(text[:MAX_TEXT])) if word.name}


def _entries(rows: Sequence[Row]) -> list[vocabulary.Entry]:
    """The vocabulary of the rows: every word with its parts, and the compounds a hyphen left unfinished."""
    words: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    names: Counter[str] = Counter()
    unfinished: set[tuple[str, str]] = set()
    content, named, stubs = lru_cache(64)(_content), lru_cache(64)(_names), lru_cache(64)(suspended)
    for _, passage, context in rows:
        found = {*content(passage), *content(context)}
        words.update(found)
        stems.update({stem(form) for form in found})
        names.update(named(passage) | named(context))
        unfinished.update(stubs(passage[:MAX_TEXT]) + stubs(context[:MAX_TEXT]))
    parts = {form: compounds.split(form, words.__getitem__, stems.__getitem__) for form in words}
    for stub, whole in unfinished:
        finished = compounds.complete(stub, whole, parts.get(whole, ()))
        if finished and finished not in words:
            words[finished] = 1
            parts[finished] = compounds.split(finished, words.__getitem__, stems.__getitem__)
    return [
        vocabulary.Entry(form, stem(form), parts[form], 2 * names[form] > words[form], words[form])
        for form in sorted(words)
    ]


class _Tokens:
    """Text made into the tokens of each field, given the parts of the corpus' compounds."""

    def __init__(self, entries: Iterable[vocabulary.Entry]) -> None:
        self.parts = {entry.form: entry.parts for entry in entries if entry.parts}
        self.context = lru_cache(64)(self.fields)  # consecutive passages share their context

    def fields(self, text: str) -> tuple[str, str, str]:
        """Words, grams and keys, each joined by spaces."""
        text = text[:MAX_TEXT]
        content = _content(text)
        content += filter(
            None,
            (compounds.complete(stub, whole, self.parts.get(whole, ())) for stub, whole in suspended(text)),
        )
        words = [stem(part) for form in content for part in (form, *self.parts.get(form, ()))]
        pieces = [gram for form in content for gram in grams(form)]
        return " ".join(words), " ".join(pieces), " ".join(key.value for key in find_keys(text))


def _documents(rows: Sequence[Row], entries: Sequence[vocabulary.Entry]) -> Iterator[tantivy.Document]:
    tokens = _Tokens(entries)
    for row, passage, context in rows:
        texts = zip(WEIGHTS, (*tokens.fields(passage), *tokens.context(context)), strict=True)
        yield tantivy.Document(row=[row], **{field: [text] for field, text in texts})


def build(folder: Path, rows: Iterable[Row]) -> None:
    """Write the lexical index of passages into a new or empty folder; equal rows give equal results.

    Args:
        folder: Holds nothing else afterwards.
        rows: The passage's row, its text, and its context: question, title, minister, fields.
    """
    rows = list(rows)  # read twice: compounds are known only when every word has been seen
    entries = _entries(rows)
    vocabulary.build(folder / "vocabulary", entries)
    write_index(folder / "passages", _schema(), _documents(rows, entries))


class Terms:
    """The lexical index of one generation, opened for reading."""

    def __init__(self, index: tantivy.Index, words: vocabulary.Vocabulary) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._vocabulary = words
        self._counts = Counts(self._searcher.num_docs, self._stems, self._keys)
        self._tokens = lru_cache(maxsize=1 << 14)(self._stem_and_parts)

    @classmethod
    def open(cls, folder: Path) -> "Terms":
        """The index that `build` wrote into the folder, which need not be writable.

        Raises:
            IndexMissing: Nothing was built there.
            IndexDamaged: Its files cannot be read.
        """
        return cls(open_index(folder / "passages"), vocabulary.Vocabulary.open(folder / "vocabulary"))

    def __len__(self) -> int:
        """The number of passages."""
        return self._searcher.num_docs

    def _stems(self, term: str) -> int:
        frequency = self._searcher.doc_freq("words", term) or self._searcher.doc_freq("context_words", term)
        return int(frequency)

    def _keys(self, key: str) -> int:
        return int(self._searcher.doc_freq("keys", key) or self._searcher.doc_freq("context_keys", key))

    def weights(self, query: str, language: Language) -> tuple[QueryTerm, ...]:
        """The terms of a query in the order typed, each with its weight and whether the corpus knows it."""
        return read_query(query, language, self._vocabulary, self._counts)

    def _clauses(self, terms: Sequence[QueryTerm], keys: Iterable[str]) -> Iterator[tuple[str, str, float]]:
        """Field, token and weight of everything that is searched."""
        words: dict[str, float] = {}
        pieces: set[str] = set()
        for term in terms:
            if term.kind != "number":
                for form in term.forms:
                    words[stem(form)] = 1.0
                    pieces.update(grams(form))
                for part in term.parts:
                    words.setdefault(part, PART_WEIGHT)
        for prefix in ("", "context_"):
            yield from ((f"{prefix}words", word, weight) for word, weight in words.items())
            yield from ((f"{prefix}grams", piece, 1.0) for piece in sorted(pieces))
            yield from ((f"{prefix}keys", key, 1.0) for key in keys)

    def search(self, query: str, language: Language, limit: int) -> list[tuple[int, float]]:
        """The best rows with their scores, best first; a higher score is better, equal scores in row order.

        Args:
            query: What the user typed.
            language: The query's language.
            limit: How many rows at most.
        """
        terms = self.weights(query, language)
        keys = [key.value for key in find_keys(clean(query[:MAX_QUERY]), language)][:MAX_TERMS]
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, token, "freq"), weight * WEIGHTS[field]
                ),
            )
            for field, token, weight in self._clauses(terms, keys)
        ]
        if not clauses or limit < 1:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scored = [(int(row), float(score)) for row, (score, _) in zip(rows, hits, strict=True) if row is not None]
        return sorted(scored, key=lambda item: (-item[1], item[0]))

    def _stem_and_parts(self, form: str) -> tuple[str, ...]:
        return tuple(stem(part) for part in (form, *self._parts(form)))

    def _parts(self, form: str) -> tuple[str, ...]:
        return self._vocabulary.split(form, self._stems)

    def _finished(self, text: str) -> list[str]:
        """The compounds that a hyphen left unfinished in the text, in full."""
        pairs = suspended(text)
        found = [compounds.complete(stub, whole, self._parts(whole)) for stub, whole in pairs]
        return [form for form in found if form]

    def covered(self, terms: Sequence[QueryTerm], text: str) -> float:
        """The share of the terms' weight that a text holds, in [0, 1]; 1 for no terms, as nothing is missing.

        Words compare by stem and by compound parts, numbers by key. A compound of which the text has every
        part, but not the word, counts for `PART_COVERS`. An English query has only its names and numbers.
        """
        total = sum(term.idf for term in terms)
        return (
            sum(t.idf * share for t, share in zip(terms, self.shares(terms, text), strict=True)) / total
            if total
            else 1.0
        )

    def shares(self, terms: Sequence[QueryTerm], text: str) -> tuple[float, ...]:
        """How much of each term a text holds, in [0, 1]; see `covered`."""
        text = text[:MAX_TEXT]
        numbers = any(term.kind == "number" for term in terms)
        keys = {key.value for key in find_keys(text)} if numbers else set()
        content = _content(text) + self._finished(text)
        held = {token for form in content for token in self._tokens(form)}
        return tuple(_share(term, held, keys) for term in terms)


def _share(term: QueryTerm, held: set[str], keys: set[str]) -> float:
    if term.kind == "number":
        return float(term.term in keys)
    if term.term in held or any(stem(form) in held for form in term.forms):
        return 1.0
    if not term.parts:
        return 0.0
    return PART_COVERS * sum(part in held for part in term.parts) / len(term.parts)
