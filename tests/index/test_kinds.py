"""What a query asks for and what a sentence holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.kinds import Holds, Kind, asked_for, held_by, unit_of


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
    ],
)
def test_what_a_sentence_holds(sentence: str, held: Holds, not_held: Holds) -> None:
    assert held_by(sentence) & held == held
    assert not held_by(sentence) & not_held


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("Hvor mange betjente er ansat?", "betjente"), ("how many farms are left", "farms"),
        ("antal kommuner med dispensation", "kommuner"), ("og hvor mange flere pædagoger?", "pædagoger?"),
    ],
)  # fmt: skip
def test_what_the_number_is_asked_of(query: str, word: str) -> None:
    place = unit_of(query)
    assert place is not None
    assert query.split()[place] == word


@given(st.text(max_size=80))
def test_any_text_has_a_kind_and_a_unit_within_it(query: str) -> None:
    line = " ".join(query.split())
    asked_for(line)
    held_by(line)
    place = unit_of(line)
    assert place is None or place < len(line.split())
