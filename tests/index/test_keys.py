"""Numbers, dates and question numbers, written one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import Language
from index.keys import MAX_CHARS, canonical, find_keys, leading


def values(text: str, language: Language = "da") -> set[str]:
    return {key.value for key in find_keys(text, language)}


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("20,8 mio. kr.", "DKK 20.8 million"),
        ("12.000", "12,000"),
        ("2 mia. kr.", "2 billion kroner"),
        ("2 billioner", "2 trillion"),
        ("74,8 pct.", "74.8 percent"),
        ("74,8 procent", "74.8%"),
        ("6. juni 2025", "June 6, 2025"),
        ("den 6.6.2025", "6th of June 2025"),
        ("juni 2025", "in June 2025"),
        ("spm. 663", "question 663"),
        ("spørgsmål nr. 663 (alm. del)", "question no. 663"),
        ("§ 20", "section 20"),
        ("1.167 personer", "1,167 people"),
    ],
)
def test_a_danish_and_an_english_writing_meet_in_the_same_keys(danish: str, english: str) -> None:
    assert values(danish, "da") == values(english, "en") != set()


def test_an_amount_gives_its_value_and_the_number_in_front_of_the_scale() -> None:
    assert values("i alt 20,8 mio. kr. til") == {"amount:20800000", "n:20.8"}


def test_a_full_date_can_be_found_by_day_month_and_year() -> None:
    assert values("d. 6. juni 2025") == {"date:2025-06-06", "day:06-06", "month:2025-06", "n:2025"}


def test_questions_to_committees_and_paragraph_20_questions_are_told_apart() -> None:
    assert "spm:36" in values("spm. 36")
    assert "s20:36" in values("Spm. nr. S 36")
    assert {"s20:1234", "par:20"} <= values("§ 20 S 1234")


def test_a_danish_billion_is_a_million_millions() -> None:
    assert "amount:2000000000000" in values("2 billioner kr.", "da")
    assert "amount:2000000000" in values("2 billion kroner", "en")


def test_a_range_of_years_gives_both_years() -> None:
    assert values("2022-2025") == {"n:2022", "n:2025"}


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert not any(value.startswith("date:") for value in values("31. februar 2025"))


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("1.167.000,50", "da", "1167000.5"),
        ("1,167,000.50", "en", "1167000.5"),
        ("0,125", "da", "0.125"),
        ("1,167", "da", "1.167"),
        ("1,167", "en", "1167"),
        ("007", "da", "7"),
        ("100 000", "da", "100000"),
        ("1.2.3", "da", None),
        ("9" * 40, "da", None),
    ],
)
def test_a_number_has_one_canonical_writing(written: str, language: Language, value: str | None) -> None:
    assert canonical(written, language) == value


def test_one_stretch_of_text_has_one_leading_key() -> None:
    found = leading(find_keys("6. juni 2025 gav 20,8 mio. kr. til 75 initiativer"))
    assert [key.value for key in found] == ["date:2025-06-06", "amount:20800000", "n:75"]


@given(st.text(alphabet="0123456789., kr%mioS§-juni\u00a0x", max_size=200), st.sampled_from(["da", "en"]))
def test_every_key_is_one_token_read_from_within_the_text(text: str, language: Language) -> None:
    for key in find_keys(text, language):
        assert 0 <= key.start < key.end <= len(text)
        assert len(key.value.split()) == 1


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_may_be_grouped_or_not(number: int) -> None:
    grouped = f"{number:,}"
    assert canonical(grouped, "en") == canonical(grouped.replace(",", "."), "da") == str(number)


def test_beyond_the_bound_nothing_is_read() -> None:
    assert values("x " * MAX_CHARS + "663") == set()
