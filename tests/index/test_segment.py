"""Segments: what is written comes back, and every text that was encoded is found under its key."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.schema import Document, Span, Turn
from index import segment as layout
from index.encoding import asked
from index.inputs import inputs_of, key_of, passage_id
from index.journal import Encoding
from index.segment import Origin, Segment, SegmentWriter

DIMENSION = 16
QUESTION = "Hvad koster broen?"


def document(name: str, answer: str, question: str = QUESTION) -> Document:
    text = f"{question}\n\n{answer}"
    start = len(question) + 2
    return Document(
        document_id=name, form="plain", title=name, text=text, source=f"{name}.txt", sha256=name,
        question=Span(start=0, end=len(question)) if question else None,
        turns=(Turn(start=start, end=len(text), role="minister"),),
    )  # fmt: skip


DOCUMENTS = (
    document("bro", "Broen koster 20 mio. kr. Det er dyrt.\n\n" + "Vi bygger videre på broen hele året. " * 40),
    document("vej", "Vejen er lukket.", question=""),
    document("tog", "Toget kører igen."),
)


def encoded(segments: list[str], offset: int) -> Encoding:
    """An encoding that tells which text it is of: a token a word, of the sentences alone."""
    lengths = tuple(len(segment.split()) for segment in segments[offset:])
    mark = sum(key_of(segments)) % 199
    codes = np.full((sum(lengths), DIMENSION // 8), mark, np.uint8)
    return Encoding(np.full(DIMENSION, mark, np.float16), codes, lengths)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writer = SegmentWriter(tmp_path / "segment", DIMENSION)
    for row, one in enumerate(DOCUMENTS):
        assert writer.documents == row
        question = asked(one)
        writer.add(
            one,
            Origin(one.source, one.sha256, 0),
            [(given, encoded(list(given.segments), 1)) for given in inputs_of(one)],
            (key_of(question), encoded(list(question), 0)) if question else None,
        )
    writer.close()
    return tmp_path / "segment"


def same(one: Encoding, other: Encoding) -> bool:
    arrays = np.array_equal(one.vector, other.vector) and np.array_equal(one.codes, other.codes)
    return arrays and one.lengths == other.lengths


def test_documents_and_their_origins_come_back(folder: Path) -> None:
    segment = Segment(folder)
    assert [segment.document(row) for row in range(3)] == list(DOCUMENTS)
    assert list(segment.origins()) == [(row, Origin(d.source, d.sha256, 0)) for row, d in enumerate(DOCUMENTS)]


def test_passages_come_back_in_order_under_the_id_that_is_asked_for(folder: Path) -> None:
    segment, row = Segment(folder), 0
    for number, one in enumerate(DOCUMENTS):
        first, count = segment.documents[number, [layout.FIRST_PASSAGE, layout.N_PASSAGES]].tolist()
        assert (first, count) == (row, len(inputs_of(one)))
        for given in inputs_of(one):
            found = segment.sentences(row)
            assert found.passage("andet") == given.passage.model_copy(update={"document_id": "andet"})
            assert tuple(found.table[:, 3].tolist()) == given.holds
            assert found.tokens.tolist() == [len(sentence.split()) for sentence in given.segments[1:]]
            assert segment.passages[row, layout.ID] == passage_id(one.source, one.sha256, 0, given.passage)
            assert segment.passages[row, layout.DOCUMENT] == number
            row += 1
    assert row == len(segment.passages) > 3


def test_every_text_that_was_encoded_is_found_under_its_key_and_no_other(folder: Path) -> None:
    segment = Segment(folder)
    for one in DOCUMENTS:
        for given in inputs_of(one):
            (place,) = segment.find([given.key]).values()
            assert same(segment.encoding(place), encoded(list(given.segments), 1))
        if question := asked(one):
            (place,) = segment.find([key_of(question)]).values()
            assert same(segment.encoding(place), encoded(list(question), 0))
    key = inputs_of(DOCUMENTS[1])[0].key
    others = [key_of(["andet"]), key[:8] + bytes(8), bytes(8) + key[8:]]
    assert segment.find([*others, key]).keys() == {key}


def test_a_document_without_a_question_has_neither_its_vector_nor_tokens(folder: Path) -> None:
    segment = Segment(folder)
    assert not segment.questions.take([1]).any()
    assert segment.documents[1, layout.ASKED] == 0
    assert segment.questions.take([0]).any()


def test_a_segment_of_no_documents_can_be_written_and_searched(tmp_path: Path) -> None:
    SegmentWriter(tmp_path / "none", DIMENSION).close()
    segment = Segment(tmp_path / "none")
    assert (len(segment.passages), list(segment.origins()), segment.find([key_of(["x"])])) == (0, [], {})


def test_files_that_do_not_belong_together_are_refused(folder: Path, tmp_path: Path) -> None:
    SegmentWriter(tmp_path / "none", DIMENSION).close()
    shutil.copyfile(tmp_path / "none" / layout.VECTORS, folder / layout.VECTORS)
    with pytest.raises(ValueError, match="differ in length"):
        Segment(folder)


def test_opening_a_segment_changes_nothing_in_its_folder(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    segment = Segment(folder)
    segment.document(0)
    segment.close()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
