"""Compounds taken apart by the words of the corpus."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem
from index.compounds import complete, split

KNOWN = "ensomhed handling handlingsplan plan penge viden barn børn have rettighed minister for svar"
WORDS = Counter(3 * KNOWN.split())
STEMS = Counter({stem(word): count for word, count in WORDS.items()})


def parts(form: str) -> tuple[str, ...]:
    return split(form, WORDS.__getitem__, STEMS.__getitem__)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ensomhedsplan", ("ensomhed", "plan")),  # link s
        ("børnehave", ("børn", "have")),  # link e
        ("videnscentret", ("viden", "centret")),  # any form of a common head
        ("ensomhedshandlingsplanen", ("ensomhed", "handling", "planen")),
        ("arbejdsmarkedet", ("arbejd", "markedet")),
    ],
)
def test_a_compound_of_known_words_is_taken_apart(form: str, expected: tuple[str, ...]) -> None:
    assert parts(form) == expected


@pytest.mark.parametrize("form", ["forsvaret", "ministeren", "plan", "ukendteord", "handlingerne", "ensomheden"])
def test_a_word_that_is_none_is_left_whole(form: str) -> None:
    assert parts(form) == ()


def test_a_stub_is_completed_with_the_head_of_the_compound_after_it() -> None:
    assert complete("forsknings", "videnscenter", parts("videnscenter")) == "forskningscenter"
    assert complete("forsknings", "miljø", ()) == ""


@given(st.text(alphabet="ensomhdplagvikbørc", max_size=40))
def test_the_parts_stand_in_the_word_in_order(form: str) -> None:
    place = 0
    for part in parts(form):
        place = form.index(part, place) + len(part)
    assert place <= len(form)
