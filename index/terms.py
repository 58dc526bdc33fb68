"""The lexical index as it is searched: BM25 over words, character grams and keys (tantivy).

What is entered is left to `entries`, reading a query to `query_terms`, the words of the corpus to `vocabulary`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from corpus.citations import Language
from index import lexicon
from index.analysis import MAX_QUERY, begin, clean, content_forms, fold_case, grams, stem
from index.entries import MAX_TEXT, PASSAGES, VOCABULARY, finished, tokens_of
from index.keys import find_keys
from index.query_terms import MAX_TERMS, Counts, QueryTerm, read_query
from index.recent import weakly
from index.storage import open_index
from index.vocabulary import Vocabulary

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
# Entries of words and grams that one search reads, the rarest first: in 100,000 passages nearly all, in a million the
# rarer half (measured: .80 of the best 50 stay, in 11 ms instead of 66; of the ten shown .92, at 1,500,000 .93).
READ_UP_TO = 1_200_000
COUNTED = 1000  # passages with a word are counted one by one up to here: it takes a few microseconds
TIED = 1e-4  # scores that differ by less may have come out equal, see `DECIMALS`
MAX_TIED = 10_000  # passages that are as good as the last one wanted
DECIMALS = 4  # of a score; the last bits depend on how the engine has grouped the passages
WEIGHED = 64  # queries whose terms are remembered: one query asks for its own several times
UNSEEN = 0.3  # of a query's weight in words; a reader is told of such a word
COMMON = 500  # occurrences in so many words as `lexicon.PER`: such a word is how it is asked, and no subject


class Terms:
    """The lexical index of one generation, opened for reading."""

    def __init__(self, index: tantivy.Index, words: Vocabulary) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._vocabulary = words
        self._counts = Counts(self._searcher.num_docs, weakly(self._stems), weakly(self._keys))
        self.weights = lru_cache(WEIGHED)(weakly(self._weights))

    @classmethod
    def open(cls, folder: Path) -> "Terms":
        """The index that `build` wrote into the folder, which need not be writable.

        Raises:
            IndexMissing: Nothing was built there.
            IndexDamaged: Its files cannot be read.
        """
        return cls(open_index(folder / PASSAGES), Vocabulary.open(folder / VOCABULARY))

    def __len__(self) -> int:
        """The number of passages."""
        return self._searcher.num_docs

    def _frequency(self, field: str, token: str) -> int:
        """How many passages hold a token; removed ones are left out, but for those of a common token."""
        frequency = int(self._searcher.doc_freq(field, token))
        if 0 < frequency <= COUNTED:
            query = tantivy.Query.term_query(self._schema, field, token, "basic")
            found: Any = self._searcher.search(query, 1)  # whose stub lacks its count
            return int(found.count)
        return frequency

    def _stems(self, term: str) -> int:
        return self._frequency("words", term) or self._frequency("context_words", term)

    def _keys(self, key: str) -> int:
        return self._frequency("keys", key) or self._frequency("context_keys", key)

    def _weights(self, query: str, language: Language) -> tuple[QueryTerm, ...]:
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

    def _affordable(self, clauses: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
        """The clauses without the commonest words and grams where all together stand in too many passages.

        What counts for half as much is left out at half as many.
        """
        every = list(clauses)
        if len(every) * len(self) <= READ_UP_TO:  # whatever stands in how many
            return every
        common, read = set(), 0
        counted = []
        for field, token, weight in every:
            if not field.endswith("keys"):
                passages = self._searcher.doc_freq(field, token)
                counted.append((passages / (weight * WEIGHTS[field]), passages, field, token))
        for _, passages, field, token in sorted(counted):
            read += passages
            if read > READ_UP_TO:
                common.add((field, token))
        return [clause for clause in every if clause[:2] not in common]

    def search(self, query: str, language: Language, limit: int) -> list[tuple[int, float]]:
        """The ids of the best passages with their scores, best first; equal scores in the order of the ids.

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
            for field, token, weight in self._affordable(self._clauses(terms, keys))
        ]
        if not clauses or limit < 1:
            return []
        hits = self._hits(tantivy.Query.boolean_query(clauses), limit)
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        scored = [
            (int(row), round(score, DECIMALS)) for row, (score, _) in zip(ids, hits, strict=True) if row is not None
        ]
        return sorted(scored, key=lambda item: (-item[1], item[0]))[:limit]

    def _hits(self, query: tantivy.Query, limit: int) -> list[tuple[float, tantivy.DocAddress]]:
        """The best passages, with all that are as good as the last: the engine picks by where they happen to stand."""
        wanted = limit + 1
        while True:
            hits = self._searcher.search(query, wanted, count=False).hits
            if len(hits) < wanted or hits[limit - 1][0] - hits[-1][0] > TIED or wanted > MAX_TIED:
                return hits
            wanted *= 4

    def knows(self, form: str) -> bool:
        """Whether any passage holds a word."""
        return self._vocabulary.knows(form)

    def unseen(self, terms: Sequence[QueryTerm]) -> tuple[str, ...]:
        """The rare words that weigh much among the terms and that no word of the corpus begins with, as typed."""
        whole = sum(term.idf for term in terms)
        return tuple(
            term.text
            for term in terms
            if not term.known
            and term.kind != "number"
            and term.idf > UNSEEN * whole
            and (term.kind == "name" or lexicon.commonness(fold_case(term.text)) < COMMON)
            and not any(map(self._vocabulary.begins, term.forms))
        )

    def is_common(self, form: str, passages: int) -> bool:
        """Whether at least so many passages hold a word, and not as a name."""
        entry = self._vocabulary.entry(form)
        return entry is not None and not entry.name and entry.counted.passages >= passages

    def covered(self, terms: Sequence[QueryTerm], text: str, *, whole: bool = False) -> float:
        """The share of the terms' weight that a text holds, in [0, 1]; 1 for no terms, as nothing is missing.

        Words compare by stem and by compound parts, numbers by key. A compound of which the text has every
        part, but not the word, counts for `PART_COVERS`, or with `whole` not at all. An English query has only its
        names and numbers.
        """
        total = sum(term.idf for term in terms)
        if not total:
            return 1.0
        shares = self.shares(terms, text)
        return sum(t.idf * (share == 1 if whole else share) for t, share in zip(terms, shares, strict=True)) / total

    def shares(self, terms: Sequence[QueryTerm], text: str) -> tuple[float, ...]:
        """How much of each term a text holds, in [0, 1]; see `covered`."""
        text = text[:MAX_TEXT]
        numbers = any(term.kind == "number" for term in terms)
        keys = {key.value for key in find_keys(text)} if numbers else set()
        begins = {begin(token) for term in terms for token in (term.term, *map(stem, term.forms), *term.parts)}
        # A word without the letters that a wanted stem begins with has it neither as its own nor as a part's.
        whole = [form for form in finished(text) if any(map(form.__contains__, begins))]
        held = {token for form in (*content_forms(text, begins), *whole) for token in tokens_of(form).split()}
        return tuple(_share(term, held, keys) for term in terms)


def _share(term: QueryTerm, held: set[str], keys: set[str]) -> float:
    if term.kind == "number":
        return float(term.term in keys)
    if term.term in held or any(stem(form) in held for form in term.forms):
        return 1.0
    if not term.parts:
        return 0.0
    return PART_COVERS * sum(part in held for part in term.parts) / len(term.parts)
