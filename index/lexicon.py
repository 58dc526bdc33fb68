"""How common Danish words are, whatever the corpus holds: compounds are taken apart the same way in every index.

The frequencies are those of `wordfreq` (29,000 Danish words), kept in the cache folder as a mapped trie: importing
the package and stemming its words takes 0.3 s. The rules of splitting are left to `compounds`.
"""

import tempfile
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import marisa_trie

from index import compounds
from index.analysis import stem
from index.cache import default_cache

PER = 10**8  # a word's count is its occurrences in so many words
STEM = "\t"  # begins the key of a stem: a stem may be spelled like a word


class Lexicon:
    """Counts of folded words and of stems; 0 for one that is not known."""

    def __init__(self, trie: "marisa_trie.RecordTrie") -> None:
        self._trie = trie

    def words(self, form: str) -> int:
        """How common a folded word is."""
        return int(self._trie.get(form, ((0,),))[0][0])

    def stems(self, term: str) -> int:
        """How common the words of a stem are together."""
        return int(self._trie.get(STEM + term, ((0,),))[0][0])


def _made() -> "marisa_trie.RecordTrie":
    from wordfreq import get_frequency_dict

    words = {word: round(PER * share) for word, share in get_frequency_dict("da").items()}
    stems: Counter[str] = Counter()
    for word, count in words.items():
        stems[STEM + stem(word)] += count
    return marisa_trie.RecordTrie("<Q", ((key, (count,)) for key, count in (words | stems).items()))


def open_lexicon(cache: Path | None = None) -> Lexicon:
    """The Danish words, from the cache folder or made and put there."""
    folder = cache or default_cache()
    path = folder / f"lexicon-{version('wordfreq')}.marisa"
    trie = marisa_trie.RecordTrie("<Q")
    try:
        return Lexicon(trie.mmap(str(path)))
    except (OSError, RuntimeError):  # not there yet, or damaged
        made = _made()
    with suppress(OSError):  # a folder that cannot be written to costs time only
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            made.save(str(Path(beside) / path.name))
            Path(beside, path.name).replace(path)
    return Lexicon(made)


_lexicon = lru_cache(maxsize=1)(open_lexicon)


def commonness(form: str) -> int:
    """How often a folded word occurs in `PER` words."""
    return _lexicon().words(form)


@lru_cache(maxsize=1 << 16)
def parts(form: str) -> tuple[str, ...]:
    """The parts of a folded word as they are spelled in it; () for a word that is no compound."""
    known = _lexicon()
    return compounds.split(form, known.words, known.stems)
