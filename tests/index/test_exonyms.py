"""English names in Danish."""

import pytest

from index.analysis import fold_case
from index.exonyms import _DANISH, HOME, danish_forms


@pytest.mark.parametrize(
    ("name", "danish"), [("copenhagen", "københavn"), ("germany", "tyskland"), ("july", "juli"), ("un", "fn")]
)
def test_a_name_that_danish_has_another_word_for_is_translated(name: str, danish: str) -> None:
    assert danish_forms(name)[0] == danish


def test_a_name_that_is_the_same_in_danish_needs_no_entry() -> None:
    assert danish_forms("aarhus") == ()


def test_every_entry_is_folded_as_a_query_is_and_says_something() -> None:
    for english, danish in _DANISH.items():
        assert english == fold_case(english)
        assert danish
        assert all(form == fold_case(form) for form in danish)
    assert not HOME & set(_DANISH)
