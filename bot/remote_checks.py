"""What Telegram says of the bot: token, privacy mode, webhook, clock. A few bounded calls; the token is never shown.

Source: core.telegram.org/bots/api, "getMe", "getWebhookInfo".
"""

import datetime as dt
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from bot.checks import Check
from bot.settings import Settings, is_token

TIMEOUT_S = 10.0
MAX_DRIFT_S = 60
MANY_PENDING = 100
RECENT_S = 3600
NOT_ACCEPTED = Check("fail", "token", "it is refused", "copy it again from @BotFather into MINISTERSVAR_TELEGRAM_TOKEN")


class Told(NamedTuple):
    """The result of a call, and by whose clock."""

    result: dict[str, Any]
    at: dt.datetime | None


def _ask(client: httpx.Client, base: str, method: str) -> Told | Check:
    """The answer to a call, or what is wrong."""
    try:
        response = client.get(f"{base}/{method}")
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            return NOT_ACCEPTED
        result = response.raise_for_status().json()["result"]
        date = response.headers.get("Date")
        return Told(dict(result), parsedate_to_datetime(date) if date else None)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        return Check("fail", "telegram", f"it cannot be asked ({type(error).__name__})",
                     "check the network, and MINISTERSVAR_TELEGRAM_API_URL")  # fmt: skip


def remote_checks(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Every line that needs Telegram; one that says so where there is no token."""
    token = settings.telegram_token.get_secret_value().strip() if settings.telegram_token else ""
    if not token:
        yield Check("warn", "token", "none is set, so Telegram was not asked",
                    "get one from @BotFather and write MINISTERSVAR_TELEGRAM_TOKEN=… into .env")  # fmt: skip
        return
    if not is_token(token):
        yield NOT_ACCEPTED
        return
    base = f"{settings.telegram_api_url.rstrip('/')}/bot{token}"
    with httpx.Client(timeout=TIMEOUT_S) as client:
        me = _ask(client, base, "getMe")
        if isinstance(me, Check):
            yield me
            return
        yield from about_bot(me.result)
        yield from about_clock(me.at, now)
        webhook = _ask(client, base, "getWebhookInfo")
        if isinstance(webhook, Check):
            yield webhook
        else:
            yield from about_webhook(webhook.result, settings.webhook_url, now)


def about_bot(me: dict[str, Any]) -> Iterator[Check]:
    """Who the bot is and what it is shown in groups."""
    yield Check("ok", "token", f"accepted: @{me.get('username', '?')}")
    if me.get("can_read_all_group_messages"):
        yield Check("warn", "privacy mode", "it is off: in groups the bot receives every message",
                    "turn it on with /setprivacy at @BotFather; no more than what is addressed to it is needed",
        )  # fmt: skip
    else:
        yield Check("ok", "privacy mode", "it is on: in groups the bot receives what is addressed to it")
    inline = me.get("supports_inline_queries")
    yield Check("ok", "inline mode", "it is on" if inline else "it is off; /setinline at @BotFather turns it on")


def about_clock(theirs: dt.datetime | None, ours: dt.datetime) -> Iterator[Check]:
    """Whether this machine's clock is right: dates and what is forgotten after some days hang on it."""
    if theirs is None:
        return
    drift_s = round((ours - theirs).total_seconds())
    if abs(drift_s) > MAX_DRIFT_S:
        yield Check("warn", "clock", f"it is {abs(drift_s)} s {'fast' if drift_s > 0 else 'slow'}",
                    "turn time synchronisation on: `timedatectl set-ntp true`")  # fmt: skip
    else:
        yield Check("ok", "clock", "it agrees with Telegram's")


def about_webhook(told: dict[str, Any], wanted: str | None, now: dt.datetime) -> Iterator[Check]:
    """Whether updates come the way the settings say, and whether Telegram gets rid of them."""
    url, pending = str(told.get("url") or ""), int(told.get("pending_update_count") or 0)
    if not wanted and url:
        yield Check("warn", "webhook", f"one is set ({urlsplit(url).hostname}), while the settings say to poll",
                    "set MINISTERSVAR_WEBHOOK_URL to keep it; `ministersvar bot` takes it away when it starts",
        )  # fmt: skip
    elif wanted and url != wanted:
        yield Check("warn", "webhook", f"Telegram sends updates {'elsewhere' if url else 'nowhere yet'}",
                    "start `ministersvar bot`, which sets it")  # fmt: skip
    else:
        yield Check("ok", "webhook", "set as the settings say" if wanted else "none; the bot polls")
    if pending > MANY_PENDING:
        yield Check("warn", "updates", f"waiting to be taken: {pending}", "see that `ministersvar bot` runs")
    failed_at = int(told.get("last_error_date") or 0)
    if url and now.timestamp() - failed_at < RECENT_S:
        yield Check("warn", "webhook", f"Telegram could not deliver: {str(told.get('last_error_message', '?'))[:200]}",
                    "check the proxy, its certificate, and that it leads to MINISTERSVAR_WEBHOOK_PORT")  # fmt: skip
