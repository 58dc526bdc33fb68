"""The answers since a day, read from the service into the mirror, each page once.

The whole of the answers is mirrored, and chosen from locally: only the type, the day and the update are asked of the
service, whose other filters cannot be relied on.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from corpus.errors import ServiceOdd
from corpus.opendata.mirror import Mirror
from corpus.opendata.rows import ANSWER, Answer, answer_of
from corpus.opendata.service import Service

PAGE_ROWS = 100  # the most that the service sends
EXPAND = "Fil,DokumentAktør/Aktør,SagDokument/Sag"
Progress = Callable[[int, int | None], None]  # rows read, rows in all


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading."""

    rows: int = 0
    odd: int = 0  # rows that were not as the service describes them


def first_url(base: str, since: dt.date, upto: dt.datetime | None) -> str:
    """The address of the answers since a day, those updated first coming first; from `upto` on, itself included.

    Two answers may be updated in one moment, so the one last read comes again.
    """
    where = f"typeid eq {ANSWER} and dato ge datetime'{since.isoformat()}T00:00:00'"
    if upto is not None:
        where += f" and opdateringsdato ge datetime'{upto.isoformat(timespec='milliseconds')}'"
    asked = {
        "$filter": where, "$expand": EXPAND, "$orderby": "opdateringsdato,id",
        "$top": str(PAGE_ROWS), "$inlinecount": "allpages",
    }  # fmt: skip
    return f"{base}Dokument?" + "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in asked.items())


def _updated(row: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(row["opdateringsdato"]).replace(tzinfo=None)
    except (TypeError, KeyError, ValueError):
        return None


def reach_of(rows: tuple[Any, ...], after: dt.datetime | None) -> dt.datetime | None:
    """The last update of a page whose rows ascend from `after`; None if they don't, so that nothing is passed over."""
    updates = [_updated(row) for row in rows]
    known = [update for update in updates if update is not None]
    ascend = len(known) == len(updates) and known == sorted(known)
    return known[-1] if known and ascend and (after is None or known[0] >= after) else None


def read(service: Service, mirror: Mirror, since: dt.date, progress: Progress = lambda *_: None) -> Read:
    """Bring the mirror up to date with the answers since a day.

    Raises:
        ServiceSilent, ServiceOdd: what was read until then is kept, and the next call goes on there.
    """
    known, upto, count, odd, total = mirror.reach(), None, 0, 0, None
    if known and known[0] <= since:
        since, upto = known  # the earlier day stays the mirror's, or its later updates would be passed over
    url = first_url(service.base, since, upto)
    seen = set()
    while url not in seen:
        seen.add(url)
        page = service.page(url)
        answers: list[Answer] = []
        for row in page.rows:
            try:
                answer = answer_of(row)
            except ValueError:
                odd += 1
                continue
            if answer and answer.dated_on and answer.dated_on >= since:
                answers.append(answer)
        reach = reach_of(page.rows, upto)
        mirror.take(answers, since, reach)
        count, total = count + len(page.rows), total if total is not None else page.total
        progress(count, total)
        if page.next_url is None:
            return Read(count, odd)
        # Pages are counted off anew on each request: an answer updated meanwhile would shift one out of sight.
        # So the next page is asked for by the last update, unless the page is all of one moment.
        moved = reach is not None and reach != upto
        url, upto = (first_url(service.base, since, reach), reach) if moved else (page.next_url, upto)
    raise ServiceOdd(service.base, "its next page is one that was read")
