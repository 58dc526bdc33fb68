"""What a follow-up puts in another's place: "hvad med Enhedslisten?" after "spørgsmål fra SF om mink". Pure.

A phrase that only mentions something, as `mentions` reads it, takes the place of the one thing of its like in the
turn before: a number, whoever answers, whoever asks, a period.
"""

import datetime as dt
import re

from corpus.citations import Language
from index.mentions import Mention, find_mentions
from index.named import read_named
from index.names import KnownNames, tokens_of

# The kinds of `mentions` that are alike: numbers; who answers; who asks; periods. A name may be of two of them.
_LIKES = ("nr", "omb", "fcab", "tiy")
_DIGITS = re.compile(r"(?!(?:19|20)\d\d\b)\d{1,5}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IN_YEAR = re.compile(r"(?i)(?:(?:i|in) )?((?:19|20)\d\d)")
_TO_OR_FROM = re.compile(r"(?:til|fra|af|to|from|by) ", re.IGNORECASE)
_ACCORDING_TO: dict[Language, str] = {"da": "ifølge", "en": "according to"}
_IS_GENITIVE = re.compile(r"(?:(?<=en|et|rn)s|['’]s)$")
_GENITIVE: dict[Language, str] = {"da": "s", "en": "'s"}


def _mentions(text: str, names: KnownNames, today: dt.date | None) -> list[tuple[int, int, Mention]]:
    """What a text mentions, each with its place `[start, end)`."""
    tokens = tokens_of(text)
    found = find_mentions(tokens, names, today)
    return [(tokens[mention.first].start, tokens[mention.last - 1].end, mention) for mention in found]


def _one_of(kinds: str, places: list[tuple[int, int, Mention]]) -> tuple[int, int] | None:
    found = [(start, end) for start, end, mention in places if mention.kind in kinds]
    return found[0] if len(found) == 1 else None


def asked_of(old: str, language: Language, names: KnownNames, today: dt.date | None = None) -> tuple[str, str]:
    """What a turn is about and " – ifølge klimaministeren", whom it asks; the turn as it is and "" if nobody."""
    named = read_named(old, language, names, today)
    if not (named.minister or named.office) or not named.rest:
        return old, ""
    office = _IS_GENITIVE.sub("", named.office.said) if named.office else ""
    the = "the " if office and language == "en" else ""
    return named.rest, f" – {_ACCORDING_TO[language]} {the}{office or named.minister}"


def exchanged(old: str, phrase: str, language: Language, names: KnownNames, today: dt.date | None = None) -> str:
    """The turn before with what the phrase mentions instead of its like; "" where there is no such pair.

    A minister whom the corpus knows is added as the one who is asked, where the turn before mentions nobody.

    Args:
        old: The turn before, as it was understood.
        phrase: What the follow-up adds, without its opening ("hvad med").
        language: The follow-up's language.
        names: What the corpus' fields hold.
        today: What "i år" is counted from.
    """
    if year := _IN_YEAR.fullmatch(phrase):
        return _YEAR.sub(year[1], old) if len(_YEAR.findall(old)) == 1 else ""
    places = _mentions(old, names, today)
    if _DIGITS.fullmatch(phrase) and (place := _one_of("nr", places)):
        return old[: place[0]] + re.sub(r"\d+$", phrase, old[slice(*place)]) + old[place[1] :]
    phrase = _TO_OR_FROM.sub("", phrase, count=1) if _TO_OR_FROM.match(phrase) else phrase
    match _mentions(phrase, names, today):
        case [(start, end, mention)] if end == len(phrase) and phrase[:start].casefold() in ("", "the "):
            likes = (mention.kind, *(kinds for kinds in _LIKES if mention.kind in kinds))
        case _:
            return ""
    for kinds in likes:
        if place := _one_of(kinds, places):
            twice = old[: place[0]].casefold().endswith("the ")
            return old[: place[0]] + phrase[start if twice else 0 :] + old[place[1] :]
    if mention.kind == "o" and (place := _one_of("g", places)):  # "klimaministerens holdning til havvind"
        return old[: place[0]] + phrase[start:] + _GENITIVE[language] + old[place[1] :]
    nobody = not any(found.kind in "ombg" for _, _, found in places)
    if nobody and mention.known and mention.kind in "omb":
        return f"{old} – {_ACCORDING_TO[language]} {phrase}"
    return ""
