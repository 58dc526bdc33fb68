"""Follow-ups are made whole by the turn before; fresh questions are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import Language
from index.analysis import MAX_QUERY, STOP, forms
from index.followups import understand
from index.kinds import asked_for
from index.language import detect

CENTRE = "er der afsat midler til et forskningscenter om ensomhed?"
PLAN = "hvor mange tiltag er der i handlingsplanen mod ensomhed?"
ENGLISH = "Is there funding for a research centre on loneliness?"

DANISH_FOLLOWUPS = """
hvad med ældre?|hvad med unge mænd?|og hvad med de unge?|hvor meget?|og hvornår?|hvorfor ikke?|hvem har besluttet det?
gælder det også for unge?|og i 2028?|hvad siger ministeren til det?|er det rigtigt?|kan du uddybe?|og i Norge?|hvornår?
hvem betaler?|hvor mange penge?|hvor mange ældre?|tak, men hvad koster det?|og hvornår blev den præsenteret?|for unge?
hvornaar er den faerdig?|hvor skal det ligge?|er den vedtaget?|skal de betale for det?|hvad gør regeringen?|2028?
får de støtte?|og mænd?|også i Sverige?|hvem har ansvaret for det?|hvorfor er det ikke besluttet?|hvad mener Løkke?
er det nok?|hvad koster denne plan?|fortæl mere|hvad så nu?|beløbet?|gælder det også private skoler?|hvornår sker det?
"""
ENGLISH_FOLLOWUPS = """
how much?|what about the elderly?|and when?|why not?|who decided that?|does it apply to young people?|and in 2028?
what does the minister say about it?|is that true?|can you elaborate?|and in Norway?|how about men?|who pays?
how many people?|when will they be ready?|is it enough?|tell me more|in Sweden?|what do they cost?|but why?
"""
DANISH_FRESH = """
hvornår åbner grænsekontrollen til Sverige?|hvad med minkavlernes erstatning, hvornår får de pengene?
er forskningscentret finansieret?|tak|hej|hvem er du?|ensomhed|minkavl i Nordjylland|spm. 663|S 36|er § 20 vedtaget?
er det rigtigt, at regeringen vil afskaffe store bededag?|er der afsat penge til mink?|hvad koster Lynetteholm?
Hvad mener Det Etiske Råd om aktiv dødshjælp?|Vil De Radikale støtte finansloven?|er det forbudt at ryge?
hvor mange ulve er der i Danmark?|hvorfor er der så få asylansøgere?|hvem er statsminister?|De Radikale
hvad koster det at tage kørekort?|skal efterskolerne spare?|hvornår åbner broen?|er de unge blevet mere ensomme?
og hvornår åbner grænsekontrollen til Sverige?|Hvem leder regeringens grønne udvalg?|andel kvinder blandt ledere procent
"""
ENGLISH_FRESH = """
Is there funding for mink farmers?|thanks|Hello there|Who pays for rehabilitation after hospital?|loneliness
question 663
Is it true that the government will scrap Great Prayer Day?|How many wolves live in Denmark?|When does the bridge open?
Is it legal to shoot wolves?|Does Løkke support the EU treaty?|wolves in Jutland
Is the research centre funded?
What about the mink farmers' compensation, when do they get the money?|Why can't cattle graze polluted land?
"""


def _rows(*tables: str) -> list[str]:
    return [query for table in tables for line in table.strip().splitlines() for query in line.split("|")]


FOLLOWUPS = _rows(DANISH_FOLLOWUPS, ENGLISH_FOLLOWUPS)
FRESH = _rows(DANISH_FRESH, ENGLISH_FRESH)


def _understand(query: str, *before: str) -> str:
    return understand(query, before, detect(query, "da"))


@pytest.mark.parametrize("before", [CENTRE, PLAN, ENGLISH])
@pytest.mark.parametrize("query", FOLLOWUPS)
def test_a_followup_takes_the_subject_of_the_turn_before(query: str, before: str) -> None:
    understood = _understand(query, before)
    assert ("loneliness" if before == ENGLISH else "ensomhed") in understood
    assert understood != query
    content = [form for form in forms(understood) if form not in STOP["da"] | STOP["en"]]
    assert len(set(content)) == len(content), understood


@pytest.mark.parametrize("before", [CENTRE, PLAN, ENGLISH])
@pytest.mark.parametrize("query", FRESH)
def test_a_fresh_question_comes_back_unchanged(query: str, before: str) -> None:
    assert _understand(query, before) == query


@pytest.mark.parametrize(
    ("before", "query", "understood"),
    [
        ("svar på SOU 663", "hvad med 664?", "svar på SOU 664"),
        ("spm. 663", "og REU 44?", "REU 44"),
        ("svar på SOU 663", "og i 2028?", "svar i 2028 på SOU 663"),
        (
            "hvad har socialministeren sagt om ensomhed",
            "og indenrigs- og sundhedsministeren?",
            "hvad har indenrigs- og sundhedsministeren sagt om ensomhed",
        ),
        (
            "what has the social minister said about loneliness",
            "what about the health minister?",
            "what has the health minister said about loneliness",
        ),
        ("spørgsmål fra Enhedslisten om mink", "hvad med Dansk Folkeparti?", "spørgsmål fra Dansk Folkeparti om mink"),
        ("hvor mange spørgsmål fra SF i 2023", "og Enhedslisten?", "hvor mange spørgsmål fra Enhedslisten i 2023"),
        ("spørgsmål til justitsministeren", "og til finansministeren?", "spørgsmål til finansministeren"),
        ("hvor mange spørgsmål fra SF i 2023", "og om mink?", "hvor mange spørgsmål fra SF i 2023 – om mink"),
        (CENTRE, "hvad med sundhedsministeren?", f"{CENTRE[:-1]} – sundhedsministeren"),
        (CENTRE, "hvad med ældre?", "er der afsat midler til et forskningscenter om ensomhed – ældre"),
        (CENTRE, "what about the elderly?", "er der afsat midler til et forskningscenter om ensomhed – elderly"),
        (CENTRE, "og i Norge?", "er der afsat midler til et forskningscenter om ensomhed – i Norge"),
        (CENTRE, "og hvornår?", "hvornår: afsat midler til et forskningscenter om ensomhed"),
        (CENTRE, "how much?", "how much: afsat midler til et forskningscenter om ensomhed"),
        (CENTRE, "kan du uddybe?", "uddybe: afsat midler til et forskningscenter om ensomhed"),
        (PLAN, "og hvornår blev den præsenteret?", "hvornår blev den præsenteret: handlingsplanen mod ensomhed tiltag"),
        ("hvor mange penge er der til centret i 2027?", "og i 2028?", "hvor mange penge er der til centret i 2028"),
        ("hvor mange penge er der til centret?", "hvornår kommer pengene?", "hvornår kommer pengene: centret"),
        (CENTRE, "hvad med det?", "er der afsat midler til et forskningscenter om ensomhed"),
    ],
)
def test_what_is_understood_reads_like_a_query(before: str, query: str, understood: str) -> None:
    assert _understand(query, before) == understood


@pytest.mark.parametrize("before", [CENTRE, PLAN, ENGLISH, "Hvem har fået 20 mio. kr. til ulve, og hvornår?"])
@pytest.mark.parametrize(
    "query", ["hvor meget?", "og hvornår?", "hvem har besluttet det?", "hvorfor ikke?", "er det rigtigt?"]
)
def test_the_new_kind_of_question_replaces_the_old(query: str, before: str) -> None:
    assert asked_for(_understand(query, before)) == asked_for(query)


def test_a_chain_keeps_its_subject_and_swaps_the_twist() -> None:
    first = _understand("hvad med ældre?", CENTRE)
    assert _understand("og unge?", CENTRE, first).endswith("ensomhed – unge")
    assert _understand("hvad med det?", CENTRE, first) == first
    when = _understand("og hvornår?", CENTRE, first)
    assert when == "hvornår: afsat midler til et forskningscenter om ensomhed – ældre"
    assert _understand("hvor meget?", first, when) == when.replace("hvornår", "hvor meget")


@pytest.mark.parametrize("between", ["tak", "", "hvad?"])
def test_a_turn_without_a_subject_is_passed_over(between: str) -> None:
    assert _understand("hvornår?", CENTRE, between) == _understand("hvornår?", CENTRE)


@given(st.text(max_size=200) | st.sampled_from(FOLLOWUPS + FRESH), st.sampled_from(["da", "en"]))
def test_a_query_with_no_earlier_turn_comes_back_unchanged(query: str, language: Language) -> None:
    assert understand(query, [], language) == query
    assert understand(query, ["", "tak"], language) == query


ANY = st.text(max_size=700) | st.sampled_from([*FOLLOWUPS, *FRESH, CENTRE, PLAN, ENGLISH])


@given(ANY, st.lists(ANY, max_size=3), st.sampled_from(["da", "en"]))
def test_what_is_understood_is_the_query_or_short(query: str, before: list[str], language: Language) -> None:
    understood = understand(query, before, language)
    assert understood == query or len(understood) <= MAX_QUERY
    if understood == query:
        assert understand(understood, before, language) == query


@pytest.mark.parametrize(
    "long", ["det " * 2500, "og hvad med " * 900, "is it " * 1700, "å" * 10_000, " " * 10_000, "9." * 5000]
)
def test_ten_thousand_characters_are_taken_in_stride(long: str) -> None:
    assert understand(long, [CENTRE], "da") == long
    assert len(understand("og hvornår?", [CENTRE, long], "da")) <= MAX_QUERY


def test_the_tables_are_large_enough() -> None:
    assert len(FOLLOWUPS) >= 40
    assert len(FRESH) >= 40
