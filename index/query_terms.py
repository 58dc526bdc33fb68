"""A typed query as search terms: their weight, whether the corpus knows them, and what was meant if not.

Danish words are stemmed, taken apart and repaired. An English query shares only names, numbers, acronyms and
cognates with the corpus: its other words give no term, and none is bent into a Danish one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from typing import Literal

from corpus.citations import Language
from index import lexicon
from index.analysis import MAX_QUERY, Word, clean, is_function_word, read_words, stem
from index.exonyms import HOME, danish_forms
from index.keys import find_keys, leading
from index.vocabulary import Entry, Vocabulary

MAX_TERMS = 64
MIN_COGNATE = 6  # letters; shorter English words that are also Danish ones are false friends ("fire", "hand")

Kind = Literal["word", "number", "name"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often the corpus holds a term: `stems` and `keys` give the number of passages for one."""

    passages: int
    stems: Callable[[str], int]
    keys: Callable[[str], int]

    def idf(self, frequency: int) -> float:
        """ln(1 + (N - n + ½) / (n + ½)) for a term in n of N passages: BM25 (Robertson & Zaragoza 2009)."""
        return log(1 + (self.passages - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term of a query.

    `term` is the stem that is searched (a key such as "amount:20800000" for a number) and `forms` the
    spellings it stands for: what was typed, and the corpus' own spelling where the word was repaired.
    `known` says whether the corpus holds it. `idf` is ≥ 0, highest for what it does not hold.
    """

    text: str
    term: str
    idf: float
    known: bool
    kind: Kind
    forms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # stems of a compound's parts
    repaired: bool = False


def _repair(word: Word, vocabulary: Vocabulary, counts: Counts) -> tuple[Entry, ...]:
    """What an unknown word may have been meant as: words of the same skeleton, else the nearest spelling."""
    if same := vocabulary.siblings(word.form):
        return tuple(same)
    if counts.stems(stem(word.form)):
        return ()
    # A new compound of known words is no typing error, unless a known word is one letter away ("folkesolen").
    compound = bool(lexicon.parts(word.form))
    nearest = vocabulary.nearest(word.form, sure=compound)
    return (nearest,) if nearest else ()


def _danish(words: list[Word], vocabulary: Vocabulary, counts: Counts) -> Iterator[tuple[Word, QueryTerm]]:
    repairs = {word.form: () if vocabulary.knows(word.form) else _repair(word, vocabulary, counts) for word in words}
    # One word typed without æ ø å means that "bor" may be "bør" as well, although both are known.
    bare = any(repairs.values()) and all(word.form.isascii() for word in words)
    for word in words:
        entries = repairs[word.form]
        if bare and not entries:
            entries = tuple(entry for entry in vocabulary.siblings(word.form) if entry.form != word.form)
        known = vocabulary.entry(word.form)
        main = known or (entries[0] if entries else None)
        form = main.form if main else word.form
        name = word.name or bool(main and main.name)
        parts = lexicon.parts(form)
        frequency = counts.stems(stem(form))
        yield (
            word,
            QueryTerm(
                text=word.text,
                term=stem(form),
                idf=counts.idf(frequency),
                known=main is not None or frequency > 0,
                kind="name" if name else "word",
                forms=tuple(dict.fromkeys([word.form, form, *(entry.form for entry in entries)])),
                parts=tuple(dict.fromkeys(map(stem, parts))),
                repaired=known is None and bool(entries),
            ),
        )


def _english(words: list[Word], vocabulary: Vocabulary, counts: Counts) -> Iterator[tuple[Word, QueryTerm]]:
    for word in words:
        if word.form in HOME:
            continue
        danish = danish_forms(word.form) if word.name else ()
        entry = vocabulary.entry(danish[0] if danish else word.form)
        if entry is None and word.name:
            entry = next(iter(vocabulary.siblings(word.form)), None)  # "Lokke" is Løkke
        if not word.name and (entry is None or len(word.form) < MIN_COGNATE):
            continue
        form = entry.form if entry else word.form
        yield (
            word,
            QueryTerm(
                text=word.text,
                term=stem(form),
                idf=counts.idf(counts.stems(stem(form))),
                known=entry is not None,
                kind="name" if word.name or (entry and entry.name) else "word",
                forms=tuple(dict.fromkeys([word.form, form, *danish])),
                repaired=form != word.form and not danish,
            ),
        )


def read_query(query: str, language: Language, vocabulary: Vocabulary, counts: Counts) -> tuple[QueryTerm, ...]:
    """The terms of a query in the order typed; function words, and words inside a number or date, give none.

    Args:
        query: What the user typed; beyond `MAX_QUERY` characters it is not read.
        language: The query's language.
        vocabulary: The words of the corpus.
        counts: How often the corpus holds a term.
    """
    text = clean(query[:MAX_QUERY])
    keys = leading(find_keys(text, language))
    words = [
        word
        for word in read_words(text)
        if not is_function_word(word.form, language)
        and not any(key.start < word.end and word.start < key.end for key in keys)
    ][:MAX_TERMS]
    read = _danish if language == "da" else _english
    placed = [(word.start, term) for word, term in read(words, vocabulary, counts)]
    for key in keys:
        frequency = counts.keys(key.value)
        number = QueryTerm(text[key.start : key.end], key.value, counts.idf(frequency), frequency > 0, "number")
        placed.append((key.start, number))
    return tuple(term for _, term in sorted(placed, key=lambda item: item[0]))
