"""The words that introduce another's statement, up to their colon, and whose statement it is. Pure.

Where it ends is left to `statements`, what counts as an agency to `agencies`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.agencies import is_agency, is_named_body
from corpus.quotations import OPENERS

MAX_LEAD = 800  # characters before the colon: a longer sentence introduces nothing
_NO_NAME = (
    r"(?!(?:Jeg|Det|Der|Vi|Han|Hun|De|Som|Regeringens?|Ministerens?|Herudover|Endvidere|Desuden|Derudover|Hertil|Samtidig|Videre"
    r"|Supplerende|Til|I|På|Ved|For|Om|Af|Med|Efter|Endelig|Dertil|Herom|Heraf|Herefter|Derfor|Derimod|Dog|Også|Nu|Da|Når"
    r"|Hvis|Under|Indledningsvis|Sammenfattende|Overordnet|Generelt|Yderligere|Tilsvarende|Ligeledes|Senest|Tidligere|Således"
    r"|Imidlertid|Konkret|Dette|Denne|Hos|Fra|Over|Mellem|Blandt|Ifølge|Siden|Gennem|Uden|Mod|Inden|Ud|Her)\b)"
)
_NAME = rf"{_NO_NAME}[A-ZÆØÅ][\w-]*(?:\s(?:for|og|af|i|[A-ZÆØÅ][\w-]*)){{0,6}}(?:\s\([A-ZÆØÅ]{{1,6}}\))?"
_MINISTER_SPEAKS = r"\b(?:(?:kan|vil|skal)\s+jeg|jeg\s+(?:kan|vil|skal))\b"
_REST = rf"(?:(?![.!?]\s+[A-ZÆØÅ]|{_MINISTER_SPEAKS})[^:]){{0,240}}"  # of the sentence, up to its colon
_FOLLOWS = r"(?:(?:[^.:!?]|(?<=\d)\.){0,100}?\bfølgende\b(?:[^.:!?]|(?<=\d)\.){0,60})?(?=:)"
_QUOTED_REST = rf"{_REST}(?=:\s*[{OPENERS}])"
# Present and past of what only a speaker does; and of what is a statement for sure only between quotation marks.
_SAYS, _SAID = r"(?:oplyser|udtaler|anfører|meddeler|bemærker)", r"(?:oplyst|udtalt|anført|meddelt|bemærket)"
_WRITES = r"(?:skriver|tilkendegiver|forklarer|svarer(?!\s+til\b))"
_WROTE = r"(?:skrevet|tilkendegivet|forklaret|redegjort|(?<!\bi )(?<!\bpå )(?<!\btil )svaret)"
_GIVES = r"(?:vurderer|angiver|konkluderer)"
_GAVE = r"(?:vurderet|angivet|konkluderet|bidraget|leveret|afgivet)"
_WORDS = r"(?:(?!(?:jeg|vi|regeringen)\b|har\s+[A-ZÆØÅ])(?:\w+|\d+\.|d\.)\s+){0,9}?"
_THEY = r"(?:de|man|han|hun|\w*(?:styrelsen|politiet)|\w+erne)\b"
_OTHERS = rf"(?!\s+(?:(?:jeg|vi|regeringen)\b|{_THEY}))"  # "Sammenfattende vurderer jeg følgende:" names nobody
_UNDER = r"\s+under\s+[A-ZÆØÅ][\w-]*"  # "Miljøstyrelsen under Miljøministeriet, der skriver"
_ASKERS = r"(?:[Ss]pørgeren|[Oo]rdføreren|[Uu]dvalget|[Mm]edlemmet|[Ff]orslagsstillerne)\b"
# What is a statement; and what is one where it follows, or stands between quotation marks.
_BIDS = r"(?:[Uu]dtalelse|[Bb]idrag|[Oo]plysninger|[Ss]varbidrag|[Hh]øringssvar)"
_LETTERS = (
    r"(?:[Ss]var|[Bb]esvarelse|[Rr]edegørelse|[Bb]emærkning(?:er)?|[Vv]urdering|[Nn]otat|[Bb]rev|[Mm]ail|[Mm]eddelelse|"
    r"[Tt]ilbagemelding|[Oo]rientering|[Kk]ommentar(?:er)?|[Ii]nput|[Tt]ekst|[Ff]orklaring)"
)
_FROM = r"\s+(?:(?:\w+|\d+\.|d\.)\s+){0,4}?fra\s+"
_RUNS = (
    rf"(?:(?:(?!{_MINISTER_SPEAKS})[^.:!?]|(?<=\d)\.){{0,60}}?\b(?:følgende|således|nedenfor)\b[^.:!?]{{0,40}})?(?=:)"
)


def _named(group: str, now: str, then: str, rest: str) -> str:
    """ "Rigspolitiet har i brev oplyst", "Miljøstyrelsen, som oplyser": a name, and its verb behind it."""
    verb = rf"(?:har\s+(?![A-ZÆØÅ]){_WORDS}{then}\b{_OTHERS}|{now}\b{_OTHERS}(?!\s+[A-ZÆØÅ]))"
    return rf"\b(?P<{group}>{_NAME})(?:{_UNDER})?(?:,?\s+(?:som|der))?\s+{_WORDS}{verb}{rest}"


def _inverted(group: str, now: str, then: str, rest: str) -> str:
    """ "har Rigspolitiet i brev oplyst", "oplyser KL": a name, and its verb before it."""
    return (
        rf"\bhar\s+(?P<{group}>{_NAME})\s+{_WORDS}{then}\b{rest}"
        rf"|\b{now}\s+(?P<{group}_now>{_NAME})(?:\s(?=[^:.]{{0,80}}følgende){_REST}|(?=:))"
    )


_LEAD = re.compile(
    "(?:"
    rf"\b{_BIDS}{_FROM}(?P<asked>{_NAME}){_REST}"
    rf"|\bfølgende\s+(?:\w+\s+){{0,2}}?{_LETTERS}{_FROM}(?P<asked_for>{_NAME}){_REST}"
    rf"|\b{_LETTERS}{_FROM}(?P<asked_quoted>{_NAME})(?:(?=:)|{_QUOTED_REST})"
    rf"|\b(?P<whose>{_NAME}(?:(?<=s)|['’]s?))\s+(?:{_BIDS}|{_LETTERS})(?:{_RUNS}|{_QUOTED_REST})"
    rf"|{_inverted('said', _SAYS, _SAID, _REST)}|{_named('says', _SAYS, _SAID, _REST)}"
    rf"|{_inverted('wrote', _WRITES, _WROTE, f'(?:{_FOLLOWS}|{_QUOTED_REST})')}"
    rf"|{_named('writes', _WRITES, _WROTE, f'(?:{_FOLLOWS}|{_QUOTED_REST})')}"
    rf"|{_inverted('maybe_gave', _GIVES, _GAVE, _FOLLOWS)}|{_named('maybe_gives', _GIVES, _GAVE, _FOLLOWS)}"
    rf"|\b(?:{_SAYS}|{_WRITES}|{_GIVES})\s+(?P<they>{_THEY}){_FOLLOWS}"
    rf"|\b(?P<they_ask>{_ASKERS})\s+{_WORDS}(?:{_SAYS}|{_WRITES}|{_GIVES}|{_SAID}|{_WROTE}){_REST}"
    rf"|\bhar\s+(?P<maybe>{_NAME})\s(?=[^:.]{{0,80}}følgende){_REST}"
    r"):\s*"
)
_OBTAINED = re.compile(
    r"\b(?:indhentet|modtaget|fået|bedt|anmodet|hørt|spurgt|forelagt|rekvireret)\b(?!\s+af\b)", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*")
_LATE_WORDS = re.compile(r"(?:\s(?:for|og|af|i))+$")
_IN_BRACKETS = re.compile(r"\s\([A-ZÆØÅ]{1,6}\)$")
_GENITIVE = re.compile(r"(?:['’]s?|s)$")


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead from `start` to behind its colon, and the agency that it names; None where it can't be told."""

    start: int
    end: int
    agency: str | None
    sure: bool  # False: only quotation marks would make a statement of what follows
    own: bool  # it may be the minister's own ministry that finds what follows, unless marks say otherwise


