"""Which answers an answer names in place of saying it again. Pure."""

import re

from corpus.committees import CODES
from corpus.introductions import official
from corpus.schema import fold

_TARGETS = re.compile(
    r"(?:svar(?:et|ene)?\s+på|besvarelsen?\s+af)\s+(?:Folketingets\s+)?(?:(?P<committee>[A-ZÆØÅ][\w,-]*(?:\s(?:og\s)?[A-ZÆØÅ][\w,-]*)"
    r"{0,4}udvalgets?|[A-ZÆØÅ]\w+udvalgets?)\s+)?(?:(?P<letters>[A-ZÆØÅ]{3})\s+(?:[Aa]lm\.\s*del\s*)?[,–-]?\s*)?(?:§\s*20-?\s*)?(?:spørgsmål(?:ene)?|spm\.)\s+(?:nr\.\s*)?"
    r"(?P<first>S\s?\d{1,5}|\d{1,5})(?P<rest>(?:\s*(?:,|og|samt)\s*(?:nr\.\s*)?(?:S\s?)?\d{1,5}\b){0,10})"
    r"(?:\s*\((?P<place>[^)\n]{2,40})\))?",
)
_NUMBER = re.compile(r"S?\s?\d{1,5}")
_CODE = re.compile(r"\b[A-ZÆØÅ]{3}\b")
_BILL = re.compile(r"\b[LB]\s?\d{1,4}\b")


def refers_to(answer: str, code: str | None, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The answers that an answer names, as ids of documents where they have one: "SOU-120", "S 725", "BEU-L113-4".

    `code` is the committee's that asked, and counts where no other is named; `own` are the letter's own numbers.
    """
    found: list[str] = []
    for match in _TARGETS.finditer(fold(answer)):
        place = match["place"] or ""
        named = _CODE.search(f"{match['letters'] or ''} {place}")
        committee = CODES.get(official(match["committee"])) if match["committee"] else None
        bill = _BILL.search(place)
        letters = (named.group() if named else committee or code, bill.group().replace(" ", "") if bill else None)
        elsewhere = named or committee or bill
        for number in (match["first"], *_NUMBER.findall(match["rest"])):
            bare = re.sub(r"\D", "", number)
            if number.strip().startswith("S"):
                found.append(f"S {bare}")
            elif letters[0] and (elsewhere or bare not in own):
                found.append("-".join(filter(None, (*letters, bare))))
    return tuple(dict.fromkeys(found))
