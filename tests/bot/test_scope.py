"""What a person is told about a narrowing, in Danish and in English."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import scope
from bot.texts import DANISH, ENGLISH
from corpus.offices import DANISH as DANISH_AREAS
from corpus.parties import LETTERS, NAMES
from corpus.schema import Document
from index.finding import Listing
from index.mentions import Office
from index.named import Named

JANUARY, DECEMBER = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
SOCIAL = Office(frozenset({"social"}), "Socialministeriet")
JUSTICE = Office(frozenset({"justits"}), "Ministry of Justice")
DOCUMENT = Document(document_id="a", form="plain", title="Vand", text="x", source="a.txt", sha256="0")


@pytest.mark.parametrize(
    ("named", "danish", "english"),
    [
        (Named(), "", ""),
        (Named(rest="mink", wants="list"), "", ""),
        (Named(numbers=("663",)), "Kun svar på spm. 663.", "Only answers to question 663."),
        (
            Named(numbers=("663",), committee_code="SOU"),
            "Kun svar på spm. 663 fra Socialudvalget.",
            "Only answers to question 663 from Socialudvalget.",
        ),
        (Named(numbers=("S 36",)), "Kun svar på § 20-spørgsmål S 36.", "Only answers to § 20 question S 36."),
        (
            Named(committee_code="SOU"),
            "Kun svar på spørgsmål fra Socialudvalget.",
            "Only answers to questions from Socialudvalget.",
        ),
        (Named(minister="Carl Svarer"), "Kun svar fra Carl Svarer.", "Only answers from Carl Svarer."),
        (
            Named(office=SOCIAL, since=JANUARY, until=DECEMBER),
            "Kun svar fra socialministeren, 2025.",
            "Only answers from the social affairs minister, 2025.",
        ),
        (
            Named(party="EL"),
            "Kun svar på spørgsmål stillet af Enhedslisten.",
            "Only answers to questions asked by the Red-Green Alliance.",
        ),
        (
            Named(asker="Anne Spørger", party="XX", committee_code="TRU"),
            "Kun svar på spørgsmål stillet af Anne Spørger (XX) i Transportudvalget.",
            "Only answers to questions asked by Anne Spørger (XX) in Transportudvalget.",
        ),
        (Named(since=JANUARY, until=DECEMBER), "Kun svar i 2025.", "Only answers in 2025."),
        (Named(latest=True), "Nyeste svar først.", "Newest answers first."),
        (
            Named(office=JUSTICE, since=dt.date(2023, 1, 1), latest=True),
            "Kun svar fra justitsministeren, siden 2023, nyeste først.",
            "Only answers from the justice minister, since 2023, newest first.",
        ),
    ],
)
def test_every_field_that_narrows_is_told(named: Named, danish: str, english: str) -> None:
    assert scope.narrowed(named, DANISH, refused=False) == danish
    assert scope.narrowed(named, ENGLISH, refused=False) == english


def test_a_refusal_says_where_was_searched() -> None:
    named = Named(office=SOCIAL, latest=True, since=JANUARY, until=DECEMBER)
    assert scope.narrowed(named, DANISH, refused=True) == "Jeg søgte kun i svar fra socialministeren i 2025."
    assert scope.narrowed(named, ENGLISH, refused=True) == (
        "I searched only answers from the social affairs minister in 2025."
    )
    assert scope.narrowed(Named(latest=True), DANISH, refused=True) == ""


def test_a_narrowing_that_nothing_fits_is_said() -> None:
    named = Named(office=Office(frozenset({"udenrigs"}), "udenrigsministeren"), since=dt.date(2021, 1, 1),
                  until=dt.date(2021, 12, 31))  # fmt: skip
    assert scope.outside(named, DANISH) == "Der er ingen svar fra udenrigsministeren i 2021 i dokumenterne."
    assert scope.outside(named, ENGLISH) == "There are no answers from the foreign minister in 2021 in the documents."
    assert scope.outside(Named(), DANISH) == scope.outside(None, DANISH) == ""


def test_what_no_document_holds_is_said_as_it_was_typed() -> None:
    assert scope.unknown((), DANISH) == ""
    assert scope.unknown(("SOU 999",), DANISH) == "Jeg kender ingen svar, der passer på ”SOU 999”."
    assert scope.unknown(("SOU 999", "EL"), ENGLISH) == "I know of no answer that fits “SOU 999” or “EL”."


@pytest.mark.parametrize(
    ("since", "until", "danish", "english"),
    [
        ("2025-01-01", "2025-12-31", "2025|i 2025", "2025|in 2025"),
        ("2023-01-01", "2023-01-31", "januar 2023|i januar 2023", "January 2023|in January 2023"),
        ("2024-02-01", "2024-02-29", "februar 2024|i februar 2024", "February 2024|in February 2024"),
        ("2023-01-18", "2023-01-18", "18. januar 2023|den 18. januar 2023", "18 January 2023|on 18 January 2023"),
        ("2022-01-01", "2024-12-31", "2022–2024|fra 2022 til 2024", "2022–2024|from 2022 to 2024"),
        (
            "2022-11-01", "2023-03-31",
            "november 2022 – marts 2023|fra november 2022 til marts 2023",
            "November 2022 – March 2023|from November 2022 to March 2023",
        ),
        (
            "2022-01-01", "2022-03-05",
            "1. januar 2022 – 5. marts 2022|fra 1. januar 2022 til 5. marts 2022",
            "1 January 2022 – 5 March 2022|from 1 January 2022 to 5 March 2022",
        ),
        ("2023-01-01", "", "siden 2023|siden 2023", "since 2023|since 2023"),
        ("2023-04-01", "", "siden april 2023|siden april 2023", "since April 2023|since April 2023"),
        ("2023-04-02", "", "siden 2. april 2023|siden 2. april 2023", "since 2 April 2023|since 2 April 2023"),
        (
            "", "2023-03-31", "til og med marts 2023|til og med marts 2023",
            "up to and including March 2023|up to and including March 2023",
        ),
        ("", "2023-12-31", "til og med 2023|til og med 2023", "up to and including 2023|up to and including 2023"),
        ("", "", "|", "|"),
    ],
)  # fmt: skip
def test_a_period_is_told_in_its_largest_unit(since: str, until: str, danish: str, english: str) -> None:
    first, last = (dt.date.fromisoformat(day) if day else None for day in (since, until))
    assert "|".join(scope.period_words(first, last, DANISH)) == danish
    assert "|".join(scope.period_words(first, last, ENGLISH)) == english


@given(st.dates() | st.none(), st.dates() | st.none())
def test_any_period_has_words(since: dt.date | None, until: dt.date | None) -> None:
    for words in (DANISH, ENGLISH):
        assert all(bool(told) == bool(since or until) for told in scope.period_words(since, until, words))


@pytest.mark.parametrize(
    ("areas", "said", "danish", "english"),
    [
        ("sundhed", "Sundhedsministeriet", "sundhedsministeren", "the health minister"),
        ("fødevarer", "food minister", "fødevareministeren", "the food minister"),
        ("børn", "børneministeren", "børneministeren", "the children minister"),
        ("skat", "skatteministeren", "skatteministeren", "the tax minister"),
        ("stat", "statsministeren", "statsministeren", "the prime minister"),
        ("undervisning", "undervisningsministeren", "undervisningsministeren", "the education minister"),
        ("social bolig", "social- og boligministeren", "social- og boligministeren",
         "the social affairs and housing minister"),
        ("klima energi forsyning", "klima- energi- og forsyningsministeren",
         "klima-, energi- og forsyningsministeren", "the climate, energy and utilities minister"),
        ("nordisk", "ministeren for nordisk", "ministeren for nordisk", "the Nordic cooperation minister"),
        ("rumfart", "rumfartministeren", "rumfartministeren", "rumfartministeren"),
    ],
)  # fmt: skip
def test_an_office_is_told_by_its_title(areas: str, said: str, danish: str, english: str) -> None:
    office = Office(frozenset(areas.split()), said)
    assert scope.office_words(office, DANISH) == danish
    assert scope.office_words(office, ENGLISH) == english


def test_every_area_has_words_in_both_languages() -> None:
    for area in set(DANISH_AREAS.values()):
        office = Office(frozenset({area}), "")
        assert scope.office_words(office, ENGLISH).endswith(" minister")
        assert area == "nordisk" or scope.office_words(office, DANISH).endswith("ministeren")


def test_every_party_has_a_name_that_queries_may_use() -> None:
    assert scope.PARTIES.keys() == set(LETTERS.values())
    for letters, names in scope.PARTIES.items():
        if letters != "UFG":
            danish, english = (name.removeprefix("the ").removesuffix(" (SF)") for name in names)
            assert {LETTERS.get(danish, NAMES.get(danish)), NAMES.get(english, NAMES.get(f"The {english}"))} == {
                letters
            }


@pytest.mark.parametrize(
    ("named", "wants", "count", "danish", "english"),
    [
        (Named(rest="ensomhed?"), "count", 12, "12 svar om ensomhed.", "12 answers about ensomhed."),
        (Named(rest="mink", since=JANUARY, until=DECEMBER), "count", 1, "1 svar i 2025 om mink.",
         "1 answer in 2025 about mink."),
        (Named(minister="C"), "count", 1234, "1.234 svar fra C.", "1,234 answers from C."),
        (Named(rest="mink"), "list", 12, "Her er svar om mink:", "Here are answers about mink:"),
        (None, "list", 2, "Her er svar:", "Here are answers:"),
        (Named(rest="rum"), "count", 0, "Der er ingen svar om rum i dokumenterne.",
         "There are no answers about rum in the documents."),
        (Named(rest="{x} %s {0}"), "count", 2, "2 svar om {x} %s {0}.", "2 answers about {x} %s {0}."),
    ],
)  # fmt: skip
def test_a_list_is_headed_by_what_it_is_of(
    named: Named | None, wants: str, count: int, danish: str, english: str
) -> None:
    listing = Listing("count" if wants == "count" else "list", (DOCUMENT,) * min(count, 1), count)
    assert scope.heading(listing, named, DANISH) == danish
    assert scope.heading(listing, named, ENGLISH) == english
