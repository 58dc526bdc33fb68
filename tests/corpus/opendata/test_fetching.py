"""Reading the service into the mirror: pages, interruptions, and a service that is not itself."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import httpx
import pytest

from corpus.errors import MirrorWrong, ServiceOdd, ServiceSilent
from corpus.opendata import polite as manners
from corpus.opendata import service as services
from corpus.opendata.fetching import read
from corpus.opendata.mirror import FILE, Mirror
from corpus.opendata.polite import PACE_S, Polite, wait_s
from corpus.opendata.service import Service
from tests.odata import Odata, row

SINCE = dt.date(2025, 1, 1)


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now_s += seconds

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with Mirror(tmp_path) as mirror:
        yield mirror


def fetch(server: Odata, mirror: Mirror, since: dt.date = SINCE, clock: Clock | None = None) -> int:
    clock = clock or Clock()
    with httpx.Client(trust_env=False) as client:
        return read(Service(server.base, Polite(client, clock.sleep, clock)), mirror, since).odd


def ids(mirror: Mirror) -> list[int]:
    return [answer.answer_id for answer in mirror.answers()]


def test_every_page_is_read_paced_and_in_order(mirror: Mirror) -> None:
    clock = Clock()
    with Odata([row(n) for n in range(1, 251)]) as server:
        fetch(server, mirror, clock=clock)
    assert ids(mirror) == list(range(1, 251))
    assert len(server.asked) == 3
    assert clock.waits == [PACE_S, PACE_S]


def test_the_next_run_asks_only_for_what_was_updated_since(mirror: Mirror) -> None:
    with Odata([row(n) for n in range(1, 151)]) as server:
        fetch(server, mirror)
        before = len(server.asked)
        server.rows[4] = row(5, opdateringsdato="2025-09-01T00:00:00.500", titel="Rettet")
        fetch(server, mirror)
    assert len(server.asked) == before + 1
    assert ids(mirror) == list(range(1, 151))
    assert [a.title for a in mirror.answers() if a.answer_id == 5] == ["Rettet"]


def test_an_answer_updated_between_two_pages_shifts_none_out_of_sight(mirror: Mirror) -> None:
    with Odata([row(n) for n in range(1, 251)]) as server:
        result, count = server.result, 0

        def shifting(asked: dict[str, str]) -> object:
            nonlocal count
            count += 1
            if count == 2:
                server.rows[4] = row(5, opdateringsdato="2025-09-01T00:00:00")
            return result(asked)

        with mock.patch.object(server, "result", shifting):
            fetch(server, mirror)
    assert ids(mirror) == list(range(1, 251))


def test_more_rows_of_one_moment_than_a_page_holds_are_all_read(mirror: Mirror) -> None:
    moment = {"opdateringsdato": "2025-06-01T12:00:00.123"}
    with Odata([*(row(n, **moment) for n in range(1, 350)), row(400)]) as server:
        fetch(server, mirror)
    assert ids(mirror) == [*range(1, 350), 400]


def test_a_run_that_fails_in_the_middle_goes_on_there(mirror: Mirror) -> None:
    with Odata([row(n) for n in range(1, 251)], failures=["", "400"]) as server:
        with pytest.raises(ServiceOdd, match=r"refuses the query \(status 400\)"):
            fetch(server, mirror)
        assert ids(mirror) == list(range(1, 101))
        fetch(server, mirror)
    assert ids(mirror) == list(range(1, 251))
    assert len(server.asked) == 4


def test_an_earlier_day_is_read_from_its_beginning_and_a_later_one_never_passes_it_over(mirror: Mirror) -> None:
    old = [row(n, dato="2025-02-01T00:00:00") for n in (1, 2)]
    with Odata([*old, row(3)]) as server:
        fetch(server, mirror, dt.date(2025, 6, 1))
        assert ids(mirror) == [3]
        fetch(server, mirror)
        assert ids(mirror) == [1, 2, 3]
        server.rows += [row(10, dato="2025-02-02T00:00:00"), row(11)]
        fetch(server, mirror, dt.date(2025, 6, 1))
        fetch(server, mirror)
    assert ids(mirror) == [1, 2, 3, 10, 11]


def test_a_filter_that_is_ignored_lets_nothing_in(mirror: Mirror) -> None:
    others = [row(1, typeid=13), row(2, offentlighedskode="F"), row(3, dato="2019-01-01T00:00:00"), row(4, dato=None)]
    with Odata([*others, row(5)]) as server:
        server.understands = False
        fetch(server, mirror)
    assert ids(mirror) == [5]


def test_an_ignored_order_passes_nothing_over(mirror: Mirror) -> None:
    rows = [row(n, opdateringsdato=f"2025-06-{28 - n % 28:02}T00:00:00") for n in range(1, 251)]
    with Odata(rows) as server:
        result = server.result
        server.understands = False
        with mock.patch.object(server, "result", lambda asked: result({**asked, "$orderby": "id"})):
            fetch(server, mirror)
    assert ids(mirror) == list(range(1, 251))


def test_rows_that_are_not_as_described_are_counted_and_the_rest_goes_on(mirror: Mirror) -> None:
    with Odata([row(1), row(2, Fil="x"), row(3)]) as server:
        assert fetch(server, mirror) == 1
    assert ids(mirror) == [1, 3]


def test_it_waits_as_long_as_the_service_says_or_ever_longer(mirror: Mirror, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    with Odata([row(1)], failures=["429:7", "503", "reset", "cut"]) as server, caplog.at_level(logging.WARNING):
        fetch(server, mirror, clock=clock)
    assert ids(mirror) == [1]
    assert [wait for wait in clock.waits if wait != PACE_S] == [7.0, 2.0, 4.0, 8.0]
    assert "fails (status 429); trying again in 7 s" in caplog.text


def test_a_service_that_stays_silent_is_given_up_with_what_to_do(mirror: Mirror) -> None:
    with (
        Odata([row(1)], failures=["429"] * 5) as server,
        pytest.raises(ServiceSilent, match=r"does not answer \(status 429\).*run `ministersvar fetch` again later"),
    ):
        fetch(server, mirror)
    assert len(server.asked) == 5


@pytest.mark.parametrize("failure", ["html", "list", "403"])
def test_an_answer_that_is_none_is_said_to_be_odd(mirror: Mirror, failure: str) -> None:
    with Odata([row(1)], failures=[failure]) as server, pytest.raises(ServiceOdd, match="check MINISTERSVAR_ODA_URL"):
        fetch(server, mirror)


def test_a_next_page_elsewhere_is_never_asked_for(mirror: Mirror) -> None:
    with Odata([row(n, opdateringsdato="2025-06-01T12:00:00") for n in range(150)]) as server:
        server.next_host = "http://169.254.169.254/api/"
        with pytest.raises(ServiceOdd, match=r"said to be at 169\.254\.169\.254"):
            fetch(server, mirror)


def test_a_giant_page_and_a_slow_one_are_cut_off(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    with Odata([row(n) for n in range(1, 101)]) as server:
        monkeypatch.setattr(services, "MAX_BODY_BYTES", 5000)
        with pytest.raises(ServiceOdd, match="a page is larger"):
            fetch(server, mirror)
        monkeypatch.undo()
        monkeypatch.setattr(manners, "MAX_BODY_S", -1.0)
        with pytest.raises(ServiceSilent, match="ReadTimeout"):
            fetch(server, mirror)


@pytest.mark.parametrize(
    ("said", "failures", "seconds"),
    [("5", 1, 5), (None, 1, 1), (None, 4, 8), ("soon", 2, 2), ("99999", 1, 120), ("-3", 3, 4),
     ("Thu, 26 Nov 2026 00:00:30 GMT", 1, 30), ("Wed, 25 Nov 2026 00:00:00 GMT", 1, 0)],
)  # fmt: skip
def test_the_wait_is_what_is_said_within_bounds(said: str | None, failures: int, seconds: float) -> None:
    assert wait_s(said, failures, dt.datetime(2026, 11, 26, tzinfo=dt.UTC)) == seconds


def test_a_damaged_mirror_is_named_with_what_mends_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database, but long enough to be looked at as one" * 40)
    with pytest.raises(MirrorWrong, match="delete it, and `ministersvar fetch` reads everything again"):
        Mirror(tmp_path)
