"""Documents cut into passages: whole sentences of one turn, of a length the encoder reads well."""

from collections.abc import Iterator, Sequence

from corpus.schema import Document, Passage, Span
from corpus.sentences import split

MAX_CHARS = 600  # about 200 tokens of Danish
MAX_SENTENCE = 1500  # characters: a longer sentence is cut, a shorter one never, whatever passage it makes
MAX_SENTENCES = 40  # in a passage: bounds the search in a text of tiny sentences
WITHIN_PARAGRAPH = 0.03  # what a cut inside a paragraph costs, as a share of a passage wholly out of proportion


def _bounded(text: str, span: Span, limit: int) -> Iterator[Span]:
    """A sentence longer than the limit, in pieces cut at white space where there is any."""
    start = span.start
    while span.end - start > limit:
        half = start + limit // 2
        cut = max(text.rfind(mark, half, start + limit + 1) for mark in (" ", "\n", "\t"))
        cut = cut if cut > start else start + limit
        yield Span(start=start, end=start + len(text[start:cut].rstrip()))
        start = cut
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        yield Span(start=start, end=span.end)


def _cuts(starts: Sequence[int], ends: Sequence[int], penalties: Sequence[float], limit: int) -> list[int]:
    """Where the groups of the cheapest partition begin, as numbers of sentences, ascending.

    A group costs the square of its distance from an equal share, and the penalty of the cut behind it; a group of
    several sentences keeps to the limit. Dynamic programming over the last group's first sentence.
    """
    total = ends[-1] - starts[0]
    share = total / -(-total // limit)
    best = [0.0]  # best[i]: the least cost of the first i sentences
    first_of = [0]  # first_of[i]: the first sentence of the last group among them
    for count, end in enumerate(ends, 1):
        least, chosen = float("inf"), count - 1
        for first in range(count - 1, max(count - MAX_SENTENCES, 0) - 1, -1):
            length = end - starts[first]
            if length > limit and first < count - 1:
                break
            cost = best[first] + ((length - share) / limit) ** 2
            if cost < least:
                least, chosen = cost, first
        best.append(least + penalties[count - 1])
        first_of.append(chosen)
    cuts = []
    count = len(ends)
    while count:
        count = first_of[count]
        cuts.append(count)
    return cuts[::-1]


def _packed(text: str, sentences: Sequence[Span], limit: int) -> list[Sequence[Span]]:
    """Neighbouring sentences in groups of about equal length, cut between paragraphs where that costs little."""
    if not sentences:
        return []
    starts, ends = [sentence.start for sentence in sentences], [sentence.end for sentence in sentences]
    penalties = [
        0.0 if "\n" in text[end:start] else WITHIN_PARAGRAPH for end, start in zip(ends, starts[1:], strict=False)
    ]
    cuts = _cuts(starts, ends, [*penalties, 0.0], limit)
    return [sentences[cut:until] for cut, until in zip(cuts, [*cuts[1:], len(sentences)], strict=True)]


def split_document(document: Document, max_chars: int = MAX_CHARS) -> tuple[Passage, ...]:
    """The passages of a document in order; they cover every visible character of what may be quoted."""
    found = []
    for turn in document.turns:
        if not turn.answers:
            continue
        sentences = [
            piece
            for sentence in split(document.text, turn.start, turn.end)
            for piece in _bounded(document.text, sentence, max(max_chars, MAX_SENTENCE))
        ]
        found += [
            Passage(
                document_id=document.document_id,
                start=group[0].start,
                end=group[-1].end,
                sentences=tuple(group),
            )
            for group in _packed(document.text, sentences, max_chars)
        ]
    return tuple(found)
