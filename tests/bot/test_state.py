import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StateAhead, StateClosed
from bot.ledger import Ledger
from bot.state import DAY_S, FILE, VERSION, Example, Replied, State, key_of
from bot.tally import Tally


def test_a_reply_is_known_after_a_restart_and_its_row_before_it_is_sent(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    state.begin(1, 10, 7)
    assert state.reply_to(1, 10) is None
    state.replied(1, 10, 11)
    state.begin(1, 10, 7)
    state.close()
    again = State(tmp_path, 30)
    assert again.reply_to(1, 10) == Replied(11, done=True)
    assert again.reply_to(2, 10) is None


def test_a_message_that_only_says_wait_is_not_the_reply_yet(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    state.begin(1, 10, 7)
    state.replied(1, 10, 11, done=False)
    assert state.reply_to(1, 10) == Replied(11, done=False)


def test_a_program_killed_at_any_moment_leaves_what_was_written(tmp_path: Path) -> None:
    killed = State(tmp_path, 30)
    killed.begin(1, 10, 7)
    killed.replied(1, 10, 11)
    assert State(tmp_path, 30).reply_to(1, 10) == (11, True)  # the first was never closed


def test_numbers_of_messages_are_kept_for_the_days_set(tmp_path: Path) -> None:
    now = [0.0]
    state = State(tmp_path, 2, lambda: now[0])
    state.begin(1, 10, 7)
    state.replied(1, 10, 11)
    now[0] = 1.5 * DAY_S
    state.forget_old()
    assert state.reply_to(1, 10) == (11, True)
    now[0] = 3.0 * DAY_S
    state.forget_old()
    assert state.reply_to(1, 10) is None


def test_the_last_vote_of_a_user_counts(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    state.vote(1, 11, 7, 1)
    state.vote(1, 11, 8, 1)
    state.vote(1, 11, 7, -1)
    assert state.votes() == [-1, 1]


def test_a_user_is_erased_and_others_are_not(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    for user in (7, 8):
        state.begin(1, user, user)
        state.replied(1, user, 10 + user)
        state.vote(1, 10 + user, user, 1)
        state.choose_language(user, "en")
        state.keep_example(user, 1, Example("?", "not_found", "", str(user)))
    state.erase(7)
    assert (state.reply_to(1, 7), state.language(7)) == (None, None)
    assert (state.reply_to(1, 8), state.language(8), state.votes()) == ((18, True), "en", [1])
    assert state.examples(1) == [Example("?", "not_found", "", "8")]
    assert state.examples(-1) == []


def test_a_language_is_chosen_changed_and_taken_back(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    state.choose_language(7, "da")
    state.choose_language(7, "en")
    assert state.language(7) == "en"
    state.choose_language(7, None)
    assert state.language(7) is None


def test_a_group_is_greeted_once_also_when_it_moves(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    assert [state.greet(-5), state.greet(-5)] == [True, False]
    state.begin(-5, 1, 7)
    state.replied(-5, 1, 2)
    state.move(-5, -100)
    assert state.moved() == {-5: -100}
    assert not state.greet(-100)
    assert state.reply_to(-100, 1) is None  # messages are numbered anew there
    state.left(-100)
    assert state.greet(-100)


def test_a_key_leads_back_to_its_document_whatever_its_id(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    for document_id in ("SOU-663", "../x", "æ" * 900, "😀'; DROP TABLE document"):
        key = state.keep_key(document_id)
        assert key.isalnum()
        assert state.document_of(key) == document_id
    assert state.document_of("0" * 16) is None


def test_a_damaged_file_is_set_aside_and_not_deleted(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1000)
    state = State(tmp_path, 30)
    state.begin(1, 10, 7)
    (aside,) = tmp_path.glob("*.damaged-*")
    assert aside.read_bytes().startswith(b"no database")


def test_another_bots_numbers_are_let_go_and_what_users_chose_stays(tmp_path: Path) -> None:
    state = State(tmp_path, 30)
    state.begin(1, 10, 7)
    state.replied(1, 10, 11)
    for bot in (123, 123):  # the first to come is whose it was
        state.belong_to(bot)
        assert state.reply_to(1, 10) == Replied(11, done=True)
    state.vote(1, 11, 7, 1)
    state.claim(5, 8443)
    state.greet(-5)
    state.choose_language(7, "en")
    state.close()
    other = State(tmp_path, 30)
    other.belong_to(456)
    assert (other.reply_to(1, 10), other.votes(), other.claim(5, 8444)) == (None, [], None)
    assert other.greet(-5)
    assert other.language(7) == "en"
    other.begin(1, 10, 7)
    other.replied(1, 10, 12)
    other.belong_to(456)
    assert other.reply_to(1, 10) == Replied(12, done=True)


def test_a_file_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as tables:
        tables.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(StateAhead, match="newer version"):
        State(tmp_path, 30)
    assert not list(tmp_path.glob("*.damaged-*"))


def test_a_file_that_another_process_holds_is_not_taken_for_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tables.BUSY_S", 0.01)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StateClosed, match="locked"):
        State(tmp_path, 30)
    holder.close()
    assert not list(tmp_path.glob("*.damaged-*"))


def test_what_cannot_be_written_is_let_go_and_told_of_once_and_what_a_user_asked_for_fails(tmp_path: Path) -> None:
    state, told = State(tmp_path, 30), list[int]()
    state.on_trouble = lambda: told.append(1)
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        state._tables.execute("PRAGMA query_only = ON")  # as a full disk: reading goes on
        for query in range(3):
            state.begin(1, query, 7)
            state.replied(1, query, 11)
            assert state.keep_key("SOU-663") == key_of("SOU-663")
        state.forget_old()
        assert state.greet(-5)
        assert state.reply_to(1, 0) is None
        assert told == [1]
        with pytest.raises(sqlite3.Error):
            state.vote(1, 11, 7, 1)
        state._tables.execute("PRAGMA query_only = OFF")
        state.begin(1, 9, 7)
        assert other.execute("SELECT COUNT(*) FROM reply").fetchone() == (1,)


def test_what_the_bot_keeps_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    folder, before = tmp_path / "state", os.umask(0)
    try:
        state, ledger, tally = State(folder, 30), Ledger(folder, ()), Tally(folder)
        state.begin(1, 10, 7)
        ledger.note(7, "added", "a.txt")
        tally.add("failure", "Query")
        kept = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.sqlite*")}
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(kept) >= 3
    assert set(kept.values()) == {0o600}


def test_several_processes_write_to_one_state_and_nothing_is_lost(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.state import State; s = State(Path(sys.argv[1]), 30)\n"
        "for n in range(200):\n"
        "    s.begin(int(sys.argv[2]), n, 7); s.replied(int(sys.argv[2]), n, n); s.keep_key(str(n)); s.erase(8)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(chat)]) for chat in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    state = State(tmp_path, 30)
    assert all(state.reply_to(chat, n) == (n, True) for chat in range(3) for n in range(200))
    assert not list(tmp_path.glob("*.damaged-*"))


@pytest.mark.parametrize(("version", "later"), [(3, ("bot",)), (2, ("bot", "claim"))])
def test_a_file_of_a_version_before_keeps_what_is_in_it(tmp_path: Path, version: int, later: tuple[str, ...]) -> None:
    state = State(tmp_path, 30)
    state.choose_language(7, "en")
    state.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as tables:
        tables.executescript("".join(f"DROP TABLE {table}; " for table in later) + f"PRAGMA user_version={version};")
    again = State(tmp_path, 30)
    assert again.language(7) == "en"
    again.belong_to(123)
    assert again.claim(5, 8443) is None
    again.close()
    assert [path.name for path in tmp_path.glob("bot.*sqlite*") if "damaged" in path.name] == []
