from pathlib import Path

import pytest

from bot.errors import StateDamaged
from bot.ledger import FILE, MAX_GUESSES, Ledger


def test_the_code_makes_one_administrator_who_stays_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, ())
    code = ledger.code
    assert len(code) == 8
    assert ledger.pair(7, "0" + code) is False
    assert ledger.pair(7, code) is True
    assert ledger.pair(8, code) is None
    ledger.close()
    again = Ledger(tmp_path, {9})
    assert again.admins() == {7, 9}
    assert again.code == ""
    assert again.pair(8, "") is None


def test_there_is_no_code_where_the_settings_name_an_administrator(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, {9})
    assert ledger.code == ""
    assert ledger.pair(8, "") is None


def test_a_damaged_file_is_named_with_the_command_that_mends_it_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1000)
    with pytest.raises(StateDamaged, match="`ministersvar state restore --newer-too FILE`"):
        Ledger(tmp_path, ())
    assert (tmp_path / FILE).read_bytes().startswith(b"no database")


def test_no_code_at_all_is_no_guess(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, ())
    assert not any(ledger.pair(8, "") for _ in range(MAX_GUESSES + 1))
    assert not ledger.is_closed
    assert ledger.pair(8, ledger.code) is True


@pytest.mark.parametrize("guess", ["æ", "0" * 9999])
def test_a_code_can_be_guessed_at_five_times_only(tmp_path: Path, guess: str) -> None:
    ledger = Ledger(tmp_path, ())
    assert [ledger.pair(8, guess) for _ in range(MAX_GUESSES + 1)] == [False] * MAX_GUESSES + [None]
    assert ledger.is_closed
    assert ledger.pair(8, ledger.code) is None
    assert ledger.admins() == frozenset()


def test_undoing_goes_back_step_by_step_and_is_written_down_itself(tmp_path: Path) -> None:
    now = [100.0]
    ledger = Ledger(tmp_path, {7}, lambda: now[0])
    assert ledger.last() is None
    ledger.note(7, "added", "a.txt")
    ledger.note(8, "removed", "b.txt", "/kept/b.txt")
    last = ledger.last()
    assert last is not None
    assert (last.user, last.action, last.source, last.kept, last.at) == (8, "removed", "b.txt", "/kept/b.txt", 100)
    ledger.note(7, "added", "b.txt", undoes=last.number)
    last = ledger.last()
    assert last is not None
    assert (last.action, last.source) == ("added", "a.txt")
    ledger.note(7, "removed", "a.txt", "/kept/a.txt", undoes=last.number)
    assert ledger.last() is None
    assert [(change.user, change.action, change.source) for change in ledger.changes(3)] == [
        (7, "removed", "a.txt"),
        (7, "added", "b.txt"),
        (8, "removed", "b.txt"),
    ]
