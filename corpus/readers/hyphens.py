"""Hyphens at the end of a line: joined, kept, or kept with a space, as the word wants it. Pure."""

import re

# "-", the typographic hyphen, the soft hyphen, and the two marks by which PDFium says "a hyphen ended this line".
MARKS = "\u2010\u00ad\ufffe\x02-"
_ENDS = re.compile(rf"(?P<word>[^\s{MARKS}]+)(?P<mark>[{MARKS}])\s*$")
_TAIL = 120  # code points: no word is longer
_FIRST = re.compile(r"[\w]+")
_SUSPENDING = frozenset(["og", "eller", "samt", "til", "hhv", "henholdsvis"])
_DIRECTIONS = frozenset(["ind", "der", "her", "hvor"])  # "indtil" is one word
_PAIRED = frozenset(["både", "enten"])  # "en både-og-løsning"
_PREFIXES = frozenset(["it", "tv", "ph.d.", "cd", "dvd", "sms", "pc", "ikke", "non", "ex", "eks"])


def ends_in_hyphen(line: str) -> bool:
    """Whether the line ends within a word, or behind the first part of a suspended one ("social-")."""
    return _ENDS.search(line[-_TAIL:]) is not None


def joined(line: str, following: str) -> str:
    """Two lines as one, the first of which ends in a hyphen.

    "folkesko-" + "len" → "folkeskolen"; "social-" + "og" → "social- og"; "2025-" + "2028" → "2025-2028"; "EU-" +
    "støtte" → "EU-støtte".
    """
    end = _ENDS.search(line, max(len(line) - _TAIL, 0))
    first = _FIRST.match(following)
    if end is None or first is None:
        return f"{line.rstrip()} {following}"
    head, word, mark, after = line[: end.start("mark")], end["word"], end["mark"], first.group()
    if mark == "\u00ad":
        return head + following
    bare = word.strip("(»”\"'[").casefold()
    whole = (after == "og" and bare in _PAIRED) or (after == "til" and bare in _DIRECTIONS)
    if after.casefold() in _SUSPENDING and not whole:
        return f"{head}- {following}"
    if _keeps(word, bare, after):
        return f"{head}-{following}"
    return head + following


def _keeps(word: str, bare: str, after: str) -> bool:
    """Whether the hyphen belongs to the word however the line is broken."""
    letters = [character for character in bare if character.isalpha()]
    return (
        not word[-1].isalpha()  # "2025-", "ph.d.-"
        or not after[0].islower()  # "Ammitzbøll-Bille", "2-5"
        or len(letters) == 1  # "e-mail"
        or (len(letters) > 1 and word[-2:].isupper())  # "EU-støtte"
        or bare in _PREFIXES
        or (bare in _PAIRED and after == "og")
    )
