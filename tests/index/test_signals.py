"""Signals on a tiny index of the fake encoder, where equal words match fully."""

from collections.abc import Iterator

import numpy as np
import pytest

from corpus.store import load_folder
from index.build import build
from index.generation import Generation, current
from index.signals import LOOKED_AT, NOTHING, SENTENCE, Asked, Candidate, choose_rows, measure
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


def look(generation: Generation, query: str) -> dict[str, Candidate]:
    asked = Asked.of(query, FakeEncoder().encode_query(query), generation, "da")
    rows = generation.rows(range(generation.manifest.passages))
    found = measure(generation, asked, rows, {})
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


def test_what_the_number_is_asked_of_is_matched_by_sentence(generation: Generation) -> None:
    letter = look(generation, "hvor mange betjente")["SOU-7"]
    assert letter.unit[1] > MATCHED > UNMATCHED > letter.unit[0]
    assert column(letter, "number wanted") == [0.0, 1.0]
    assert look(generation, "hvor er broen")["SOU-7"].unit == pytest.approx(NOTHING)


@pytest.mark.parametrize("query", ["", "?", "–"])
def test_a_query_without_words_matches_nothing(generation: Generation, query: str) -> None:
    for candidate in look(generation, query).values():
        assert np.isfinite(candidate.sentences).all()
        assert candidate.any <= 0.3


def test_the_closer_look_takes_the_best_by_cosine_and_lexical_share() -> None:
    dense = dict.fromkeys(range(LOOKED_AT + 10), 0.5)
    assert choose_rows(dense, {}, "da") == list(range(LOOKED_AT))
    assert LOOKED_AT + 5 in choose_rows(dense, {LOOKED_AT + 5: 1.0}, "da")
