"""The lexicon: the same words and the same parts of compounds whatever the corpus holds."""

from pathlib import Path

import pytest

from index import lexicon
from index.analysis import stem
from index.lexicon import open_lexicon, parts


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("forskningscenter", ("forskning", "center")),
        ("ældrecheck", ("ældre", "check")),
        ("ensomhed", ()),
        ("hus", ()),
        ("", ()),
        ("zzzzxq", ()),
    ],
)
def test_a_compound_is_taken_apart_and_other_words_are_not(word: str, found: tuple[str, ...]) -> None:
    assert parts(word) == found


def test_common_words_count_for_more_than_rare_ones_and_unknown_ones_for_nothing(tmp_path: Path) -> None:
    made = open_lexicon(tmp_path)
    assert made.words("minister") > made.words("færge") > made.words("zzzzxq") == 0
    assert made.stems(stem("ministeren")) >= made.words("ministeren") + made.words("minister")
    assert made.stems("zzzzxq") == made.words("") == 0


def test_it_is_made_once_and_then_read_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_lexicon(tmp_path / "new")
    (path,) = (tmp_path / "new").iterdir()
    monkeypatch.setattr(lexicon, "_made", lambda: pytest.fail("it is made again"))
    again = open_lexicon(tmp_path / "new")
    assert again.words("minister") == first.words("minister") > 0
    assert path.suffix == ".marisa"


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    open_lexicon(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    assert open_lexicon(tmp_path).words("minister") > 0
    assert path.stat().st_size > 100


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert open_lexicon(tmp_path / "file").words("minister") > 0
