"""Promise 3: an index that was renewed after any edits is the one that a build from nothing gives.

Folders are edited at random, in memory where the system has a folder for that. What a single build does is left to
`test_build`.
"""

import datetime as dt
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import store
from corpus.readers import ReadFile, read_file
from corpus.store import load_folder
from index import encoding, vectors, writing
from index.build import build
from index.encoder import Encoded, Segments
from index.encoding import wanted
from index.finding import Finding
from index.generation import Generation
from index.inputs import Key, key_of
from index.manifest import Changes, Manifest
from index.retriever import Retriever
from index.shelf import open_serving
from tests.fakes import FakeEncoder
from tests.index.invented import CYCLE_PATHS, DELAYED, EXCHANGE, FERRIES, LETTER, SHELTERS

ALWAYS = "altid.txt"  # is edited, but never gone or unreadable
PATHS = ("bro.txt", "vej.md", "under/tog.txt", "under/SOU-12.txt", "æ ø.txt")
ASKED = {"committee": "Transportudvalg", "addressed": "transportministeren", "number": "12", "day": "4. marts 2024",
         "asker": "Bo Medie (SF)", "title": "Transportminister", "minister": "Carl Svarer",
         "question": "Hvor mange kilometer cykelstier er der anlagt langs statsvejene?"}  # fmt: skip
READABLE = (
    "Broen åbner til maj. Den koster 20 mio. kr.",
    "Vejen er lukket. Broen åbner til maj.",
    SHELTERS,
    LETTER.format(interim=" foreløbigt", answer=DELAYED, **ASKED),
    LETTER.format(interim="", answer=CYCLE_PATHS, **ASKED),
    EXCHANGE.format(session="20241", number="S 910", day="2025-02-26", asker="Finn Sjette (V)", minister="Carl Svarer",
                    question="Hvor stort er tilskuddet til færgen til Samsø?", answer=FERRIES),
    "\n\n".join(f"Afsnit {n}: {SHELTERS} Tallet er {n * n} mio. kr." for n in range(24)),
)  # fmt: skip
CONTENTS = (*(text.encode() for text in READABLE), b"\0\1", b"")
QUERIES = ("Hvad koster broen?", "hvor mange kilometer cykelsti er der langs statsvejene", "tilskud til færgen", "æøå")

Folder = dict[str, bytes]
Edit = tuple[str, str, str, int]  # what is done, to which path, to which other, with which content
EDITS = st.tuples(
    st.sampled_from(("write", "write", "write", "move", "delete", "touch")),
    st.sampled_from((ALWAYS, *PATHS)),
    st.sampled_from(PATHS),
    st.integers(0, len(CONTENTS) - 1),
)
STEPS = st.lists(st.lists(EDITS, min_size=1, max_size=5), min_size=2, max_size=5)


class Recording(FakeEncoder):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Key] = []

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        self.given += [key_of(text) for text in texts]
        return super().encode_passages(texts)


def edited(folder: Path, edit: Edit) -> None:
    """Do one edit where it can be done."""
    what, source, other, content = edit
    path = folder / source
    if what == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(CONTENTS[content % len(READABLE) if source == ALWAYS else content])
    elif path.exists() and what == "touch":
        os.utime(path, ns=(content * 10**9, content * 10**9))
    elif path.exists() and source != ALWAYS:
        if what == "delete":
            path.unlink()
        else:
            (folder / other).parent.mkdir(exist_ok=True)
            path.replace(folder / other)


def held(folder: Path) -> Folder:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counted(old: Folder, new: Folder) -> Changes:
    gone = Counter(content for source, content in old.items() if source not in new)
    come = Counter(content for source, content in new.items() if source not in old)
    renamed = (gone & come).total()
    edited = sum(old[source] != content for source, content in new.items() if source in old)
    return Changes(added=come.total() - renamed, edited=edited, renamed=renamed, deleted=gone.total() - renamed)


def contents(generation: Generation) -> dict[str, Any]:
    """Everything that a generation holds, but for the lexical index."""
    documents = range(len(generation.order))
    rows = generation.rows(range(generation.manifest.passages))
    at = [generation._places.of_row(row.row)[:2] for row in rows]
    manifest = generation.manifest
    return {
        "documents": [generation.document_at(row).model_dump() for row in documents],
        "searched": generation.searched,
        "fields": generation.fields,
        "files": {source: replace(file, stamp=None) for source, file in generation.inventory.files.items()},
        "passages": [(row.document_row, row.passage.model_dump(), row.sentences.table.tolist()) for row in rows],
        "codes": [row.codes.tobytes() for row in rows],
        "vectors": [generation.segments[part].vectors.take([place]).tobytes() for part, place in at],
        "questions": [[array.tobytes() for array in question] for question in generation.questions(documents)],
        "means": [mean.tobytes() for mean in generation.means],
        "says": (manifest.documents, manifest.passages, manifest.skipped, manifest.newest_document_on,
                 manifest.corpus_digest),
    }  # fmt: skip


def hits(generation: Generation, query: str) -> list[tuple[int, float]]:
    return generation.found(generation.terms.search(query, "da", 1000))


def reply(generation: Generation, query: str) -> Finding:
    found = Retriever(generation, FakeEncoder()).ask(query)
    return replace(found, generation="", built_at=dt.datetime.min, timings_ms={})


