"""Counting, listing and the newest first."""

import datetime as dt

import pytest

from corpus.schema import Document
from index.evidence import NEAR
from index.finding import LISTED
from index.listing import is_wanted, latest_first, near_the_best, of
from index.named import Named
from tests.index.test_evidence import document, ranked


def dated(name: str, year: int | None) -> Document:
    return document("Broen åbner til maj næste år efter planen.", name, dt.date(year, 1, 1) if year else None)


@pytest.mark.parametrize(
    ("named", "documents", "wanted"),
    [
        (Named(wants="count", rest="broer"), 0, True),
        (Named(wants="list"), 9, True),
        (Named(numbers=("663",)), 1, False),
        (Named(numbers=("S 36",)), 2, True),  # the same number in two sessions
        (Named(numbers=("S 36",), rest="broer"), 2, False),
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


def test_undated_documents_come_last_and_those_of_one_day_by_id() -> None:
    documents = [dated("undated", None), dated("b", 2024), dated("a", 2024)]
    assert [d.document_id for d in of(Named(wants="list"), documents).documents] == ["a", "b", "undated"]


def test_nothing_to_list_is_counted_as_none() -> None:
    assert (of(Named(wants="count"), []).count, of(Named(wants="count"), []).documents) == (0, ())


def test_near_the_best_is_each_document_once_whose_score_is_no_farther_than_near() -> None:
    documents = [dated("best", 2020), dated("near", 2021), dated("far", 2022), dated("best", 2020)]
    scores = [9.0, 9.0 - NEAR, 9.0 - NEAR - 0.1, 9.0]
    items = [ranked(d, [1], score, n) for n, (d, score) in enumerate(zip(documents, scores, strict=True))]
    assert [d.document_id for d in near_the_best(items, documents)] == ["best", "near"]


def test_a_document_keeps_the_order_of_its_own_passages_when_the_newest_is_wanted() -> None:
    documents = [dated("old", 2020), dated("new", 2024), dated("old", 2020), dated("new", 2024)]
    items = [ranked(d, [1], 9.0 - n, n) for n, d in enumerate(documents)]
    pairs = latest_first(items, documents, documents[:2])
    assert [item.candidate.row.row for item, _ in pairs] == [1, 3, 0, 2]
