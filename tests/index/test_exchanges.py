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
            "spørgsmål fra Enhedslisten om asyl – ifølge Hummelgaard",
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
