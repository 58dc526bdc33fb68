"""What a new generation takes from the one before, and which documents are written anew. Pure but for reading.

Writing them is left to `writing`, reading files to `corpus`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.catalog import File, Placed
from corpus.schema import Document
from corpus.store import read_again
from index.generation import Generation
from index.manifest import Changes
from index.segment import Origin

ABSORBED = 2  # a new segment takes in older ones of up to so many times its documents, so that there are few
MIN_LIVE = 0.5  # of a segment's documents; below, those that count are written anew


def changes_of(old: Mapping[str, File], new: Iterable[File]) -> Changes:
    """How files differ from an earlier reading; a file that has moved counts once, as renamed."""
    now = {file.source: file for file in new}
    gone = Counter(file.sha256 for source, file in old.items() if source not in now)
    added = renamed = edited = 0
    for source, file in now.items():
        if source in old:
            edited += old[source].sha256 != file.sha256
        elif file.sha256 and gone[file.sha256]:
            gone[file.sha256] -= 1
            renamed += 1
        else:
            added += 1
    return Changes(added=added, edited=edited, renamed=renamed, deleted=gone.total())


@dataclass(slots=True)
class Plan:
    """Which segments of the old generation stay, and which documents are written anew."""

    kept: list[int] = field(default_factory=list)
    known: dict[Origin, tuple[int, int]] = field(default_factory=dict)  # where in the old generation's segments
    written: list[Placed] = field(default_factory=list)


def origin_of(placed: Placed) -> Origin:
    """What a document is known by."""
    return Origin(placed.source, placed.sha256, placed.part)


def plan_of(old: Generation | None, placed: Sequence[Placed]) -> Plan:
    """The plan for some documents by ascending id; without an old generation all are written."""
    plan = Plan()
    for number, segment in enumerate(old.segments if old else ()):
        plan.known.update((origin, (number, row)) for row, origin in segment.origins())
    live: dict[int, list[Placed]] = {number: [] for number in range(len(old.segments) if old else 0)}
    for place in placed:
        at = plan.known.get(origin_of(place))
        (live[at[0]] if at else plan.written).append(place)
    fresh = len(plan.written)
    for number in sorted(live, key=lambda number: len(live[number])):
        few = old is not None and len(live[number]) < MIN_LIVE * len(old.segments[number].documents)
        if few or (fresh and len(live[number]) <= ABSORBED * len(plan.written)):
            plan.written += live[number]
        else:
            plan.kept.append(number)
    plan.kept.sort()
    plan.written.sort(key=lambda place: place.document_id)
    return plan


@dataclass(frozen=True, slots=True)
class Source:
    """Where the documents to be written come from: just read, in the old generation, or the folder once more."""

    folder: Path | None
    old: Generation | None
    known: Mapping[Origin, tuple[int, int]]  # see `Plan`

    def document(self, placed: Placed) -> Document:
        """A document under its own id."""
        if document := placed.entry.document:
            return document
        if self.old and (at := self.known.get(origin_of(placed))):
            return self.old.segments[at[0]].document(at[1])
        if self.folder is None:
            raise AssertionError("only a folder is read in part")
        return read_again(self.folder, placed.source, placed.sha256, placed.part)
