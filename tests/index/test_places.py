"""Where passages stand: documents in any order, from any segments, some of them not searched."""

from types import SimpleNamespace
from typing import cast

import numpy as np

from index.places import Places
from index.segment import DOCUMENT, FIRST_PASSAGE, ID, N_PASSAGES, OF_DOCUMENT, OF_PASSAGE, Segment


def segment(name: int, *counts: int) -> Segment:
    """Of documents with so many passages each; passage p has the lexical id `100 * name + p`."""
    documents = np.zeros((len(counts), OF_DOCUMENT), np.int64)
    documents[:, N_PASSAGES] = counts
    documents[:, FIRST_PASSAGE] = np.cumsum([0, *counts[:-1]])
    passages = np.zeros((sum(counts), OF_PASSAGE), np.int64)
    passages[:, ID] = 100 * name + np.arange(sum(counts))
    passages[:, DOCUMENT] = np.repeat(np.arange(len(counts)), counts)
    return cast(Segment, SimpleNamespace(documents=documents, passages=passages))


def test_passages_come_in_the_order_of_the_documents_wherever_they_stand() -> None:
    parts = [segment(1, 2, 3), segment(2, 1)]
    places = Places.of(np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1]]), parts)
    assert len(places) == 6
    assert [places.of_row(row) for row in range(6)] == [
        (1, 0, 0), (0, 2, 1), (0, 3, 1), (0, 4, 1), (0, 0, 2), (0, 1, 2),
    ]  # fmt: skip
    assert places.ids(parts).tolist() == [200, 102, 103, 104, 100, 101]
    assert places.first_row.tolist() == [0, 1, 4, 6]


def test_a_document_that_is_not_searched_or_has_no_passages_takes_no_rows() -> None:
    parts = [segment(1, 2, 0, 1)]
    places = Places.of(np.array([[0, 0, 0], [0, 1, 1], [0, 2, 1]]), parts)
    assert [places.of_row(row) for row in range(len(places))] == [(0, 2, 2)]
    assert places.first_row.tolist() == [0, 0, 0, 1]


def test_documents_of_a_segment_that_are_left_out_leave_no_trace() -> None:
    parts = [segment(1, 2, 2), segment(2, 5)]
    places = Places.of(np.array([[0, 1, 1]]), parts)
    assert places.ids(parts).tolist() == [102, 103]
