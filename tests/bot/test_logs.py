import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "123456:secret-secret-secret"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], _ = before
    root.setLevel(before[1])


def logged(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is written of a reply, and of an error whose message holds what somebody wrote."""
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(TOKEN)
    log = logging.getLogger("bot.test")
    log.info("replied to %s", TOKEN, extra=logs.fields(outcome="answered", ms={"look": 21.0}))
    try:
        try:
            raise KeyError("min hemmelige søgning")
        except KeyError as error:
            raise ValueError(f"{TOKEN} min hemmelige søgning") from error
    except ValueError:
        log.exception("failed")
    assert TOKEN not in stream.getvalue()
    assert "hemmelige" not in stream.getvalue()
    return stream.getvalue()


def test_where_no_person_watches_each_line_is_an_object(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = logs.begin()
    replied, failed = map(json.loads, logged(io.StringIO(), monkeypatch).splitlines())
    assert replied["message"] == "replied to <token>"
    assert (replied["level"], replied["outcome"], replied["ms"]) == ("INFO", "answered", {"look": 21.0})
    assert replied["ref"] == failed["ref"] == reference
    assert failed["trace"].splitlines()[-1] == "ValueError"
    assert "in logged" in failed["trace"]


def test_on_a_terminal_a_line_is_read_by_people(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = logs.begin()
    first = logged(Terminal(), monkeypatch).splitlines()[0]
    assert f"INFO bot.test: replied to <token> ref={reference} outcome=answered" in first
