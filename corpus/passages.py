"""Documents cut into passages: whole sentences of one minister's turn, of a length the encoder reads well."""

from collections.abc import Iterator, Sequence

from corpus.schema import Document, Passage, Span
from corpus.sentences import split

MAX_CHARS = 600  # about 200 tokens of Danish


def _bounded(text: str, span: Span, limit: int) -> Iterator[Span]:
    """A sentence longer than the limit, in pieces cut at white space where there is any."""
    start = span.start
    while span.end - start > limit:
        cut = max(
            text.rfind(" ", start + limit // 2, start + limit),
            text.rfind("\n", start + limit // 2, start + limit),
        )
        cut = cut if cut > start else start + limit
        yield Span(start=start, end=cut)
        start = cut
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        yield Span(start=start, end=span.end)


def _packed(sentences: Sequence[Span], limit: int) -> Iterator[list[Span]]:
    """Neighbouring sentences in groups of about equal length, none above the limit unless a sentence is."""
    if not sentences:
        return
    total = sentences[-1].end - sentences[0].start
    target = total / -(-total // limit)  # equal shares leave no tiny last passage
    group: list[Span] = []
    for sentence in sentences:
        if group and sentence.end - group[0].start > limit:
            yield group
            group = []
        group.append(sentence)
        if sentence.end - group[0].start >= target:
            yield group
            group = []
    if group:
        yield group


def split_document(document: Document, max_chars: int = MAX_CHARS) -> tuple[Passage, ...]:
    """The passages of a document in order; they cover every visible character of the minister's turns."""
    found = []
    for turn in document.turns:
        if turn.role != "minister":
            continue
        sentences = [
            piece
            for sentence in split(document.text, turn.start, turn.end)
            for piece in _bounded(document.text, sentence, max_chars)
        ]
        found += [
            Passage(
                document_id=document.document_id,
                start=group[0].start,
                end=group[-1].end,
                sentences=tuple(group),
            )
            for group in _packed(sentences, max_chars)
        ]
    return tuple(found)
