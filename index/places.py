"""Where every passage of a generation stands: rows in the order of documents and passages, places in segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index import segment as layout
from index.segment import Segment

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """`document`, `segment` and `place` (the row there) of each passage; `first_row` of each document, and the end."""

    first_row: Ints
    document: Ints
    segment: Ints
    place: Ints

    @classmethod
    def of(cls, order: Ints, segments: Sequence[Segment]) -> "Places":
        """The passages of the documents that are searched.

        Args:
            order: `(n, 3)`, a row a document: its segment, its row there, and whether it is searched.
            segments: all that `order` names.
        """
        segment_of, row_of, searched = order.T
        counts, firsts = np.zeros((2, len(order)), np.int64)
        for number, segment in enumerate(segments):
            mine = np.flatnonzero((segment_of == number) & (searched > 0))
            places = segment.documents[row_of[mine]]
            firsts[mine], counts[mine] = places[:, layout.FIRST_PASSAGE], places[:, layout.N_PASSAGES]
        first_row = np.concatenate([[0], np.cumsum(counts)])
        document = np.repeat(np.arange(len(order)), counts)
        within = np.arange(len(document)) - first_row[document]
        return cls(first_row, document, segment_of[document], firsts[document] + within)

    def __len__(self) -> int:
        return len(self.place)

    def of_row(self, row: int) -> tuple[int, int, int]:
        """Segment, place there, and document of one passage."""
        return int(self.segment[row]), int(self.place[row]), int(self.document[row])

    def ids(self, segments: Sequence[Segment]) -> Ints:
        """The lexical id of every passage."""
        ids = np.empty(len(self), np.int64)
        for number, segment in enumerate(segments):
            mine = np.flatnonzero(self.segment == number)
            ids[mine] = segment.passages[self.place[mine], layout.ID]
        return ids
