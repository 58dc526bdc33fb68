"""Rows in a file: what is written is read, and numpy reads it too."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.rowfile import RowFile, RowWriter, stretches


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with RowWriter(tmp_path / "rows.npy", 3, np.float16) as rows:
        for start in range(0, 12, 4):
            rows.append(np.arange(3 * start, 3 * start + 12).reshape(4, 3))
    return tmp_path / "rows.npy"


def test_rows_are_read_by_themselves_in_stretches_and_as_a_whole(path: Path) -> None:
    every = np.arange(36, dtype=np.float16).reshape(12, 3)
    rows = RowFile(path)
    assert (len(rows), rows.columns, str(rows.dtype)) == (12, 3, "float16")
    assert np.array_equal(rows.all(), every)
    assert np.array_equal(rows.take([7, 0, 7]), every[[7, 0, 7]])
    assert np.array_equal(rows.spans([range(2, 5), range(0, 0), range(11, 12)]), every[[2, 3, 4, 11]])
    assert rows.spans([]).shape == rows.take([]).shape == (0, 3)


def test_numpy_reads_the_same(path: Path) -> None:
    assert np.array_equal(np.load(path, allow_pickle=False), RowFile(path).all())


def test_no_rows_are_a_file_too(tmp_path: Path) -> None:
    RowWriter(tmp_path / "none.npy", 3, np.int64).close()
    assert RowFile(tmp_path / "none.npy").all().shape == np.load(tmp_path / "none.npy").shape == (0, 3)


@pytest.mark.parametrize("data", [b"", b"\x93NUMPY", b"\x93NUMPY\x02\x00" + b" " * 200, b"nonsense" * 40])
def test_what_is_no_row_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "rows.npy").write_bytes(data)
    with pytest.raises(ValueError):
        RowFile(tmp_path / "rows.npy")


def test_objects_and_other_shapes_are_refused(tmp_path: Path) -> None:
    for number, array in enumerate((np.array([[object()]]), np.zeros(3), np.zeros((2, 2, 2)))):
        np.save(tmp_path / f"{number}.npy", array)
        with pytest.raises(ValueError, match="holds no rows"):
            RowFile(tmp_path / f"{number}.npy")


def test_a_file_that_is_cut_while_it_is_open_is_an_error_and_no_zeros(path: Path) -> None:
    rows = RowFile(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    with pytest.raises(OSError, match="cut short"):
        rows.all()


@given(st.sets(st.integers(0, 30)))
def test_stretches_hold_the_rows_in_as_few_ranges_as_can_be(rows: set[int]) -> None:
    found = list(stretches(sorted(rows)))
    assert [row for stretch in found for row in stretch] == sorted(rows)
    assert all(one.stop < other.start for one, other in pairwise(found))


def test_rows_within_another_file_are_read_and_a_file_too_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "packed.bin"
    path.write_bytes(b"head" + bytes(range(12)))
    rows = RowFile.within(path, 4, (3, 4), np.uint8)
    assert rows.take([2, 0]).tolist() == [[8, 9, 10, 11], [0, 1, 2, 3]]
    with pytest.raises(ValueError, match="cut short"):
        RowFile.within(path, 5, (3, 4), np.uint8)
