"""A follow-up that only mentions something puts it in its like's place."""

import datetime as dt

import pytest

from index.exchanges import asked_of, exchanged
from index.followups import understand
from index.language import detect
from index.names import KnownNames

NAMES = KnownNames(
    numbers=frozenset({"663", "664", "S 36"}),
    committee_codes=frozenset({"SOU"}),
    ministers=frozenset({"Peter Hummelgaard", "Lars Aagaard"}),
    titles=frozenset({"justitsminister", "klima-, energi- og forsyningsminister", "sundhedsminister"}),
    parties=frozenset({"EL", "SF"}),
    askers=frozenset({"Rosa Lund"}),
    dates=frozenset({dt.date(2025, 6, 6)}),
)
TODAY = dt.date(2025, 9, 1)
WIND = "hvad har klimaministeren sagt om havvind"


def _turns(*queries: str) -> str:
    before: list[str] = []
    for query in queries:
        before.append(understand(query, before, detect(query, "da"), NAMES, TODAY))
    return before[-1]


@pytest.mark.parametrize(
    ("queries", "understood"),
    [
        ((WIND, "hvad med Hummelgaard?"), "hvad har Hummelgaard sagt om havvind"),
        ((WIND, "hvad med Hummelgaard?", "og Lars Aagaard?"), "hvad har Lars Aagaard sagt om havvind"),
        (("spørgsmål fra SF om asyl", "hvad med Rosa Lund?"), "spørgsmål fra Rosa Lund om asyl"),
        (
            ("spørgsmål fra SF om asyl", "hvad med Hummelgaard?", "og Enhedslisten?"),
            "spørgsmål til Hummelgaard fra Enhedslisten om asyl",
        ),
        ((f"{WIND} i foråret", "og i januar?"), f"{WIND} i januar"),
        ((f"{WIND} sidste år", "hvad med i år?"), f"{WIND} i år"),
        ((f"{WIND} siden 2023", "og efter 2024?"), f"{WIND} efter 2024"),
        (("svar på SOU 663", "og 664?"), "svar på SOU 664"),
        (("klimaministerens holdning til mink", "og justitsministeren?"), "justitsministerens holdning til mink"),
        (("er der penge til fængsler?", "hvad med Hummelgaard?"), "er der penge til fængsler – ifølge Hummelgaard"),
        (
            ("Is there money for prisons?", "what about Hummelgaard?", "and the minister of justice?"),
            "Is there money for prisons – according to the minister of justice",
        ),
        ((WIND, "hvornår?"), "hvornår: havvind – ifølge klimaministeren"),
        ((WIND, "hvad siger Hummelgaard?"), "hvad siger Hummelgaard: havvind"),
        ((WIND, "hvornår?", "hvad med justitsministeren?"), "hvornår: havvind – ifølge justitsministeren"),
        (("the justice minister's position on prisons", "when?"), "when: prisons – according to the justice minister"),
    ],
)
def test_people_offices_parties_and_periods_are_exchanged(queries: tuple[str, ...], understood: str) -> None:
    assert _turns(*queries) == understood


@pytest.mark.parametrize(
    ("queries", "understood"),
    [
        (
            ("Hvor mange svar om asyl?", "og i foråret 2025?", "hvad med dem fra SF?"),
            "Hvor mange svar til SF i foråret 2025 om asyl",
        ),
        (("spørgsmål fra SF", "kun i januar"), "spørgsmål i januar fra SF"),
        (("seneste svar om mink", "fra Hummelgaard"), "seneste svar fra Hummelgaard om mink"),
        ((WIND, "og i januar?"), "hvad har klimaministeren sagt i januar om havvind"),
        (("er der penge til fængsler?", "og i 2027?"), "er der penge til fængsler – i 2027"),  # what it is about
        ((WIND, "er der flere?"), "alle svar om havvind – ifølge klimaministeren"),
        (("hvad mener ministeren om mink", "hvor mange svar er der?"), "hvor mange svar om mink"),
        (("hvad mener ministeren om mink", "hvem spurgte?", "flere?"), "alle svar om mink"),
        (("alle svar om mink", "hvor mange er der?"), "hvor mange svar om mink"),
        (("how many answers about mink", "any more?"), "all answers about mink"),
    ],
)
def test_lists_are_narrowed_where_they_are_read(queries: tuple[str, ...], understood: str) -> None:
    assert _turns(*queries) == understood


@pytest.mark.parametrize(
    ("queries", "understood"),
    [
        (("hvad siger Hummelgaard om Gaza", "nej jeg mente Tyrkiet"), "hvad siger Hummelgaard om Tyrkiet"),
        (("what did Hummelgaard say about flu", "no I meant bird flu"), "what did Hummelgaard say about bird flu"),
        (("hvad siger Hummelgaard om Gaza", "nej, Aagaard"), "hvad siger Aagaard om Gaza"),
        (("spørgsmål fra SF om asyl", "nej, fra Enhedslisten"), "spørgsmål fra Enhedslisten om asyl"),
        (("er der penge til mink?", "nej, jeg mente fængsler"), "fængsler"),
        (("asyl i Sverige", "ikke Sverige men Norge"), "asyl i Norge"),
        (("svar på SOU 663", "nej den om herberger"), "svar på SOU 663 – om herberger"),
        (("asyl i Sverige", "nej, hvor mange ulve er der i Jylland?"), "hvor mange ulve er der i Jylland"),
        (("asyl i Sverige", "nej"), "nej"),
    ],
)
def test_a_correction_is_one(queries: tuple[str, ...], understood: str) -> None:
    assert _turns(*queries) == understood


@pytest.mark.parametrize(
    ("old", "phrase"),
    [
        ("mødes klimaministeren og justitsministeren", "sundhedsministeren"),  # which of the two?
        ("er der penge til fængsler", "Enhedslisten"),  # as who asked, or what it thinks?
        ("er der penge til fængsler", "Inger Hansen"),  # nobody the corpus knows
        ("er der penge til fængsler", "transportministeren"),
        (WIND, "havvind i Norge"),
        (WIND, "664"),
    ],
)
def test_what_has_no_one_like_stays_a_phrase(old: str, phrase: str) -> None:
    assert exchanged(old, phrase, "da", NAMES, TODAY) == ""


def test_a_turn_that_asks_nobody_is_about_all_of_itself() -> None:
    assert asked_of("er der penge til fængsler", "da", NAMES) == ("er der penge til fængsler", "")
    assert asked_of("klimaministeren", "da", NAMES) == ("klimaministeren", "")
