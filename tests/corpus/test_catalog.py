"""Which documents a set of files makes up: worked examples, and the same for every order of the files."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalog import Entry, File, place, skipped, told_apart
from corpus.relations import question_key, standing
from corpus.schema import Document, Status
from tests.corpus.growth import grows_evenly


def entry(own_id: str, answers: str = "", status: Status = "final") -> Entry:
    return Entry(own_id, answers, standing(document(status=status)), "", None)


def file(source: str, sha256: str, *entries: Entry) -> File:
    return File(source, sha256, None, entries)


def document(**fields: Any) -> Document:
    return Document(
        **{"document_id": "x", "form": "letter", "title": "t", "text": "t", "source": "x.txt", "sha256": "1"} | fields
    )


def placed(*files: File) -> list[tuple[str, str, bool]]:
    return [(found.document_id, found.source, found.searched) for found in place(told_apart(files))]


def test_a_copy_gives_way_to_the_file_whose_path_comes_first_whatever_was_there_first() -> None:
    b, a = file("b.txt", "1", entry("b")), file("a.txt", "1", entry("a"))
    assert placed(b, a) == [("a", "a.txt", True)]
    (problem,) = skipped(told_apart([b, a]))
    assert str(problem) == "b.txt: it has the same content as a.txt; remove one of the two"
    assert placed(b) == [("b", "b.txt", True)]


def test_files_with_the_same_fault_are_no_copies_of_each_other() -> None:
    bad = [File(name, "", None, problem=("it is not a text file", "save it as text")) for name in ("a.txt", "b.txt")]
    assert [problem.reason for problem in skipped(told_apart(bad))] == ["it is not a text file"] * 2


def test_equal_ids_are_told_apart_by_path_and_come_in_the_order_of_ids() -> None:
    files = [file("z.txt", "1", entry("SOU-7")), file("a.txt", "2", entry("SOU-7"), entry("Anden"))]
    assert placed(*files) == [("Anden", "a.txt", True), ("SOU-7", "a.txt", True), ("SOU-7~2", "z.txt", True)]


def test_an_id_that_looks_like_one_told_apart_takes_no_place_twice() -> None:
    files = [file(name, name, entry(own)) for name, own in (("1", "a"), ("2", "a~2"), ("3", "a"), ("4", "a"))]
    assert [name for name, *_ in placed(*files)] == ["a", "a~2", "a~3", "a~4"]


def test_many_equal_ids_cost_no_more_than_their_number() -> None:
    def place_all(names: str) -> None:
        place([file(name, name, entry("svar")) for name in names.split()])

    assert grows_evenly(place_all, lambda size: " ".join(map(str, range(size // 5))))


@pytest.mark.parametrize(
    ("answers", "searched"), [("svar", False), ("andet", True), ("", True)], ids=["same", "other", "no question"]
)
def test_an_interim_answer_is_searched_unless_there_is_a_final_one_to_the_same_question(
    answers: str, searched: bool
) -> None:
    files = [file("a", "1", entry("a", answers, "interim")), file("b", "2", entry("b", "svar" if answers else ""))]
    assert placed(*files) == [("a", "a", searched), ("b", "b", True)]


def test_a_copy_of_a_final_answer_does_not_replace_anything_by_itself() -> None:
    interim, final = file("b", "1", entry("b", "svar", "interim")), file("a", "1", entry("a", "svar"))
    assert placed(interim, final) == [("a", "a", True)]


def test_two_interim_answers_are_both_searched() -> None:
    assert placed(*(file(n, n, entry(n, "svar", "interim")) for n in "ab")) == [("a", "a", True), ("b", "b", True)]


def test_answers_to_one_question_share_a_key_and_others_do_not() -> None:
    one = {"number": "7", "committee_code": "SOU", "asked_on": dt.date(2025, 6, 6)}
    keys = {
        question_key(document(**one | other))
        for other in (
            {}, {"status": "interim", "answered_on": dt.date(2025, 6, 7), "text": "andet"},  # the same question
            {"number": "8"}, {"committee_code": "TRU"}, {"asked_on": dt.date(2026, 6, 6)}, {"session": "20241"},
            {"form": "oral"}, {"committee_code": None, "committee": "Socialudvalget"},
        )
    }  # fmt: skip
    assert len(keys) == 7
    assert question_key(document(committee_code="SOU")) == ""


def test_a_document_is_given_the_id_of_its_place_and_else_stays_as_it_is() -> None:
    same = [File(name, name, None, (Entry.of(document(document_id="a", source=name)),)) for name in ("1", "2")]
    first, second = place(same)
    assert first.document == document(document_id="a", source="1")
    assert second.document == document(document_id="a~2", source="2")
    assert place([file("1", "1", entry("a"))])[0].document is None


FILES = st.lists(
    st.builds(
        file, st.sampled_from("abcdef"), st.sampled_from("123"),
        st.builds(entry, st.sampled_from(("x", "y", "x~2")), st.sampled_from(("", "svar")),
                  st.sampled_from(("final", "interim"))),
    ),
    unique_by=lambda found: found.source,
)  # fmt: skip


@given(FILES.flatmap(lambda files: st.tuples(st.just(files), st.permutations(files))))
def test_every_order_of_the_files_gives_the_same_documents_under_different_ids(
    orders: tuple[list[File], list[File]],
) -> None:
    one, other = (place(told_apart(files)) for files in orders)
    assert one == other
    ids = [found.document_id for found in one]
    assert ids == sorted(set(ids))
    assert len({found.sha256 for found in one}) == len(one)
