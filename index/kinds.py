"""What kind of thing a query asks for, and what kinds of thing a sentence holds. Pure.

Only surface signs are read, in Danish and English queries and Danish sentences; how much they count for is learned
(`weights`), not decided here.
"""

import re
from enum import IntFlag, auto
from typing import Literal

Kind = Literal["amount", "number", "date", "who", "why", "what", "yes/no", "other"]

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("amount", r"\b(hvor (mange penge|meget|dyr\w*)|hvad koster|how (much|expensive)|costs?"
               r"|beløb\w*|kroner|million\w*|milliard\w*|mio|mia)\b"),
    ("number", r"\b(hvor (mange|stor\w*|lang\w*|længe|gam\w*|høj\w*|ofte)|how (many|long|old|high|often|large|big)"
               r"|antal\w*|andel\w*|procent\w*|pct|per ?cent\w*|share|number of)\b"),
    ("date", r"\b(hvornår|hvornaar|hvornar|when|hvilket år|what year|which year|dato\w*|deadline)\b"),
    ("who", r"\b(hvem|who|whom|whose|hvilken minister|which minister)\b"),
    ("why", r"\b(hvorfor|why|årsag\w*|aarsag\w*|reasons?)\b"),
    ("what", r"^\W*(og |men |and |but )?(hvad|hvilke\w*|what|which|hvordan|hvor|how|where)\b"),
    ("yes/no", r"^\W*(og |men |and |but )?(er|har|kan|vil|skal|ska|ka|må|maa|bliver|blir|blev|får|faar|fik|findes"
               r"|kommer|gælder|gaelder|mener|gør|goer|støtter|stoetter|giver|går|gaar|tror|sker|burde|bør|kunne"
               r"|ville|skulle|tager|ligger|ved|is|are|was|were|does|do|did|will|can|has|have|had|should|would"
               r"|may|must|could)\b"),
)  # fmt: skip
_ASKED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


def asked_for(query: str) -> Kind:
    """The kind of thing a query asks for; what names a quantity is asked for it wherever it stands."""
    return next((kind for kind, pattern in _ASKED if pattern.search(query)), "other")


class Holds(IntFlag):
    """What a sentence holds or is. The values are stored in the index: append, never reorder."""

    DIGIT = auto()
    AMOUNT = auto()  # of money, or millions of anything
    PERCENT = auto()
    NUMERAL = auto()  # "halvdelen", "tre", "ingen"
    DATE = auto()
    NAME = auto()  # a capital inside the sentence
    REASON = auto()
    NEGATION = auto()
    STANCE = auto()  # what the minister or the government thinks, wants or will do
    QUESTION = auto()
    LATER = auto()  # not in the minister's first turn
    COUNT = auto()  # a number that is no date, year, time, paragraph or name of a bill


_SIGNS = tuple(
    (flag, re.compile(pattern, 0 if flag is Holds.NAME else re.IGNORECASE))
    for flag, pattern in (
        (Holds.DIGIT, r"\d"),
        (Holds.AMOUNT, r"\b(kr|kroner|mio|mia|milliard\w*|million\w*|t\.kr)\b"),
        (Holds.PERCENT, r"%|\b(pct|procent\w*)\b"),
        (Holds.NUMERAL, r"\b(to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|hundrede\w*|tusind\w*|ingen"
                        r"|antal\w*)\b"),
        (Holds.DATE, r"\b(januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
                     r"|(19|20)\d\d|efterår\w*|forår\w*|sommer\w*|årsskifte\w*|kvartal\w*|halvår\w*|uge\w*|næste år"
                     r"|i år|snart|måned\w*)\b"),
        (Holds.NAME, r"(?<=[a-zæøå,] )[A-ZÆØÅ][a-zæøå]+"),
        (Holds.REASON, r"\b(fordi|derfor|grund\w*|skyldes|hensyn\w*|årsag\w*|formål\w*)\b"),
        (Holds.NEGATION, r"\b(ikke|ingen|intet|aldrig|nej|hverken)\b"),
        (Holds.STANCE, r"\b(jeg|vi|regeringen|ministeriet|min)\b.{0,200}?\b(mener|vil|synes|er enig|er uenig|kan"
                       r"|ønsker|agter|har|tror|støtter|forventer|holdning)\b"),
        (Holds.QUESTION, r"\?"),
    )
)  # fmt: skip


_NO_COUNT = re.compile(
    r"\b(?:19|20)\d\d(?:[-–/]\d{2,4})?\b|\b\d{1,2}\.\s*(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober"
    r"|november|december)\b|\bkl\.?\s*\d\d?(?:[.:]\d\d)?|§+\s*\d+|\b(?:stk|nr|art|artikel|pkt|[LSB])\.?\s*\d+",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d")
_UNIT = re.compile(r"(?:hvor mange|how many|antallet af|antal|number of)\W+(?:flere |more )?", re.IGNORECASE)


def unit_of(query: str) -> int | None:
    """The place, among the query's words, of what it asks the number of; None where it asks for no number.

    "Hvor mange betjente er ansat?" → 2.
    """
    found = _UNIT.search(query)
    if found is None or not query[found.end() :].strip():
        return None
    return len(query[: found.end()].split())


def held_by(sentence: str) -> Holds:
    """Everything of `Holds` that a sentence shows by itself."""
    held = Holds(0)
    for flag, pattern in _SIGNS:
        if pattern.search(sentence):
            held |= flag
    if _COUNT.search(_NO_COUNT.sub(" ", sentence)):
        held |= Holds.COUNT
    return held
