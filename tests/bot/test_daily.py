import asyncio
import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any, cast

import pytest

from bot import daily
from bot.admin_texts import DANISH
from bot.state import State
from bot.tally import Tally

DAY = dt.date(2026, 11, 25)
MORNING = dt.datetime(2026, 11, 26, 7, 0, tzinfo=daily.HOME)


def busy(folder: Path) -> Tally:
    tally = Tally(folder, lambda: DAY)
    for outcome, language in (("answered", "da"), ("answered", "en"), ("not_found", "da"), ("small_talk", "da")):
        tally.add("query", outcome, language)
    tally.add("rebuild", "built")
    tally.add("telegram_error", "429")
    return tally


def test_the_report_holds_the_numbers_of_the_day(tmp_path: Path) -> None:
    said = daily.told(busy(tmp_path), DAY, DANISH)
    assert said.splitlines()[:2] == [
        "I går, 25. november 2026: 3 spørgsmål, heraf 1 på engelsk",
        "2 besvaret, 0 delvist, 1 uden svar i dokumenterne",
    ]
    assert "Indekset blev bygget 1 gang; mislykkede forsøg: 0" in said


def test_small_talk_counts_in_no_language(tmp_path: Path) -> None:
    tally = busy(tmp_path)
    tally.add("query", "small_talk", "en")
    assert "3 spørgsmål, heraf 1 på engelsk" in daily.told(tally, DAY, DANISH)
    assert "bygget 1 gang;" in daily.told(tally, DAY, DANISH)
    tally.add("rebuild", "built")
    assert "bygget 2 gange;" in daily.told(tally, DAY, DANISH)


def test_words_asked_for_in_vain_are_told_of_once_several_have_asked(tmp_path: Path) -> None:
    tally = busy(tmp_path)
    for word in ("færge", "mink", "færge", "færge"):
        tally.add("topic", word)
    assert daily.told(tally, DAY, DANISH).splitlines()[-1] == "Spurgt forgæves om: færge (3)"


def test_a_day_without_anything_is_not_told_of(tmp_path: Path) -> None:
    tally = Tally(tmp_path, lambda: DAY)
    tally.add("rebuild", "unchanged")
    tally.add("query", "small_talk", "da")
    assert daily.told(tally, DAY, DANISH) == ""


def test_it_is_due_from_seven_in_denmark() -> None:
    assert daily.due(MORNING) == DAY
    assert daily.due(MORNING - dt.timedelta(minutes=1)) is None


def test_a_file_that_cannot_be_read_for_once_does_not_end_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    tally, tries = busy(tmp_path), list[int]()

    class Bot:
        async def send_message(self, chat: int, _text: str) -> None:
            sent.append(chat)

    def first(*_: object) -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise sqlite3.OperationalError("database is locked")
        return True

    async def enough(_seconds: float) -> None:
        if len(tries) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("bot.daily.asyncio.sleep", enough)
    monkeypatch.setattr(tally, "first", first)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(daily.tell_daily(cast(Any, Bot()), tally, State(tmp_path, 30), lambda: (7,), lambda: MORNING))
    assert sent == [7]


def test_each_administrator_is_told_once_a_day_though_the_program_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    class Bot:
        async def send_message(self, chat: int, _text: str) -> None:
            sent.append(chat)

    async def enough(_seconds: float) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr("bot.daily.asyncio.sleep", enough)
    tally, state = busy(tmp_path), State(tmp_path, 30)
    for _ in range(2):
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(daily.tell_daily(cast(Any, Bot()), tally, state, lambda: (7, 8), lambda: MORNING))
    assert sent == [7, 8]
