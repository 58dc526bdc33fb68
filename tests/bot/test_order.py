import asyncio
from types import SimpleNamespace
from typing import Any

from bot.order import InOrder


def said(number: int, user: int, **fields: Any) -> SimpleNamespace:
    person = SimpleNamespace(id=user)
    return SimpleNamespace(update_id=number, effective_chat=person, effective_user=person, inline_query=None, **fields)


def typed(number: int, user: int) -> SimpleNamespace:
    return SimpleNamespace(
        update_id=number, effective_chat=None, effective_user=SimpleNamespace(id=user), inline_query=object()
    )


async def processed(updates: list[SimpleNamespace], failing: int = -1) -> list[int]:
    """The numbers of the updates in the order in which they were done; the first of a user takes longest."""
    order, done = InOrder(), list[int]()

    async def deal(update: SimpleNamespace) -> None:
        for _ in range(50 - update.update_id):
            await asyncio.sleep(0)
        if update.update_id == failing:
            raise ValueError
        done.append(update.update_id)

    tasks = (asyncio.create_task(order.do_process_update(update, deal(update))) for update in updates)
    await asyncio.gather(*tasks, return_exceptions=True)
    return done


def test_one_users_updates_are_dealt_with_one_by_one_and_anothers_beside_them() -> None:
    done = asyncio.run(processed([said(1, 7), said(2, 7), said(40, 8), said(3, 7)]))
    assert done == [40, 1, 2, 3]


def test_an_update_that_fails_does_not_hold_up_the_next() -> None:
    assert asyncio.run(processed([said(1, 7), said(2, 7), said(3, 7)], failing=1)) == [2, 3]


def test_letters_that_newer_ones_have_overtaken_while_they_waited_are_not_looked_up() -> None:
    assert asyncio.run(processed([typed(1, 7), typed(2, 7), typed(3, 7), typed(30, 8)])) == [30, 1, 3]
