import datetime as dt

from bot.memory import KEPT_S, MAX_EXCHANGES, Exchange, Memory, Talk
from bot.reply import Reply

REPLY = Reply("?", "da", "not_found", (), (), dt.date(2026, 3, 2), None)
ANE, BO = (-100, None, 7), (-100, None, 8)


def exchange(message: int, *turns: str) -> Exchange:
    return Exchange((), turns, REPLY, message)


def test_the_last_exchange_of_a_talk_and_that_of_a_message_are_told_apart() -> None:
    memory = Memory()
    memory.remember(ANE, exchange(1, "a"))
    memory.remember(ANE, exchange(2, "b"))
    memory.remember(BO, exchange(3, "c"))
    last, first = memory.last(ANE), memory.of_message(-100, 1)
    assert last is not None
    assert first is not None
    assert (last.turns, first.turns) == (("b",), ("a",))
    assert memory.last((-100, 5, 7)) is None
    assert memory.of_message(-200, 1) is None


def test_an_earlier_exchange_answered_anew_does_not_become_the_last() -> None:
    memory = Memory()
    memory.remember(ANE, exchange(1, "a"))
    memory.remember(ANE, exchange(2, "b"))
    memory.remember(ANE, exchange(1, "edited"))
    last, first = memory.last(ANE), memory.of_message(-100, 1)
    assert last is not None
    assert first is not None
    assert (last.turns, first.turns) == (("b",), ("edited",))


def test_half_an_hour_later_it_is_forgotten() -> None:
    now = [0.0]
    memory = Memory(lambda: now[0])
    memory.remember(ANE, exchange(1, "a"))
    now[0] = KEPT_S - 1
    assert memory.last(ANE)
    now[0] = KEPT_S + 1
    assert memory.last(ANE) is None
    assert len(memory) == 0


def test_it_does_not_grow_without_end() -> None:
    memory = Memory()
    for message in range(MAX_EXCHANGES + 10):
        memory.remember((message, None, 7), exchange(message))
    assert len(memory) == MAX_EXCHANGES
    assert memory.last((9, None, 7)) is None
    assert memory.last((10, None, 7))


def test_a_user_is_forgotten_everywhere() -> None:
    memory = Memory()
    talks: list[Talk] = [ANE, (7, None, 7), BO]
    for message, talk in enumerate(talks):
        memory.remember(talk, exchange(message))
    memory.forget(7)
    assert [memory.last(talk) is not None for talk in talks] == [False, False, True]
