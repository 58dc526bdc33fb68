"""An agency's words inside a minister's answer: whose they are, and from where to where.

Where the end of a statement is in doubt, what may be anybody's is quoted as nobody's: a sentence that can't be quoted
is a smaller harm than one in the wrong mouth. `quotations` says where what is between quotation marks ends.
"""

import re
from dataclasses import dataclass

from corpus.leads import Lead, next_lead
from corpus.quotations import MARKS, OPENERS, closing, is_phrase, paragraphs
from corpus.schema import Turn, trimmed
from corpus.sentences import split

_BEHIND_COLON = rf":[ \t]*(?P<below>\n\s*)?(?=[{OPENERS}]\S)"
MAX_WITHIN = 2000  # characters of a quotation amid a sentence
_WITHIN = rf"(?<=[\s(])(?=(?P<within>[{MARKS}](?=\S)[^{MARKS}]{{2,{MAX_WITHIN}}}(?<=\S)[{MARKS}]))"
_OPENED = re.compile(f"{_BEHIND_COLON}|{_WITHIN}")
_AROUND = OPENERS + " \t\n"
_VISIBLE = re.compile(r"\S")
_OWN_VOICE = re.compile(
    r"(?:Jeg|Min|Mit|Mine|Regeringen|Ministerens|Som \w*minister|Det er (?:min|regeringens))\b|\w+ministeriet\b"
)
_SPEAKS = re.compile(rf"{_OWN_VOICE.pattern}|[^{MARKS}]*?\b(?:[Jj]eg|mig)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """An agency's words are surely those of `text[start:sure]`; up to `end` it may be the agency or the minister."""

    agency: str | None  # None: whose words they are is not said, and `sure` is `start`
    start: int
    sure: int
    end: int


def _minister_speaks(text: str, start: int, end: int, first: int = 0) -> int | None:
    """Where the first sentence but `first` begins that is plainly the minister's."""
    spans = split(text, start, end)[first:]
    return next((span.start for span in spans if _SPEAKS.match(text, span.start, span.end)), None)


def _end_of_unquoted(text: str, start: int, end: int) -> int:
    for first, _ in paragraphs(text, start, end):
        if first > start and _OWN_VOICE.match(text, first):
            return first
    return end


def _sure_end_of_unquoted(text: str, start: int, end: int) -> int:
    """The first paragraph is the agency's, as far as nobody else may speak in it."""
    _, last = next(paragraphs(text, start, end))
    return _minister_speaks(text, start, last, 1) or last


def _end_behind(text: str, closed: int, reach: int, end: int) -> int:
    """Up to where the words behind a quotation may belong to it still."""
    if text[closed:reach].strip("0123456789"):
        return reach
    _, last = next(paragraphs(text, reach, end))
    return (_minister_speaks(text, reach, last) or last) if text[reach:last].strip() else reach


def _quoted_next(text: str, at: int, end: int) -> int:
    """The end of the quoted paragraphs that follow at once: whose they are is not said again."""
    while (following := _VISIBLE.search(text, at, end)) and following.group() in OPENERS:
        start = following.start()
        ends = closing(text, start, end)
        if "\n" not in text[at:start] or (ends and is_phrase(text, start, ends[0], end)):
            break
        at = _end_behind(text, *ends, end) if ends else end
    return at


def _ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Up to where what begins at `start` surely is the same speaker's, and up to where it may be."""
    if text[start] not in OPENERS:
        until = _end_of_unquoted(text, start, end)
        return _sure_end_of_unquoted(text, start, until), until
    ends = closing(text, start, end)
    if ends is None:
        return _sure_end_of_unquoted(text, start, end), end
    closed, reach = ends
    if is_phrase(text, start, closed, end):
        until = max(_end_of_unquoted(text, start, end), reach)
        sure = _sure_end_of_unquoted(text, start, until)
        return (sure if reach == closed else min(sure, reach)), until
    return closed, _quoted_next(text, _end_behind(text, closed, reach, end), end)


def _end_of_sentence(text: str, start: int, closed: int, end: int) -> int:
    """Where the sentence ends that the quotation up to `closed` is a part of, or ends."""
    if not is_phrase(text, start, closed, end):
        return closed
    _, last = next(paragraphs(text, closed, end))
    return next((span.end for span in split(text, closed, last)), closed)


def _nobodys(text: str, at: int, end: int, before: int) -> Statement | None:
    """The first quotation, itself before `before`, that is no part of the minister's own sentence."""
    for opened in _OPENED.finditer(text, at, min(before + MAX_WITHIN, end)):
        start = opened.end()
        if start >= before:
            break
        if opened["within"]:  # of one sentence it is the minister's, who says whose it is
            if len(split(text, start, opened.end("within"))) > 1:
                return Statement(None, start, start, _end_of_sentence(text, start, opened.end("within"), end))
            continue
        ends = closing(text, start, end)
        if ends and is_phrase(text, start, ends[0], end):
            continue
        if opened["below"] or (ends and (ends[1] > ends[0] or len(split(text, start, ends[0])) > 1)):
            return Statement(None, start, start, _ends(text, start, end)[1])
        if ends is None:
            return Statement(None, start, start, _end_of_unquoted(text, start, end))
    return None


def _others(text: str, lead: Lead, end: int) -> Statement | None:
    """What a lead introduces; nobody's, where it names nobody, or only quotation marks would make it a statement."""
    quoted = text[lead.end] in OPENERS
    if lead.own and not quoted:
        return None
    sure, until = _ends(text, lead.end, end)
    if lead.agency and (lead.sure or quoted):
        return Statement(lead.agency, lead.end, sure, until)
    return Statement(None, lead.end, lead.end, until)


def statements(text: str, start: int, end: int) -> list[Statement]:
    """Each statement that isn't the minister's in `text[start:end]`, in order, apart from each other."""
    found: list[Statement] = []
    at = start
    lead = next_lead(text, at, end)
    while True:
        introduced = lead.end if lead and lead.end < end else end
        said = _nobodys(text, at, end, introduced)
        if said is None and introduced == end:
            return found
        if said is None and lead:
            said = _others(text, lead, end)
        if said:
            found.append(said)
        at = said.end if said else introduced
        if lead and lead.start < at:
            lead = next_lead(text, at, end)


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
        cut.append(own.model_copy(update={"start": at, "end": said.start}))
        if said.agency:
            first, last = _bare(text, said.start, said.sure)
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
