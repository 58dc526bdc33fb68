"""Whether a name is that of a body whose words a minister passes on. Pure.

Who asks is none, nor are parties and persons: their claims, and what can't be told from them, are quoted as nobody's.
"""

import re

from corpus.parties import NAMES

_ASKS = re.compile(
    r"(?:(?:med)?spørger|ordfører|medlem|folketingsmedlem|\w*udvalg|folketing|forslagsstiller|parti|opposition|minister"
    r"|regering|borger|journalist|forfatter)(?:e[nt]|met|mer|ne|erne)?s?(?: af .*)?",
    re.IGNORECASE,
)
_ENDINGS = (
    "styrelse|direktorat|politi|tilsyn|nævn|råd|ministeri|forsorg|fond|bank|kommune|region|universitet|institut"
    "|hospital|center|centre|statistik|domstol|landsret|byret|højesteret|myndighed|agentur|forening|forbund"
    "|organisation|museum|bibliotek|akademi|selskab|væsen|komité|forvaltning|advokat|revision|sekretariat|ombudsmand"
    "|teater|korshær|industri|erhverv|energi|tjeneste|kontor|kommission|departement|klinik|stift|havn|trafik"
)
_ENDED = re.compile(rf"\w*(?:{_ENDINGS})(?:e?[nrt]|e?r?ne)?s?", re.IGNORECASE)
_ABBREVIATED = re.compile(r"[A-ZÆØÅ]{2,}")
_OF_A_BODY = {"Danmarks", "Dansk", "Danske", "Statens", "Det", "Den", "Nordisk", "Europæiske", "Kirkens", "Red", "Novo"}


def is_agency(name: str) -> bool:
    """Whether "Rigspolitiet", "KL" or "Styrelsen for Patientsikkerhed", and not "Spørgeren" or "Karin Liltorp"."""
    words = name.split()
    if _ASKS.fullmatch(name) or name in NAMES:
        return False
    return len(words) == 1 or words[0] in _OF_A_BODY or any(map(_is_of_a_body, words))


def _is_of_a_body(word: str) -> bool:
    return word.islower() or bool(_ABBREVIATED.fullmatch(word) or _ENDED.fullmatch(word))


def is_named_body(name: str) -> bool:
    """Whether the name alone shows that it is a body's: "Miljøstyrelsen", and not "Styrelsen" or "Aftalen"."""
    words = name.split()
    if not is_agency(name) or (len(words) == 1 and re.fullmatch(rf"(?:{_ENDINGS})\w{{0,4}}", name, re.IGNORECASE)):
        return False
    return len(words) > 1 or _is_of_a_body(name)
