"""An agency's words inside a minister's answer: whose they are, and from where to where.

Where the end of a statement is in doubt, more is taken for the agency's: a sentence that can't be quoted is a smaller
harm than one in the wrong mouth.
"""

import re
from collections.abc import Iterator

from corpus.schema import Span, Turn

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
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*[”“\"»„])")
_OWN_VOICE = re.compile(
    r"(?:Jeg|Min|Mit|Mine|Regeringen|Som \w*minister|Det er (?:min|regeringens))\b|\w+ministeriet\b"
)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _end_of_quoted(text: str, start: int, end: int) -> int:
    """Behind the mark that closes what opens at `start`: paragraphs within may open anew, and quote others in turn."""
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
    return end


def _end_of_unquoted(text: str, start: int, end: int) -> int:
    for first, _ in _paragraphs(text, start, end):
        if first > start and _OWN_VOICE.match(text, first):
            return first
    return end


def statements(text: str, start: int, end: int) -> list[tuple[Span, str]]:
    """Each agency's statement in `text[start:end]` with the agency's name, in order, apart from each other."""
    found: list[tuple[Span, str]] = []
    at = start
    while lead := _LEAD.search(text, at, end):
        at = lead.end()
        name = _LATE_WORDS.sub("", " ".join((lead["asked"] or lead["inverted"] or lead["named"]).split()))
        if lead.end() >= end:
            break
        quoted = text[lead.end()] in _PAIRS
        until = (_end_of_quoted if quoted else _end_of_unquoted)(text, lead.end(), end)
        found.append((Span(start=lead.end(), end=until), name))
        at = until
    return found


def turns_with_statements(text: str, own: Turn) -> list[Turn]:
    """The minister's turn, cut around what it quotes of agencies; their turns stand between."""
    cut: list[Turn] = []
    at = own.start
    for span, agency in statements(text, own.start, own.end):
        cut.append(own.model_copy(update={"start": at, "end": span.start}))
        cut.append(Turn(start=span.start, end=span.end, role="agency", name=agency))
        at = span.end
    cut.append(own.model_copy(update={"start": at, "end": own.end}))
    trimmed = []
    for turn in cut:
        piece = text[turn.start : turn.end]
        if piece.strip():
            start = turn.start + len(piece) - len(piece.lstrip())
            trimmed.append(turn.model_copy(update={"start": start, "end": start + len(piece.strip())}))
    return trimmed
