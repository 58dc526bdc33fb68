"""Danish words as search terms."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import (
    MAX_WORD,
    STOP,
    begin,
    clean,
    content_forms,
    fold_case,
    forms,
    grams,
    is_function_word,
    read_words,
    skeleton,
    stem,
    suspended,
)


@pytest.mark.parametrize(
    "family",
    [
        "minister ministeren ministerens ministre ministrene",
        "center centeret centret centre centrene centrets",
        "forskningscenter forskningscentret forskningscentre",
        "barn barnet børn børnene børnenes",
        "by byen byer byerne byens",
        "fængsel fængslet fængsler fængslerne",
        "eksempel eksemplet eksempler",
        "bog bogen bøger bøgerne",
        "middel midlet midler midlerne",
        "initiativ initiativet initiativer initiativerne",
    ],
)
def test_all_forms_of_a_noun_share_one_stem(family: str) -> None:
    assert len({stem(form) for form in family.split()}) == 1


@pytest.mark.parametrize("pair", ["by bygge", "mål mal", "får far", "barn bar"])
def test_different_words_keep_different_stems(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


def test_words_are_folded_and_split_off_punctuation_and_numbers_left_to_the_keys() -> None:
    assert forms("EU's „Social- og Boligminister“: 20,8 mio. (B52)!") == [
        "eu", "social", "og", "boligminister", "mio", "b52",
    ]  # fmt: skip


def test_soft_hyphens_zero_width_characters_and_loose_accents_make_no_difference() -> None:
    assert forms("forsknings\u00adcen\u200btret pa\u030a") == forms("forskningscentret på")


def test_a_name_is_a_capital_that_no_sentence_start_explains() -> None:
    words = read_words(clean("Støtter Løkke EU? Han svarede: Nej."))
    assert [word.text for word in words if word.name] == ["Løkke", "EU"]


def test_words_know_their_place_in_the_text() -> None:
    text = clean("Er centret, i Århus, åbent?")
    assert all(text[word.start : word.end] == word.text for word in read_words(text))


def test_function_words_belong_to_their_language_and_need_no_danish_keyboard() -> None:
    assert is_function_word("hvornår", "da") and is_function_word("hvornaar", "da")
    assert is_function_word("the", "en") and not is_function_word("the", "da")
    assert not any(is_function_word(word, "da") for word in ("mand", "stor", "ny", "to", "tre", "næste"))


@pytest.mark.parametrize("spelling", ["søge", "soege", "soge"])
def test_every_spelling_of_a_word_without_danish_letters_has_its_skeleton(spelling: str) -> None:
    assert skeleton(spelling) == skeleton("søge")


def test_danish_letters_are_only_bent_in_the_skeleton() -> None:
    assert stem("mål") == "mål"
    assert skeleton("på") == skeleton("paa") == skeleton("pa")


def test_grams_are_the_windows_of_four_letters_with_the_ends_marked() -> None:
    assert grams("lov") == ("^lov", "lov$")
    assert grams("by") == ("^by$",)
    assert grams("ø") == ("^ø$",)


def test_a_suspended_compound_is_paired_with_the_word_that_completes_it() -> None:
    assert suspended("et nationalt forsknings- og \n\nvidenscenter") == (("forsknings", "videnscenter"),)
    assert suspended("sundheds-, social- og boligområdet") == (
        ("sundheds", "boligområdet"),
        ("social", "boligområdet"),
    )
    assert suspended("a-b og c") == ()


@given(st.text(max_size=200))
def test_any_text_gives_folded_bounded_words_without_spaces(text: str) -> None:
    for form in forms(text):
        assert 0 < len(form) <= MAX_WORD
        assert len(form.split()) == 1
        assert all(len(gram.split()) == 1 for gram in (stem(form), skeleton(form), *grams(form)))


@given(st.text(max_size=40))
def test_folding_a_word_twice_changes_nothing_more(word: str) -> None:
    assert fold_case(fold_case(word)) == fold_case(word)


@given(st.text(alphabet="abcæøå- ,ogs\n", max_size=300))
def test_read_words_and_forms_agree(text: str) -> None:
    assert [word.form for word in read_words(clean(text))] == forms(text)


@given(st.text(st.sampled_from("abdefgiklmnoprstuvyæøå"), min_size=1, max_size=24))
@example("statsministrene")
@example("forskningscentret")
@example("børnebøgerne")
@example("byernes")
def test_every_word_begins_as_its_stem_says(form: str) -> None:
    assert form.startswith(begin(stem(form)))


def test_the_content_of_a_text_is_its_different_forms_without_function_words() -> None:
    text = "Er Centret, centret og forsknings\u00adcentret åbne i 2023?"
    assert content_forms(text, ["centr", "bil"]) == {"centret", "forskningscentret"}
    assert content_forms(text, ["bil"]) == set()


@given(
    st.text(alphabet="abæ'’ _-.1İ", max_size=40),
    st.sets(st.text(alphabet="abæ1", min_size=1, max_size=3), max_size=3),
)
def test_the_words_around_some_letters_are_those_of_the_whole_text_that_hold_them(text: str, having: set[str]) -> None:
    whole = {form for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)?", clean(text).casefold())
             if any(letters in word for letters in having) and (form := fold_case(word))}  # fmt: skip
    kept = {form for form in whole if form not in STOP["da"] and any(map(str.isalpha, form))}
    assert {form for form in content_forms(text, having) if any(map(str.isalpha, form))} == kept
