"""An agency's words inside a minister's answer: whose they are, and from where to where.

Where the end of a statement is in doubt, what may be anybody's is quoted as nobody's: a sentence that can't be quoted
is a smaller harm than one in the wrong mouth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.schema import Turn, trimmed

_NO_NAME = (
    r"(?!(?:Jeg|Det|Der|Vi|Han|Hun|De|Som|Regeringen|Ministeren|Herudover|Endvidere|Desuden|Derudover|Hertil|Samtidig|Videre"
    r"|Supplerende|Til|I|På|Ved|For|Om|Af|Med|Efter|Endelig|Dertil)\b)"
)
_NAME = rf"{_NO_NAME}[A-ZÆØÅ][\w-]*(?:\s(?:for|og|af|i|[A-ZÆØÅ][\w-]*)){{0,6}}"
_REST = r"(?:(?![.!?]\s+[A-ZÆØÅ])[^:]){0,240}"  # of the sentence, up to its colon
_SAYS = r"(?:oplyst|oplyser|udtalt|udtaler|anført|anfører|meddelt|bemærket|bemærker)"
# "indhentet en udtalelse fra Rigspolitiet, som har oplyst følgende:", "Rigspolitiet har oplyst:", "oplyser KL:"
_LEAD = re.compile(
    rf"(?:\b(?:udtalelse|bidrag|oplysninger|svarbidrag|høringssvar)\s+(?:\w+\s+)?fra\s+(?P<asked>{_NAME}){_REST}"
    rf"|\b(?:har|{_SAYS})\s+(?P<inverted>{_NAME})\s(?=[^:.]{{0,80}}(?:følgende|{_SAYS})){_REST}"
    rf"|\b(?P<named>{_NAME})\s+(?:har\s+)?(?:\w+\s+){{0,8}}?{_SAYS}\b{_REST}):\s*"
)
_LATE_WORDS = re.compile(r"(?:\s(?:for|og|af|i))+$")
_PAIRS = {"”": "”", "“": "”“", '"': '"', "»": "«", "„": "“”", "«": "»"}
_AROUND = "".join(_PAIRS) + " \t\n"
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*[”“\"»„])")
_OWN_VOICE = re.compile(
    r"(?:Jeg|Min|Mit|Mine|Regeringen|Som \w*minister|Det er (?:min|regeringens))\b|\w+ministeriet\b"
)
_OTHER_VOICE = re.compile(rf"(?<=[.!?])\s+(?={_OWN_VOICE.pattern})")


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _end_of_quoted(text: str, start: int, end: int) -> int | None:
    """Behind the mark that closes what opens at `start`: paragraphs within may open anew, and quote others in turn.

    None if nothing closes it.
    """
    closing = _PAIRS[text[start]]
    same = text[start] in closing
    resumed = re.compile(rf"[{closing}][.,]?\s+(?={_OWN_VOICE.pattern})")
    opened = 0
    for first, last in _paragraphs(text, start, end):
        body = text[first:last].rstrip()
        if again := resumed.search(text, first, last):
            return again.end()
        if body[:1] == text[start]:
            opened = max(opened, 1)  # opened anew, not a second time
            body = body[1:]
        for mark in body[:-1]:
            if mark in closing and (not same or opened > 1):
                opened -= 1
            elif mark == text[start]:
                opened += 1
        if body[-1:] in closing or (body[-2:-1] in closing and body[-1:] in ".,"):
            if opened <= 1:
                return first + len(text[first:last].rstrip())
            opened -= 1
    return None


def _end_of_unquoted(text: str, start: int, end: int) -> int:
    for first, _ in _paragraphs(text, start, end):
        if first > start and _OWN_VOICE.match(text, first):
            return first
    return end


def _sure_end_of_unquoted(text: str, start: int, end: int) -> int:
    """The first paragraph is the agency's, as far as nobody else may speak in it."""
    _, last = next(_paragraphs(text, start, end))
    other = _OTHER_VOICE.search(text, start, last)
    return other.start() if other else last


@dataclass(frozen=True, slots=True)
class Statement:
    """An agency's words are surely those of `text[start:sure]`; up to `end` it may be the agency or the minister."""

    agency: str
    start: int
    sure: int
    end: int


def statements(text: str, start: int, end: int) -> list[Statement]:
    """Each agency's statement in `text[start:end]`, in order, apart from each other."""
    found: list[Statement] = []
    at = start
    while lead := _LEAD.search(text, at, end):
        at = lead.end()
        name = _LATE_WORDS.sub("", " ".join((lead["asked"] or lead["inverted"] or lead["named"]).split()))
        if lead.end() >= end:
            break
        closed = _end_of_quoted(text, at, end) if (quoted := text[at] in _PAIRS) else None
        until = closed or (end if quoted else _end_of_unquoted(text, at, end))
        found.append(Statement(name, at, closed or _sure_end_of_unquoted(text, at, until), until))
        at = until
    return found


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without quotation marks and white space around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_AROUND))
    return start, start + len(piece.strip(_AROUND))


def turns_with_statements(text: str, own: Turn) -> list[Turn]:
    """The minister's turn, cut around what it quotes of agencies; their turns, and nobody's, stand between."""
    cut: list[Turn] = []
    at = own.start
    for said in statements(text, own.start, own.end):
        first, last = _bare(text, said.start, said.sure)
        cut.append(own.model_copy(update={"start": at, "end": said.start}))
        cut.append(Turn(start=first, end=last, role="agency", name=said.agency))
        cut.append(Turn(start=said.sure, end=said.end, role="unclear"))
        at = said.end
    cut.append(own.model_copy(update={"start": at, "end": own.end}))
    spans = (trimmed(text, turn.start, turn.end) for turn in cut)
    return [
        turn.model_copy(update={"start": span.start, "end": span.end})
        for turn, span in zip(cut, spans, strict=True)
        if span
    ]
