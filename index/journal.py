"""What the encoder has made of texts, kept until the build that asked for it is complete: a killed build loses nothing.

SQLite with a write-ahead log: what was added is there after the process is killed, and the file is whole after the
machine is. Which texts are encoded is left to `encoding`.
"""

import shutil
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.codes import Codes, width
from index.inputs import Key

Halves = npt.NDArray[np.float16]

MARKS = 500  # keys asked for at once


@dataclass(frozen=True, slots=True)
class Encoding:
    """What is kept of an encoded text: `vector` `(dimension,)` float16, `codes` `(t, width)`, tokens per segment."""

    vector: Halves
    codes: Codes
    lengths: tuple[int, ...]


class Journal:
    """The encodings of one model by the keys of their texts."""

    def __init__(self, folder: Path, model: str, revision: str, dimension: int) -> None:
        """Open the journal of a folder; one that is damaged, or of another model, is begun anew."""
        self._folder, self._dimension = folder, dimension
        self._owner = f"{model}\t{revision}\t{dimension}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._tables = self._connected()
        try:
            self._open()
        except sqlite3.OperationalError:  # the disk is full, or cannot be written to: no fault of the file
            raise
        except sqlite3.DatabaseError:
            self.remove()
            self._folder.mkdir(parents=True, exist_ok=True)
            self._tables = self._connected()
            self._open()

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self._folder / "encoded.sqlite", isolation_level=None)

    def _open(self) -> None:
        self._tables.execute("PRAGMA journal_mode = WAL")
        self._tables.execute("PRAGMA synchronous = NORMAL")
        if self._tables.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):  # else damage shows when it is read
            raise sqlite3.DatabaseError("it is damaged")
        self._tables.execute("CREATE TABLE IF NOT EXISTS owner (name TEXT)")
        self._tables.execute(
            "CREATE TABLE IF NOT EXISTS encoded (key BLOB PRIMARY KEY, vector BLOB, codes BLOB, lengths BLOB)"
        )
        owners = {name for (name,) in self._tables.execute("SELECT name FROM owner")}
        if owners - {self._owner}:
            raise sqlite3.DatabaseError("it is of another model")
        if not owners:
            self._tables.execute("INSERT INTO owner VALUES (?)", (self._owner,))

    def add(self, key: Key, encoding: Encoding) -> None:
        """Keep an encoding."""
        lengths = np.array(encoding.lengths, np.int32)
        row = (key, encoding.vector.astype(np.float16).tobytes(), encoding.codes.tobytes(), lengths.tobytes())
        self._tables.execute("INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?)", row)

    def held(self, keys: Iterable[Key]) -> set[Key]:
        """Those of some keys that the journal has."""
        every = list(keys)
        found: set[Key] = set()
        for start in range(0, len(every), MARKS):
            some = every[start : start + MARKS]
            marks = ",".join("?" * len(some))
            rows = self._tables.execute(f"SELECT key FROM encoded WHERE key IN ({marks})", some)  # noqa: S608 (marks only)
            found.update(key for (key,) in rows)
        return found

    def get(self, keys: Collection[Key]) -> dict[Key, Encoding]:
        """The encodings of those of some keys that the journal has; at most `MARKS` keys."""
        marks = ",".join("?" * len(keys))
        rows = self._tables.execute(f"SELECT * FROM encoded WHERE key IN ({marks})", tuple(keys))  # noqa: S608 (marks only)
        return {
            key: Encoding(
                np.frombuffer(vector, np.float16),
                np.frombuffer(codes, np.uint8).reshape(-1, width(self._dimension)),
                tuple(np.frombuffer(lengths, np.int32).tolist()),
            )
            for key, vector, codes, lengths in rows
        }

    def close(self) -> None:
        """Let go of the file, and keep it."""
        self._tables.close()

    def remove(self) -> None:
        """The build is complete: nothing of this is needed any more."""
        self._tables.close()
        shutil.rmtree(self._folder, ignore_errors=True)
