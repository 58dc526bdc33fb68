"""Vectors: what faiss finds is what numpy finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.rowfile import RowFile, RowWriter
from index.vectors import Flat, Inverted, Vectors, write_inverted

DIMENSION = 8
ROWS = st.lists(st.integers(-8, 8), min_size=DIMENSION, max_size=DIMENSION)  # exact as half floats, sums as well


def flat(every: npt.NDArray[np.float32]) -> Vectors:
    rows = np.arange(len(every))
    return Vectors((Flat(every.astype(np.float16)),), (rows,), np.zeros(len(every), np.int32), rows)


def matrix(rows: list[list[int]]) -> npt.NDArray[np.float32]:
    return np.array(rows, np.float32)


@given(st.lists(ROWS, min_size=1, max_size=40), ROWS, st.integers(1, 60))
def test_search_finds_what_numpy_brute_force_finds(rows: list[list[int]], query: list[int], limit: int) -> None:
    every, wanted = matrix(rows), np.array(query, np.float32)
    products = every @ wanted
    found, scores = flat(every).search(wanted, limit)
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
    found, scores = flat(every).search(wanted, limit, allowed)
    assert set(found.tolist()) <= set(allowed.tolist())
    assert len(set(found.tolist())) == len(found) == min(limit, len(allowed))
    assert scores.tolist() == sorted(products[allowed].tolist(), reverse=True)[:limit]
    assert scores.tolist() == products[found].tolist()


def test_asking_for_more_than_is_held_gives_no_row_of_minus_one() -> None:
    found, scores = flat(np.eye(3, DIMENSION, dtype=np.float32)).search(np.eye(DIMENSION, dtype=np.float32)[1], 50)
    assert found[0] == 1
    assert sorted(found.tolist()) == [0, 1, 2]
    assert scores.tolist() == [1.0, 0.0, 0.0]


def test_scores_are_given_for_any_rows_in_their_order() -> None:
    vectors = flat(matrix([[1] * DIMENSION, [2] * DIMENSION, [3] * DIMENSION]))
    query = np.ones(DIMENSION, np.float32)
    assert vectors.scores(query, np.array([2, 0, 2], np.int64)).tolist() == [24.0, 8.0, 24.0]
    assert vectors.scores(query, np.array([], np.int64)).tolist() == []


def test_unit_vectors_keep_their_cosines_to_the_third_decimal() -> None:
    every = np.random.default_rng(7).normal(size=(200, 384)).astype(np.float32)
    every /= np.linalg.norm(every, axis=1, keepdims=True)
    found, scores = flat(every).search(every[17], 10)
    assert found[0] == 17
    assert np.abs(scores - (every @ every[17])[found]).max() < 1e-3


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, npt.NDArray[np.float32]]:
    """A file of 3,000 vectors about 60 middles, with the lists to search them by; what is in it."""
    random = np.random.default_rng(7)
    every = np.repeat(random.normal(size=(60, 32)), 50, axis=0) + random.normal(size=(3000, 32)) / 2
    every /= np.linalg.norm(every, axis=1, keepdims=True)
    folder = tmp_path_factory.mktemp("many")
    with RowWriter(folder / "exact.npy", 32, np.float16) as rows:
        rows.append(every)
    recall = write_inverted(RowFile(folder / "exact.npy"), every[::15].astype(np.float32), folder / "lists")
    assert recall > 0.95
    return folder, every.astype(np.float16).astype(np.float32)


def test_lists_find_what_numpy_finds_but_for_a_few(many: tuple[Path, npt.NDArray[np.float32]]) -> None:
    folder, every = many
    part = Inverted(folder / "lists", RowFile(folder / "exact.npy"), np.empty(0, np.int64))
    shared = 0
    for row in range(0, 3000, 100):
        found, scores = part.search(every[row], 10, None)
        products = every @ every[row]
        assert scores == pytest.approx(products[found], abs=1e-5)
        shared += len(set(found.tolist()) & set(np.argsort(-products)[:10].tolist()))
    assert shared >= 0.95 * 300


def test_lists_find_no_dead_row_and_among_allowed_ones_what_numpy_finds(
    many: tuple[Path, npt.NDArray[np.float32]],
) -> None:
    folder, every = many
    dead = np.arange(0, 3000, 2)
    part = Inverted(folder / "lists", RowFile(folder / "exact.npy"), dead)
    assert all(part.search(every[row], 20, None)[0].min() >= 0 for row in (0, 1))
    assert not set(part.search(every[0], 20, None)[0].tolist()) & set(dead.tolist())
    allowed = np.arange(1, 3000, 7)
    found, _ = part.search(every[5], 10, allowed)
    assert found.tolist() == allowed[np.argsort(-(every[allowed] @ every[5]), kind="stable")[:10]].tolist()


def test_two_parts_are_searched_as_one(many: tuple[Path, npt.NDArray[np.float32]]) -> None:
    folder, every = many
    lists = Inverted(folder / "lists", RowFile(folder / "exact.npy"), np.array([3]))
    extra = np.eye(2, 32, dtype=np.float32)
    rows = np.arange(3000)
    rows[3], rows[4:] = -1, np.arange(3, 2999)
    both = Vectors(
        (lists, Flat(extra.astype(np.float16))), (rows, np.array([2999, 3000])),
        np.repeat(np.array([0, 1], np.int32), [2999, 2]), np.concatenate([np.delete(np.arange(3000), 3), [0, 1]]),
    )  # fmt: skip
    assert both.count == 3001
    assert both.search(extra[1], 1)[0].tolist() == [3000]
    assert both.search(every[4], 1)[0].tolist() == [3]
    assert both.scores(every[4], np.array([3000, 3])) == pytest.approx([every[4][1], 1.0], abs=1e-3)
    assert both.search(extra[0], 5, np.array([0, 2999]))[0].tolist() == [2999, 0]


def test_a_file_cut_short_is_refused(many: tuple[Path, npt.NDArray[np.float32]], tmp_path: Path) -> None:
    folder, _ = many
    (tmp_path / "lists").write_bytes((folder / "lists").read_bytes()[:-20])
    with pytest.raises(RuntimeError):
        Inverted(tmp_path / "lists", RowFile(folder / "exact.npy"), np.empty(0, np.int64))
    (tmp_path / "exact.npy").write_bytes((folder / "exact.npy").read_bytes()[:-20])
    with pytest.raises(ValueError, match="cut short"):
        RowFile(tmp_path / "exact.npy")
