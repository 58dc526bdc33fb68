"""Whose words stand in an answer that quotes others; all of them invented."""

import pytest

from corpus import quotations
from corpus.schema import Turn
from corpus.statements import turns_with_statements
from tests.corpus.growth import grows_evenly

SAID = "Der er ikke fundet giftstoffer i legetøj i 2024. Vi anbefaler ingen ændringer."


def said(text: str) -> list[tuple[str | None, str]]:
    """Who says what, "minister" for the minister and None for nobody."""
    turns = turns_with_statements(text, Turn(start=0, end=len(text), role="minister"))
    return [(turn.name if turn.role == "agency" else "minister" if turn.role == "minister" else None,
             text[turn.start : turn.end]) for turn in turns]  # fmt: skip


@pytest.mark.parametrize(
    "lead",
    [
        "Jeg har forelagt spørgsmålet for Miljøstyrelsen, som skriver følgende:",
        "Miljøstyrelsen har svaret følgende:",
        "Miljøstyrelsen har den 3. maj 2024 bidraget med følgende:",
        "Miljøstyrelsen vurderer følgende:",
        "Miljøstyrelsen har til brug for besvarelsen leveret følgende bidrag:",
        "Miljøstyrelsen under Miljøministeriet, der skriver:",
        "Herom har Miljøstyrelsen svaret følgende:",
        "Sammenfattende oplyser Miljøstyrelsen følgende:",
        "Hertil oplyser Miljøstyrelsen:",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n", " "])
def test_what_an_agency_writes_between_quotation_marks_is_its_own(lead: str, gap: str) -> None:
    text = f"{lead}{gap}”{SAID}”\n\nDet er godt."
    assert said(text) == [("minister", lead), ("Miljøstyrelsen", SAID), ("minister", "Det er godt.")]


@pytest.mark.parametrize("lead", ["Styrelsens bidrag lyder:", "Det fremgår af loven:", "Hos styrelsen skriver de:"])
@pytest.mark.parametrize("gap", ["\n\n", " "])
def test_a_quotation_behind_a_colon_for_which_no_agency_is_found_is_nobodys(lead: str, gap: str) -> None:
    text = f"{lead}{gap}”{SAID}”\n\nDet er godt."
    assert said(text) == [("minister", lead), (None, f"”{SAID}”"), ("minister", "Det er godt.")]


@pytest.mark.parametrize(
    "text",
    [
        "Loven siger: ”Børn skal høres.” Det mener jeg også.",
        "Formålet er: ”Stop vold” og intet andet. Det virker.",
        "Indledningsvis bemærker jeg følgende: Der er 5.",
        "Sammenfattende vurderer jeg følgende: Der er 5.",
        "På baggrund af oplysninger fra Rigspolitiet kan jeg oplyse følgende: Der er 5.",
        "Beløbet svarer til følgende: 5 kr.",
        "Skatteministeriet vurderer følgende virkning: 5 mio. kr.",
    ],
)
def test_the_ministers_own_sentence_stays_whole(text: str) -> None:
    assert said(text) == [("minister", text)]


@pytest.mark.parametrize("lead", ["Danmark har bidraget med følgende:", "Herom oplyser styrelsen følgende:"])
def test_what_may_be_a_statement_is_nobodys_where_nothing_says_whose(lead: str) -> None:
    text = f"{lead} 5 fly. Det er godt.\n\nJeg er glad."
    assert said(text) == [("minister", lead), (None, "5 fly. Det er godt."), ("minister", "Jeg er glad.")]


@pytest.mark.parametrize(
    ("lead", "whose"),
    [
        ("Til brug for svaret har Justitsministeriet indhentet følgende bidrag fra Rigspolitiet:", "Rigspolitiet"),
        ("Justitsministeriet har modtaget bidrag fra Rigspolitiet som oplyser:", "Rigspolitiet"),
        ("Der er indhentet bidrag fra Rigspolitiet, og herom har Kriminalforsorgen oplyst:", "Kriminalforsorgen"),
        ("Justitsministeriet har spurgt Rigspolitiet der har oplyst følgende:", "Rigspolitiet"),
        ("har Justitsministeriet indhentet følgende oplysninger:", None),
        ("Rigspolitiet har på baggrund af bidrag fra Fyns Politi oplyst følgende:", None),
        ("Jeg har modtaget følgende svar fra DSB:", "DSB"),
        ("Jeg har den 3. maj modtaget bidrag af 2. maj fra DSB:", "DSB"),
        ("Bidrag fra Miljøstyrelsen:", "Miljøstyrelsen"),
        ("Miljøstyrelsens bidrag:", "Miljøstyrelsen"),
        ("Af Styrelsen for Patientsikkerheds bidrag fremgår følgende:", "Styrelsen for Patientsikkerhed"),
        ("KL’s bidrag lyder således:", "KL"),
        ("Styrelsens bidrag lyder således:", None),
        ("Statens Serum Institut (SSI) oplyser følgende:", "Statens Serum Institut"),
        ("Spørgeren anfører følgende:", None),
        ("Som spørgeren skriver:", None),
        ("Karin Liltorp (ALT) anfører følgende:", None),
        ("Karin Liltorp har udtalt følgende:", None),
        ("Enhedslisten bemærker følgende:", None),
        ("Jeg har modtaget følgende brev fra Karin Liltorp:", None),
    ],
)
@pytest.mark.parametrize("marks", ["””", "’’", "''", "  "])
def test_whose_a_statement_is_stands_next_to_it_and_askers_and_persons_are_nobody(
    lead: str, whose: str | None, marks: str
) -> None:
    quoted = f"{marks[0]}{SAID}{marks[1]}".strip()
    given = quoted if whose is None else SAID
    text = f"{lead}\n\n{quoted}\n\nMinisterens bemærkninger: Det er godt."
    assert said(text) == [("minister", lead), (whose, given), ("minister", "Ministerens bemærkninger: Det er godt.")]


def test_sentences_quoted_within_the_ministers_own_are_nobodys() -> None:
    assert said("I spørgsmålet står ”Han løj. Det er vist.” Det er jeg uenig i.") == [
        ("minister", "I spørgsmålet står"), (None, "”Han løj. Det er vist.”"), ("minister", "Det er jeg uenig i."),
    ]  # fmt: skip
    assert said("At ”han løj. Det er vist” er forkert. Jeg er uenig.") == [
        ("minister", "At"), (None, "”han løj. Det er vist” er forkert."), ("minister", "Jeg er uenig."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Efter Miljøstyrelsens vurdering er der tre muligheder: vand, luft og jord.",
        "Jeg henviser til svar fra Aarhus Kommune af maj 2024. Status er: 5 sager.",
        "På baggrund af Rigspolitiets oplysninger kan jeg oplyse følgende: Der er 5.",
        "Det er KL’s opgave: at sikre ’god service’ til alle.",
    ],
)
def test_what_only_builds_on_others_words_is_the_ministers(text: str) -> None:
    assert said(text) == [("minister", text)]


LEAD = "Rigspolitiet har oplyst følgende:"


@pytest.mark.parametrize(
    ("behind", "then"),
    [
        ("Det finder jeg ikke tilfredsstillende. Reglerne ændres.",
         [("minister", "Det finder jeg ikke tilfredsstillende. Reglerne ændres.\n\nDet koster 5.")]),
        ("Reglerne ændres. Det mener jeg.",
         [(None, "Reglerne ændres."), ("minister", "Det mener jeg.\n\nDet koster 5.")]),
        ("Reglerne ændres. De er gamle.", [(None, "Reglerne ændres. De er gamle."), ("minister", "Det koster 5.")]),
        ("Regeringen har udgivet en vejledning. Politiet følger den.”",
         [(None, "Regeringen har udgivet en vejledning. Politiet følger den.”"), ("minister", "Det koster 5.")]),
        ("(min fremhævning)", [(None, "(min fremhævning)"), ("minister", "Det koster 5.")]),
    ],
)  # fmt: skip
def test_an_agencys_words_end_at_the_mark_that_closes_them(behind: str, then: list[tuple[str | None, str]]) -> None:
    text = f"{LEAD}\n”Der er 5 sager om ”hundetegn” i alt.” {behind}\n\nDet koster 5."
    assert said(text) == [("minister", LEAD), ("Rigspolitiet", "Der er 5 sager om ”hundetegn” i alt."), *then]


def test_an_agencys_words_without_quotation_marks_end_where_the_minister_says_i() -> None:
    text = f"{LEAD} Der er 5 sager. Det finder jeg ikke godt. Reglerne ændres.\n\nJeg er glad."
    assert said(text) == [
        ("minister", LEAD), ("Rigspolitiet", "Der er 5 sager."),
        (None, "Det finder jeg ikke godt. Reglerne ændres."), ("minister", "Jeg er glad."),
    ]  # fmt: skip


def test_paragraphs_of_a_quotation_may_open_anew_and_another_quotation_is_nobodys() -> None:
    anew = f"{LEAD}\n\n”Vi henviser til ”vejledningen” fra 2022. Den gælder.\n\n”Der er 5 sager.”\n\nDet koster 5."
    assert said(anew)[1:] == [
        ("Rigspolitiet", "Vi henviser til ”vejledningen” fra 2022. Den gælder.\n\n”Der er 5 sager."),
        ("minister", "Det koster 5."),
    ]
    another = f"{LEAD}\n\n”Der er 5.”\n\n”Der er 6.”\n\nDet koster 5."
    assert said(another)[1:] == [("Rigspolitiet", "Der er 5."), (None, "”Der er 6.”"), ("minister", "Det koster 5.")]


def test_a_quotation_that_nothing_closes_leaves_the_rest_to_nobody() -> None:
    assert said("Det fremgår af loven:\n\n”Børn skal høres.\n\nDet er godt.") == [
        ("minister", "Det fremgår af loven:"), (None, "”Børn skal høres.\n\nDet er godt."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "again", "behind"),
    [("Der står:\n", "”a.”\n\n", ""), ("", "Der står: ”a b.\n\nJeg er.\n\n", ""), (f"{LEAD} a", "\n", "”b"),
     ("Miljøstyrelsen skriver ", "noget ", ":"), ("", "har Rigspolitiet den ", ""), ("", "Aa og ", ""),
     ("", "har Skatteministeriet vurderet følgende: nej. ", ""), ("", "Rigspolitiets bidrag og Aa ", ":"),
     ("", "siger: ’a ", ""), ("", "og ”a. B” c ", ""), ("”", "a. B ", "")],
)  # fmt: skip
def test_marks_and_leads_without_end_cost_no_more_than_their_length(
    before: str, again: str, behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = 40  # instead of the hundreds, from which on the cost grows evenly
    monkeypatch.setattr(quotations, "MAX_MARKS", marks)
    longest = 30  # characters of `again`
    assert grows_evenly(said, lambda size: f"{before}{again * (size // len(again))}{behind}", marks * longest * 2)
