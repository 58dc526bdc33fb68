"""The mapped tokenizer gives the ids of the `tokenizers` package."""

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers

from index import bundled, pieces
from index.cache import default_cache
from index.pieces import Pieces

LETTER = Path(__file__).resolve().parents[2] / "corpus/documents/SOU-alm-del-663.txt"


@pytest.fixture(scope="module")
def ours() -> Pieces:
    return Pieces.open(bundled.unpack_engine(default_cache()))


@pytest.fixture(scope="module")
def theirs() -> Tokenizer:
    return Tokenizer.from_file(str(bundled.unpack(default_cache()) / "tokenizer.json"))


def expected(theirs: Tokenizer, text: str) -> list[int]:
    ids: list[int] = theirs.encode(text, add_special_tokens=False).ids
    return ids


def test_the_most_probable_pieces_win_and_unknown_neighbours_are_one_token(tmp_path: Path) -> None:
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    unigrams = [(name, 0.0) for name in special] + [("▁", -3.0), ("▁a", -2.0), ("b", -2.5), ("▁ab", -5.0), ("ab", -1.0)]
    pieces.write(tmp_path, unigrams, special)
    small = Pieces.open(tmp_path)
    assert small.ids("ab") == [4, 8]  # -3 - 1 = -4; beside -2 - 2.5 = -4.5 and -5
    assert small.ids("a  b") == [5, 4, 6]
    assert small.ids("axyb") == [5, 3, 6]
    assert small.ids("") == small.ids(" \n ") == []
    assert (small.bos, small.eos, small.unknown) == (0, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "▁a", "a▁▁b", "a ▁ b", "<s>", "a<s>b </s> c", "＜s＞", "<s><s>", "<mask>", "a\x1cb", "a\x85b", "\0",
        "🇩🇰🇩🇰 xx🦄🦄y", "ﬁ", "\u0301a", "20,8 mio. kr. i 2025-2028, jf. § 3", "ÆRØSKØBING – får ærø? ”Desværre”",
        "query: Er forskningscenteret finansieret?", "x" * 300, "\ue000\ue001 \ue002a\ue003",
    ],
)  # fmt: skip
def test_odd_texts_have_the_same_ids(ours: Pieces, theirs: Tokenizer, text: str) -> None:
    assert ours.ids(text) == expected(theirs, text)


def same_table(text: str) -> bool:
    """Whether Python and `tokenizers`, which carry different Unicode versions, have one NFKC for a text."""
    return bool(unicodedata.normalize("NFKC", text) == normalizers.NFKC().normalize_str(text))


anything = st.characters(exclude_categories=["Cs"])
latin = st.characters(max_codepoint=0x17F)


@settings(max_examples=400, deadline=None)
@given(text=st.text(anything) | st.text(latin) | st.text("abdenrst ▁<s>/", max_size=60))
def test_any_text_has_the_same_ids(ours: Pieces, theirs: Tokenizer, text: str) -> None:
    assume(same_table(text))
    assert ours.ids(text) == expected(theirs, text)


def test_every_character_has_the_same_ids_but_the_few_newer_than_one_of_the_tables(
    ours: Pieces, theirs: Tokenizer
) -> None:
    characters = [c for c in map(chr, range(sys.maxunicode)) if unicodedata.category(c) not in ("Cs", "Cn", "Co")]
    same = [f"a{c}b" for c in characters if same_table(c)]
    assert len(characters) - len(same) < 200
    encoded = theirs.encode_batch(same, add_special_tokens=False)
    assert [text for text, other in zip(same, encoded, strict=True) if ours.ids(text) != other.ids] == []


def mismatches(ours: Pieces, theirs: Tokenizer, text: str) -> list[str]:
    sentences = re.split(r"(?<=[.?!])\s+|\n\n+", text)
    return [sentence for sentence in [*sentences, text] if ours.ids(sentence) != expected(theirs, sentence)]


def test_every_sentence_of_the_shipped_letter_has_the_same_ids(ours: Pieces, theirs: Tokenizer) -> None:
    assert mismatches(ours, theirs, LETTER.read_text(encoding="utf-8")) == []


def test_sentences_of_question_time_have_the_same_ids(ours: Pieces, theirs: Tokenizer, shared: Path) -> None:
    for path in sorted((shared / "data/question-time/docs").glob("*.txt"))[::4]:
        assert mismatches(ours, theirs, path.read_text(encoding="utf-8")) == []
