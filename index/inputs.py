"""What of a document is given to the encoder and to the lexical index, and under which keys. Pure.

Splitting a document is left to `corpus.passages`, encoding to `encoder`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.passages import split_document
from corpus.schema import Document, Passage
from index.encoder import Segments
from index.kinds import Holds, held_by

CONTEXT_CHARS = 400  # of the member's question, embedded in front of each passage
KEY_BYTES = 16

Key = bytes  # of an embedded text: equal keys, equal text; meaningful for one model only


@dataclass(frozen=True, slots=True)
class Input:
    """A passage, what of it is embedded (its context first, then its sentences), and the key of that."""

    passage: Passage
    segments: Segments
    key: Key
    holds: tuple[int, ...]  # `kinds.Holds` of each sentence

    @property
    def text(self) -> str:
        """The passage as the lexical index reads it."""
        return " ".join(self.segments[1:])


def context(document: Document) -> str:
    """What a passage is about, for the encoder and the lexical side: the member's question, else the title, if any."""
    title = document.title if document.title != document.document_id else ""
    return (document.question_text or title)[:CONTEXT_CHARS]


def key_of(segments: Segments) -> Key:
    """The key of an embedded text. Where one segment ends and the next begins is part of it."""
    return hashlib.blake2b("\x1f".join(segments).encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def inputs_of(document: Document) -> list[Input]:
    """The passages of a document, in order."""
    around = context(document)
    first = next((turn.end for turn in document.turns if turn.answers), 0)
    found = []
    for passage in split_document(document):
        sentences = [document.quote(span.start, span.end) for span in passage.sentences]
        segments = [around, *sentences]
        holds = tuple(int(held) for held in _held(passage, sentences, first))
        found.append(Input(passage, segments, key_of(segments), holds))
    return found


def _held(passage: Passage, sentences: Sequence[str], first: int) -> Iterator[Holds]:
    """What each sentence of a passage holds; what follows the minister's first turn is `LATER`."""
    for span, sentence in zip(passage.sentences, sentences, strict=True):
        yield held_by(sentence) | (Holds.LATER if span.start >= first else Holds(0))


def words_around(document: Document) -> str:
    """What the lexical index knows of every passage of a document."""
    parts = (context(document), document.number, document.minister_title, document.minister, document.asker)
    return " ".join(part for part in parts if part)


def passage_id(source: str, sha256: str, part: int, passage: Passage) -> int:
    """The id of a passage in the lexical index, a positive 63-bit number: of its file, content and place alone."""
    named = f"{source}\t{sha256}\t{part}\t{passage.start}\t{passage.end}"
    return int.from_bytes(hashlib.blake2b(named.encode(), digest_size=8).digest(), "big") >> 1
