"""The day before in a few lines, each morning, to the administrators: how many queries, and how they went.

Numbers, and if the operator has turned them on, words of the documents that several queries found nothing for.
"""

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.admin_texts import AdminTexts, admin_texts
from bot.state import State
from bot.tally import Tally
from corpus.citations import spoken_date

log = logging.getLogger(__name__)

HOME = ZoneInfo("Europe/Copenhagen")
AT = dt.time(7, 0)
TOPICS, ASKED = 10, 3  # words told of at most; how often each was asked for at least
LOOK_S = 600.0  # clocks are set and machines sleep: nothing is waited for at one go

Counts = Counter[tuple[str, ...]]


def _now() -> dt.datetime:
    return dt.datetime.now(HOME)


def due(now: dt.datetime) -> dt.date | None:
    """The day to tell of; None where it is too early."""
    return now.date() - dt.timedelta(days=1) if now.time() >= AT else None


def told(tally: Tally, day: dt.date, words: AdminTexts) -> str:
    """The report on a day (UTC); "" where nobody asked and nothing happened."""
    rebuilds = tally.counts("rebuild", day)
    queries = {labels: n for labels, n in tally.counts("query", day).items() if labels[0] != "small_talk"}
    outcomes: Counter[str] = Counter()
    for (outcome, _), count in queries.items():
        outcomes[outcome] += count
    asked, built, unbuilt = outcomes.total(), rebuilds["built",], rebuilds["failed",]
    failures = tally.counts("failure", day).total()
    if not (asked or failures or built or unbuilt):
        return ""
    topics = [(word, n) for (word,), n in tally.counts("topic", day).most_common(TOPICS) if n >= ASKED]
    listed = ", ".join(f"{word} ({n})" for word, n in topics)
    vain = f"\n{words.daily_topics.format(words=listed)}" if topics else ""
    said = words.daily.format(
        day=spoken_date(day, words.language), asked=asked, answered=outcomes["answered"], partial=outcomes["partial"],
        not_found=outcomes["not_found"], english=sum(n for (_, language), n in queries.items() if language == "en"),
        built=words.times(built), unbuilt=unbuilt, failures=failures,
        refused=tally.counts("telegram_error", day).total(),
    )  # fmt: skip
    return said + vain


async def tell_daily(
    bot: ExtBot[Any], tally: Tally, state: State, admins: Callable[[], Collection[int]],
    now: Callable[[], dt.datetime] = _now,
) -> None:  # fmt: skip
    """Tell every administrator each morning, until cancelled; of several processes one does."""
    while True:
        day = due(now())
        if day and tally.first("report", day):
            for admin in admins():
                said = told(tally, day, admin_texts(state.language(admin) or "da"))
                try:
                    if said:
                        await bot.send_message(admin, said)
                except TelegramError as error:
                    log.warning("an administrator could not be told of the day: %s", type(error).__name__)
        await asyncio.sleep(LOOK_S)
