"""The table of ministers: consistent in itself, and with who answered in the real exchanges."""

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.ministers import FIRST, LAST, TERMS, holders, title_of
from corpus.store import load_folder

YEAR = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("office", "names"),
    [
        ("socialminister", ["Pernille Rosenkrantz-Theil"]),
        ("socialministeren", ["Pernille Rosenkrantz-Theil"]),
        ("forsvarsminister", ["Jakob Ellemann-Jensen", "Troels Lund Poulsen"]),
        ("klimaminister", ["Lars Aagaard"]),
        ("rumfartsminister", []),
        ("", []),
    ],
)
def test_an_office_in_a_year_is_held_by_everyone_who_had_it_then(office: str, names: list[str]) -> None:
    assert list(dict.fromkeys(term.name for term in holders(office, *YEAR))) == names


def test_who_acts_for_a_minister_on_leave_is_the_minister() -> None:
    day = dt.date(2023, 4, 26)
    assert [term.name for term in holders("forsvarsminister", day, day)] == ["Troels Lund Poulsen"]


def test_a_term_ends_on_the_day_the_next_one_begins() -> None:
    day = dt.date(2022, 12, 15)
    assert [term.name for term in holders("justitsminister", day, day)] == ["Peter Hummelgaard"]


def test_outside_its_days_the_table_says_nothing() -> None:
    after, before = LAST + dt.timedelta(days=1), FIRST - dt.timedelta(days=1)
    assert holders("justitsminister", after, after) == holders("justitsminister", before, before) == ()
    assert title_of("Peter Hummelgaard", after) is None
    assert title_of("Peter Hummelgaard", None) is None


def test_no_two_terms_of_one_title_overlap_and_all_lie_within_the_table() -> None:
    for title in {term.title for term in TERMS}:
        terms = sorted((term for term in TERMS if term.title == title), key=lambda term: term.since)
        assert all(one.until and one.until <= two.since for one, two in pairwise(terms))
    assert all(term.since >= FIRST and (term.until is None or term.since < term.until <= LAST) for term in TERMS)


def test_the_table_never_contradicts_who_answered(shared: Path) -> None:
    known = 0
    for document in load_folder(shared / "data/question-time/docs").documents:
        title = title_of(document.minister or "", document.answered_on)
        assert title in {None, document.minister_title}
        known += title is not None
    assert known >= 320
