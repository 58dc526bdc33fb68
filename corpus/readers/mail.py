"""EML → the letters that came with a mail, or the mail's own words where nothing readable came with it."""

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from corpus.readers.reading import Reading, Unreadable, bounded, cleaned

MAX_PARTS = 100
READER = "email"


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for count, part in enumerate(message.walk()):
        if count >= MAX_PARTS:
            raise Unreadable(f"it has more than {MAX_PARTS} parts", "save the attachments and add those")
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def read(data: bytes, reader_of: Callable[[str, bytes], tuple[Reading, ...]]) -> tuple[Reading, ...]:
    """The readable attachments, each under its own name; without any, the mail's text.

    `reader_of(name, data)` reads one part as the file it would be.

    Raises:
        Unreadable: neither an attachment nor the text can be read.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    attached: list[Reading] = []
    bodies: list[tuple[bool, Reading]] = []
    for part in _parts(message):
        name = cleaned(part.get_filename() or "").replace("/", "-").replace("\\", "-")[:120]
        kind = part.get_content_type()
        try:
            if name:
                read_as = reader_of(name, _payload(part))
                attached += [Reading(r.text, r.reader, r.encoding, r.pages, name) for r in read_as]
            elif kind in {"text/plain", "text/html"}:
                charset = (part.get_content_charset() or "utf-8").replace("iso-8859-1", "cp1252")
                payload = _payload(part).decode(charset, errors="replace").encode()
                own = reader_of("mail.html" if kind == "text/html" else "mail.txt", payload)
                bodies.append((kind == "text/html", own[0]))
        except (Unreadable, LookupError):
            continue  # a picture in the signature, a calendar entry: the rest goes on
    if attached:
        return tuple(attached)
    if not bodies:
        raise Unreadable("it has neither text nor an attachment that can be read", "save the letter from it as a file")
    _, body = min(bodies, key=lambda found: found[0])
    return (bounded(Reading(body.text, READER, body.encoding)),)
