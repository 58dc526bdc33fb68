"""What rows tell, and which of them are wanted, whatever the service sends."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.opendata.rows import Answer, Wanted, answer_of, plain_number
from tests.odata import row

SINCE = dt.date(2025, 1, 1)


def read(answer_id: int = 7, **changes: Any) -> Answer:
    answer = answer_of(row(answer_id, **changes))
    assert answer is not None
    return answer


def test_a_row_tells_number_committee_minister_day_and_file() -> None:
    answer = read()
    assert (answer.number, answer.committee_code, answer.session) == ("663", "SOU", "20241")
    assert (answer.minister, answer.dated_on) == ("social- og boligministeren", dt.date(2025, 6, 2))
    assert [answer.file_name(file) for file in answer.files] == ["SOU-663-3000007.pdf"]


def test_a_biography_is_never_kept() -> None:
    assert "Hemmelig" not in read().model_dump_json()


@pytest.mark.parametrize("changes", [{"typeid": 13}, {"offentlighedskode": "F"}, {"offentlighedskode": None}])
def test_what_is_no_public_answer_is_none(changes: dict[str, Any]) -> None:
    assert answer_of(row(7, **changes)) is None


def test_a_section_20_answer_has_its_cases_number_and_no_committee() -> None:
    answer = read(SagDokument=[{"bilagsnummer": "1", "Sag": {"typeid": 10, "nummer": "S 725"}}])
    assert (answer.label, answer.committee_code) == ("S 725", None)


def test_number_and_committee_are_read_from_the_address_where_the_row_lacks_them() -> None:
    answer = read(number="12", code="REU", SagDokument=[], DokumentAktør=[])
    assert (answer.number, answer.committee_code) == ("12", "REU")


def test_a_missing_day_is_the_day_of_release_or_nothing() -> None:
    assert read(dato=None, frigivelsesdato="2025-03-04T10:00:00").dated_on == dt.date(2025, 3, 4)
    assert read(dato=None).dated_on is None
    assert not Wanted(SINCE).takes(read(dato=None))


@pytest.mark.parametrize(
    "url", ["", None, "javascript:alert(1)", "file:///etc/passwd", "https://", "https://[", "/a.pdf"]
)
def test_what_is_no_web_address_is_no_file(url: str | None) -> None:
    assert read(Fil=[{"id": 1, "filurl": url, "format": "PDF"}]).files == ()


def test_of_a_pdf_and_its_word_original_the_pdf_is_taken() -> None:
    files = [{"id": n, "filurl": f"https://www.ft.dk/{n}", "format": kind} for n, kind in ((1, "DOCX"), (2, "PDF"))]
    assert [file.file_id for file in read(Fil=files).files] == [2]


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Wanted(SINCE), True),
        (Wanted(dt.date(2025, 6, 2)), True),
        (Wanted(dt.date(2025, 6, 3)), False),
        (Wanted(SINCE, committee="sou"), True),
        (Wanted(SINCE, committee="SUU"), False),
        (Wanted(SINCE, number="663"), True),
        (Wanted(SINCE, number="66"), False),
        (Wanted(SINCE, minister="Bolig"), True),
        (Wanted(SINCE, minister="justits"), False),
        (Wanted(SINCE, minister="sophie hæstorp"), True),
        (Wanted(SINCE, minister="Pernille Rosenkrantz-Theil"), False),  # who held the office a year before
        (Wanted(SINCE, words=("SAG", "7")), True),
        (Wanted(SINCE, words=("sag", "8")), False),
    ],
)
def test_each_condition_is_checked_here(wanted: Wanted, taken: bool) -> None:
    assert wanted.takes(read()) is taken


@pytest.mark.parametrize(("given_", "number"), [("s725", "S 725"), (" 663 ", "663"), ("../1", None), ("12a", None)])
def test_a_number_is_written_in_one_way(given_: str, number: str | None) -> None:
    assert plain_number(given_) == number


@given(number=st.text(), code=st.text(), title=st.text(), url=st.text())
def test_whatever_is_sent_a_file_name_is_a_plain_one(number: str, code: str, title: str, url: str) -> None:
    sent = row(7, titel=title)
    sent["Fil"].append({"id": 9, "filurl": url, "format": "PDF"})
    sent["SagDokument"][0]["bilagsnummer"] = number
    sent["DokumentAktør"][0]["Aktør"]["gruppenavnkort"] = code
    answer = answer_of(sent)
    assert answer is not None
    assert all(set(answer.file_name(f)) <= set("SOU0123456789-.pdf") | set("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅdokument")
               for f in answer.files)  # fmt: skip


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(row(1))), inner),
    )
)
def test_what_is_no_row_is_said_to_be_none(sent: object) -> None:
    with pytest.raises(ValueError, match="fields are not as described"):
        answer_of(sent)
