"""Small talk: only a whole message counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.finding import SmallTalk
from index.smalltalk import small_talk


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("hej", "greeting"), ("Hej!", "greeting"), ("HEJ DER :)", "greeting"), ("God morgen", "greeting"),
        ("hello there", "greeting"), ("Hej, hvordan går det?", "greeting"),
        ("tak", "thanks"), ("Mange tak for hjælpen!", "thanks"), ("Thanks a lot", "thanks"), ("ok", "thanks"),
        ("Hvem er du?", "about"), ("hvad kan du", "about"), ("What can you do?", "about"), ("hjælp", "about"),
        ("Er du en robot?", "about"), ("hvor kommer svarene fra?", "about"), ("hjælp mig", "about"), ("nej", "about"),
        ("du er bare så dum!", "about"), ("you are useless", "about"), ("Hvordan er vejret i dag?", "about"),
        ("kan du skrive et digt om mink", "about"), ("tell me a joke", "about"), ("hold kæft", "about"),
        ("farvel", "greeting"),
    ],
)  # fmt: skip
def test_a_message_that_is_all_small_talk_is_known_as_such(query: str, kind: SmallTalk) -> None:
    assert small_talk(query) == kind


@pytest.mark.parametrize(
    "query",
    [
        "hej, er centret finansieret?", "tak, men hvad koster det?", "Hvem er minister?", "hvad kan kommunerne gøre",
        "hjælp til ensomme ældre", "Hello, is the centre funded?", "spm. 663", "godt 20 mio. kr.", "", "?!",
        "er ministeren dum?", "vejret i dag på motorvejene", "skriv hvad ministeren sagde om mink",
    ],
)  # fmt: skip
def test_a_question_is_not_small_talk_for_a_polite_word_in_it(query: str) -> None:
    assert small_talk(query) is None


@given(st.sampled_from(["hej", "tak", "hvem er du"]), st.text(alphabet=" .,!?:)\n", max_size=10))
def test_marks_and_blanks_around_it_change_nothing(words: str, around: str) -> None:
    assert small_talk(around + words.upper() + around) == small_talk(words)
