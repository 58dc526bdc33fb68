import os
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from bot.backup import back_up, restore
from bot.errors import BackupThere, BackupWrong, BotRunning, StateNewer
from bot.holding import held
from bot.ledger import Ledger
from bot.state import FILE, State


def test_a_backup_made_while_the_bot_writes_holds_all_that_was_written(tmp_path: Path) -> None:
    state, ledger = State(tmp_path / "a", 30), Ledger(tmp_path / "a", ())
    state.choose_language(7, "en")
    ledger.note(7, "added", "x.txt")
    back_up(tmp_path / "a", tmp_path / "b.zip")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert restore(tmp_path / "b.zip", tmp_path / "c") == []
    assert State(tmp_path / "c", 30).language(7) == "en"
    assert [change.source for change in Ledger(tmp_path / "c", ()).changes(9)] == ["x.txt"]


def test_a_backup_never_overwrites_a_file(tmp_path: Path) -> None:
    State(tmp_path, 30).close()
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(BackupThere):
        back_up(tmp_path, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_a_newer_state_is_replaced_only_when_told_to_and_is_kept(tmp_path: Path) -> None:
    folder, backup = tmp_path / "a", tmp_path / "b.zip"
    state = State(folder, 30)
    back_up(folder, backup)
    state.choose_language(7, "en")
    state.close()
    os.utime(backup)  # copied later than the state was written to
    with pytest.raises(StateNewer, match="--newer-too"):
        restore(backup, folder)
    (aside,) = restore(backup, folder, newer_too=True)
    assert State(folder, 30).language(7) is None
    (folder / aside).rename(folder / FILE)
    for beside in ("-wal", "-shm"):
        (folder / f"{FILE}{beside}").unlink(missing_ok=True)
    assert State(folder, 30).language(7) == "en"


@pytest.mark.parametrize("port", [None, 8443])
def test_a_running_bot_keeps_its_state(port: int | None, tmp_path: Path) -> None:
    State(tmp_path / "a", 30).close()
    back_up(tmp_path / "a", tmp_path / "b.zip")
    with held(tmp_path / "a", port), pytest.raises(BotRunning, match="stop it"):
        restore(tmp_path / "b.zip", tmp_path / "a", newer_too=True)


@pytest.mark.parametrize(
    "members", [None, {}, {"../bot.sqlite": b"x"}, {"bot.sqlite": b"no database " * 100}, {"bot.sqlite": b"", "y": b""}]
)
def test_what_is_no_backup_changes_nothing(members: dict[str, bytes] | None, tmp_path: Path) -> None:
    backup, folder = tmp_path / "b.zip", tmp_path / "a"
    State(folder, 30).close()
    before = (folder / FILE).read_bytes()
    if members is None:
        backup.write_bytes(b"PK no zip")
    else:
        with zipfile.ZipFile(backup, "w") as pack:
            pack.comment = b"2026-03-02T08:00:00+00:00"
            for name, content in members.items():
                pack.writestr(name, content)
    with pytest.raises(BackupWrong):
        restore(backup, folder, newer_too=True)
    assert (folder / FILE).read_bytes() == before
    assert not list(tmp_path.glob("bot.sqlite"))


def test_a_backup_of_which_any_byte_is_another_restores_or_is_called_damaged(tmp_path: Path) -> None:
    state = tmp_path / "state"
    State(state, 30).close()
    backup = tmp_path / "backup.zip"
    back_up(state, backup)
    data = backup.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 60)):
        backup.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with suppress(BackupWrong):
            restore(backup, tmp_path / "other", newer_too=True)
