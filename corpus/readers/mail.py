"""EML → the letters that came with a mail, and its own words where they are a letter or nothing came with it."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import PurePath

from corpus.readers import plain
from corpus.readers.reading import Reading, Unreadable, bounded, cleaned

MAX_PARTS = 100
MAX_DEPTH = 10  # of mails and parts within each other
FULLER = 1.2  # times the letters of the plain text, and the HTML version of a mail says more than that
READER = "email"
_SUFFIXES = {
    "application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_STARTS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"<!doctype html", ".html"), (b"<html", ".html"))
_NO_TEXT = (b"{\\rtf", b"\xd0\xcf\x11\xe0", b"%PDF-", b"PK\x03\x04")
_BESIDE = re.compile(
    r".*\.(?:png|jpe?g|gif|bmp|svg|webp|tiff?|[ew]mf|ics|vcf|asc|sig|p7s|css)", re.IGNORECASE | re.DOTALL
)
_QUESTION = re.compile(r"^\s*Spørgsmål\b[^\n]{0,40}?(?::|$)", re.IGNORECASE | re.MULTILINE)
_ANSWER = re.compile(r"^\s*Svar\b[^\n]{0,40}?(?::|$)", re.IGNORECASE | re.MULTILINE)
Reader = Callable[[str, bytes], Reading]


@dataclass(slots=True)
class _Held:
    """What a mail or a part of it holds: its own words, what came with it, and what of that could not be read."""

    words: list[Reading] = field(default_factory=list)
    attached: list[Reading] = field(default_factory=list)
    refused: list[tuple[str, Unreadable]] = field(default_factory=list)

    def add(self, other: "_Held") -> None:
        self.words += other.words
        self.attached += other.attached
        self.refused += other.refused


def _is_letter(text: str) -> bool:
    return bool(_QUESTION.search(text) and _ANSWER.search(text))


def _joined(readings: list[Reading]) -> str:
    return "\n\n".join(reading.text for reading in readings)


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: EmailMessage) -> str:
    return cleaned(part.get_filename() or "").replace("/", "-").replace("\\", "-")[:120]


def _names(name: str, kind: str, data: bytes) -> Iterator[str]:
    """The names under which an attachment may be read: its own, then what its type and its bytes say it is."""
    suffix = PurePath(name).suffix.lower()
    readable = suffix in {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"}
    if readable:
        yield name
    if not readable and suffix and kind not in _SUFFIXES:
        return
    if kind in _SUFFIXES:
        yield name + _SUFFIXES[kind]
    yield from (name + own for start, own in _STARTS if data[:64].lstrip().lower().startswith(start.lower()))
    if not data.startswith(_NO_TEXT) and b"endobj" not in data:
        yield f"{name}.txt"


def _attachment(name: str, kind: str, data: bytes, reader_of: Reader) -> _Held:
    first: Unreadable | None = None
    for known_as in _names(name, kind, data):
        try:
            return _Held(attached=[replace(reader_of(known_as, data), name=name)])
        except Unreadable as error:
            first = first or error
    if _BESIDE.fullmatch(name):
        return _Held()
    refusal = first or Unreadable("files of this type are not read", "save it as .pdf, .docx, .html or .txt")
    return _Held(refused=[(name, refusal)])


def _own_words(part: EmailMessage, kind: str, reader_of: Reader) -> _Held:
    try:
        text, encoding = plain.decoded(_payload(part), part.get_content_charset() or "")
        read = reader_of("mail.html" if kind == "text/html" else "mail.txt", text.encode())
    except Unreadable:
        return _Held()
    return _Held(words=[Reading(read.text, READER, encoding)])


def _fullest(versions: list[_Held]) -> _Held:
    """One of several versions of the same words: the first, or a later one that says more."""
    whole = _Held()
    best: tuple[float, list[Reading]] = (0.0, [])
    for held in versions:
        letters = sum(len("".join(reading.text.split())) for reading in held.words)
        if letters > FULLER * best[0]:
            best = (letters, held.words)
        whole.add(replace(held, words=[]))
    whole.words = best[1]
    return whole


class _Opener:
    """Goes through the parts of one mail, and counts them."""

    def __init__(self, reader_of: Reader) -> None:
        self._reader_of = reader_of
        self._parts = 0

    def message(self, message: EmailMessage, name: str, depth: int) -> _Held:
        """A mail within a mail: its letters, or else its own words, under its name."""
        held = self.part(message, depth)
        words = [replace(reading, name=reading.name or name) for reading in held.words]
        if _is_letter(text := _joined(words)):
            held.attached.insert(0, replace(words[0], text=text))
        return replace(held, words=[] if held.attached else words)

    def part(self, part: EmailMessage, depth: int = 0) -> _Held:
        self._parts += 1
        if self._parts > MAX_PARTS or depth > MAX_DEPTH:
            raise Unreadable(f"it has more than {MAX_PARTS} parts", "save the attachments and add those")
        kind, name = part.get_content_type(), _name(part)
        if kind == "message/rfc822" or PurePath(name).suffix.lower() == ".eml":
            inner = part.get_payload(0) if part.is_multipart() else None
            if not isinstance(inner, EmailMessage):
                inner = email.message_from_bytes(_payload(part), policy=email.policy.default)
            return self.message(inner, name or "mail.eml", depth + 1)
        if part.is_multipart():
            parts = [self.part(each, depth + 1) for each in part.iter_parts() if isinstance(each, EmailMessage)]
            if kind == "multipart/alternative":
                return _fullest(parts)
            held = _Held()
            for each in parts:
                held.add(each)
            return held
        if name or part.is_attachment():
            return _attachment(name or "bilag", kind, _payload(part), self._reader_of)
        return _own_words(part, kind, self._reader_of) if kind in {"text/plain", "text/html"} else _Held()


def read(data: bytes, reader_of: Reader) -> tuple[Reading, ...]:
    """The readable attachments, each under its own name, those of mails within the mail too.

    The mail's own words come first where they are a letter; without any attachment they are all there is.
    `reader_of(name, data)` reads one part as the file it would be.

    Raises:
        Unreadable: neither an attachment nor the text can be read, or only the words that came with what cannot.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    held = _Opener(reader_of).part(message)
    own = [reading for reading in held.words if not reading.name] or held.words
    words = _joined(own)
    if own and (_is_letter(words) or not (held.attached or held.refused)):
        held.attached.insert(0, bounded(replace(own[0], text=words)))
    if held.attached:
        return tuple(held.attached)
    if held.refused:
        name, error = held.refused[0]
        raise Unreadable(f"its attachment {name!r} cannot be read: {error.reason}", error.remedy)
    raise Unreadable("it has neither text nor an attachment that can be read", "save the letter from it as a file")
