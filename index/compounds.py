"""Danish compounds taken apart with nothing but the corpus' own vocabulary. Pure.

A word is split where both sides are known: the modifier as a word of the corpus, the head as any form of one,
joined by nothing, "s" or "e". Prefixes and endings that happen to be words are refused.
"""

from collections.abc import Callable
from math import log

from index.analysis import stem

Frequency = Callable[[str], int]  # passages that hold it; 0 for unknown

MIN_PART = 4
MIN_WORD = 8
LINKS = ("", "s", "e")
DEPTH = 2

# Modifiers and heads of under four letters that are worth it.
_SHORT = frozenset("by lov vej råd tog bil mad eu sag køn fly told".split())
# In every ministerial text, but perhaps never on their own in a small corpus.
COMMON = frozenset(
    "center minister ministerium plan styrelse forslag ordning middel aftale område politik penge støtte indsats "
    "strategi projekt forskning viden sundhed social bolig børn familie skole arbejde marked hospital kommune region "
    "stat udvalg løsning krav regel pleje hjælp hjem hus land folk borger".split()
)
_COMMON_STEMS = frozenset(map(stem, COMMON))
_NO_MODIFIER = frozenset(
    "for fore over under efter imod mod uden ved til op ned ind ud af an be mis und inden mellem frem sammen tilbage "
    "igen gennem videre selv ikke mere meget hver hvor anden alle noget nogle disse denne deres være have".split()
)
_NO_HEAD = frozenset(
    "ende ene erne else elsen elser heden heder hed skab skaber skabet skabe ning ningen ninger ling lige ligt løse "
    "løst dom domme somme eret ering ering".split()
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
        words: How often a folded word stands on its own in the corpus.
        stems: How often a stem does.
        depth: How often parts are taken apart again.
    """
    if len(form) < MIN_WORD or depth == 0:
        return ()
    best: tuple[float, str, str] | None = None
    for modifier, head in _joints(form):
        if modifier in _NO_MODIFIER or head in _NO_HEAD:
            continue
        first = max(words(modifier), modifier in COMMON)
        last = first and max(stems(stem(head)), stem(head) in _COMMON_STEMS)
        if first and last:
            found = (log(1 + first) + log(1 + last), modifier, head)
            best = max(best, found) if best else found
    if best is None:
        return ()
    return tuple(
        part for side in best[1:] for part in split(side, words, stems, depth - 1) or (side,)
    )


def complete(stub: str, whole: str, parts: tuple[str, ...]) -> str:
    """A suspended compound in full: "forsknings" + the head of "videnscenter" → "forskningscenter"; "" if unknown."""
    return stub + parts[-1] if parts and whole.endswith(parts[-1]) else ""
