"""What the corpus' fields hold that a query could name, and the words of a query to compare it with. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.ministers import TERMS
from corpus.parties import party_of
from corpus.schema import Document
from index.analysis import skeleton

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*-?|§")


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """What of a document a query can be narrowed by."""

    number: str | None = None
    committee_code: str | None = None
    minister: str | None = None
    minister_title: str | None = None
    party: str | None = None
    asker: str | None = None
    dated_on: dt.date | None = None

    @classmethod
    def of(cls, document: Document) -> "DocumentFields":
        """The fields of a document."""
        return cls(
            number=document.number,
            committee_code=document.committee_code,
            minister=document.minister,
            minister_title=document.minister_title,
            party=document.asker_party,
            asker=document.asker,
            dated_on=document.dated_on,
        )


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The distinct values that the corpus' fields hold: nothing else is narrowed to."""

    numbers: frozenset[str] = frozenset()
    committee_codes: frozenset[str] = frozenset()
    ministers: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    askers: frozenset[str] = frozenset()
    dates: frozenset[dt.date] = frozenset()

    @classmethod
    def of(cls, fields: Iterable[DocumentFields]) -> "KnownNames":
        """What these documents hold."""
        rows = tuple(fields)
        return cls(
            numbers=frozenset(row.number for row in rows if row.number),
            committee_codes=frozenset(row.committee_code for row in rows if row.committee_code),
            ministers=frozenset(row.minister for row in rows if row.minister),
            titles=frozenset(row.minister_title for row in rows if row.minister_title),
            parties=frozenset(party_of(row.party) for row in rows if row.party),
            askers=frozenset(row.asker for row in rows if row.asker),
            dates=frozenset(row.dated_on for row in rows if row.dated_on),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query, its skeleton and its place `[start, end)` there."""

    text: str
    bare: str
    start: int
    end: int


def _bare(word: str) -> str:
    """Its skeleton without accents: "Sólbjørg" may be typed "Solbjørg"."""
    bones = skeleton(word.casefold().replace("’", "'"))
    if bones.isascii():
        return bones
    return "".join(c for c in unicodedata.normalize("NFD", bones) if not unicodedata.combining(c))


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a query in order; "§" is one, other marks are none."""
    return tuple(Token(match[0], _bare(match[0]), *match.span()) for match in _TOKEN.finditer(text))


@dataclass(frozen=True, slots=True)
class People:
    """Skeletons of names, word by word, with what they stand for; ambiguous ones are left out."""

    ministers: dict[tuple[str, ...], str]
    askers: dict[tuple[str, ...], str]
    absent: frozenset[tuple[str, ...]]  # ministers by the dated table, of whom the corpus holds no answer
    longest: int


def bare_words(name: str) -> tuple[str, ...]:
    return tuple(token.bare for token in tokens_of(name))


def _spellings(name: str) -> set[tuple[str, ...]]:
    """The full name, first and last, and every end of it: "Løkke Rasmussen"; also "Løkke", "Lars Løkke" and, of
    "Jakob Ellemann-Jensen", "Ellemann" and "Jakob Ellemann".
    """
    words = bare_words(name)
    parts = {part for word in words[1:] for part in (word, *word.split("-"))}
    ends = {words[start:] for start in range(len(words))}
    begins = {words[:end] for end in range(2, len(words))}
    return ends - {words[:1]} | begins | {(part,) for part in parts} | {(words[0], part) for part in parts} | {words}


def _unique(names: Iterable[str]) -> dict[tuple[str, ...], str]:
    owners: dict[tuple[str, ...], set[str]] = {}
    for name in names:
        for spelling in _spellings(name) if bare_words(name) else ():
            owners.setdefault(spelling, set()).add(name)
    return {spelling: min(owner) for spelling, owner in owners.items() if len(owner) == 1}


@lru_cache(maxsize=8)
def people_of(names: KnownNames) -> People:
    ministers, askers = _unique(names.ministers), _unique(names.askers)
    others = _unique({term.name for term in TERMS} - names.ministers - names.askers)
    absent = frozenset(others) - ministers.keys() - askers.keys()
    return People(ministers, askers, absent, max(len(words) for words in (*ministers, *askers, *absent, ())))