def _name(found: re.Match[str]) -> str:
    """The name in a lead as it stands, in one line."""
    kind = found.lastgroup or ""
    name = _LATE_WORDS.sub("", _IN_BRACKETS.sub("", " ".join(found[kind].split())))
    return _GENITIVE.sub("", name) if kind == "whose" else name


def _agency(chain: list[re.Match[str]]) -> str | None:
    """Whose statement the leads to one colon introduce: the last speaker's; nobody's where another may be meant."""
    first, last = chain[0], chain[-1]
    kind = last.lastgroup or ""
    name = _name(last)
    if kind.startswith("they") or not (is_named_body(name) if kind == "whose" else is_agency(name)):
        return None
    if len(chain) == 1:
        obtains = not kind.startswith("asked") and _OBTAINED.search(last.group())
        return None if obtains else name
    asked = kind.startswith(("asked", "whose"))
    obtained = (first.lastgroup or "").startswith(("maybe", "asked")) or _OBTAINED.search(first.group())
    return name if not asked or obtained or name == _name(first) else None


def _chain(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The leads to the one colon in `text[start:end]`, each naming somebody behind the name in the one before."""
    while found := _LEAD.search(text, start, end):
        yield found
        start = found.end(found.lastgroup or "")
        if under := re.compile(_UNDER).match(text, start, end):
            start = under.end()


def next_lead(text: str, start: int, end: int) -> Lead | None:
    """The first lead in `text[start:end]`."""
    begin = start
    while (colon := text.find(":", begin, end)) >= 0:
        behind = _BEHIND.match(text, colon + 1, end)
        until = behind.end() if behind else colon + 1
        if chain := list(_chain(text, max(begin, colon - MAX_LEAD), min(until + 1, end))):
            last = chain[-1]
            sure = not (last.lastgroup or "").startswith(("maybe", "they"))
            own = not sure and _name(last).endswith("ministeriet") and not _OBTAINED.search(last.group())
            return Lead(chain[0].start(), until, _agency(chain), sure, own)
        begin = colon + 1
    return None
