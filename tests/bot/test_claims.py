"""Two processes on one webhook: an update belongs to one of them, as long as that one lives."""

from contextlib import closing
from pathlib import Path

from bot import holding
from bot.claims import Claims
from bot.holding import held
from bot.state import State


def test_an_update_is_taken_once_while_whoever_took_it_lives(tmp_path: Path) -> None:
    with (
        closing(State(tmp_path, 30)) as one, closing(State(tmp_path, 30)) as other,
        held(tmp_path, 8443), held(tmp_path, 8444),
    ):  # fmt: skip
        first, second = Claims(one, tmp_path, 8443), Claims(other, tmp_path, 8444)
        assert [first.take(5), second.take(5), first.take(5)] == [True, False, False]
        assert [second.take(6), first.take(6)] == [True, False]


def test_what_a_killed_process_had_is_taken_by_one_of_the_others(tmp_path: Path) -> None:
    with closing(State(tmp_path, 30)) as state, held(tmp_path, 8444), held(tmp_path, 8445):
        dead, second, third = (Claims(state, tmp_path, port) for port in (8443, 8444, 8445))
        assert dead.take(5)
        assert [second.take(5), third.take(5), second.take(5)] == [True, False, False]


def test_a_process_that_was_started_again_takes_what_its_forerunner_had(tmp_path: Path) -> None:
    with closing(State(tmp_path, 30)) as state, held(tmp_path, 8443):
        assert Claims(state, tmp_path, 8443).take(5)
        assert Claims(state, tmp_path, 8443).take(5)


def test_a_claim_is_forgotten_after_days(tmp_path: Path) -> None:
    now = [1e9]
    with closing(State(tmp_path, 30, lambda: now[0])) as state:
        assert state.claim(5, 8443) is None
        assert state.claim(5, 8444) == 8443
    now[0] += 3 * 86_400
    with closing(State(tmp_path, 30, lambda: now[0])) as state:
        assert state.claim(5, 8444) is None


def test_a_lock_that_nobody_holds_is_no_sign_of_life(tmp_path: Path) -> None:
    with held(tmp_path, 8443):
        assert holding.is_port_held(tmp_path, 8443)
    assert not holding.is_port_held(tmp_path, 8443)
