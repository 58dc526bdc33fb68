import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.pace import ALL_CALLS, CALLED_AGAIN, GROUP_PERIOD_S, REPLIES, RETRIES, Care, Pace, Stopping, Window

GROUP, PRIVATE = -100, 7


class Clock:
    """Time that passes only while somebody sleeps; sleepers wake in order."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


def paced(clock: Clock) -> Pace:
    return Pace(clock, clock.sleep)


async def call(
    pace: Pace,
    chat: int | None,
    does: Callable[[], Awaitable[Any]],
    care: Care | None = None,
    method: str = "sendMessage",
) -> Any:
    async def callback() -> Any:
        return await does()

    data = {} if chat is None else {"chat_id": chat}
    return await pace.process_request(callback, (), {}, method, data, care)


def failing(*errors: TelegramError) -> tuple[Callable[[], Awaitable[str]], list[int]]:
    """What fails with these errors in turn and then succeeds, and its tries."""
    left, tries = list(errors), list[int]()

    async def does() -> str:
        tries.append(1)
        if left:
            raise left.pop(0)
        return "sent"

    return does, tries


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 20)), max_size=60), st.integers(1, 6))
def test_never_more_calls_than_the_limit_arrive_within_any_period(calls: list[tuple[float, float]], limit: int) -> None:
    window, now, arrived = Window(60.0), 0.0, []
    for gap, takes in calls:
        now += gap
        now += window.free_in(now, limit)
        assert window.free_in(now, limit) < 1e-6
        window.begin()
        arrived.append(now + takes)  # at the latest
        now += takes
        window.end(now)
    assert all(late - early >= 60.0 - 1e-6 for early, late in zip(arrived, arrived[limit:], strict=False))


@pytest.mark.parametrize(("ahead", "wait_s"), [(0, 0), (1, 50), (2, 55), (3, 60), (4, 60), (6, 120)], ids=str)
def test_how_long_a_call_waits_depends_on_those_ahead_of_it(ahead: int, wait_s: float) -> None:
    window = Window(60.0)
    for now in (-10.0, -5.0):
        window.begin()
        window.end(now)
    window.begin()  # is under way
    assert window.free_in(0.0, 4, ahead) == wait_s


def test_a_burst_in_a_group_goes_out_at_the_platforms_pace_with_room_for_one_notice() -> None:
    clock = Clock()
    pace, at = paced(clock), list[float]()

    async def sends() -> None:
        at.append(clock.now)

    async def burst() -> None:
        for _ in range(30):
            await call(pace, GROUP, sends)

    assert pace.wait_s(GROUP) == 0
    asyncio.run(burst())
    assert at == [0.0] * REPLIES + [GROUP_PERIOD_S] * 12


def test_a_notice_goes_out_at_once_and_once_a_minute() -> None:
    clock = Clock()
    pace, at = paced(clock), list[float]()

    async def sends() -> None:
        at.append(clock.now)

    async def burst() -> None:
        for _ in range(REPLIES):
            await call(pace, GROUP, sends)
        assert pace.wait_s(GROUP) == GROUP_PERIOD_S
        assert pace.may_notice(GROUP)
        assert not pace.may_notice(GROUP)
        await call(pace, GROUP, sends, care=Care.NOTICE)
        assert clock.now == 0
        clock.now = GROUP_PERIOD_S
        assert pace.may_notice(GROUP)

    asyncio.run(burst())
    assert len(at) == REPLIES + 1


def test_private_chats_wait_only_for_the_pace_of_all() -> None:
    clock = Clock()
    pace, at = paced(clock), list[float]()

    async def sends() -> None:
        at.append(clock.now)

    async def burst() -> None:
        for user in range(ALL_CALLS + 1):
            await call(pace, user, sends)

    asyncio.run(burst())
    assert at == [0.0] * ALL_CALLS + [1.0]


def test_a_chat_that_is_told_to_slow_down_waits_and_another_does_not() -> None:
    clock = Clock()
    pace = paced(clock)
    does, tries = failing(RetryAfter(5))

    async def both() -> None:
        slow = asyncio.create_task(call(pace, PRIVATE, does))
        await asyncio.sleep(0)
        assert pace.wait_s(PRIVATE) > 5
        assert pace.wait_s(PRIVATE + 1) == 0
        assert not pace.may_notice(PRIVATE)
        assert await slow == "sent"

    asyncio.run(both())
    assert len(tries) == 2
    assert clock.now > 5


def test_the_other_chats_go_on_while_one_that_was_told_to_slow_down_waits() -> None:
    clock = Clock()
    pace, at = paced(clock), list[float]()
    slow, _ = failing(RetryAfter(30))

    async def sends() -> None:
        at.append(clock.now)

    async def both() -> None:
        held = asyncio.create_task(call(pace, PRIVATE, slow))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await call(pace, PRIVATE + 1, sends)
        assert not held.done()
        await held

    asyncio.run(both())
    assert at[0] < 2
    assert clock.now > 30


def test_a_chat_that_was_told_to_slow_down_is_given_up_at_the_end_of_the_program() -> None:
    pace = paced(Clock())
    slow, tries = failing(RetryAfter(30))

    async def ends() -> None:
        held = asyncio.create_task(call(pace, PRIVATE, slow))
        await asyncio.sleep(0)
        pace.stop()
        with pytest.raises(Stopping):
            await held

    asyncio.run(ends())
    assert len(tries) == 1


def never_sent() -> NetworkError:
    error = NetworkError("httpx.ConnectError: ")
    error.__cause__ = httpx.ConnectError("refused")
    return error


def lost() -> NetworkError:
    error = NetworkError("httpx.ReadError: ")
    error.__cause__ = httpx.ReadError("reset")
    return error


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (never_sent(), 2),
        (NetworkError("Bad Gateway (502). Parsing the server response b'' failed"), 2),
        (lost(), 2),
        (TimedOut(), 2),
        (BadRequest("Bad Gateway, said somebody"), 1),
    ],
)
def test_what_failed_on_the_way_is_tried_again_and_what_was_refused_is_not(error: TelegramError, tries: int) -> None:
    does, tried = failing(error)
    try:
        asyncio.run(call(paced(Clock()), PRIVATE, does))
    except TelegramError as raised:
        assert raised is error
    assert len(tried) == tries


@given(st.lists(st.sampled_from(["lost", "timeout", "never sent", "502", "429"]), max_size=8))
def test_a_message_that_may_have_been_shown_is_never_sent_a_third_time(failures: list[str]) -> None:
    errors = {
        "lost": lost(),
        "timeout": TimedOut(),
        "never sent": never_sent(),
        "502": NetworkError("Bad Gateway (502). Parsing the server response b'' failed"),
        "429": RetryAfter(1),
    }
    does, tried = failing(*[errors[failure] for failure in failures])
    sent = False
    with contextlib.suppress(TelegramError):
        sent = asyncio.run(call(paced(Clock()), PRIVATE, does)) == "sent"
    perhaps_shown = sum(failure in ("lost", "timeout") for failure in failures[: len(tried)])
    assert perhaps_shown + sent <= 2
    assert sent == (perhaps_shown < 2 and len(failures) <= RETRIES)


@pytest.mark.parametrize(
    ("method", "care", "tries"),
    [("sendMessage", Care.ONCE, 1), ("sendMessage", Care.SURELY, RETRIES + 1), ("editMessageText", None, RETRIES + 1),
     ("getFile", None, RETRIES + 1), ("sendDocument", None, 2)],
)  # fmt: skip
def test_how_often_a_call_may_be_made_whose_outcome_is_not_known(method: str, care: Care | None, tries: int) -> None:
    does, tried = failing(*[lost()] * 9)
    with pytest.raises(NetworkError):
        asyncio.run(call(paced(Clock()), PRIVATE, does, care, method))
    assert len(tried) == tries


@pytest.mark.parametrize("method", ["answerCallbackQuery", "answerInlineQuery", "leaveChat"])
def test_what_telegram_takes_only_once_is_not_repeated(method: str) -> None:
    does, tried = failing(lost())
    with pytest.raises(NetworkError):
        asyncio.run(call(paced(Clock()), PRIVATE, does, method=method))
    assert len(tried) == 1


@pytest.mark.parametrize("method", sorted(CALLED_AGAIN))
def test_what_its_caller_makes_again_and_tells_of_fails_at_once(method: str) -> None:
    does, tried = failing(never_sent())
    with pytest.raises(NetworkError):
        asyncio.run(call(paced(Clock()), None, does, method=method))
    assert len(tried) == 1


def test_it_gives_up_after_some_tries() -> None:
    does, tried = failing(*[RetryAfter(1) for _ in range(9)])
    with pytest.raises(RetryAfter):
        asyncio.run(call(paced(Clock()), None, does))
    assert len(tried) == RETRIES + 1


def test_at_the_end_of_the_program_nobody_waits_long() -> None:
    clock = Clock()
    pace, sent = paced(clock), list[int]()

    async def sends() -> None:
        sent.append(1)

    async def burst() -> None:
        for _ in range(REPLIES):
            await call(pace, GROUP, sends)
        pace.stop()
        with pytest.raises(Stopping):
            await call(pace, GROUP, sends)
        await call(pace, PRIVATE, sends)

    asyncio.run(burst())
    assert len(sent) == REPLIES + 1
