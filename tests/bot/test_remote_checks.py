import datetime as dt
from typing import Any

import pytest

from bot.remote_checks import about_bot, about_clock, about_webhook

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
URL = "https://bot.example/updates"


@pytest.mark.parametrize(
    ("told", "wanted", "said"),
    [
        ({"url": URL}, None, "while the settings say to poll"),
        ({"url": ""}, URL, "nowhere yet"),
        ({"url": "https://other.example/x"}, URL, "elsewhere"),
        ({"url": URL, "pending_update_count": 900}, URL, "to be taken: 900"),
        ({"url": URL, "last_error_date": NOW.timestamp() - 60, "last_error_message": "SSL"}, URL, "deliver: SSL"),
    ],
)
def test_what_is_not_well_with_the_webhook_is_said(told: dict[str, Any], wanted: str | None, said: str) -> None:
    assert any(
        said in check.found and check.mark == "warn" and check.remedy for check in about_webhook(told, wanted, NOW)
    )


def test_an_error_of_yesterday_is_over() -> None:
    told = {"url": URL, "last_error_date": NOW.timestamp() - 86_400}
    assert [check.mark for check in about_webhook(told, URL, NOW)] == ["ok"]


@pytest.mark.parametrize(("seconds", "mark"), [(59, "ok"), (-59, "ok"), (61, "warn"), (-3600, "warn")])
def test_a_clock_that_is_a_minute_off_is_told(seconds: int, mark: str) -> None:
    assert [check.mark for check in about_clock(NOW - dt.timedelta(seconds=seconds), NOW)] == [mark]


def test_a_bot_that_receives_every_message_is_told_how_not_to() -> None:
    assert "/setprivacy" in "".join(check.remedy for check in about_bot({"can_read_all_group_messages": True}))
