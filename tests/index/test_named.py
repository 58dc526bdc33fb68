"""What a query names and, as much, what it only talks about."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.offices import areas_of
from corpus.store import load_folder
from index.analysis import clean
from index.mentions import Office
from index.named import Named, matches, read_named
from index.names import DocumentFields, KnownNames

NAMES = KnownNames(
    numbers=frozenset({"663", "S 36", "S 1234"}),
    committee_codes=frozenset({"SOU", "TRU"}),
    ministers=frozenset(
        {"Jakob Ellemann-Jensen", "Lars Løkke Rasmussen", "Magnus Heunicke", "Peter Hummelgaard", "Jeppe Bruus"}
    ),
    titles=frozenset(
        {"social- og boligminister", "justitsminister", "fg. udenrigsminister", "miljøminister", "skatteminister"}
        | {"minister for fødevarer, landbrug og fiskeri", "indenrigs- og sundhedsminister", "finansminister"}
        | {"klima-, energi- og forsyningsminister", "udlændinge- og integrationsminister"}
    ),
    parties=frozenset({"EL", "SF", "DD", "S"}),
    askers=frozenset({"Sólbjørg Jakobsen", "Mai Villadsen", "Søren Egge Rasmussen", "Pelle Dragsted"}),
    dates=frozenset({dt.date(2022, 6, 1), dt.date(2023, 1, 18), dt.date(2025, 6, 6)}),
)


def _short(named: Named) -> dict[str, object]:
    """What is named, in the few words of the table: the period as "since..until", the office by its areas."""
    short: dict[str, object] = {
        "number": "+".join(named.numbers),
        "committee": named.committee_code,
        "minister": named.minister,
        "office": named.office and "+".join(sorted(named.office.areas)),
        "party": named.party,
        "asker": named.asker,
        "latest": named.latest,
        "wants": named.wants if named.wants != "answer" else None,
        "period": f"{named.since or ''}..{named.until or ''}",
    }
    return {key: value for key, value in short.items() if value and value != ".."}


Y2023 = "2023-01-01..2023-12-31"
POSITIVE: list[tuple[str, dict[str, object], str]] = [
    ("svar på SOU 663", {"number": "663", "committee": "SOU"}, ""),
    ("SOU alm. del – spm. 663", {"number": "663", "committee": "SOU"}, ""),
    ("SOU alm. del spm 663: hvad er der afsat?", {"number": "663", "committee": "SOU"}, "hvad er der afsat?"),
    ("SOU alm.del 663", {"number": "663", "committee": "SOU"}, ""),
    ("S 36", {"number": "S 36"}, ""),
    ("S36", {"number": "S 36"}, ""),
    ("s 36", {"number": "S 36"}, ""),
    ("hvad svarede ministeren på s 36?", {"number": "S 36"}, ""),
    ("svar på S 36", {"number": "S 36"}, ""),
    ("hvem stillede S 36?", {"number": "S 36", "wants": "askers"}, ""),
    ("hvem spurgte om asyl", {"wants": "askers"}, "asyl"),
    ("hvilket parti har spurgt ministeren om asyl", {"wants": "askers"}, "asyl"),
    ("which party asked about asylum", {"wants": "askers"}, "asylum"),
    ("hvem spurgte", {}, "hvem spurgte"),
    ("hvad handler S 36 om?", {"number": "S 36"}, ""),
    ("S 36 og S 1234", {"number": "S 36+S 1234"}, ""),
    ("spm. S 36 og S 1234 om broer", {"number": "S 36+S 1234"}, "broer"),
    ("§20 spørgsmål nr. 36", {"number": "S 36"}, ""),
    ("S 36 25. oktober", {"number": "S 36"}, "25. oktober"),
    ("hvad mener Enhedslisten om asyl", {"party": "EL"}, "asyl"),  # only ministers are quoted: the answers to them
    ("hvad har Mai Villadsen sagt om asyl", {"asker": "Mai Villadsen"}, "asyl"),
    ("what does the Red-Green Alliance say about asylum", {"party": "EL"}, "asylum"),
    ("hvad svarede Bruus Mai Villadsen om mink", {"minister": "Jeppe Bruus", "asker": "Mai Villadsen"}, "mink"),
    ("hvad svarede ministeren Pelle Dragsted om fleksjob", {"asker": "Pelle Dragsted"}, "fleksjob"),
    ("svar fra Jakob Ellemann om asyl", {"minister": "Jakob Ellemann-Jensen"}, "asyl"),
    ("spørgsmål fra Solbjorg Jakobsen om asyl", {"asker": "Sólbjørg Jakobsen"}, "asyl"),
    ("Hummelgaards holdning til asyl", {"minister": "Peter Hummelgaard"}, "asyl"),
    ("svar om asyl før 2023", {"period": "..2022-12-31"}, "asyl"),
    ("svar om asyl i januar 2023", {"period": "2023-01-01..2023-01-31"}, "asyl"),
    ("svar om asyl i 2030", {}, "svar om asyl i 2030"),  # no document of that year: as likely what it is about
    ("oversigt over svar om asyl", {"wants": "list"}, "asyl"),
    ("giv mig en liste med svar om asyl", {"wants": "list"}, "asyl"),
    ("de tre seneste svar fra Hummelgaard", {"minister": "Peter Hummelgaard", "latest": True}, ""),
    ("hvor mange gange har Hummelgaard svaret", {"minister": "Peter Hummelgaard", "wants": "count"}, ""),
    ("how often has Jeppe Bruus answered questions about mink", {"minister": "Jeppe Bruus", "wants": "count"}, "mink"),
    ("§ 20 S 1234", {"number": "S 1234"}, ""),
    ("§20-spørgsmål S 36", {"number": "S 36"}, ""),
    ("spm. nr. S 36", {"number": "S 36"}, ""),
    ("spm. 663", {"number": "663"}, ""),
    ("question 663", {"number": "663"}, ""),
    ("svar paa spoergsmaal 663", {"number": "663"}, ""),
    ("svar nr. 663", {"number": "663"}, ""),
    ("spm. nr. 36", {"number": "S 36"}, ""),
    ("hvornår: S 36", {"number": "S 36"}, ""),
    ("svar fra foråret 2023 om broer", {"period": "2023-03-01..2023-05-31"}, "broer"),
    ("svar siden 18.1.2023", {"period": "2023-01-18.."}, ""),
    ("hvor mange spørgsmål stillede SF i 2023", {"party": "SF", "wants": "count", "period": Y2023}, ""),
    ("hvor mange svar er der i alt", {"wants": "count"}, ""),
    ("hvornår: justitsministeren sagt om bander", {"office": "justits"}, "bander"),
    ("sou 663", {"number": "663", "committee": "SOU"}, ""),
    ("Hvad svarede ministeren på spm. 663?", {"number": "663"}, ""),
    ("Hvad handler SOU 663 om?", {"number": "663", "committee": "SOU"}, ""),
    ("vis mig spm. 663 (alm. del)", {"number": "663"}, ""),
    ("hvad svarede ministeren om broer på spm. 663?", {"number": "663"}, "hvad svarede ministeren om broer?"),
    ("spørgsmål 663 i Socialudvalget", {"number": "663", "committee": "SOU"}, ""),
    ("spørgsmål 663 fra Transportudvalget om broer", {"number": "663", "committee": "TRU"}, "broer"),
    ("hvad har socialministeren sagt om ensomhed i 2025",
     {"office": "social", "period": "2025-01-01..2025-12-31"}, "ensomhed"),
    ("hvad siger socialministeren om ensomhed", {"office": "social"}, "ensomhed"),
    ("hvad mener sundhedsministeren om ventelister", {"office": "sundhed"}, "ventelister"),
    ("hvad svarede justitsministeren om bander", {"office": "justits"}, "bander"),
    ("hvad sagde justitsministeren i 2023 om bander", {"office": "justits", "period": Y2023}, "bander"),
    ("hvad har justitsministeren lovet", {"office": "justits"}, ""),
    ("har justitsministeren sagt noget om bander", {"office": "justits"}, "har sagt noget om bander"),
    ("justitsministeren om bander", {"office": "justits"}, "bander"),
    ("er det en god idé ifølge boligministeren?", {"office": "bolig"}, "er det en god idé?"),
    ("svar fra udenrigsministeren siden 2023", {"office": "udenrigs", "period": "2023-01-01.."}, ""),
    ("svar fra klimaministeren i 2023", {"office": "klima", "period": Y2023}, ""),
    ("svar fra miljoeministeren", {"office": "miljø"}, ""),
    ("svar fra indenrigs- og sundhedsministeren", {"office": "indenrigs+sundhed"}, ""),
    ("svar fra ministeren for fødevarer", {"office": "fødevarer"}, ""),
    ("svar fra Justitsministeriet om bander", {"office": "justits"}, "bander"),
    ("svar om minkavlere fra fødevareministeren", {"office": "fødevarer"}, "minkavlere"),
    ("spørgsmål til justitsministeren om bander", {"office": "justits"}, "bander"),
    ("what did the minister of justice say about gangs?", {"office": "justits"}, "gangs?"),
    ("What does the housing minister say about trailer parks", {"office": "bolig"}, "trailer parks"),
    ("what has the tax minister said about houses", {"office": "skat"}, "houses"),
    ("answers from the Ministry of Justice", {"office": "justits"}, ""),
    ("according to the foreign minister", {"office": "udenrigs"}, ""),
    ("the latest answer from the minister of justice", {"office": "justits", "latest": True}, ""),
    ("Magnus Heunicke om spildevand", {"minister": "Magnus Heunicke"}, "spildevand"),
    ("hvad siger Løkke om Gaza", {"minister": "Lars Løkke Rasmussen"}, "Gaza"),
    ("svar fra heunicke", {"minister": "Magnus Heunicke"}, ""),
    ("hvad siger justitsminister Peter Hummelgaard om bander", {"minister": "Peter Hummelgaard"}, "bander"),
    ("most recent answer by Jeppe Bruus", {"minister": "Jeppe Bruus", "latest": True}, ""),
    ("Socialudvalget om ensomhed", {"committee": "SOU"}, "ensomhed"),
    ("Social- og Ældreudvalget spurgte om ensomhed", {"committee": "SOU"}, "ensomhed"),
    ("Transportudvalget om broer", {"committee": "TRU"}, "broer"),
    ("svar til Socialudvalget", {"committee": "SOU"}, ""),
    ("vis alle svar fra SOU", {"committee": "SOU", "wants": "list"}, ""),
    ("spørgsmål fra Enhedslisten om asyl", {"party": "EL"}, "asyl"),
    ("spurgt af EL", {"party": "EL"}, ""),
    ("spørgsmål fra S", {"party": "S"}, ""),
    ("spurgt af Danmarksdemokraterne", {"party": "DD"}, ""),
    ("asked by the Red-Green Alliance", {"party": "EL"}, ""),
    ("spurgt af Mai Villadsen (EL)", {"asker": "Mai Villadsen", "party": "EL"}, ""),
    ("hvad har Enhedslisten spurgt om", {"party": "EL"}, ""),
    ("spørgsmål fra Pelle Dragsted til finansministeren", {"asker": "Pelle Dragsted", "office": "finans"}, ""),
    ("i januar 2023", {"period": "2023-01-01..2023-01-31"}, ""),
    ("before 2024", {"period": "..2023-12-31"}, ""),
    ("efter marts 2023", {"period": "2023-04-01.."}, ""),
    ("svar fra 2023", {"period": Y2023}, ""),
    ("svar mellem 2022 og 2024", {"period": "2022-01-01..2024-12-31"}, ""),
    ("spurgt i marts 2023", {"period": "2023-03-01..2023-03-31"}, ""),
    ("besvaret i 2023", {"period": Y2023}, ""),
    ("svar siden 1. marts 2023", {"period": "2023-03-01.."}, ""),
    ("minkavlere siden 2023", {"period": "2023-01-01.."}, "minkavlere"),
    ("seneste svar om minkavlere", {"latest": True}, "minkavlere"),
    ("hvad er det seneste om minkavlere", {"latest": True}, "minkavlere"),
    ("hvor mange svar om asyl i 2023?", {"wants": "count", "period": Y2023}, "asyl?"),
    ("how many answers about mink in 2023?", {"wants": "count", "period": Y2023}, "mink?"),
    ("hvor mange spørgsmål har Enhedslisten stillet om asyl", {"wants": "count", "party": "EL"}, "asyl"),
    ("hvor mange svar fra justitsministeren er der", {"wants": "count", "office": "justits"}, ""),
    ("list svar fra udenrigsministeren", {"wants": "list", "office": "udenrigs"}, ""),
    ("show all questions from SF", {"wants": "list", "party": "SF"}, ""),
    ("oplist alle svar om asyl", {"wants": "list"}, "asyl"),
]  # fmt: skip

NEGATIVE = """
S
EL
M 36
får S 36 mandater
S 36 mandater
S 99
nr. 663
side 663
§ 20 i straffeloven
§ 20 i færdselsloven om bødestraf
hvad siger ministeren om ensomhed
svar fra ministeren
ministeren om broer
hvad mener ministeren, og hvornår
mødes justitsministeren med politiet
ny justitsminister
hvem er justitsminister
Vil justitsministeren gribe ind over for bander?
mener justitsministeren, at straffene er for lave?
hvorfor gik justitsministeren af
hvad siger udenrigsministeren i Egypten om Gaza
Hvor mange særlige rådgivere har klimaministeren?
Did Løkke raise human rights with Egypt's foreign minister?
Can the tax minister stop evictions?
ministry of silly walks
mødte Magnus Heunicke borgmesteren
brev til Løkke om isbryderen
rasmussens plan for havnen
hvad siger bruus om skat
Skal Søren Pind blive siddende som formand?
sou 664
sou om broer
tru 5 mennesker
Socialudvalgets arbejde med ensomhed
hvem sidder i Socialudvalget
Skal udvalget, der kontrollerer tjenesterne, ændres?
Enhedslistens forslag om asyl
hvorfor stemte SF imod loven
venstre side af vejen
den radikale forandring
stemmer fra EL til EU-parlamentet
hvor meget får pensionister ekstra i 2023
hvad koster det i 2028
SSA-aftalen for 2025-2028
den 18. januar 2023 besluttede regeringen at stoppe
budgettet for 2023
finanslov 2024 psykiatri
finansloven for 2023
hvor mange unge fik job i januar 2023
hvor meget er udgifterne steget siden 2018
hvor meget er udgifterne steget siden 2023
hvor mange blev spurgt i marts 2023 om deres helbred
hvor mange opkald blev besvaret i 2023
er broen fra 2023 farlig
minkavlere i 2023
minkavlere før 1990
udgifter frem mod 2030
siden sidste år
hvor mange svarede ja i undersøgelsen
hvor mange svarede ja
hvor mange sygeplejersker er der
hvor mange svar fik undersøgelsen
How many questions from parliament were answered while abolishing Great Prayer Day?
how many people asked for asylum
de seneste år
det seneste regnskab
hvad viser det seneste regnskab
den nyeste undersøgelse om broer
vis vejen til broen
listen over broer
svar om broer
hvorfor fik de så lidt tid til at svare på forslaget
Hvor får du dine svar fra, og kan jeg stole på dem?
gemmer du de spørgsmål jeg skriver til dig
""".strip().splitlines()


@pytest.mark.parametrize(("query", "expected", "rest"), POSITIVE)
def test_what_is_named_narrows_and_the_subject_is_left(query: str, expected: dict[str, object], rest: str) -> None:
    named = read_named(query, "da", NAMES)
    assert (_short(named), named.rest) == (expected, rest)


@pytest.mark.parametrize("query", NEGATIVE)
def test_a_subject_narrows_nothing_and_stays_whole(query: str) -> None:
    named = read_named(query, "da", NAMES)
    assert (_short(named), named.rest) == ({}, query)


def test_an_english_query_for_a_number_has_no_subject_either() -> None:
    named = read_named("What did the minister answer to question 663?", "en", NAMES)
    assert (named.number, named.rest) == ("663", "")


def test_the_tables_are_large() -> None:
    assert min(len(POSITIVE), len(NEGATIVE)) >= 60


@pytest.mark.parametrize(
    ("query", "unknown"),
    [("svar på spm. 664", "spm. 664"), ("svar fra REU", "REU"), ("svar fra kirkeministeren", "kirkeministeren")],
)
def test_what_no_document_holds_is_told_and_narrows_nothing(query: str, unknown: str) -> None:
    named = read_named(query, "da", NAMES)
    assert (named.narrows, named.unknown, named.rest) == (False, (unknown,), query)


def test_a_number_that_is_only_referred_to_is_subject() -> None:
    assert not read_named("er ministerens besvarelse af spm. 663 korrekt, jf. SOU 663?", "da", NAMES).narrows


@pytest.mark.parametrize("query", ["svar fra justitsministeren i maj næste år", "answers that may help"])
def test_a_month_that_is_tied_to_another_year_is_none(query: str) -> None:
    named = read_named(query, "da", NAMES, today=dt.date(2025, 3, 5))
    assert named.since is None and named.until is None


@pytest.mark.parametrize("query", ["hvor mange spørgsmål fra Venstre?", "how many questions from Venstre about mink?"])
def test_a_count_of_what_nobody_knows_is_a_count(query: str) -> None:
    named = read_named(query, "da", NAMES)
    assert (named.wants, named.unknown) == ("count", ("Venstre",))


def test_a_minister_of_whom_there_is_no_answer_is_told() -> None:
    assert read_named("hvad har Mette Frederiksen sagt om asyl?", "da", NAMES).unknown == ("Mette Frederiksen",)


@pytest.mark.parametrize("query", ["S 9999", "svar på S 9999"])
def test_a_number_of_question_time_that_is_not_there_is_told(query: str) -> None:
    assert read_named(query, "da", NAMES).unknown == ("S 9999",)


def test_this_year_needs_a_clock() -> None:
    assert not read_named("svar i år", "da", NAMES).narrows
    named = read_named("svar i år", "da", NAMES, today=dt.date(2025, 3, 1))
    assert (named.since, named.until) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("svar fra sidste år", "2024-01-01..2024-12-31"),
        ("svar fra denne måned", "2025-03-01..2025-03-31"),
        ("svar i sidste måned", "2025-02-01..2025-02-28"),
        ("svar fra denne uge", "2025-03-03..2025-03-09"),
        ("svar i sidste uge", "2025-02-24..2025-03-02"),
        ("answers since new year", "2025-01-01.."),
        ("svar fra justitsministeren den 3. februar 2022", "2022-02-03..2022-02-03"),
        ("hvad svarede ministeren den 3. februar 2022?", "2022-02-03..2022-02-03"),
        ("answers from Hummelgaard on 3 February 2022", "2022-02-03..2022-02-03"),
        ("svar fra justitsministeren mellem marts og maj 2023", "2023-03-01..2023-05-31"),
        ("svar fra januar til februar 2023 fra Hummelgaard", "2023-01-01..2023-02-28"),
        ("svar fra justitsministeren i 1. kvartal 2023", "2023-01-01..2023-03-31"),
        ("svar fra justitsministeren i andet halvår af 2023", "2023-07-01..2023-12-31"),
        ("answers from Hummelgaard in the second half of 2023", "2023-07-01..2023-12-31"),
        ("hvilke svar gav Hummelgaard i november 2022?", "2022-11-01..2022-11-30"),
        ("svar fra justitsministeren i januar", "2023-01-01..2023-01-31"),
        (
            "svar fra justitsministeren i maj",
            "2024-05-01..2024-05-31",
        ),  # no May holds a document: the last that has begun
        ("svar fra justitsministeren i foråret", "2025-03-01..2025-05-31"),
        ("answers since September", "2024-09-01.."),
    ],
)
def test_periods_are_reckoned_from_today(query: str, period: str) -> None:
    assert _short(read_named(query, "da", NAMES, today=dt.date(2025, 3, 5)))["period"] == period


@pytest.mark.parametrize(
    "query", ["svar fra justitsministeren og skatteministeren", "spørgsmål fra SF og Enhedslisten om asyl"]
)
def test_two_of_a_kind_narrow_to_neither(query: str) -> None:
    assert not read_named(query, "da", NAMES).narrows


def test_a_part_of_a_hyphenated_name_names_the_minister() -> None:
    names = KnownNames.of([DocumentFields(minister="Jakob Ellemann-Jensen", minister_title="forsvarsminister")])
    assert read_named("svar fra Ellemann om forsvar", "da", names).minister == "Jakob Ellemann-Jensen"


@pytest.mark.parametrize(
    ("named", "title", "held"),
    [
        ("socialminister", "social- og boligminister", True),
        ("boligminister", "social- og boligminister", True),
        ("klimaminister", "klima-, energi- og forsyningsminister", True),
        ("sundhedsminister", "indenrigs- og sundhedsminister", True),
        ("udenrigsminister", "fg. udenrigsminister", True),
        ("landbrugsminister", "minister for fødevarer, landbrug og fiskeri", True),
        ("ligestillingsminister", "minister for ligestilling", True),
        ("boligminister", "udenrigsminister", False),
        ("landbrugsminister", "minister for landdistrikter", False),
        ("social- og sundhedsminister", "social- og boligminister", False),
    ],
)
def test_an_office_is_held_by_every_title_that_covers_its_areas(named: str, title: str, held: bool) -> None:
    assert Office(areas_of(named), named).held_by(title) is held


def test_a_field_that_is_not_known_matches_nothing() -> None:
    named = read_named("svar fra justitsministeren siden 2023", "da", NAMES)
    fitting = DocumentFields(minister_title="justitsminister", dated_on=dt.date(2023, 1, 1))
    assert matches(named, fitting)
    assert not matches(named, DocumentFields(minister_title="justitsminister"))
    assert not matches(named, DocumentFields(dated_on=dt.date(2023, 1, 1)))
    assert not matches(named, DocumentFields(minister_title="justitsminister", dated_on=dt.date(2022, 12, 31)))
    assert matches(read_named("broer", "da", NAMES), DocumentFields())


_WORDS = st.sampled_from(
    [
        *("svar", "på", "fra", "S", "36", "SOU", "663", "§", "20", "spm.", "ministeren", "justitsministeren", "Løkke"),
        *("om", "hvad", "har", "sagt", "i", "2023", "siden", "og", "EL", "hvor", "mange", "list", "seneste", "den"),
        *("minister", "of", "justice", "31.", "februar", "0000", "Mai", "(", ")", "?", "’s", "-"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=30).map(" ".join)))
def test_any_text_is_read_and_the_rest_is_words_of_it(query: str) -> None:
    named = read_named(query, "en", NAMES, today=dt.date(2025, 1, 1))
    assert set(re.findall(r"\w+", named.rest)) <= set(re.findall(r"\w+", clean(query)))


@pytest.mark.parametrize("piece", ["svar på ", "S 36 ", "og ", "social- ", "fra 2023 ", "a", "§ ", "Mai Villadsen "])
def test_ten_thousand_characters_are_read(piece: str) -> None:
    read_named((piece * 10_000)[:10_000], "da", NAMES)  # a repetition that is not bounded would never end


def _fields(shared: Path) -> dict[str, DocumentFields]:
    folders = (shared / "data" / "seed", shared / "data" / "question-time" / "docs")
    return {d.document_id: DocumentFields.of(d) for folder in folders for d in load_folder(folder).documents}


def test_plain_questions_are_hardly_narrowed_and_never_away_from_their_answer(shared: Path) -> None:
    fields = _fields(shared)
    names = KnownNames.of(fields.values())
    narrowed = []
    for path in sorted((shared / "data" / "dev").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            named = read_named(row["query"], row["lang"], names)
            if named.narrows or named.latest or named.wants != "answer":
                narrowed.append(row["query"])
                gold = [fields[item["doc"]] for item in row.get("gold", ())]
                assert all(matches(named, document) for document in gold), row["query"]
    print(narrowed)
    assert len(narrowed) <= 5


def test_every_number_finds_its_documents_and_no_others(shared: Path) -> None:
    fields = _fields(shared)
    names = KnownNames.of(fields.values())
    for own in (own for own in fields.values() if own.number):
        query = " ".join(part for part in ("svar på", own.committee_code, own.number) if part)
        named = read_named(query, "da", names)
        found = [f for f in fields.values() if matches(named, f)]
        # Two sessions may give the same number; nothing in such a query tells them apart.
        assert own in found
        assert {(f.committee_code, f.number) for f in found} == {(own.committee_code, own.number)}
