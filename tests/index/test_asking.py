"""Questions with the bundled model to a small corpus whose right answers are plain to see."""

from collections.abc import Iterator

import pytest

from corpus.store import load_folder
from index.answerability import ANSWERED
from index.build import build
from index.encoder import BundledEncoder
from index.finding import Finding
from index.generation import Generation
from index.retriever import LOOKED_UP, Retriever
from index.shelf import current
from tests.index import invented

BRIDGE = ("20241-S905", "20222-S71")  # the same question, asked again two years later; the newest first
CYCLE_PATHS = "TRU-12~2"  # the final answer to TRU 12; "TRU-12" is the interim one


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("invented")
    encoder = BundledEncoder()
    build(folder / "index", load_folder(invented.write(folder)), encoder)
    generation = Generation(current(folder / "index"))
    yield Retriever(generation, encoder)
    generation.close()


def hits(finding: Finding) -> set[str]:
    return {hit.document.document_id for hit in finding.hits}


def quotes(finding: Finding) -> str:
    return " … ".join(evidence.quote for evidence in finding.evidence)


def listed(finding: Finding) -> tuple[str, int, list[str]]:
    listing = finding.listing
    assert listing is not None
    return listing.wants, listing.count, [document.document_id for document in listing.documents]


@pytest.mark.parametrize(
    ("query", "document", "words"),
    [
        ("hvad koster et døgn på et herberg", "SOU-41", "1.450 kr."),
        ("What does a night at a shelter cost?", "SOU-41", "1.450 kr."),
        ("Hvad koster en førerhund?", "SOU-42", "250.000 kr."),
        ("How much does a guide dog cost?", "SOU-42", "250.000 kr."),
        ("Hvor mange kilometer cykelsti er der anlagt?", CYCLE_PATHS, "118 kilometer"),
        ("hvor meget får samsøfærgen i tilskud", "20241-S910", "31 mio. kr."),
        ("Er forskningscenteret for ensomhed finansieret?", "SOU-663", "ikke afsat midler"),
    ],
)
def test_the_answer_is_found_among_the_others_in_either_language(
    retriever: Retriever, query: str, document: str, words: str
) -> None:
    finding = retriever.ask(query)
    assert finding.outcome != "not_found"
    assert finding.evidence[0].document.document_id == finding.hits[0].document.document_id == document
    assert words in quotes(finding)
    assert (finding.named, finding.understood) == (None, query)


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("svar på SOU 41", "SOU-41"), ("spm. 42", "SOU-42"), ("S 905", "20241-S905"), ("svar på S 71", "20222-S71"),
        ("question 663", "SOU-663"),
    ],
)  # fmt: skip
def test_a_number_alone_gives_that_answer_for_certain(retriever: Retriever, query: str, document: str) -> None:
    finding = retriever.ask(query)
    assert (finding.outcome, finding.confidence, finding.outside) == ("answered", LOOKED_UP, False)
    assert hits(finding) == {evidence.document.document_id for evidence in finding.evidence} == {document}


@pytest.mark.parametrize(
    ("query", "documents", "first"),
    [
        ("SOU 42: hvem betaler foderet?", {"SOU-42"}, "SOU-42"),  # by number
        ("hvad har Carl Svarer sagt om broafgift", {*BRIDGE, "20241-S910", CYCLE_PATHS}, "20241-S910"),  # by name
        ("hvad siger sundhedsministeren om høreapparater", {"SUU-5"}, "SUU-5"),  # by office
        ("hvad siger socialministeren om hjemløse", {"SOU-41", "SOU-42", "SOU-663"}, "SOU-41"),
        ("svar fra 2022 om hunde", {"SOU-41", "SOU-42"}, "SOU-42"),  # by year
        ("hvad sagde transportministeren i 2023 om Storstrømsbroen", {"20222-S71"}, "20222-S71"),  # by both
        ("hvad spurgte Finn Sjette om", {"20241-S910"}, "20241-S910"),  # by who asked
    ],
)
def test_what_is_named_narrows_the_search_to_it(
    retriever: Retriever, query: str, documents: set[str], first: str
) -> None:
    finding = retriever.ask(query)
    assert finding.named is not None
    assert finding.named.narrows
    assert not finding.outside
    assert hits(finding) == documents
    assert finding.hits[0].document.document_id == first


