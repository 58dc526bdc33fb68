"""The journal: encodings outlive the process, but not another model, nor damage."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.inputs import Key, key_of
from index.journal import MARKS, Encoding, Journal

ONE, OTHER, NONE = (key_of([text]) for text in ("en", "to", "tre"))


def opened(folder: Path, model: str = "fake", revision: str = "1", dimension: int = 16) -> Journal:
    return Journal(folder, model, revision, dimension)


def encoding(number: int, dimension: int = 16) -> Encoding:
    codes = np.full((2 + number, (dimension + 7) // 8), number, np.uint8)
    return Encoding(np.full(dimension, number, np.float16), codes, (2, number))


def same(one: Encoding, other: Encoding) -> bool:
    arrays = np.array_equal(one.vector, other.vector) and np.array_equal(one.codes, other.codes)
    return arrays and one.lengths == other.lengths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a journal with two encodings, as a process leaves it that ends without a word."""
    journal = opened(tmp_path / "journal")
    journal.add(ONE, encoding(1))
    journal.add(OTHER, encoding(2))
    return tmp_path / "journal"


def test_what_was_added_is_there_for_the_next_process_without_a_word_of_farewell(folder: Path) -> None:
    journal = opened(folder)
    assert journal.held([OTHER, NONE, ONE]) == {ONE, OTHER}
    found = journal.get([ONE, NONE, OTHER])
    assert found.keys() == {ONE, OTHER}
    assert same(found[ONE], encoding(1))
    assert same(found[OTHER], encoding(2))


def test_more_keys_can_be_asked_for_than_one_statement_takes(folder: Path) -> None:
    keys: list[Key] = [key_of([str(number)]) for number in range(MARKS)]
    assert opened(folder).held([*keys, ONE]) == {ONE}


@pytest.mark.parametrize("other", [{"model": "other"}, {"revision": "2"}, {"dimension": 32}])
def test_another_model_finds_an_empty_journal(other: dict[str, Any], folder: Path) -> None:
    usual: dict[str, Any] = {"model": "fake", "revision": "1", "dimension": 16}
    journal = Journal(folder, **usual | other)
    assert not journal.held([ONE, OTHER])
    journal.close()
    assert not opened(folder).held([ONE, OTHER])


def test_a_damaged_journal_is_begun_anew_wherever_the_damage_is(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    journal = opened(folder)
    for number in range(200):
        journal.add(key_of([str(number)]), encoding(number))
    journal.close()
    path = folder / "encoded.sqlite"
    whole = path.read_bytes()
    for start in range(0, len(whole), 4096):
        path.write_bytes(whole[:start] + b"\xa5" * 2048 + whole[start + 2048 :])
        journal = opened(folder)
        journal.add(ONE, encoding(1))
        assert same(journal.get([ONE])[ONE], encoding(1))
        journal.close()
    path.write_bytes(whole[:5000])
    assert not opened(folder).held([key_of(["7"])])


def test_a_journal_that_cannot_be_written_is_not_thrown_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Journal) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch, pytest.raises(sqlite3.OperationalError):
        patch.setattr(Journal, "_open", full)
        opened(folder)
    assert opened(folder).held([ONE]) == {ONE}


def test_a_journal_that_is_done_with_leaves_nothing(folder: Path) -> None:
    opened(folder).remove()
    assert not folder.exists()
