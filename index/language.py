"""The language of a query, Danish or English; what follows from it is left to the callers."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import eldc

from corpus.citations import Language
from index.analysis import MAX_QUERY, STOP, clean, forms

_DANISH = re.compile("[æøåÆØÅ]")
_DIGIT = re.compile("[0-9]")
_MARKUP = re.compile("<[^<>]{0,200}>")
_ANYWHERE = frozenset(["ok", "okay", "super", "test", "hej", "hi"])


@lru_cache(maxsize=1)
def _detector() -> Any:
    eldc.init()
    detector = eldc.instance()
    detector.set_languages(["da", "en"])
    return detector


def detect(text: str, default: Language, known: Callable[[str], bool] = lambda _: False) -> Language:
    """The language of a short text, or the default where it gives no sign ("spm. 663", "S 36", "").

    Function words decide; where they do not, letters do (eldc, limited to the two languages).

    Args:
        text: A query.
        default: The language of the conversation so far, else Danish.
        known: Whether a word is in the documents: where all are ("Gaza", "NATO"), the letters say nothing.
    """
    text = clean(_MARKUP.sub(" ", text[:MAX_QUERY]))
    words = [word for word in forms(text) if len(word) > 1]
    danish = sum(word in STOP["da"] - STOP["en"] for word in words)
    english = sum(word in STOP["en"] - STOP["da"] for word in words)
    if danish != english:
        return "da" if danish > english else "en"
    if _DANISH.search(text):
        return "da"
    if all(word in _ANYWHERE or known(word) or _DIGIT.search(word) for word in words):
        return default
    found = _detector().detect(" ".join(words)) if words else "und"
    if found == "da":
        return "da"
    return "en" if found == "en" else default
