"""Vectors: what faiss finds is what numpy finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors import Vectors

DIMENSION = 8
ROWS = st.lists(st.integers(-8, 8), min_size=DIMENSION, max_size=DIMENSION)  # exact as half floats, sums as well


def matrix(rows: list[list[int]]) -> npt.NDArray[np.float32]:
    return np.array(rows, np.float32)


@given(st.lists(ROWS, min_size=1, max_size=40), ROWS, st.integers(1, 60))
def test_search_finds_what_numpy_brute_force_finds(rows: list[list[int]], query: list[int], limit: int) -> None:
    every, wanted = matrix(rows), np.array(query, np.float32)
    products = every @ wanted
    found, scores = Vectors.of(every).search(wanted, limit)
    assert len(found) == min(limit, len(rows))
    assert len(set(found.tolist())) == len(found)
    assert scores.tolist() == sorted(products.tolist(), reverse=True)[:limit]  # best first; higher is better
    assert scores.tolist() == products[found].tolist()


@given(st.lists(ROWS, min_size=1, max_size=40), ROWS, st.integers(1, 60), st.sets(st.integers(0, 39)))
def test_search_among_allowed_rows_finds_what_numpy_finds_among_them(
    rows: list[list[int]], query: list[int], limit: int, chosen: set[int]
) -> None:
    every, wanted = matrix(rows), np.array(query, np.float32)
    allowed = np.array(sorted(row for row in chosen if row < len(rows)), np.int64)
    products = every @ wanted
    found, scores = Vectors.of(every).search(wanted, limit, allowed)
    assert set(found.tolist()) <= set(allowed.tolist())
    assert len(set(found.tolist())) == len(found) == min(limit, len(allowed))
    assert scores.tolist() == sorted(products[allowed].tolist(), reverse=True)[:limit]
    assert scores.tolist() == products[found].tolist()


def test_asking_for_more_than_is_held_gives_no_row_of_minus_one() -> None:
    found, scores = Vectors.of(np.eye(3, DIMENSION, dtype=np.float32)).search(
        np.eye(DIMENSION, dtype=np.float32)[1], 50
    )
    assert found[0] == 1
    assert sorted(found.tolist()) == [0, 1, 2]
    assert scores.tolist() == [1.0, 0.0, 0.0]


def test_scores_are_given_for_any_rows_in_their_order() -> None:
    vectors = Vectors.of(matrix([[1] * DIMENSION, [2] * DIMENSION, [3] * DIMENSION]))
    query = np.ones(DIMENSION, np.float32)
    assert vectors.scores(query, np.array([2, 0, 2], np.int64)).tolist() == [24.0, 8.0, 24.0]
    assert vectors.scores(query, np.array([], np.int64)).tolist() == []


def test_unit_vectors_keep_their_cosines_to_the_third_decimal() -> None:
    every = np.random.default_rng(7).normal(size=(200, 384)).astype(np.float32)
    every /= np.linalg.norm(every, axis=1, keepdims=True)
    found, scores = Vectors.of(every).search(every[17], 10)
    assert found[0] == 17
    assert np.abs(scores - (every @ every[17])[found]).max() < 1e-3


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    every = matrix([[1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2, 1]])
    Vectors.of(every).save(tmp_path / "v")
    loaded = Vectors.load(tmp_path / "v")
    assert (loaded.count, loaded.dimension) == (2, DIMENSION)
    assert loaded.search(every[0], 1)[0].tolist() == [0]


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "v"
    Vectors.of(np.ones((9, DIMENSION), np.float32)).save(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RuntimeError):
        Vectors.load(path)
