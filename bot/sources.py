"""A document opened at a passage: as one message, and whole, as a file. Pure, but for reading that file."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from bot import reply
from bot.render import Part, Rendered, Room, ending, fitting, line_of, shortened, visible
from bot.texts import Texts
from corpus.citations import designation, label
from corpus.schema import Document, Turn, fold
from corpus.sentences import split

QUESTION_CHARS = 500
AROUND_CHARS = 1500  # on either side: the rest is one press away
ORIGINALS = frozenset({".pdf", ".docx"})
DIGEST_CHARS = 8  # of a hash: other words in the same place have it once in four billion
MAX_ORIGINAL = 50 * 10**6  # bytes that a bot may send: core.telegram.org/bots/api#senddocument
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "§": "par"})


def _turn_at(document: Document, start: int, end: int) -> Turn | None:
    """The turn that these words stand in, of those that may be quoted."""
    return next((turn for turn in document.turns if turn.answers and turn.start <= start < end <= turn.end), None)


def digest_of(quote: str) -> str:
    """By which a quote is known again where there is no room for it."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_CHARS]


def has_passage(document: Document, start: int, end: int, digest: str = "") -> bool:
    """Whether words that may be quoted stand there, and those of the digest, if any: a link may be older."""
    return _turn_at(document, start, end) is not None and digest in ("", digest_of(document.quote(start, end)))


def beginning(document: Document) -> tuple[int, int] | None:
    """Where the first sentence that may be quoted stands; None if there is none."""
    first = reply.beginning(document)
    return (first.start, first.end) if first else None


def _whole_sentences(document: Document, turn: Turn, start: int, end: int) -> tuple[int, int]:
    """The place widened to whole sentences: anybody can write a link, and half a sentence may say the opposite."""
    touched = [
        sentence
        for sentence in split(document.text, turn.start, turn.end)
        if sentence.start < end and start < sentence.end
    ]
    return (min(start, touched[0].start), max(end, touched[-1].end)) if touched else (start, end)


def opened(document: Document, start: int, end: int, words: Texts) -> Rendered:
    """The document's name, the question, and as much of the turn around `[start, end)` as fits.

    Raises:
        LookupError: no words that may be quoted stand there; see `has_passage`.
    """
    turn = _turn_at(document, start, end)
    if turn is None:
        raise LookupError(document.document_id)
    start, end = _whole_sentences(document, turn, start, end)
    before, quote, after = (
        document.quote(turn.start, start), document.quote(start, end), document.quote(end, turn.end)
    )  # fmt: skip

    page = document.page_of(start)

    def build(room: Room) -> Iterator[Part]:
        yield Part(line_of(label(document, words.language, start), room.line), ("b",))
        yield Part(f"\n{words.on_page.format(page=page)}" if page else "")
        question = shortened(visible(document.question_text), min(QUESTION_CHARS, 2 * room.line))
        yield Part("\n\n")
        if question:
            yield from (Part(words.asked.format(question=question), ("i",)), Part("\n\n"))
        around = min(room.around, AROUND_CHARS)
        yield Part(f"{ending(visible(before), around)}\n\n" if visible(before) and around else "")
        yield Part(shortened(visible(quote), room.quote), ("b",))
        yield Part(f"\n\n{shortened(visible(after), around)}" if visible(after) and around else "")

    return fitting(build)


def is_whole(document: Document, view: Rendered) -> bool:
    """Whether a message holds all of the answer."""
    whole = fold(view.plain)
    return all(fold(visible(document.quote(turn.start, turn.end))) in whole for turn in document.turns if turn.answers)


def file_name(document: Document, suffix: str = ".txt") -> str:
    """A name of plain letters, digits and hyphens, whatever the document is called."""
    plain = unicodedata.normalize("NFKD", designation(document).translate(_LETTERS)).encode("ascii", "ignore").decode()
    return (re.sub(r"[^A-Za-z0-9]+", "-", plain)[:80].strip("-") or "dokument") + suffix


def original(document: Document, folder: Path) -> bytes | None:
    """The file that the document was read from, where it is one to print from and still the same; reads it."""
    path = (folder / document.source).resolve()
    if path.suffix.lower() not in ORIGINALS or not path.is_relative_to(folder.resolve()):
        return None
    try:
        if path.stat().st_size > MAX_ORIGINAL:
            return None
        body = path.read_bytes()
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest() == document.sha256 else None


def file_body(document: Document) -> bytes:
    """The stored text, exactly."""
    return document.text.encode("utf-8", "replace")