def test_a_year_chooses_the_answer_of_that_year(retriever: Retriever) -> None:
    then, since = (
        retriever.ask(f"hvad sagde transportministeren i {year} om Storstrømsbroen") for year in (2023, 2025)
    )
    assert "i 2024" in quotes(then)
    assert "i 2026" not in quotes(then)
    assert "i 2026" in quotes(since)
    assert "i 2024" not in quotes(since)


@pytest.mark.parametrize("query", ["svar fra 2019 om broen", "hvad sagde Carl Svarer i 2022 om broen"])
def test_where_nothing_fits_what_is_named_the_nearest_outside_are_only_hits(retriever: Retriever, query: str) -> None:
    finding = retriever.ask(query)
    assert finding.outside
    assert (finding.outcome, finding.confidence, finding.evidence, finding.listing) == ("not_found", 0.0, (), None)
    assert hits(finding) & set(BRIDGE)


def test_what_no_document_has_is_told_and_narrows_nothing(retriever: Retriever) -> None:
    finding = retriever.ask("svar på SOU 999")
    assert finding.named is not None
    assert finding.named.unknown == ("SOU 999",)
    assert not finding.named.narrows
    assert not finding.outside
    assert (finding.outcome, finding.evidence) == ("not_found", ())


@pytest.mark.parametrize(
    ("query", "wants", "documents"),
    [
        ("hvor mange svar er der om Storstrømsbroen", "count", [*BRIDGE]),
        ("how many answers are there about Storstrømsbroen", "count", [*BRIDGE]),
        ("hvem spurgte om Storstrømsbroen", "askers", [*BRIDGE]),
        ("hvor mange svar er der fra Carl Svarer", "count", ["20241-S910", BRIDGE[0], CYCLE_PATHS, BRIDGE[1]]),
        ("vis alle svar fra 2022", "list", ["SOU-42", "SOU-41"]),
        ("svar fra 2022", "list", ["SOU-42", "SOU-41"]),
        ("spørgsmål fra EL", "list", [*BRIDGE, "SOU-41"]),
    ],
)
def test_counting_and_listing_give_every_document_newest_first_and_no_quote(
    retriever: Retriever, query: str, wants: str, documents: list[str]
) -> None:
    finding = retriever.ask(query)
    assert listed(finding) == (wants, len(documents), documents)
    assert (finding.outcome, finding.evidence) == ("answered", ())


@pytest.mark.parametrize(
    "query", ["hvor mange spørgsmål fra Moderaterne om Storstrømsbroen", "alle spørgsmål fra Moderaterne"]
)
def test_of_whom_nobody_knows_there_is_none(retriever: Retriever, query: str) -> None:
    assert listed(retriever.ask(query))[1] == 0


def test_a_count_by_meaning_says_at_least(retriever: Retriever) -> None:
    by_meaning, by_name = (
        retriever.ask(f"how many answers about {what}").listing for what in ("shelters", "Storstrømsbroen")
    )
    assert by_meaning
    assert by_name
    assert (by_meaning.least, by_name.least) == (True, False)


@pytest.mark.parametrize("query", ["Storstrømsbroen", "storstrømsbroen?", "  Storstrømsbroen ?!"])
def test_capitals_and_end_marks_change_nothing(retriever: Retriever, query: str) -> None:
    plain = retriever.ask("storstrømsbroen")
    finding = retriever.ask(query)
    assert [hit.passage for hit in finding.hits] == [hit.passage for hit in plain.hits]
    assert finding.outcome == plain.outcome
    assert finding.confidence == pytest.approx(plain.confidence)


def test_a_word_that_no_document_holds_is_told(retriever: Retriever) -> None:
    assert retriever.ask("hvad koster et atomkraftværk").unseen == ("atomkraftværk",)
    assert retriever.ask("hvad koster en førerhund").unseen == ()


@pytest.mark.parametrize(
    "query", ["seneste svar om Storstrømsbroen", "hvad er det nyeste svar om Storstrømsbroen?"]
)  # fmt: skip
def test_where_the_latest_is_wanted_the_newest_about_the_subject_comes_first(retriever: Retriever, query: str) -> None:
    finding = retriever.ask(query)
    assert finding.named is not None
    assert finding.named.latest
    order = list(dict.fromkeys(hit.document.document_id for hit in finding.hits))
    assert order[:2] == [*BRIDGE]
    assert "i 2026" in finding.evidence[0].quote


