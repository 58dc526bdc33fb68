"""What kind of thing a query asks for, and what kinds of thing a sentence holds. Pure.

Only surface signs are read, in Danish and English queries and Danish sentences; how much they count for is learned
(`weights`), not decided here.
"""

import re
from enum import IntFlag, auto
from typing import Literal

Kind = Literal["amount", "number", "date", "who", "why", "what", "yes/no", "other"]

_MONEY = r"(penge|kroner|kr|t?kr|mio|mia|millioner?|milliarder?|millions?|billions?|money)\b"
_AND = r"^\W*(og |men |and |but )?"
# In this order. A question word tells wherever it stands ("Kan ministeren sige, hvornår …?"), but English ones also
# join clauses ("Will it open when …?") and a noun can be what a yes/no question is about ("Er prisen steget?").
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("amount", rf"\b(hvor (meget|dyr\w*)|how (much|expensive)|(hvor mange|how many) (\w+ )?{_MONEY})"),
    ("number", r"\b(hvor (mange|stor\w*|lang\w*|længe|gam\w*|høj\w*|ofte|tit)"
               r"|how (many|long|old|high|often|large|big))\b"),
    ("date", r"\b(hvornår|hvornaar|hvornar|hvilke[nt] (år|dato|måned|maaned|dag)"
             r"|(what|which) (year|date|month|day))\b"),
    ("who", r"\b(hvem|hvilke[nt]? (\w+ )?(minister|politiker|firma|virksomhed|selskab|parti|land|kommune|by|person)\w*"
            r"|(what|which) (\w+ )?(minister|politician|company|firm|party|parties|countr\w+|municipalit\w+|cit\w+)"
            r"|hvad hedder|names? of)\b"),
    ("why", r"\bhvorfor\b"),
    ("yes/no", _AND + r"(er|har|kan|vil|skal|ska|ka|må|maa|ma|bliver|blir|blev|får|faar|fik|findes|sku"
               r"|kommer|gælder|gaelder|mener|gør|goer|støtter|stoetter|giver|går|gaar|tror|sker|burde|bør|kunne"
               r"|ville|skulle|tager|ligger|ved|is|are|was|were|does|do|did|will|can|has|have|had|should|would"
               r"|may|must|could)\b"),
    ("amount", rf"\b(costs?|price|fee|kost(er?|ede|et)|pris(en|er|erne)?|honorar\w*|beløb\w*|løber\b.{{1,80}} op i"
               rf"|million\w*|milliard\w*|{_MONEY})\b"),
    ("number", r"\b(antal\w*|andel\w*|procent\w*|pct|per ?cent\w*|share|number of)\b"),
    # Any other verb before its subject: "Forbyder loven …", "Nedsætter regeringen …".
    ("yes/no", _AND + r"(?!hv|under |efter |over |eller |når |inden |siden )\w{2,}(er|år|ør|te|ede) "
               r"(der|det|den|de|vi|du|man|jeg|han|hun|danmark|staten|\w{3,}(en|et|erne))\b"),
    ("date", r"\b(when|årstal\w*|dato\w*|deadline)\b"),
    ("who", r"\b(who|whom|whose)\b"),
    ("why", r"\b(why|årsag\w*|aarsag\w*|reasons?)\b"),
    ("what", _AND + r"(hvad|hvilke\w*|what|which|hvordan|hvor|how|where)\b"),
)  # fmt: skip
_ASKED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


def asked_for(query: str) -> Kind:
    """The kind of thing a query asks for."""
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
        (Holds.NUMERAL, r"\b(én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|hundrede\w*|tusind\w*"
                        r"|ingen|antal\w*)\b"),
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


def held_by(sentence: str) -> Holds:
    """Everything of `Holds` that a sentence shows by itself."""
    held = Holds(0)
    for flag, pattern in _SIGNS:
        if pattern.search(sentence):
            held |= flag
    if _COUNT.search(_NO_COUNT.sub(" ", sentence)):
        held |= Holds.COUNT
    return held
