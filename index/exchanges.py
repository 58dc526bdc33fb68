"""What a follow-up puts in another's place: "hvad med Enhedslisten?" after "spørgsmål fra SF om mink". Pure.

A phrase that only mentions something, as `mentions` reads it, takes the place of the one thing of its like in the
turn before: a number, whoever answers, whoever asks, a period. Where there is none it goes where `named` reads it:
"hvor mange svar i 2023 om mink".
"""

import datetime as dt
import re
from collections.abc import Iterator

from corpus.citations import Language
from index.mentions import Mention, find_mentions
from index.named import Named, read_named
from index.names import KnownNames, tokens_of

# The kinds of `mentions` that are alike: numbers; who answers; who asks; periods. A name may be of two of them.
_LIKES = ("nr", "omb", "fcab", "tiy")
_DIGITS = re.compile(r"(?!(?:19|20)\d\d\b)\d{1,5}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IN_YEAR = re.compile(r"(?i)(?:(?:i|in) )?((?:19|20)\d\d)")
_LEADING = re.compile(
    r"(?i)(?:(?:kun|bare|blot|only|just)\s+)?(?:(?:dem|de|those|the ones)\s+)?(?:(?:til|fra|af|to|from|by)\s+)?(?=\S)"
)
_ACCORDING_TO: dict[Language, str] = {"da": "ifølge", "en": "according to"}
_IS_GENITIVE = re.compile(r"(?:(?<=en|et|rn)s|['’]s)$")
_GENITIVE: dict[Language, str] = {"da": "s", "en": "'s"}
# Behind these a phrase is read as a narrowing.
_PLACE = re.compile(r"(?i)\b(?:(?:minister)?svar|spørgsmål|answers?|questions?|sagt|svaret|sagde|svarede|said|say)\b")
_TIES: dict[Language, tuple[str, str]] = {"da": ("fra ", "til "), "en": ("from ", "to ")}


def _mentions(text: str, names: KnownNames, today: dt.date | None) -> list[tuple[int, int, Mention]]:
    """What a text mentions, each with its place `[start, end)`."""
    tokens = tokens_of(text)
    found = find_mentions(tokens, names, today)
    return [(tokens[mention.first].start, tokens[mention.last - 1].end, mention) for mention in found]


def _one_of(kinds: str, places: list[tuple[int, int, Mention]]) -> tuple[int, int] | None:
    found = [(start, end) for start, end, mention in places if mention.kind in kinds]
    return found[0] if len(found) == 1 else None


def _narrowings(named: Named) -> Iterator[object]:
    """What a query is narrowed by, one by one."""
    yield from (named.office, named.minister, named.party, named.asker, named.committee_code)
    yield (named.since, named.until) if named.since or named.until else None


def _tie(mention: Mention, noun: str) -> str:
    """What ties a name to "svar" or "spørgsmål": an answer is from a minister, a question to one; "" for a period."""
    if mention.kind in "tiy":
        return ""
    language: Language = "en" if re.match("(?i)answer|question|sa", noun) else "da"
    asking, speaking = noun.casefold().startswith(("spørgsmål", "question")), mention.kind in "omb"
    return _TIES[language][asking == speaking]


def _put(old: str, phrase: str, mention: Mention, language: Language, names: KnownNames, today: dt.date | None) -> str:
    """The turn with the phrase where it narrows it by one thing more, and changes nothing else; "" if nowhere."""
    before = read_named(old, language, names, today)
    given = sum(value is not None for value in _narrowings(before))
    for place in _PLACE.finditer(old):
        new = f"{old[: place.end()]} {_tie(mention, place[0])}{phrase}{old[place.end() :]}"
        named = read_named(new, language, names, today)
        if (
            sum(value is not None for value in _narrowings(named)) == given + 1
            and (named.wants, named.latest, named.numbers) == (before.wants, before.latest, before.numbers)
            and phrase not in named.rest
        ):
            return new
    return ""


def asked_of(old: str, language: Language, names: KnownNames, today: dt.date | None = None) -> tuple[str, str]:
    """What a turn is about and " – ifølge klimaministeren", whom it asks; the turn as it is and "" if nobody."""
    named = read_named(old, language, names, today)
    if not (named.minister or named.office) or not named.rest:
        return old, ""
    office = _IS_GENITIVE.sub("", named.office.said) if named.office else ""
    the = "the " if office and language == "en" else ""
    return named.rest, f" – {_ACCORDING_TO[language]} {the}{office or named.minister}"


def instead(old: str, phrase: str, language: Language, names: KnownNames, today: dt.date | None = None) -> str:
    """A correction, "nej, jeg mente Tyrkiet": the turn with another of its like, else with another subject."""
    subject = read_named(old, language, names, today).rest.rstrip(" ?!.")
    if new := exchanged(old, phrase, language, names, today):
        return new
    return old.replace(subject, phrase) if subject and subject != old and subject in old else phrase


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
    if (year := _IN_YEAR.fullmatch(phrase)) and len(_YEAR.findall(old)) == 1:
        return _YEAR.sub(year[1], old)
    places = _mentions(old, names, today)
    if _DIGITS.fullmatch(phrase) and (place := _one_of("nr", places)):
        return old[: place[0]] + re.sub(r"\d+$", phrase, old[slice(*place)]) + old[place[1] :]
    phrase = _LEADING.sub("", phrase, count=1)
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
    if not mention.known or mention.kind in "nr":
        return ""
    if new := _put(old, phrase, mention, language, names, today):
        return new
    nobody = not any(found.kind in "ombg" for _, _, found in places)
    return f"{old} – {_ACCORDING_TO[language]} {phrase}" if nobody and mention.kind in "omb" else ""