def test_a_follow_up_is_asked_with_the_subject_of_the_turn_before(retriever: Retriever) -> None:
    before = ["Hvornår åbner Storstrømsbroen?", "Hvad koster en førerhund?"]
    finding = retriever.ask("og hvem betaler den?", before=before)
    assert "førerhund" in finding.understood
    assert finding.query == "og hvem betaler den?"
    assert finding.hits[0].document.document_id == "SOU-42"
    alone = retriever.ask("og hvem betaler den?")
    assert alone.understood == alone.query


def test_a_whole_question_is_not_changed_by_the_turn_before(retriever: Retriever) -> None:
    alone = retriever.ask("Hvad koster et døgn på et herberg?")
    after = retriever.ask("Hvad koster et døgn på et herberg?", before=["Hvornår åbner Storstrømsbroen?"])
    assert (after.understood, after.evidence, after.confidence) == (alone.query, alone.evidence, alone.confidence)


def test_a_follow_up_without_a_sign_of_language_keeps_that_of_the_turn_before(retriever: Retriever) -> None:
    assert retriever.ask("S 905", before=["When does the bridge open?"]).language == "en"
    assert retriever.ask("S 905", before=["Hvornår åbner broen?"]).language == "da"


@pytest.mark.parametrize("query", ["hej", "tak for hjælpen", "Hvem er du?", "thank you", "what can you do?"])
@pytest.mark.parametrize("before", [(), ("Hvad koster en førerhund?",)])
def test_small_talk_cites_nothing(retriever: Retriever, query: str, before: tuple[str, ...]) -> None:
    finding = retriever.ask(query, before=before)
    assert finding.small_talk
    assert (finding.outcome, finding.confidence, finding.evidence, finding.listing) == ("not_found", 0.0, (), None)


@pytest.mark.parametrize(
    "query",
    [
        "Hvad koster en førerhund?", "Hvornår åbner Storstrømsbroen?", "hvad siger transportministeren om færgen",
        "svar på SOU 663", "When does the Storstrøm bridge open?", "seneste svar om ensomhed",
        "hvor mange initiativer er der",
    ],
)  # fmt: skip
def test_every_quote_is_whole_sentences_of_the_minister_word_for_word(retriever: Retriever, query: str) -> None:
    finding = retriever.ask(query)
    assert finding.evidence
    for evidence in finding.evidence:
        document, passage = evidence.document, evidence.passage
        assert evidence.quote == " ".join(document.text[evidence.start : evidence.end].split())
        assert evidence.start in {span.start for span in passage.sentences}
        assert evidence.end in {span.end for span in passage.sentences}
        spoken = [turn for turn in document.turns if turn.role == "minister"]
        assert any(turn.start <= evidence.start and evidence.end <= turn.end for turn in spoken)


@pytest.mark.parametrize(
    "query",
    [
        "Hvor mange kilometer cykelstier er der anlagt langs statsvejene?",
        "Et endeligt svar vil blive fremsendt, når Vejdirektoratet har leveret tallene",
        "hvad siger transportministeren om cykelstier", "svar fra 2024 om cykelstier", "cykelstier",
    ],
)  # fmt: skip
def test_an_interim_answer_is_never_quoted_once_there_is_a_final_one(retriever: Retriever, query: str) -> None:
    finding = retriever.ask(query, top_k=100)
    assert "TRU-12" not in hits(finding)
    assert "endeligt svar" not in quotes(finding)
    assert CYCLE_PATHS in hits(finding)


def test_an_interim_answer_alone_is_quoted_but_answers_in_part_at_most(retriever: Retriever) -> None:
    finding = retriever.ask("Hvor lang er ventetiden på et høreapparat?")
    assert finding.confidence >= ANSWERED
    assert finding.outcome == "partial"
    assert finding.evidence[0].document.status == "interim"


def test_naming_only_what_a_superseded_interim_answer_has_finds_nothing(retriever: Retriever) -> None:
    finding = retriever.ask("hvad siger Ebbe Forgænger om cykelstier")  # who signed the interim answer alone
    assert (finding.outside, finding.outcome, finding.evidence) == (True, "not_found", ())


def test_a_number_with_an_interim_and_a_final_answer_gives_the_final_one(retriever: Retriever) -> None:
    finding = retriever.ask("svar på TRU 12")
    assert finding.listing is None
    assert "118 kilometer" in quotes(finding)


def test_a_superseded_interim_answer_is_not_counted(retriever: Retriever) -> None:
    assert listed(retriever.ask("hvor mange spørgsmål har SF stillet")) == ("count", 2, [CYCLE_PATHS, "SOU-42"])
