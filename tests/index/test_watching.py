"""The documents folder watched: every change noticed, none acted on before it is complete."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import watching
from index.watching import Rest, State, at_rest, follow, state_of

QUIET_S, WAIT_S = 0.05, 20.0


class Acting:
    """Counts what `follow` does; `outcomes` are taken from the left, then True."""

    def __init__(self, folder: Path, *outcomes: bool) -> None:
        self.folder, self.outcomes = folder, list(outcomes)
        self.seen: list[State] = []
        self._change = threading.Condition()

    def __call__(self, rest: Rest) -> bool:
        rest()
        with self._change:
            self.seen.append(state_of(self.folder))
            self._change.notify_all()
            return self.outcomes.pop(0) if self.outcomes else True

    def wait(self, count: int) -> None:
        with self._change:
            assert self._change.wait_for(lambda: len(self.seen) >= count, WAIT_S), f"acted {len(self.seen)} times"


@contextmanager
def following(act: Acting, poll_s: float = 60.0) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        target=follow, args=(act.folder, act, stop), kwargs={"poll_s": poll_s, "quiet_s": QUIET_S}
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(WAIT_S)
    assert not thread.is_alive()


def test_it_acts_at_the_start_and_after_every_change(tmp_path: Path) -> None:
    act = Acting(tmp_path)
    with following(act):
        act.wait(1)
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        act.wait(2)
        (tmp_path / "a.txt").rename(tmp_path / "b.txt")
        act.wait(3)
        (tmp_path / "b.txt").unlink()
        act.wait(4)
    assert [sorted(state) for state in act.seen] == [[], ["a.txt"], ["b.txt"], []]


def test_what_is_hidden_is_no_change(tmp_path: Path) -> None:
    act = Acting(tmp_path)
    with following(act):
        act.wait(1)
        (tmp_path / ".a.txt.part").write_text("a", encoding="utf-8")
        (tmp_path / "b.txt").write_text("b", encoding="utf-8")
        act.wait(2)
    assert [sorted(state) for state in act.seen] == [[], ["b.txt"]]


def test_what_failed_is_tried_again_at_the_next_poll(tmp_path: Path) -> None:
    act = Acting(tmp_path, False, False)
    with following(act, poll_s=0.1):
        act.wait(3)
    assert len(act.seen) == 3


def test_what_fails_again_and_again_is_tried_ever_more_seldom(tmp_path: Path) -> None:
    act = Acting(tmp_path, *(False,) * 99)
    with following(act, poll_s=0.05):
        act.wait(4)  # after .05, .1 and .2 s, and their rests
        time.sleep(1.2)
        tried = len(act.seen)
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        act.wait(tried + 1)  # at once
    assert tried <= 8  # not 20
    assert "a.txt" in act.seen[-1]


def test_a_folder_that_goes_and_comes_back_is_followed_again(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("a", encoding="utf-8")
    act = Acting(folder)
    with following(act, poll_s=0.1):
        act.wait(1)
        folder.rename(tmp_path / "aside")
        act.wait(2)
        (tmp_path / "aside").rename(folder)
        act.wait(3)
    assert [sorted(state) for state in act.seen] == [["a.txt"], [], ["a.txt"]]


def test_without_file_events_it_looks_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Iterator[object]:
        raise OSError("no events here")

    monkeypatch.setattr(watching, "watch", fail)
    act = Acting(tmp_path)
    with following(act, poll_s=0.05):
        act.wait(1)
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        act.wait(2)
    assert sorted(act.seen[-1]) == ["a.txt"]


def test_a_growing_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([1, 2, 3, 4])
    path = tmp_path / "a.txt"

    def growing(folder: Path) -> State:
        if (size := next(sizes, None)) is not None:
            path.write_text("a" * size, encoding="utf-8")
        return state_of(folder)

    monkeypatch.setattr(watching, "state_of", growing)
    assert at_rest(tmp_path, threading.Event(), QUIET_S)["a.txt"].size == 4


def test_what_never_comes_to_rest_keeps_the_rest_waiting_no_longer_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"

    def growing(folder: Path) -> State:
        with path.open("a", encoding="utf-8") as file:
            file.write("a")
        return state_of(folder)

    monkeypatch.setattr(watching, "state_of", growing)
    assert at_rest(tmp_path, threading.Event(), QUIET_S, patience_s=0.2)["a.txt"].size > 1
