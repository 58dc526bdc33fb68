"""What kind of answer it is: final, a delay, a mere reference, a refusal; and which answers it refers to. Pure."""

import re

from corpus.committees import CODES
from corpus.introductions import official
from corpus.schema import Status, fold

SHORT = 700  # characters: a longer answer says something, whatever it begins with
_DELAY = re.compile(
    r"endelige?t?\s+(?:svar|besvarelse)\b[^.]{0,80}\b(?:snarest|hurtigst|når|senest|inden)\b"
    r"|(?:svaret|besvarelsen|svar|besvarelse)\b[^.]{0,60}\b(?:følger|sendes|fremsendes|oversendes|eftersendes|afgives)\b"
    r"[^.]{0,60}\b(?:snarest|hurtigst|når|senest|inden)\b"
    r"|(?:besvare|svare?)\b[^.]{0,60}\b(?:snarest|hurtigst)\s+muligt|\b(?:snarest|hurtigst)\s+muligt[^.]{0,60}\bbesvare"
    r"|vende[rs]?\s+tilbage[^.]{0,80}(?:svar|besvarelse)|\bikke\b[^.]{0,80}\binden\s+for\s+(?:den\s+)?\w*\s*(?:svar)?frist",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\bjeg\s+(?:skal\s+)?(?:kan\s+)?(?:i\s+det\s+hele\s+)?|\bder\s+|\bministeriet\s+)(?:henvise[rs]?|kan\s+henvise[sr]?)\s+(?:der\s+)?(?:i\s+det\s+hele\s+)?til"
    r"\s+(?:mi[nt]\s+|ministerens\s+|den\s+samtidige\s+|det\s+samtidige\s+)?(?:samtidige\s+|tidligere\s+)?(?:svar|besvarelse)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:kan|vil|ønsker|finder|ser)\s+(?:jeg\s+|ministeren\s+|regeringen\s+)?(?:mig\s+)?(?:desværre\s+|derfor\s+)?ikke\s+"
    r"(?:anledning\s+til\s+|grundlag\s+for\s+|mulighed\s+for\s+)?(?:at\s+)?(?:besvare|svare\s+på|kommentere|udtale\s+mig|oplyse\b|gå\s+ind\s+i)"
    r"|har\s+ikke\s+(?:mulighed\s+for|hjemmel\s+til)\s+at\s+(?:besvare|kommentere|oplyse)|ikke\s+kan\s+besvares",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:korrigeret|revideret|rettet|berigtiget)\s+(?:svar|besvarelse|udgave)|\bberigtigelse\b", re.IGNORECASE
)
_TARGETS = re.compile(
    r"(?:svar(?:et|ene)?\s+på|besvarelsen?\s+af)\s+(?:Folketingets\s+)?(?:(?P<committee>[A-ZÆØÅ][\w,-]*(?:\s(?:og\s)?[A-ZÆØÅ][\w,-]*)"
    r"{0,4}udvalgets?|[A-ZÆØÅ]\w+udvalgets?)\s+)?(?:(?P<letters>[A-ZÆØÅ]{3})\s+(?:[Aa]lm\.\s*del\s*)?[,–-]?\s*)?(?:§\s*20-?\s*)?(?:spørgsmål(?:ene)?|spm\.)\s+(?:nr\.\s*)?"
    r"(?P<first>S\s?\d{1,5}|\d{1,5})(?P<rest>(?:\s*(?:,|og|samt)\s*(?:nr\.\s*)?(?:S\s?)?\d{1,5}\b){0,10})"
    r"(?:\s*\((?P<place>[^)\n]{2,40})\))?",
)
_NUMBER = re.compile(r"S?\s?\d{1,5}")
_CODE = re.compile(r"\b[A-ZÆØÅ]{3}\b")
_BILL = re.compile(r"\b[LB]\s?\d{1,4}\b")


def status_of(answer: str, interim: bool) -> Status:
    """The kind of a written answer; `interim` is what its head says."""
    if interim:
        return "interim"
    said = fold(answer)
    if len(said) > SHORT:
        return "final"
    if _REFERENCE.search(said):
        return "reference"
    if _DELAY.search(said) and not re.search(r"\d+\s+(?:mio|mia)\b", said):
        return "interim"
    return "refusal" if _REFUSAL.search(said) else "final"


def is_correction(head: str) -> bool:
    """Whether the head of a letter calls it a corrected answer."""
    return _CORRECTION.search(head) is not None


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
