"""What happens once a day: old numbers are let go, and administrators told of the queries of the day before.

Numbers, and if the operator has turned them on, words of the documents that several queries found nothing for.
"""

import asyncio
import datetime as dt
import functools
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from telegram.ext import ExtBot

from bot.admin_texts import AdminTexts
from bot.alarm import tell
from bot.state import DAY_S, State
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
        try:
            if day and tally.first("report", day):
                await tell(bot, state, admins(), functools.partial(told, tally, day))
        except sqlite3.Error as error:  # a full disk, a file that another process holds: it may pass
            log.warning("administrators could not be told of the day (%s); trying again later", error)
        await asyncio.sleep(LOOK_S)


async def tidy_daily(state: State) -> None:
    """Let go of what has been kept long enough, also where nobody asks, until cancelled."""
    while True:
        state.forget_old()
        await asyncio.sleep(DAY_S)
