"""Counting, listing and the newest first."""

import datetime as dt

import pytest

from corpus.schema import Document
from index.finding import LISTED
from index.listing import is_wanted, latest_first, of
from index.named import Named
from tests.index.test_evidence import document, ranked


def dated(name: str, year: int | None) -> Document:
    return document("Broen åbner til maj næste år efter planen.", name, dt.date(year, 1, 1) if year else None)


@pytest.mark.parametrize(
    ("named", "documents", "wanted"),
    [
        (Named(wants="count", rest="broer"), 0, True),
        (Named(wants="list"), 9, True),
        (Named(number="663"), 1, False),
        (Named(number="S 36"), 2, True),  # the same number in two sessions
        (Named(number="S 36", rest="broer"), 2, False),
        (Named(latest=True), 0, True),
        (Named(latest=True, rest="broer"), 0, False),
    ],
)
def test_when_a_list_is_the_answer(named: Named, documents: int, wanted: bool) -> None:
    assert is_wanted(named, documents) is wanted


def test_a_listing_is_newest_first_counts_all_and_shows_some() -> None:
    documents = [dated(f"d{n:02}", 2000 + n) for n in range(LISTED + 5)] + [dated("undated", None)]
    listing = of(Named(wants="count"), documents)
    assert (listing.wants, listing.count, len(listing.documents)) == ("count", LISTED + 6, LISTED)
    assert [d.document_id for d in listing.documents[:2]] == [f"d{LISTED + 4}", f"d{LISTED + 3}"]


def test_where_the_newest_is_wanted_those_about_the_subject_come_by_date() -> None:
    documents = [dated("old", 2020), dated("aside", 2025), dated("new", 2024)]
    items = [ranked(d, [1], 9.0 - n, n) for n, d in enumerate(documents)]
    pairs = latest_first(items, documents, [documents[0], documents[2]])
    assert [d.document_id for _, d in pairs] == ["new", "old", "aside"]
