"""Presses: answered soon whatever they ask for, and merged where only the last one matters."""

import asyncio
from collections.abc import Awaitable, Callable
from unittest.mock import AsyncMock

import pytest
from telegram.error import BadRequest, NetworkError

from bot.decisions import Place
from bot.pace import Pace
from bot.showing import Showing, Step
from bot.texts import DANISH

HERE, GROUP = Place(7, 20, 0, group=False), Place(-5, 20, 0, group=True)


def said(bot: AsyncMock) -> list[str | None]:
    return [call.args[1] for call in bot.answer_callback_query.await_args_list]


def failing(error: Exception) -> Callable[[], Awaitable[object]]:
    async def show() -> object:
        raise error

    return show


@pytest.mark.parametrize("error", [BadRequest("x"), NetworkError("x")])
def test_what_telegram_does_not_take_is_said_in_the_answer(error: Exception) -> None:
    bot = AsyncMock()
    asyncio.run(Showing().carry_out(bot, Pace(), "p", HERE, Step("", failing(error)), DANISH))
    assert said(bot) == [DANISH.unshown]


def test_what_is_done_stays_said_whatever_becomes_of_showing_it() -> None:
    bot = AsyncMock()
    asyncio.run(Showing().carry_out(bot, Pace(), "p", HERE, Step("Tak.", failing(BadRequest("x"))), DANISH))
    asyncio.run(Showing().carry_out(bot, Pace(), "p", HERE, Step("Tak."), DANISH))
    assert said(bot) == ["Tak.", "Tak."]


def test_a_fault_of_our_own_is_left_to_the_caller_with_the_press_unanswered() -> None:
    bot = AsyncMock()
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Showing().carry_out(bot, Pace(), "p", HERE, Step("", failing(ZeroDivisionError())), DANISH))
    assert said(bot) == []


def test_of_presses_that_wait_the_last_is_shown_and_files_are_all_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.showing.SOON_S", 0.01)
    bot, showing, pace, shown = AsyncMock(), Showing(), Pace(), list[str]()

    async def all_of_them() -> None:
        lull = asyncio.Event()

        async def wait(_: int) -> None:
            await lull.wait()

        monkeypatch.setattr(pace, "lull", wait)

        def step(name: str, *, in_place: bool) -> Step:
            async def show() -> None:
                shown.append(name)

            return Step("", show, in_place=in_place)

        for name in ("1", "2", "3"):
            await showing.carry_out(bot, pace, name, GROUP, step(name, in_place=True), DANISH)
        for name in ("fil", "side"):
            await showing.carry_out(bot, pace, name, GROUP, step(name, in_place=False), DANISH)
        assert shown == ["fil", "side"]
        lull.set()
        await showing.stop()

    asyncio.run(all_of_them())
    assert shown == ["fil", "side", "3"]
    assert said(bot) == [DANISH.soon] * 3 + [None] * 2


def test_a_failure_after_the_answer_is_told_in_a_message_in_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.showing.SOON_S", 0.01)
    bot, showing = AsyncMock(), Showing()

    async def late() -> None:
        go = asyncio.Event()

        async def show() -> None:
            await go.wait()
            raise NetworkError("x")

        for place in (HERE, GROUP):
            await showing.carry_out(bot, Pace(), "p", place, Step("", show), DANISH)
        go.set()
        await showing.stop()

    asyncio.run(late())
    assert [(call.args[0], call.args[1]) for call in bot.send_message.await_args_list] == [(HERE.chat, DANISH.unshown)]
