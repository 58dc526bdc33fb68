"""What kind of answer it is: final, a delay, a mere reference, a refusal; and whether it corrects another. Pure."""

import re

from corpus.delays import delays
from corpus.schema import Status, fold
from corpus.sentences import split

SHORT = 700  # characters: a longer answer says something, whatever it begins with
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


def status_of(answer: str, interim: bool) -> Status:
    """The kind of a written answer; `interim` is what its head says."""
    if interim:
        return "interim"
    said = fold(answer)
    if len(said) > SHORT:
        return "final"
    if _REFERENCE.search(said):
        return "reference"
    delayed = any(delays(said[span.start : span.end]) for span in split(said, 0, len(said)))
    if delayed and not re.search(r"\d+\s+(?:mio|mia)\b", said):
        return "interim"
    return "refusal" if _REFUSAL.search(said) else "final"


def is_correction(head: str) -> bool:
    """Whether the head of a letter calls it a corrected answer."""
    return _CORRECTION.search(head) is not None
