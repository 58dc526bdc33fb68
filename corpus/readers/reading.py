"""What a reader gives: text with page marks, or the reason why there is none. The file's path is known to `files`."""

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARS = 4_000_000  # of one text: a sitting of 100 pages has 700,000
NO_TEXT = "it holds no text"

_LIGATURE = re.compile("[\ufb00-\ufb06]")
# A letter and its accents. Composing the whole text at once takes time quadratic in the longest run of accents.
_ACCENTED = re.compile(r"[A-Za-z][\u0300-\u036f]{1,4}")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_TABS = re.compile("[\t\x0b\x0c]")
_GARBLED = re.compile("\u00c3[\u00a6\u00b8\u00a5\u2020\u02dc\u2026\u0086\u0098\u0085]")  # "æøåÆØÅ" read twice
_DANISH = re.compile("[æøåÆØÅ]")
_MARK = re.compile(r"\s*[\[(]?\d{1,2}[\])]?(?:\s*,\s*\d{1,2})*\s*")
_UNIT = re.compile(r"(?:^|[\s\d/(])[dckm]?m$")
_POWER = re.compile(r"\s*-?\d+\s*")
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")


class Unreadable(Exception):
    """A file gives no text; `files` adds which one it was."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(reason, remedy)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as a reader gave it; `name` is "" for the file itself, else the attachment's name."""

    text: str
    reader: str
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()  # where each page starts, in code points; () where there are no pages
    name: str = ""


def composed(text: str) -> str:
    """ "å" as one character however the file spells it."""
    return _ACCENTED.sub(lambda letter: unicodedata.normalize("NFC", letter.group()), text)


def legible(text: str) -> str:
    """A text as it looks: ligatures as letters, every blank a space, nothing that cannot be seen (soft hyphens too).

    Tabs, line ends and form feeds stay.
    """
    text = _LIGATURE.sub(lambda ligature: unicodedata.normalize("NFKC", ligature.group()), text)
    return composed(_UNSEEN.sub("", _BLANK.sub(" ", text)))


def cleaned(text: str) -> str:
    """A line as it looks, on which a tab is a space."""
    return legible(_TABS.sub(" ", text))


def raised(before: str, text: str) -> str:
    """What raised text gives behind `before`: "km²" and "10⁶" keep their power, what points to a note is left out."""
    if (_UNIT.search(before) and text.strip() in {"2", "3"}) or (before[-1:].isdigit() and _POWER.fullmatch(text)):
        return text.translate(_POWERS)
    return " " * text.endswith(" ") if _MARK.fullmatch(text) and before.strip() else text


def bounded(reading: Reading) -> Reading:
    """The reading itself.

    Raises:
        Unreadable: it has no text at all, more than any document has, or letters garbled by a program before.
    """
    if not reading.text.strip():
        raise Unreadable(NO_TEXT, "remove it, or save the answer's text in it")
    if len(reading.text) > MAX_CHARS:
        raise Unreadable(f"it holds more than {MAX_CHARS:,} characters", "split it into one file an answer")
    if (garbled := len(_GARBLED.findall(reading.text))) > 2 and garbled > len(_DANISH.findall(reading.text)):
        raise Unreadable('its letters are garbled ("Ã¦" stands for "æ")', "fetch it again from its source")
    return reading
