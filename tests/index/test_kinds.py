"""What a query asks for and what a sentence holds."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.kinds import Holds, Kind, asked_for, held_by


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("Hvor mange penge er der sat af?", "amount"), ("How much does it cost?", "amount"),
        ("hvad koster broen", "amount"),
        ("Hvor mange betjente er ansat?", "number"), ("How many officers are there?", "number"),
        ("Hvor stor en andel falder fra?", "number"), ("Hvornår åbner broen?", "date"), ("When does it open?", "date"),
        ("Hvem har ansvaret?", "who"), ("Who is responsible?", "who"), ("Hvorfor lukker skolen?", "why"),
        ("What is the limit?", "what"), ("Hvad er grænsen?", "what"), ("Er centret finansieret?", "yes/no"),
        ("Is the centre funded?", "yes/no"), ("må man det", "yes/no"), ("og kommer der flere?", "yes/no"),
        ("Hvad kommer broen til at koste?", "amount"), ("hvad løber grænsekontrollen op i", "amount"),
        ("pris på broen", "amount"), ("Hvor mange millioner får de?", "amount"), ("How many kroner?", "amount"),
        ("How many jobs go with a tax of 750 kroner?", "number"), ("antal kommuner", "number"),
        ("Er prisen på broen steget?", "yes/no"), ("Does it cost money?", "yes/no"),
        ("Will it open when the road is done?", "yes/no"), ("Kan du sige, hvornår den åbner?", "date"),
        ("Forbyder loven reklamer?", "yes/no"), ("nedsætter regeringen et udvalg", "yes/no"),
        ("efter valget i maj", "other"), ("Hvilket firma bygger broen?", "who"), ("Which company builds it?", "who"),
        ("Hvad hedder formanden?", "who"), ("hvilket år åbner den", "date"),
        ("forskningscenter ensomhed", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_the_kind_asked_for(query: str, kind: Kind) -> None:
    assert asked_for(query) == kind


@pytest.mark.parametrize(
    ("sentence", "held", "not_held"),
    [
        ("Det koster 20 mio. kr.", Holds.DIGIT | Holds.AMOUNT | Holds.COUNT, Holds.DATE | Holds.NEGATION),
        ("Den åbner 3. maj 2025.", Holds.DIGIT | Holds.DATE, Holds.COUNT),
        ("Det følger af § 20, stk. 2.", Holds.DIGIT, Holds.COUNT),
        ("Antallet er 74,8 pct.", Holds.PERCENT | Holds.NUMERAL | Holds.COUNT, Holds.AMOUNT),
        ("Nej, det vil regeringen ikke.", Holds.NEGATION, Holds.DIGIT | Holds.QUESTION),
        ("Jeg mener, at det er rigtigt.", Holds.STANCE, Holds.NAME),
        ("Det er, fordi Jensen spurgte.", Holds.REASON | Holds.NAME, Holds.STANCE),
        ("Hvad vil spørgeren?", Holds.QUESTION, Holds.DIGIT),
        ("Jeg har én rådgiver.", Holds.NUMERAL, Holds.DIGIT),
    ],
)
def test_what_a_sentence_holds(sentence: str, held: Holds, not_held: Holds) -> None:
    assert held_by(sentence) & held == held
    assert not held_by(sentence) & not_held


@given(st.text(max_size=80))
def test_any_text_has_a_kind_and_holds_something_or_nothing(text: str) -> None:
    assert asked_for(text) in get_args(Kind)
    assert held_by(text) >= Holds(0)
