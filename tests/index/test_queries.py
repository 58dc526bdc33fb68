"""Reading files of queries, good and hostile, and taking the question out of a document."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.schema import Document, Span, Turn
from index.queries import (
    EvaluationError,
    load_followups,
    load_natural,
    load_queries,
    load_unanswerable,
    without_question,
)

ROW = {
    "id": "d1",
    "query": "Hvad koster broen?",
    "lang": "da",
    "style": "plain",
    "gold": [{"doc": "bro", "evidence": ["Broen koster fire milliarder."]}],
    "kind": "amount",
    "answer": "Fire milliarder.",
}


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "queries.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_queries_are_read_and_notes_for_people_ignored(tmp_path: Path) -> None:
    (item,) = load_queries(_file(tmp_path, "\ufeff" + json.dumps(ROW), "", ""))
    assert (item.id, item.style, item.gold[0].doc) == ("d1", "plain", "bro")


def test_a_line_separator_inside_a_string_does_not_end_the_line(tmp_path: Path) -> None:
    row = json.dumps({**ROW, "query": "Hvad\u2028koster broen?"}, ensure_ascii=False)
    assert len(load_queries(_file(tmp_path, row))) == 1


def test_unanswerable_and_followups_are_read(tmp_path: Path) -> None:
    row = {"id": "u1", "query": "hej", "lang": "da", "type": "chitchat"}
    assert load_unanswerable(_file(tmp_path, row))[0].type == "chitchat"
    turns = {"id": "f1", "turns": ["Hvad koster broen?", "og hvornår?"], "lang": "da", "gold": ROW["gold"]}
    assert load_followups(_file(tmp_path, turns))[0].turns[1] == "og hvornår?"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "Invalid JSON"),
        ("[" * 100_000, "Invalid JSON"),
        ("[]", "object"),
        ({**ROW, "query": " \n"}, "query: Value error, is blank"),
        ({**ROW, "query": "x" * 5_000}, "query: String should have at most 4000 characters"),
        ({**ROW, "gold": []}, "gold: Tuple should have at least 1 item"),
        ({**ROW, "gold": [{"doc": "bro", "evidence": ["7"]}]}, "shorter than two characters"),
        ({**ROW, "style": "\x1b[2J"}, "style: String should match pattern"),
        ({key: value for key, value in ROW.items() if key != "lang"}, "lang: Field required"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_mend(tmp_path: Path, row: object, said: str) -> None:
    path = _file(tmp_path, {**ROW, "id": "good"}, row)
    with pytest.raises(EvaluationError) as caught:
        load_queries(path)
    message = str(caught.value)
    assert caught.value.line == 2
    assert f"{path}, line 2: " in message
    assert said in message
    assert 'with "id", "query", "lang", "gold"' in message
    assert len(message) < 600 + len(str(path))


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="line 2: the id 'd1' stands on line 1 already"):
        load_queries(_file(tmp_path, ROW, ROW))


def test_missing_empty_and_non_utf8_files_are_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_queries(tmp_path / "none.jsonl")
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_queries(tmp_path)
    with pytest.raises(EvaluationError, match="holds no query"):
        load_queries(_file(tmp_path, ""))
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("spørgsmål".encode("latin-1"))
    with pytest.raises(EvaluationError, match="is not UTF-8"):
        load_queries(latin)


def _natural(folder: Path, queries: str, qrels: str) -> tuple[Path, Path]:
    (folder / "q.tsv").write_text(queries, encoding="utf-8")
    (folder / "r.tsv").write_text(qrels, encoding="utf-8")
    return folder / "q.tsv", folder / "r.tsv"


def test_the_natural_test_joins_questions_and_relevant_documents(tmp_path: Path) -> None:
    paths = _natural(tmp_path, "q1\tHvad koster\tbroen?\n", "q1\t0\tbro\t1\nq1\t0\ttog\t0\nq1\t0\tvej\t2\n")
    (item,) = load_natural(*paths)
    assert item.query == "Hvad koster\tbroen?"
    assert item.documents == {"bro", "vej"}


@pytest.mark.parametrize(
    ("queries", "qrels", "said"),
    [
        ("q1 Hvad?", "q1\t0\tbro\t1", "q.tsv, line 1: holds no tab"),
        ("q1\tHvad?", "q1\t0\tbro", "r.tsv, line 1: is not a relevance line"),
        ("q1\tHvad?", "q1\t0\tbro\tyes", "r.tsv, line 1: is not a relevance line"),
        ("q1\tHvad?", "q1\t0\tbro\t0", "q.tsv, line 1: no document in"),
        ("q1\t ", "q1\t0\tbro\t1", "q.tsv, line 1: query: Value error, is blank"),
    ],
)
def test_a_bad_line_of_the_natural_test_is_named(tmp_path: Path, queries: str, qrels: str, said: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        load_natural(*_natural(tmp_path, queries, qrels))
    assert said in str(caught.value)


def test_the_shared_files_are_read(shared: Path) -> None:
    assert len(load_queries(shared / "data/dev/answerable.jsonl")) == 120
    assert len(load_unanswerable(shared / "data/dev/unanswerable.jsonl")) == 45
    folder = shared / "data/question-time"
    assert len(load_natural(folder / "queries.tsv", folder / "qrels.tsv")) == 343


def _oral(*parts: tuple[str, str]) -> Document:
    """A document of ("role", "words") turns, headed by a question of six characters."""
    text, turns = "Hvad??\n", []
    for role, words in parts:
        turns.append(Turn.model_validate({"role": role, "start": len(text), "end": len(text) + len(words)}))
        text += words + "\n"
    return Document(
        document_id="20222-S1",
        form="oral",
        title="S 1: Hvad??",
        text=text,
        source="a.txt",
        sha256="0",
        number="S 1",
        question=Span(start=0, end=6),
        turns=tuple(turns),
    )


def test_without_question_leaves_the_ministers_words_alone_in_their_places() -> None:
    document = _oral(("member", "Hvad koster den?"), ("minister", "Fire."), ("chair", "Tak."))
    blanked = without_question(document)
    assert blanked.text == " " * 6 + "\n" + " " * 16 + "\n" + "Fire.\n" + " " * 4 + "\n"
    assert (blanked.title, blanked.question, blanked.question_text) == ("20222-S1", None, "")
    assert [turn.role for turn in blanked.turns] == ["minister"]
    assert (blanked.document_id, blanked.number) == ("20222-S1", "S 1")
    assert blanked.sha256 != document.sha256


def test_without_question_bears_spans_beyond_the_text_and_lone_surrogates() -> None:
    document = _oral(("minister", "\ud800")).model_copy(update={"question": Span(start=3, end=9_000_000)})
    assert without_question(document).text == "Hva" + " " * (len(document.text) - 3)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["member", "minister", "chair"]), st.text(min_size=1, max_size=20)),
        max_size=6,
    )
)
def test_without_question_keeps_every_minister_offset_and_no_other_word(parts: list[tuple[str, str]]) -> None:
    document = _oral(*parts)
    blanked = without_question(document)
    assert len(blanked.text) == len(document.text)
    for turn in document.turns:
        words = document.text[turn.start : turn.end]
        kept = blanked.text[turn.start : turn.end]
        assert kept == (words if turn.role == "minister" else " " * len(words))
    assert without_question(blanked) == blanked
