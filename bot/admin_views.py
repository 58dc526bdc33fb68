"""What administrators are shown of the documents: what was read from a file, lists, the state of things. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.admin_texts import AdminTexts
from bot.ledger import Change
from bot.render import line_of
from bot.unreadable import why
from corpus.citations import label, minister_line, spoken_date
from corpus.errors import CorpusError, FileRefused, FileThere, FolderMissing, FolderShipped, UnreadableFile
from corpus.folder import stable_name
from corpus.passages import split_document
from corpus.schema import Document

PAGE = 8  # documents
LINE = 250  # characters
NAME = 60
ID = 140  # whole: `corpus.forms` lets an id have 120, and a number may follow that tells equal ones apart
SEARCH_BYTES = 50  # of the 64 that a button carries


def shown_name(name: str) -> str:
    """A file's name as it can be shown and kept."""
    return line_of(stable_name(name), NAME)


def refusal(error: CorpusError | OSError, name: str, words: AdminTexts) -> str:
    """Why a file is not put into the folder, and what to do."""
    name = shown_name(name)
    match error:
        case FolderMissing() | FolderShipped():
            return words.no_folder
        case FileThere():
            return words.same.format(name=name, other=shown_name(error.name))
        case FileRefused():
            return words.name_taken.format(name=name)
        case UnreadableFile():
            return words.unreadable.format(
                name=name, why=line_of(why(error.reason, error.remedy, words.language), LINE)
            )
    return words.unwritable


def preview(name: str, documents: Sequence[Document], words: AdminTexts) -> str:
    """What was read from a file, before it is added: the first answer in full, and how many more there are."""
    document, more = documents[0], len(documents) - 1
    count = len(split_document(document))
    known = [
        words.form.format(form=dict(words.forms)[document.form]),
        words.number.format(number=line_of(document.number, NAME)) if document.number else "",
        words.minister.format(minister=line_of(minister_line(document), LINE)) if minister_line(document) else "",
        words.dated.format(date=spoken_date(document.dated_on, words.language)) if document.dated_on else "",
        "" if (document.form, document.status) == ("plain", "final") else dict(words.statuses)[document.status],
        words.passages.format(count=count) if count else words.no_words,
    ]
    head = f"{words.preview.format(name=shown_name(name))}\n\n{line_of(label(document, words.language), LINE)}"
    tail = ["", words.more_read.format(count=more)] if more else []
    return "\n".join([head, "", *(f"– {line}" for line in known if line), *tail, "", words.add_it])


def read_line(name: str, documents: Sequence[Document], words: AdminTexts) -> str:
    """What was read from one file of several."""
    more = f" {words.more_read.format(count=len(documents) - 1)}" if len(documents) > 1 else ""
    return f"{shown_name(name)}: {line_of(label(documents[0], words.language), LINE)}{more}"


def album(lines: Sequence[str], count: int, words: AdminTexts) -> str:
    """What was read from files that were sent together, of which so many can be added."""
    return "\n\n".join([words.album, *(f"– {line}" for line in lines), *([words.add_them] if count else [])])


def searchable(words: str) -> str:
    """As many of the words as a button can carry."""
    kept = ""
    for word in words.split():
        longer = f"{kept} {word}".strip()
        if len(longer.encode("utf-8", "replace")) > SEARCH_BYTES:
            break
        kept = longer
    return kept


def page(documents: Sequence[Document], first: int, total: int, words: AdminTexts, search: str = "") -> str:
    """Some of the documents, each with its id; `first` counts from 0."""
    if not documents:
        return words.none_listed
    span = {"first": first + 1, "last": first + len(documents), "total": total}
    head = words.found.format(**span, search=line_of(search, NAME)) if search else words.listed.format(**span)
    lines = (
        f"{line_of(document.document_id, ID)}\n{line_of(label(document, words.language), LINE)}"
        for document in documents
    )
    return "\n\n".join((head, *lines))


def changes(found: Iterable[Change], words: AdminTexts) -> str:
    """The latest changes: when, who, what."""
    what = {"added": words.change_added, "removed": words.change_removed}
    lines = [
        f"– {dt.datetime.fromtimestamp(change.at, dt.UTC):%Y-%m-%d %H:%M} UTC, {change.user}: "
        f"{line_of(change.source, NAME)} {what[change.action]}"
        for change in found
    ]
    return "\n".join((words.changes, *lines)) if lines else words.no_changes


def spent(seconds: float) -> str:
    """A length of time: "3 d 4 h 5 min"."""
    minutes = int(seconds) // 60
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def to_add(token: str, words: AdminTexts, count: int = 1) -> InlineKeyboardMarkup:
    """Add the files, or not."""
    return _row((words.add if count == 1 else words.add_all, f"A:{token}"), (words.cancel, f"X:{token}"))


def to_remove(key: str, words: AdminTexts) -> InlineKeyboardMarkup:
    """Remove the document, or not."""
    return _row((words.remove, f"R:{key}"), (words.keep, "K"))


def to_turn(first: int, total: int, words: AdminTexts, search: str = "") -> InlineKeyboardMarkup | None:
    """To the page before and the one after, where there are such."""
    of = f":{search}" if search else ""
    earlier = [(words.earlier, f"P:{first - PAGE}{of}")] if first else []
    later = [(words.later, f"P:{first + PAGE}{of}")] if first + PAGE < total else []
    return _row(*earlier, *later) if earlier or later else None


def _row(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=data) for name, data in buttons]])
