"""Signals on a tiny index of the fake encoder, where equal words match fully."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.store import load_folder
from index import codes
from index.build import build
from index.codes import NOTHING
from index.generation import Generation
from index.shelf import current
from index.signals import LOOKED_AT, SENTENCE, Asked, Candidate, choose_rows, measure, telling_words
from tests.fakes import FakeEncoder

LETTER = """Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 7 (alm. del) til
socialministeren, som hermed besvares.
Spørgsmål nr. 7:
Hvornår åbner svømmehallen?
Svar:
Den åbner til maj. Der er ansat 20 betjente.
"""

MATCHED, UNMATCHED = 0.5, 0.3


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "plain.txt").write_text("Broen koster mange penge. Toget kører igen.", encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    build(index, load_folder(folder), FakeEncoder())
    opened = Generation(current(index))
    yield opened
    opened.close()


def cosines(generation: Generation, asked: Asked) -> dict[int, float]:
    rows = np.arange(generation.manifest.passages)
    return dict(enumerate(generation.vectors.scores(asked.vector, rows).tolist()))


def look(generation: Generation, query: str) -> dict[str, Candidate]:
    asked = Asked.of(query, FakeEncoder().encode_query(query), generation, "da")
    rows = generation.rows(range(generation.manifest.passages))
    found = measure(generation, asked, rows, cosines(generation, asked), {})
    return {candidate.row.passage.document_id: candidate for candidate in found}


def column(candidate: Candidate, name: str) -> list[float]:
    return [float(value) for value in candidate.sentences[:, SENTENCE.index(name)]]


def test_a_sentence_matches_the_words_it_holds(generation: Generation) -> None:
    first, second = column(look(generation, "toget kører igen")["plain"], "sentence")
    assert second > MATCHED > UNMATCHED > first


def test_the_question_counts_for_any_and_asked_but_not_for_the_passages_own(generation: Generation) -> None:
    letter = look(generation, "svømmehallen")["SOU-7"]
    assert letter.asked == letter.any > MATCHED > UNMATCHED > letter.own
    assert max(column(letter, "with asked")) == pytest.approx(letter.any)


def test_a_document_without_a_question_is_judged_by_its_passage(generation: Generation) -> None:
    plain = look(generation, "broen koster")["plain"]
    assert plain.asked == plain.own == plain.any > 0.5
    assert plain.match == plain.context


def test_each_word_of_the_query_has_its_best_match(generation: Generation) -> None:
    words = look(generation, "broen svømmehallen")["plain"].words
    assert words[0] > MATCHED > UNMATCHED > words[1]


def test_function_words_count_only_where_there_are_no_others(generation: Generation) -> None:
    for query, content in (("er der en bro", [False, False, False, True]), ("er der", [True, True]), ("", [])):
        assert Asked.of(query, FakeEncoder().encode_query(query), generation, "da").content.tolist() == content


def test_what_the_question_holds_is_heard_and_telling_but_not_told(generation: Generation) -> None:
    letter = look(generation, "er svømmehallen")["SOU-7"]
    assert letter.telling == pytest.approx(letter.heard)
    assert letter.telling > MATCHED > UNMATCHED > letter.told
    plain = look(generation, "er broen")["plain"]
    assert plain.telling == plain.told == pytest.approx(plain.heard)  # it has no question to be judged by
    assert plain.told > MATCHED


def test_the_word_that_few_documents_match_tells_most() -> None:
    everywhere, here = [0.7, 0.69, 0.7, 0.7], [0.3, 0.7, 0.3, 0.3]
    common, rare = telling_words(np.array([everywhere, here], np.float32).T)
    assert rare > 0.95
    assert common + rare == pytest.approx(1)


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.floats(-0.25, 1, width=32)))
def test_what_words_tell_is_shared_out_among_them(matches: npt.NDArray[np.float32]) -> None:
    told = telling_words(matches)
    assert told.sum() == pytest.approx(1, abs=1e-4)
    assert (told >= 0).all()


@pytest.mark.parametrize("query", ["", "?", "–"])
def test_a_query_without_words_matches_nothing(generation: Generation, query: str) -> None:
    for candidate in look(generation, query).values():
        assert np.isfinite(candidate.sentences).all()
        assert candidate.any <= 0.3


def test_a_question_that_does_not_match_costs_nothing_against_a_document_without_one(generation: Generation) -> None:
    found = look(generation, "broen koster mange penge")
    assert found["plain"].any > found["SOU-7"].any
    assert (found["plain"].match, found["plain"].asked) == (found["plain"].context, found["plain"].own)
    assert column(found["plain"], "with asked") == pytest.approx(column(found["plain"], "sentence"))


def test_token_signals_are_the_means_of_the_best_similarities_worked_out_one_by_one(generation: Generation) -> None:
    query = "hvor mange betjente er ansat i svømmehallen"
    asked = Asked.of(query, FakeEncoder().encode_query(query), generation, "da")
    questions = generation.questions([0, 1])
    for candidate in look(generation, query).values():
        row, held = candidate.row, candidate.row.codes
        ends = np.cumsum(row.sentences.tokens)
        parts = np.split(held, ends[:-1])
        assert len(held) == ends[-1]
        sentences = [codes.best_matches(part, np.array([len(part)]), asked.tokens)[0] for part in parts]
        assert column(candidate, "sentence") == pytest.approx([best.mean() for best in sentences], abs=1e-5)
        passage = np.max(sentences, axis=0)
        assert candidate.own == pytest.approx(passage.mean(), abs=1e-5)
        question = questions[row.document_row].codes
        if not len(question):
            continue
        matched = codes.best_matches(question, np.array([len(question)]), asked.tokens)[0]
        assert candidate.asked == pytest.approx(matched.mean(), abs=1e-5)
        assert candidate.any == pytest.approx(np.maximum(passage, matched).mean(), abs=1e-5)
        assert column(candidate, "with asked") == pytest.approx(
            [np.maximum(best, matched).mean() for best in sentences], abs=1e-5
        )


def test_the_columns_of_the_passage_are_its_own_signals_for_every_sentence(generation: Generation) -> None:
    asked = Asked.of("hvad koster broen", FakeEncoder().encode_query("hvad koster broen"), generation, "da")
    rows = generation.rows(range(generation.manifest.passages))
    for candidate in measure(generation, asked, rows, cosines(generation, asked), {rows[1].row: 0.5}):
        assert candidate.lexical == (0.5 if candidate.row == rows[1] else 0.0)
        assert candidate.context == pytest.approx(
            float(generation.vectors.scores(asked.vector, np.array([candidate.row.row], np.int64))[0])
        )
        pairs = {
            "context": candidate.context, "question": candidate.match, "lexical": candidate.lexical,
            "any": candidate.any, "passage": candidate.own, "asked": candidate.asked,
        }  # fmt: skip
        for name, value in pairs.items():
            assert column(candidate, name) == pytest.approx([value] * len(candidate.sentences))


def test_what_a_sentence_shows_is_wanted_only_where_it_is_asked_for(generation: Generation) -> None:
    assert column(look(generation, "hvornår åbner den")["SOU-7"], "date wanted") == [1.0, 0.0]
    assert column(look(generation, "hvem åbner den")["SOU-7"], "date wanted") == [0.0, 0.0]
    assert column(look(generation, "hvem åbner den")["SOU-7"], "date") == [1.0, 0.0]
    assert column(look(generation, "hvem åbner den")["SOU-7"], "length") == pytest.approx(np.log([18, 25]))


def test_nothing_to_measure_gives_nothing(generation: Generation) -> None:
    asked = Asked.of("broen", FakeEncoder().encode_query("broen"), generation, "da")
    assert measure(generation, asked, [], {}, {}) == []


@pytest.mark.parametrize("query", ["toget kører", "", "?"])
def test_a_sentence_without_a_token_matches_nothing_and_harms_no_other(tmp_path: Path, query: str) -> None:
    (tmp_path / "marks.txt").write_text("–––\n\nToget kører igen.\n\n***", encoding="utf-8")
    (tmp_path / "only.txt").write_text("…", encoding="utf-8")
    build(tmp_path / "index", load_folder(tmp_path), FakeEncoder())
    opened = Generation(current(tmp_path / "index"))
    found = look(opened, query)
    opened.close()
    assert 0 in found["marks"].row.sentences.tokens
    assert set(found["only"].row.sentences.tokens) == {0}
    for candidate in found.values():
        assert np.isfinite(candidate.sentences).all()
        empty = np.array(candidate.row.sentences.tokens) == 0
        assert candidate.sentences[empty, SENTENCE.index("sentence")] == pytest.approx(NOTHING)
    if query == "toget kører":
        assert found["marks"].own > 0.5
        assert found["only"].own == pytest.approx(NOTHING)


def test_the_closer_look_takes_the_best_by_cosine_and_lexical_share() -> None:
    dense = dict.fromkeys(range(LOOKED_AT + 10), 0.5)
    assert choose_rows(dense, {}, "da") == list(range(LOOKED_AT))
    assert LOOKED_AT + 5 in choose_rows(dense, {LOOKED_AT + 5: 1.0}, "da")