@contextmanager
def parsing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The files that are parsed meanwhile."""
    parsed: list[Path] = []

    def read(path: Path) -> ReadFile:
        parsed.append(path)
        return read_file(path)

    with monkeypatch.context() as patch:
        patch.setattr(store, "read_file", read)
        yield parsed


def renewed_like_new(steps: list[list[Edit]], same: Callable[[Generation, Generation], None]) -> None:
    """Edit and renew step by step, and compare with a build from nothing after each."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place,
        pytest.MonkeyPatch.context() as m,
    ):
        folder, index = Path(place, "documents"), Path(place, "index")
        folder.mkdir()
        (folder / ALWAYS).write_bytes(CONTENTS[0])
        build(index, folder, FakeEncoder())
        before, corpus = held(folder), load_folder(folder)
        for step in steps:
            for edit in step:
                edited(folder, edit)
            now, encoder = held(folder), Recording()
            with parsing(m) as parsed:
                manifest, built = build(index, folder, encoder)
            assert built == (before != now)
            seen = set(wanted(corpus.documents))
            copies = {skip.path.name for skip in corpus.skipped if "same content" in skip.reason}
            corpus = load_folder(folder)
            if built:
                assert manifest.changes == counted(before, now)
                assert manifest.embedded == len(encoder.given)
            assert len(set(encoder.given)) == len(encoder.given)
            assert set(encoder.given) <= set(wanted(corpus.documents)) - seen
            sources = [path.relative_to(folder).as_posix() for path in parsed]
            assert all(before.get(s) != now[s] or Path(s).name in copies for s in sources)
            assert len(set(sources)) == len(sources)
            shutil.rmtree(Path(place, "new"), ignore_errors=True)
            build(Path(place, "new"), folder, FakeEncoder())
            one, other = open_serving(index), open_serving(Path(place, "new"))
            assert one.manifest == manifest
            assert contents(one) == contents(other)
            same(one, other)
            one.close()
            other.close()
            before = now


def _equal(one: Generation, other: Generation) -> None:
    for query in QUERIES:
        assert hits(one, query) == hits(other, query)
        assert reply(one, query) == reply(other, query)


@settings(max_examples=9, derandomize=True)
@given(STEPS)
def test_an_index_renewed_after_any_edits_is_and_replies_as_one_built_from_nothing(steps: list[list[Edit]]) -> None:
    renewed_like_new(steps, _equal)


def _same_hits(one: Generation, other: Generation) -> None:
    for query in QUERIES:
        assert dict(hits(one, query)).keys() == dict(hits(other, query)).keys()
        assert one.terms.weights(query, "da") == other.terms.weights(query, "da")


@settings(max_examples=4, derandomize=True)
@given(STEPS)
def test_a_lexical_index_from_which_passages_were_removed_finds_what_a_new_one_finds(steps: list[list[Edit]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "REWRITTEN_UP_TO", 0)
        patch.setattr(writing, "MAX_GHOSTS", 100.0)
        patch.setattr(encoding, "WINDOW", 3)  # texts: documents are encoded a few at a time
        renewed_like_new(steps, _same_hits)


def _same_neighbours(one: Generation, other: Generation) -> None:
    for query in QUERIES:
        vector = FakeEncoder().encode_query(query).vector
        found = []
        for generation in (one, other):
            rows, cosines = generation.vectors.search(vector, 1000)
            found.append(dict(zip(rows.tolist(), cosines.tolist(), strict=True)))
        assert found[0] == pytest.approx(found[1], abs=1e-3)
        assert len(found[0]) == one.manifest.passages
        replies = [reply(generation, query) for generation in (one, other)]
        assert len({(r.outcome, *(e.quote for e in r.evidence)) for r in replies}) == 1


@settings(max_examples=4, derandomize=True)
@given(STEPS)
def test_lists_of_neighbours_find_after_any_edits_what_new_ones_find(steps: list[list[Edit]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "INVERTED_FROM", 20)
        patch.setattr(vectors, "PROBES", (1000,))  # every list is looked into
        renewed_like_new(steps, _same_neighbours)


def test_renewing_says_nothing_new_where_nothing_is(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / ALWAYS).write_bytes(CONTENTS[0])
    first: Manifest = build(tmp_path / "index", folder, FakeEncoder())[0]
    os.utime(folder / ALWAYS)
    assert build(tmp_path / "index", folder, FakeEncoder()) == (first, False)


def test_where_more_passages_are_equally_good_than_are_looked_at_the_same_ones_are(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for some in (range(60, 90), range(30), range(30, 60)):
        for number in some:
            (folder / f"{number}.txt").write_text(f"Broen nummer {number + 10} åbner snart.", encoding="utf-8")
        build(tmp_path / "index", folder, FakeEncoder())
    build(tmp_path / "new", folder, FakeEncoder())
    one, other = open_serving(tmp_path / "index"), open_serving(tmp_path / "new")
    found = [generation.found(generation.terms.search("åbner broen", "da", 20)) for generation in (one, other)]
    assert len(found[0]) == 20
    assert found[0] == found[1]
    assert reply(one, "åbner broen") == reply(other, "åbner broen")
