"""A two-dimensional array in a file, read row by row: nothing is mapped, so it costs no memory of the process.

The files are numpy's own `.npy`, or rows within another file. What the rows mean is left to `segment` and `engine`.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class RowFile:
    """The rows of one file, in C order."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, ValueError: it is no such file, or shorter than it says."""
        with path.open("rb") as file:
            version = np.lib.format.read_magic(file)
            if version != (1, 0):
                raise ValueError(f"{path.name} is of another version")
            shape, fortran, self.dtype = np.lib.format.read_array_header_1_0(file)
            self._offset = file.tell()
        if len(shape) != 2 or fortran or self.dtype.hasobject:
            raise ValueError(f"{path.name} holds no rows")
        self._open(path, *shape)

    @classmethod
    def within(cls, path: Path, offset: int, shape: tuple[int, int], dtype: npt.DTypeLike) -> "RowFile":
        """The rows that begin at a byte of a file of any kind. Raises OSError, ValueError."""
        found = cls.__new__(cls)
        found._offset, found.dtype = offset, np.dtype(dtype)
        found._open(path, *shape)
        return found

    def _open(self, path: Path, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self._width = columns * self.dtype.itemsize
        if path.stat().st_size < self._offset + rows * self._width:
            raise ValueError(f"{path.name} is cut short")
        self._file = os.open(path, os.O_RDONLY)

    def __len__(self) -> int:
        return int(self.rows)

    def spans(self, spans: Sequence[range]) -> Array:
        """The rows of some stretches, one after the other. The array may be read-only."""
        width, offset = self._width, self._offset
        read = b"".join([os.pread(self._file, len(span) * width, offset + span.start * width) for span in spans])
        rows = sum(map(len, spans))
        if len(read) != rows * width:  # a single call reads 2 GB at most
            return self._long(spans, rows)
        return np.frombuffer(read, self.dtype).reshape(rows, self.columns)

    def _long(self, spans: Sequence[range], rows: int) -> Array:
        out = np.empty((rows, self.columns), self.dtype)
        view = out.reshape(-1).view(np.uint8).data
        place = 0
        for span in spans:
            at, end = self._offset + span.start * self._width, place + len(span) * self._width
            while place < end:
                got = os.preadv(self._file, [view[place:end]], at)
                if not got:
                    raise OSError("the file was cut short while it was read")
                place, at = place + got, at + got
        return out

    def each(self, spans: Iterable[range]) -> list[Array]:
        """The rows of each stretch, with memory of its own. The arrays may be read-only."""
        return [self.spans([span]) for span in spans]

    def take(self, rows: Iterable[int]) -> Array:
        """Some rows, in that order. The array may be read-only."""
        return self.spans([range(row, row + 1) for row in rows])

    def all(self) -> Array:
        """Every row."""
        return self._long([range(len(self))], len(self))

    def __del__(self) -> None:
        if file := self.__dict__.pop("_file", None):
            os.close(file)


class RowWriter:
    """Rows appended to a new file; the number of them is written into its head by `close`."""

    def __init__(self, path: Path, columns: int, dtype: npt.DTypeLike) -> None:
        self._columns, self._dtype = columns, np.dtype(dtype)
        self._file = path.open("wb")
        self.rows = 0
        self._head()

    def _head(self) -> None:
        """The head has the same length whatever the number of rows: numpy keeps room for it to grow."""
        shape = {
            "shape": (self.rows, self._columns),
            "fortran_order": False,
            "descr": np.lib.format.dtype_to_descr(self._dtype),
        }
        np.lib.format.write_array_header_1_0(self._file, shape)

    def append(self, rows: Array) -> None:
        """Add `(n, columns)` rows."""
        self._file.write(np.ascontiguousarray(rows, self._dtype).tobytes())
        self.rows += len(rows)

    def close(self) -> None:
        """Finish the file."""
        end = self._file.tell()
        self._file.seek(0)
        self._head()
        self._file.seek(end)
        self._file.close()

    def __enter__(self) -> "RowWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def stretches(rows: Iterable[int]) -> Iterator[range]:
    """Ascending rows as stretches of neighbours."""
    start = end = -1
    for row in rows:
        if row != end:
            if end > start:
                yield range(start, end)
            start = row
        end = row + 1
    if end > start:
        yield range(start, end)
