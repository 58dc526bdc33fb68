"""Danish compounds taken apart by known words. Pure; which words are known is left to `lexicon`.

A word is split where both sides are known: the modifier as a word, the head as any form of one,
joined by nothing, "s" or "e". Prefixes and endings that happen to be words are refused.
"""

import re
from collections.abc import Callable
from math import log

from index.analysis import stem

Frequency = Callable[[str], int]  # how common a word or stem is; 0 for unknown

MIN_PART = 4
MIN_WORD = 8
LINKS = ("", "s", "e")
DEPTH = 2


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Modifiers and heads of under four letters that are worth it.
_SHORT = _set("by lov vej råd tog bil mad eu sag køn fly told")
# In every ministerial text, but not always among the commonest words.
COMMON = _set(
    "center minister ministerium plan styrelse forslag ordning middel aftale område politik penge "
    "støtte indsats strategi projekt forskning viden sundhed social bolig børn familie skole "
    "arbejde marked hospital kommune region stat udvalg løsning krav regel pleje hjælp hjem hus "
    "land folk borger"
)
_COMMON_STEMS = frozenset(map(stem, COMMON))
_NO_MODIFIER = _set(
    "for fore over under efter imod mod uden ved til op ned ind ud af an be mis und inden mellem "
    "frem sammen tilbage igen gennem videre selv ikke mere meget hver hvor anden alle noget nogle "
    "disse denne deres være have"
)
_NO_HEAD = _set("ende ernes kere rens ligere entlig anden over under elle tillende kender læggende")
_ENDING = re.compile(
    r"(?:er|l|n)?ing(?:er|en|erne)?s?|(?:lig|som|løs)?hed(?:en|er|erne)?s?|else[nr]?(?:ne)?s?|ene|erne|eret"
    r"|skab(?:er|et|e|erne)?s?|(?:lig|løs|som)(?:t|e|me|ere)?|lige|dom(?:me)?"
)


def _joints(form: str) -> list[tuple[str, str]]:
    """Every modifier and head that the word could be made of, by length alone."""
    pairs = []
    for cut in range(2, len(form) - 1):
        head = form[cut:]
        for link in LINKS:
            if form[:cut].endswith(link):
                modifier = form[: cut - len(link)]
                if all(len(part) >= MIN_PART or part in _SHORT for part in (modifier, head)):
                    pairs.append((modifier, head))
    return pairs


def split(form: str, words: Frequency, stems: Frequency, depth: int = DEPTH) -> tuple[str, ...]:
    """The parts of a compound as they are spelled in it, links left out; () for a word that is none.

    Args:
        form: A folded word.
        words: How common a folded word is on its own.
        stems: How common a stem is.
        depth: How often parts are taken apart again.
    """
    if len(form) < MIN_WORD or depth == 0:
        return ()
    best: tuple[float, str, str] | None = None
    for modifier, head in _joints(form):
        if modifier in _NO_MODIFIER or head in _NO_HEAD or _ENDING.fullmatch(head):
            continue
        # "arbejdsmarked": the modifier stands alone only with the "e" that the link pushed out.
        alone = (modifier, modifier + "e")
        first = max(*map(words, alone), not COMMON.isdisjoint(alone))
        ending = stem(head)
        sure = len(ending) >= MIN_PART or words(head)  # "teren" is no word, although "ter" is the stem of one
        last = first and sure and max(stems(ending), ending in _COMMON_STEMS)
        if first and last:
            found = (log(1 + first) + log(1 + last), modifier, head)
            best = max(best, found) if best else found
    if best is None:
        return ()
    return tuple(part for side in best[1:] for part in split(side, words, stems, depth - 1) or (side,))


def complete(stub: str, whole: str, parts: tuple[str, ...]) -> str:
    """A suspended compound in full: "forsknings" + the head of "videnscenter"; "" if it has no parts."""
    return stub + parts[-1] if parts and whole.endswith(parts[-1]) else ""
