"""A change of the folder is made and written down, or neither."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.changes import Changes
from bot.ledger import Ledger
from corpus.errors import FileThere

USER = 7


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    (documents / "2024").mkdir(parents=True)
    (documents / "2024" / "tog.txt").write_text("Toget kører igen.", encoding="utf-8")
    return documents


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "state", {USER})


def seen(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt") if ".removed" not in path.parts}


def test_what_cannot_be_written_down_is_not_done(
    folder: Path, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes, before = Changes(lambda: folder, ledger), seen(folder)
    sent = tmp_path / "bro.txt"
    sent.write_text("Broen er åben.", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(ledger, "note", full)
        with pytest.raises(OSError, match="cannot be written down"):
            asyncio.run(changes.add(USER, sent))
        with pytest.raises(OSError, match="cannot be written down"):
            asyncio.run(changes.remove(USER, "2024/tog.txt"))
    assert seen(folder) == before
    assert ledger.changes(9) == []


def test_a_removal_is_undone_in_its_own_place(folder: Path, ledger: Ledger) -> None:
    changes, before = Changes(lambda: folder, ledger), seen(folder)
    asyncio.run(changes.remove(USER, "2024/tog.txt"))
    assert seen(folder) == set()
    last = ledger.last()
    assert last
    asyncio.run(changes.undo(USER, last))
    assert seen(folder) == before
    assert ledger.last() is None
    with pytest.raises(FileThere):
        asyncio.run(changes.undo(USER, last))
