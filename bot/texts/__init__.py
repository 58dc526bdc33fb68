"""Every sentence that a person who asks can see, by language."""

from bot.texts.danish import DANISH
from bot.texts.english import ENGLISH
from bot.texts.sentences import Texts
from corpus.citations import Language

__all__ = ["DANISH", "ENGLISH", "Texts", "texts"]


def texts(language: Language) -> Texts:
    """The sentences of a language."""
    return DANISH if language == "da" else ENGLISH
