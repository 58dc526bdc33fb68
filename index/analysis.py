"""Danish text as search terms: words, stems, character grams, skeletons. Pure.

Numbers, dates and question numbers are left to `keys`; taking compounds apart to `compounds`;
which words the corpus knows to `vocabulary`.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from corpus.citations import Language

MAX_QUERY = 500  # characters of a query that are read
MAX_WORD = 40  # letters; the rest of a longer run is dropped
GRAM = 4

INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
_MARKS = tuple(map(chr, INVISIBLE))
_END_MARKS = re.compile(r"[\s?!.,;:…]+$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_APOSTROPHES = "'’"
_PIECE = re.compile(r"[^\W_]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n”\"(]\s*)$")


def _with_bare(words: str) -> frozenset[str]:
    """The words and how a keyboard without æ ø å spells them: "når", "naar", "nar"."""
    spellings = (("æ", "ae", "a"), ("ø", "oe", "o"), ("å", "aa", "a"))
    found = set(words.split())
    for letter, double, single in spellings:
        found |= {word.replace(letter, bare) for word in found for bare in (double, single)}
    return frozenset(found)


# By hand: the lists in circulation hold "mand", "stor", "ny", "to", "tre", "næste". "ikke", "uden" and "mod"
# are here because negation and direction are for the dense side.
STOP: dict[Language, frozenset[str]] = {
    "da": _with_bare(
        "og i at er en et den det de der som til af på for med fra om har kan skal vil bliver "
        "blev være været var sig man jeg vi han hun du ikke uden mod hvad hvor hvem hvordan "
        "hvorfor hvornår hvilke hvilken hvilket men eller så da når også jo ved denne dette disse"
    ),
    "en": _with_bare(
        "a an the and or of to in on at by for from with about into as is are was were be been "
        "being am do does did has have had will would can could shall should may might must not "
        "no what when where who whom whose which why how many much long it its this that these "
        "those there he she they them his her their we our you your i me my if then than so but "
        "any some all more most also just only over under up out off tell say said"
    ),
}

# Families the Snowball stemmer breaks apart; each also ends compounds ("forskningscentret", "statsministre").
_GENITIVE = "s?"
_FAMILIES = tuple(
    (re.compile(rf"(?:{pattern}){_GENITIVE}$"), stem)
    for pattern, stem in (
        ("minist(?:er|eren|re|rene)", "minister"),
        ("cent(?:er|eret|ret|re|rene|rer|rerne)", "center"),
        ("barn|barnet|børn|børnene", "barn"),
        ("fængs(?:el|let|elet|ler|lerne|elerne)", "fængsel"),
        ("eksemp(?:el|let|elet|ler|lerne)", "eksempel"),
        ("bogen|bøger|bøgerne", "bog"),
        ("mid(?:del|let|ler|lerne)", "middel"),
        ("reg(?:el|len|ler|lerne)", "regel"),
        ("artik(?:el|len|ler|lerne)", "artikel"),
        ("regist(?:er|ret|re|rene)", "register"),
        ("mænd|mændene|manden", "mand"),
        ("hænder|hænderne|hånden", "hånd"),
        ("kræfter|kræfterne|kraften", "kraft"),
    )
)
_WHOLE = dict.fromkeys(("by", "bys", "byen", "byens", "byer", "byers", "byerne", "byernes"), "by")

_SKELETON = re.compile("ae|æ|aa|å|oe|ø|é|è|ü|ö|ä")
_BONES = {
    "ae": "a",
    "æ": "a",
    "aa": "a",
    "å": "a",
    "ä": "a",
    "oe": "o",
    "ø": "o",
    "ö": "o",
    "é": "e",
    "è": "e",
}
_STUB = re.compile(r"-,?\s")  # a hyphen first: the search for one character is fast
_SUSPENDED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]{2,40}-,?\s{1,3}){1,5})(?:og|eller|samt)\s{1,3}([^\W\d_]{2,40})\b")

_local = threading.local()


class Word(NamedTuple):
    """A word of a cleaned text: `form` is its folded spelling, `[start, end)` its code points there."""

    text: str
    form: str
    start: int
    end: int
    name: bool  # a capital that no sentence start explains, or an acronym


def clean(text: str) -> str:
    """The text in composed form (NFC) without soft hyphens and zero-width characters."""
    if any(mark in text for mark in _MARKS):  # seldom: `translate` takes its time
        text = text.translate(INVISIBLE)
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1 << 16)
def fold_case(word: str) -> str:
    """One word in lower case, composed, "'s" off, at most `MAX_WORD` letters; "" if nothing is left."""
    folded = unicodedata.normalize("NFC", word.casefold())
    # casefold can bring marks that are no word characters ("İ" → "i" + U+0307): keep the first whole piece.
    piece = _PIECE.match(folded)
    return piece[0][:MAX_WORD] if piece else ""


def _is_number(form: str) -> bool:
    return form[0].isdigit() and not any(map(str.isalpha, form))


def forms(text: str) -> list[str]:
    """The folded words of a text in order, pure numbers left out."""
    found = [fold_case(match) for match in _WORD.findall(clean(text))]
    return [form for form in found if form and not _is_number(form)]


def content_forms(text: str, having: Collection[str]) -> set[str]:
    """The different words of a Danish text that hold any of some strings of letters, function words left out.

    None of the strings is empty.
    """
    lowered = clean(text).casefold()
    some = {word for letters in having for word in _words_with(letters, lowered)}
    return {form for form in map(fold_case, some) if form and form not in STOP["da"] and not _is_number(form)}


def _words_with(letters: str, text: str) -> Iterator[str]:
    """Every word of a text that holds some letters, at least one; only what is around them is read."""
    at = text.find(letters)
    while at >= 0:
        start, end = at, at + len(letters)
        while start and (text[start - 1].isalnum() or text[start - 1] in _APOSTROPHES):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in _APOSTROPHES):
            end += 1
        yield from (word for word in _WORD.findall(text[start:end]) if letters in word)
        at = text.find(letters, end)


def _is_name(text: str, start: int, end: int) -> bool:
    if not text[start].isupper():
        return False
    acronym = text[start : min(start + 2, end)].isupper() and end - start > 1
    return acronym or not _SENTENCE_START.search(text[max(0, start - 4) : start])


def unmarked(query: str) -> str:
    """The query without its end marks and its first word's capital: "Minkavl?" and "minkavl" ask the same."""
    query = _END_MARKS.sub("", query) or query
    return query[:1].lower() + query[1:] if query[1:2].islower() else query


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text with their places, pure numbers left out."""
    words = []
    for match in _WORD.finditer(text):
        form = fold_case(match[0])
        if form and not _is_number(form):
            start, end = match.span()
            words.append(Word(match[0], form, start, end, _is_name(text, start, end)))
    return tuple(words)


def is_function_word(form: str, language: Language) -> bool:
    """True for the words that carry no subject matter in this language."""
    return form in STOP[language]


@lru_cache(maxsize=1 << 16)
def stem(form: str) -> str:
    """The Danish stem of a folded word: Snowball, but for the families it breaks apart."""
    if whole := _WHOLE.get(form):
        return whole
    for family, head in _FAMILIES:
        if match := family.search(form):
            return form[: match.start()] + head
    # A PyStemmer object may not be used by two threads at once.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("danish", 0)
    stemmed: str = _local.stemmer.stemWord(form)
    return stemmed


@lru_cache(maxsize=1 << 12)
def begin(stemmed: str) -> str:
    """The letters that every word with this stem begins with: a family's stem shares only the first of its own."""
    heads = [head for _, head in _FAMILIES if stemmed.endswith(head)]
    return stemmed[: min((len(stemmed) - len(head) + 1 for head in heads), default=len(stemmed))]


@lru_cache(maxsize=1 << 16)
def skeleton(form: str) -> str:
    """The word as a keyboard without æ ø å might spell it: "søge", "soege" and "soge" share one skeleton."""
    return _SKELETON.sub(lambda match: _BONES.get(match[0], "y"), form)


@lru_cache(maxsize=1 << 15)
def grams(form: str) -> tuple[str, ...]:
    """The `GRAM`-letter windows of `^form$`; a shorter word is one gram."""
    marked = f"^{form}$"
    return tuple(marked[i : i + GRAM] for i in range(max(1, len(marked) - GRAM + 1)))


def suspended(text: str) -> tuple[tuple[str, str], ...]:
    """Stubs and what completes them: "forsknings- og videnscenter" → ("forsknings", "videnscenter")."""
    pairs: list[tuple[str, str]] = []
    text = clean(text)
    if not _STUB.search(text):
        return ()
    for match in _SUSPENDED.finditer(text):
        whole = fold_case(match[2])
        pairs += [(fold_case(stub), whole) for stub in _PIECE.findall(match[1])]
    return tuple(pairs)
