"""What the forms share: dates in words, ministers' titles, and the fields a form gives to a document."""

import datetime as dt
import re
from dataclasses import dataclass

from corpus.citations import MONTHS
from corpus.schema import Span, Status, Turn

DATE = r"\d{1,2}\.\s*(?:" + "|".join(MONTHS["da"]) + r")\s+\d{4}"


@dataclass(frozen=True, slots=True)
class Fields:
    """What a form gave; None where the text does not say."""

    turns: tuple[Turn, ...]
    question: Span | None = None
    number: str | None = None
    session: str | None = None
    committee: str | None = None
    committee_code: str | None = None
    asked_on: dt.date | None = None
    answered_on: dt.date | None = None
    asker: str | None = None
    asker_party: str | None = None
    minister: str | None = None
    minister_title: str | None = None
    bill: str | None = None
    status: Status = "final"
    corrected: bool = False
    also: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    sub_questions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of a file: the slice `text[start:end]` it stands in, and its fields, with offsets into that slice."""

    start: int
    end: int
    fields: Fields


def date_in_words(text: str) -> dt.date | None:
    """The date "6. juni 2025" stands for, or None if there is no such day."""
    match = re.fullmatch(r"(\d{1,2})\.\s*(\w+)\s+(\d{4})", text.strip())
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), MONTHS["da"].index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None


def indefinite(title: str) -> str:
    """A minister's title as it stands before a name: "Udenrigsministeren" → "udenrigsminister"."""
    title = " ".join(title.split())
    title = re.sub(r"ministeren\b", "minister", title[:1].lower() + title[1:], count=1)
    return re.sub(r"^(?:den )?(?:fg\.|fungerende) ", "fg. ", title)
