"""The lexical index, built and searched."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.citations import Language
from index import storage
from index.entries import Row, build
from index.errors import IndexDamaged, IndexMissing
from index.terms import Terms

LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["da", "en"])
LONELY = "Hvad gør ministeren mod ensomhed? social- og boligminister Sophie Hæstorp Andersen spm. 663"
CARS = "Hvad koster parkering? transportminister Thomas Danielsen spm. nr. S 36"
ROWS: list[Row] = [
    (0, "Der er ikke afsat midler til et nationalt forsknings- og videnscenter for ensomhed.", LONELY),
    (1, "Aftalepartierne udmønter 20,8 mio. kr. til fællesskaber for ældre i 2028.", LONELY),
    (2, "Kommunerne bestemmer selv prisen på parkering i byerne.", CARS),
    (3, "Søgningen til studiet steg 4 pct., og kvælstof er et problem i Limfjorden.", CARS),
    (4, "Viden er godt. Et center for forskning ligger i Aarhus. En ordning for ældrecheck findes.", CARS),
]


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Terms:
    folder = tmp_path_factory.mktemp("terms")
    build(folder, iter(ROWS))
    return Terms.open(folder)


def best(terms: Terms, query: str) -> int:
    return terms.search(query, "da", 3)[0][0]


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("Er forskningscenteret finansieret?", 0),
        ("er der penge til videnscentret for ensomhed", 0),
        ("parkeringspriser i byen", 2),
        ("soegning til studiet", 3),
        ("sogning", 3),
        ("kvelstof i limfjorden", 3),
        ("aeldrecheck", 4),
        ("20.800.000 kr.", 1),
        ("fællesskaberne", 1),
    ],
)
def test_the_right_passage_is_found_first(terms: Terms, query: str, row: int) -> None:
    assert best(terms, query) == row


def test_what_no_word_of_the_corpus_is_or_begins_with_is_unseen(terms: Terms) -> None:
    assert terms.unseen(terms.weights("parkering ved kernekraft", "da")) == ("kernekraft",)
    assert terms.unseen(terms.weights("viden om parkeringen i byer", "da")) == ()
    assert terms.unseen(terms.weights("er parkering finansieret", "da")) == ()  # how it is asked
    assert terms.unseen(terms.weights("viden om forsk", "da")) == ()  # "forskning"
    assert terms.unseen(terms.weights("weapons for Taiwan", "en")) == ("Taiwan",)


def test_an_english_query_meets_danish_text_in_numbers_and_names(terms: Terms) -> None:
    assert terms.search("What happened to the DKK 20.8 million?", "en", 1)[0][0] == 1
    assert {row for row, _ in terms.search("What did Thomas Danielsen say?", "en", 3)} <= {2, 3, 4}


def test_an_english_query_without_common_ground_finds_nothing(terms: Terms) -> None:
    assert terms.search("Is there funding for lonely people?", "en", 5) == []
    assert terms.weights("Where did the fire start?", "en") == ()


def test_the_question_number_in_the_context_finds_its_document(terms: Terms) -> None:
    assert {row for row, _ in terms.search("SOU alm. del – spm. 663", "da", 2)} == {0, 1}
    assert {row for row, _ in terms.search("question 663", "en", 2)} == {0, 1}


@pytest.mark.parametrize("query", ["", "   ", "og er det", "?!", "\x00", "\ud800", "zzzzxq"])
def test_a_query_that_says_nothing_finds_nothing(terms: Terms, query: str) -> None:
    assert terms.search(query, "da", 5) == []


def test_scores_fall_and_no_more_rows_come_than_asked_for(terms: Terms) -> None:
    found = terms.search("midler til ensomhed og parkering", "da", 3)
    assert len(found) == 3
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert terms.search("ensomhed", "da", 0) == []


def test_a_typing_error_is_repaired_and_an_unknown_word_is_reported(terms: Terms) -> None:
    (typo,) = terms.weights("parkerring", "da")
    assert (typo.term, typo.known, typo.repaired) == ("parkering", True, True)
    (unknown,) = terms.weights("fodboldlandshold", "da")
    assert (unknown.known, unknown.repaired) == (False, False)
    assert unknown.idf > typo.idf > 0


def test_an_english_word_is_never_bent_into_a_danish_one(terms: Terms) -> None:
    assert terms.weights("parkerring problems in general", "en") == ()


def test_the_kinds_of_term_are_told_apart_and_keep_the_order_typed(terms: Terms) -> None:
    found = terms.weights("Gav Danielsen 20,8 mio. kr. til ensomhed?", "da")
    assert [(term.text, term.kind) for term in found] == [
        ("Gav", "word"),
        ("Danielsen", "name"),
        ("20,8 mio. kr.", "number"),
        ("ensomhed", "word"),
    ]


def test_a_text_covers_the_share_of_the_weight_it_holds(terms: Terms) -> None:
    query = terms.weights("ensomhed parkering", "da")
    one, other = (term.idf for term in query)
    assert terms.covered(query, "Om ensomheden.") == pytest.approx(one / (one + other))
    assert terms.covered(query, "Om ensomhed og parkeringen.") == 1.0
    assert terms.covered(query, "Noget helt andet.") == 0.0
    assert terms.covered((), "Noget.") == 1.0


def test_a_compound_is_covered_by_its_suspended_form_and_mostly_by_its_parts(terms: Terms) -> None:
    query = terms.weights("forskningscenteret", "da")
    assert terms.covered(query, "et forsknings- og videnscenter") == 1.0
    assert terms.covered(query, "et center for forskning") == pytest.approx(0.8)


def test_a_compound_is_not_held_by_its_parts_where_whole_words_are_wanted(terms: Terms) -> None:
    wanted = terms.weights("forskningscenter", "da")
    parts = "Forskning i et center."
    assert terms.covered(wanted, parts) > terms.covered(wanted, parts, whole=True) == 0
    assert terms.covered(wanted, "Et forskningscenter.", whole=True) == 1


def test_shares_say_how_much_of_each_term_a_text_holds_in_the_order_typed(terms: Terms) -> None:
    query = terms.weights("Gav Danielsen 20,8 mio. kr. til forskningscenteret og parkering?", "da")
    assert [term.text for term in query] == ["Gav", "Danielsen", "20,8 mio. kr.", "forskningscenteret", "parkering"]
    text = "Danielsen afsatte 20.800.000 kr. til et center for forskning."
    # The compound has both its parts, but not the word itself: 0.8 of it.
    assert terms.shares(query, text) == pytest.approx((0.0, 1.0, 1.0, 0.8, 0.0))
    assert terms.shares(query, "Et center i Aarhus.") == pytest.approx((0.0, 0.0, 0.0, 0.8 / 2, 0.0))
    assert terms.shares(query, "") == (0.0,) * 5
    assert terms.shares((), text) == ()


def test_what_is_covered_is_the_mean_of_the_shares_by_weight(terms: Terms) -> None:
    query = terms.weights("forskningscenteret ensomhed parkering", "da")
    text = "Et center for forskning i ensomhed."
    weights = [term.idf for term in query]
    assert terms.shares(query, text) == pytest.approx((0.8, 1.0, 0.0))
    assert terms.covered(query, text) == pytest.approx((0.8 * weights[0] + weights[1]) / sum(weights))


def test_numbers_are_covered_by_value(terms: Terms) -> None:
    query = terms.weights("DKK 20.8 million", "en")
    assert terms.covered(query, "i alt 20,8 mio. kr.") == 1.0
    assert terms.covered(query, "i alt 20,9 mio. kr.") == 0.0


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=120), text=st.text(max_size=200), language=LANGUAGES)
def test_any_query_is_searched_and_weighed_without_failing(
    terms: Terms, query: str, text: str, language: Language
) -> None:
    found = terms.search(query, language, 10)
    assert {row for row, _ in found} <= {row for row, _, _ in ROWS}
    wanted = terms.weights(query, language)
    shares = terms.shares(wanted, text)
    assert len(shares) == len(wanted)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert 0.0 <= terms.covered(wanted, text) <= 1.0


def test_equal_rows_built_twice_give_equal_answers(tmp_path: Path, terms: Terms) -> None:
    build(tmp_path / "again", ROWS)
    again = Terms.open(tmp_path / "again")
    for query in ("ensomhed", "parkering 2028", "forskningscenter"):
        assert again.search(query, "da", 5) == terms.search(query, "da", 5)


def test_of_grams_in_too_many_passages_the_commonest_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, ((row, f"parkeringsplads {row}" if row else "parkeringsvagt", "") for row in range(20)))
    terms = Terms.open(tmp_path)
    everywhere = terms.search("xparkering", "da", 20)
    assert len(everywhere) == 20
    monkeypatch.setattr("index.terms.READ_UP_TO", 10)
    assert [row for row, _ in terms.search("xpkeringsvagt", "da", 20)] == [0]
    assert terms.search("parkeringsvagt", "da", 1)[0][0] == 0


def test_an_index_of_no_passages_can_be_built_and_searched(tmp_path: Path) -> None:
    build(tmp_path, [])
    empty = Terms.open(tmp_path)
    assert len(empty) == 0
    assert empty.search("ensomhed 663", "da", 5) == []
    assert empty.weights("ensomhed", "da")[0].known is False


def test_hostile_passages_are_indexed_within_bounds(tmp_path: Path) -> None:
    build(tmp_path, [(7, "x" * 200_000 + " \x00 \u202e " + "1." * 50_000, "a-" * 50_000), (9, "", "")])
    assert [row for row, _ in Terms.open(tmp_path).search("x" * 3000, "da", 5)] == [7]


def test_a_folder_without_an_index_is_named_with_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="ministersvar index build"):
        Terms.open(tmp_path)


@pytest.mark.parametrize("part", ["passages", "vocabulary"])
@pytest.mark.parametrize("pattern", ["meta.json", "*.term"])
def test_a_cut_file_is_reported_as_damage(tmp_path: Path, part: str, pattern: str) -> None:
    build(tmp_path, ROWS)
    (path,) = (tmp_path / part).glob(pattern)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(IndexDamaged, match="ministersvar index build"):
        Terms.open(tmp_path)


def test_a_folder_that_may_not_be_written_is_searched_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, ROWS)
    for lock in tmp_path.rglob("*.lock"):
        lock.unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr("os.access", lambda *_: False)
    assert best(Terms.open(tmp_path), "parkering") == 2
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_no_dictionary_is_loaded_to_search() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(storage.__file__).parent.glob("*.py"))
    assert "simplemma" not in source
