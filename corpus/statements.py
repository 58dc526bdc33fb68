"""An agency's words inside a minister's answer: whose they are, and from where to where.

Where the end of a statement is in doubt, what may be anybody's is quoted as nobody's: a sentence that can't be quoted
is a smaller harm than one in the wrong mouth. `quotations` says where what is between quotation marks ends.
"""

import re
from dataclasses import dataclass

from corpus.quotations import MARKS, closing, is_phrase, paragraphs
from corpus.schema import Turn, trimmed
from corpus.sentences import split

_NO_NAME = (
    r"(?!(?:Jeg|Det|Der|Vi|Han|Hun|De|Som|Regeringen|Ministeren|Herudover|Endvidere|Desuden|Derudover|Hertil|Samtidig|Videre"
    r"|Supplerende|Til|I|På|Ved|For|Om|Af|Med|Efter|Endelig|Dertil|Herom|Heraf|Herefter|Derfor|Derimod|Dog|Også|Nu|Da|Når"
    r"|Hvis|Under|Indledningsvis|Sammenfattende|Overordnet|Generelt|Yderligere|Tilsvarende|Ligeledes|Senest|Tidligere|Således"
    r"|Imidlertid|Konkret|Dette|Denne|Hos|Fra|Over|Mellem|Blandt|Ifølge|Siden|Gennem|Uden|Mod|Inden|Ud|Her)\b)"
)
_NAME = rf"{_NO_NAME}[A-ZÆØÅ][\w-]*(?:\s(?:for|og|af|i|[A-ZÆØÅ][\w-]*)){{0,6}}"
_MINISTER_SPEAKS = r"\b(?:(?:kan|vil|skal)\s+jeg|jeg\s+(?:kan|vil|skal))\b"
_REST = rf"(?:(?![.!?]\s+[A-ZÆØÅ]|{_MINISTER_SPEAKS})[^:]){{0,240}}"  # of the sentence, up to its colon
_FOLLOWS = r"(?:(?:[^.:!?]|(?<=\d)\.){0,100}?\bfølgende\b(?:[^.:!?]|(?<=\d)\.){0,60})?(?=:)"
_QUOTED_REST = rf"{_REST}(?=:\s*[{MARKS}])"
# Present and past of what only a speaker does; and of what is a statement for sure only between quotation marks.
_SAYS, _SAID = r"(?:oplyser|udtaler|anfører|meddeler|bemærker)", r"(?:oplyst|udtalt|anført|meddelt|bemærket)"
_WRITES = r"(?:skriver|tilkendegiver|forklarer|svarer(?!\s+til\b))"
_WROTE = r"(?:skrevet|tilkendegivet|forklaret|redegjort|(?<!\bi )(?<!\bpå )(?<!\btil )svaret)"
_GIVES = r"(?:vurderer|angiver|konkluderer)"
_GAVE = r"(?:vurderet|angivet|konkluderet|bidraget|leveret|afgivet)"
_WORDS = r"(?:(?!(?:jeg|vi|regeringen)\b|har\s+[A-ZÆØÅ])(?:\w+|\d+\.|d\.)\s+){0,9}?"
_THEY = r"(?:de|man|han|hun|\w*(?:styrelsen|politiet)|\w+erne)\b"
_OTHERS = rf"(?!\s+(?:(?:jeg|vi|regeringen)\b|{_THEY}))"  # "Sammenfattende vurderer jeg følgende:" names nobody


def _named(group: str, now: str, then: str, rest: str) -> str:
    """ "Rigspolitiet har i brev oplyst", "Miljøstyrelsen, som oplyser": a name, and its verb behind it."""
    verb = rf"(?:har\s+(?![A-ZÆØÅ]){_WORDS}{then}\b{_OTHERS}|{now}\b{_OTHERS}(?!\s+[A-ZÆØÅ]))"
    return rf"\b(?P<{group}>{_NAME})(?:\s+under\s+[A-ZÆØÅ][\w-]*)?(?:,?\s+(?:som|der))?\s+{_WORDS}{verb}{rest}"


def _inverted(group: str, now: str, then: str, rest: str) -> str:
    """ "har Rigspolitiet i brev oplyst", "oplyser KL": a name, and its verb before it."""
    return (
        rf"\bhar\s+(?P<{group}>{_NAME})\s+{_WORDS}{then}\b{rest}"
        rf"|\b{now}\s+(?P<{group}_now>{_NAME})(?:\s(?=[^:.]{{0,80}}følgende){_REST}|(?=:))"
    )


_LEAD = re.compile(
    "(?:"
    rf"\b(?:udtalelse|bidrag|oplysninger|svarbidrag|høringssvar)\s+(?:\w+\s+)?fra\s+(?P<asked>{_NAME}){_REST}"
    rf"|{_inverted('said', _SAYS, _SAID, _REST)}|{_named('says', _SAYS, _SAID, _REST)}"
    rf"|{_inverted('wrote', _WRITES, _WROTE, f'(?:{_FOLLOWS}|{_QUOTED_REST})')}"
    rf"|{_named('writes', _WRITES, _WROTE, f'(?:{_FOLLOWS}|{_QUOTED_REST})')}"
    rf"|{_inverted('maybe_gave', _GIVES, _GAVE, _FOLLOWS)}|{_named('maybe_gives', _GIVES, _GAVE, _FOLLOWS)}"
    rf"|\b(?:{_SAYS}|{_WRITES}|{_GIVES})\s+(?P<they>{_THEY}){_FOLLOWS}"
    rf"|\bhar\s+(?P<maybe>{_NAME})\s(?=[^:.]{{0,80}}følgende){_REST}"
    r"):\s*"
)
_LATE_WORDS = re.compile(r"(?:\s(?:for|og|af|i))+$")
_BEHIND_COLON = re.compile(rf":[ \t]*(?P<below>\n\s*)?(?=[{MARKS}]\S)")
_AROUND = MARKS + " \t\n"
_VISIBLE = re.compile(r"\S")
_OWN_VOICE = re.compile(
    r"(?:Jeg|Min|Mit|Mine|Regeringen|Som \w*minister|Det er (?:min|regeringens))\b|\w+ministeriet\b"
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
    while (following := _VISIBLE.search(text, at, end)) and following.group() in MARKS:
        start = following.start()
        ends = closing(text, start, end)
        if "\n" not in text[at:start] or (ends and is_phrase(text, start, ends[0], end)):
            break
        at = _end_behind(text, *ends, end) if ends else end
    return at


def _ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Up to where what begins at `start` surely is the same speaker's, and up to where it may be."""
    if text[start] not in MARKS:
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


def _nobodys(text: str, at: int, end: int, before: int) -> Statement | None:
    """The first quotation behind a colon, itself before `before`, that is no part of the minister's own sentence."""
    for colon in _BEHIND_COLON.finditer(text, at, end):
        start = colon.end()
        if start >= before:
            break
        ends = closing(text, start, end)
        if ends and is_phrase(text, start, ends[0], end):
            continue
        if colon["below"] or (ends and (ends[1] > ends[0] or len(split(text, start, ends[0])) > 1)):
            return Statement(None, start, start, _ends(text, start, end)[1])
        if ends is None:
            return Statement(None, start, start, _end_of_unquoted(text, start, end))
    return None


def _agencys(text: str, lead: re.Match[str], end: int) -> Statement | None:
    """What a lead introduces; nobody's, where it names nobody, or only quotation marks would make it a statement."""
    kind = lead.lastgroup or ""
    name = _LATE_WORDS.sub("", " ".join(lead[kind].split()))
    sure, until = _ends(text, lead.end(), end)
    if kind != "they" and (not kind.startswith("maybe") or text[lead.end()] in MARKS):
        return Statement(name, lead.end(), sure, until)
    return None if name.endswith("ministeriet") else Statement(None, lead.end(), lead.end(), until)


def statements(text: str, start: int, end: int) -> list[Statement]:
    """Each statement that isn't the minister's in `text[start:end]`, in order, apart from each other."""
    found: list[Statement] = []
    at = start
    lead = _LEAD.search(text, at, end)
    while True:
        introduced = lead.end() if lead and lead.end() < end else end
        said = _nobodys(text, at, end, introduced)
        if said is None and introduced == end:
            return found
        if said is None and lead:
            said = _agencys(text, lead, end)
        if said:
            found.append(said)
        at = said.end if said else introduced
        if lead and lead.start() < at:
            lead = _LEAD.search(text, at, end)


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
