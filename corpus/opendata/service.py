"""The open data service asked politely: one request at a time, paced, and again if it fails for the moment.

What is asked is left to `fetching`, what the rows say to `rows`.
"""

import datetime as dt
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from corpus.errors import ServiceOdd, ServiceSilent

PACE_S = 0.5  # between two requests; the service asks for fewer than 5 a second
TRIES = 5
MAX_WAIT_S = 120.0
MAX_BODY_BYTES = 32 * 2**20
MAX_BODY_S = 90.0
_FOR_THE_MOMENT = frozenset({408, 429, 500, 502, 503, 504})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a result, in its order."""

    rows: tuple[Any, ...]
    total: int | None  # of the whole result, where the service tells
    next_url: str | None


def wait_s(retry_after: str | None, failures: int, now: dt.datetime) -> float:
    """How long to wait before the next try: what the service says (seconds or a date), else 1, 2, 4, … seconds."""
    said: float | None = None
    if retry_after:
        try:
            said = float(retry_after) if retry_after.strip().isdigit() else (
                parsedate_to_datetime(retry_after).astimezone(dt.UTC) - now
            ).total_seconds()  # fmt: skip
        except (ValueError, OverflowError):
            said = None
    return min(max(said, 0.0) if said is not None else 2.0 ** (failures - 1), MAX_WAIT_S)


class Service:
    """One connection to the service.

    Args:
        base: its address, as "https://oda.ft.dk/api/".
        client: for requests; no redirect is followed.
        sleep: waits some seconds.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        base: str,
        client: httpx.Client,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base = base.rstrip("/") + "/"
        self._client, self._sleep, self._clock = client, sleep, clock
        self._next_at = clock()

    def page(self, url: str) -> Page:
        """The rows at an address of the service.

        Raises:
            ServiceSilent: it did not answer after several tries.
            ServiceOdd: it answered what cannot be used.
        """
        try:
            answer = json.loads(self._body(url))
            rows = answer["value"]
            count = answer.get("odata.count")
            total = int(count) if isinstance(count, str | int) and str(count).isdigit() else None  # "1234", a string
            link = answer.get("odata.nextLink")
            next_url = self._own(urljoin(url, link)) if isinstance(link, str) and link else None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ServiceOdd(self.base, f"what it sent is not a list of rows ({type(error).__name__})") from None
        if not isinstance(rows, list):
            raise ServiceOdd(self.base, "what it sent is not a list of rows")
        return Page(tuple(rows), total, next_url)

    def _own(self, url: str) -> str:
        """Raises ServiceOdd: the address is not below the service's own."""
        ours, theirs = urlsplit(self.base), urlsplit(url)
        if theirs.scheme == "http" and ours.scheme == "https":
            theirs = theirs._replace(scheme="https")  # its links may have lost the "s" behind a proxy
        if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc) or not theirs.path.startswith(ours.path):
            raise ServiceOdd(self.base, f"its next page is said to be at {theirs.netloc or 'no host'}")
        return theirs.geturl()

    def _body(self, url: str) -> bytes:
        reason = ""
        for failures in range(1, TRIES + 1):
            retry_after = None
            try:
                with self._paced(url) as response:
                    if response.status_code == httpx.codes.OK:
                        return b"".join(self._bounded(response))
                    reason, retry_after = f"status {response.status_code}", response.headers.get("Retry-After")
                    if response.status_code not in _FOR_THE_MOMENT:
                        raise ServiceOdd(self.base, f"it refuses the query ({reason})")
            except (httpx.TransportError, httpx.DecodingError) as error:
                reason = type(error).__name__
            if failures < TRIES:
                wait = wait_s(retry_after, failures, dt.datetime.now(dt.UTC))
                log.warning("the open data service fails (%s); trying again in %.0f s", reason, wait)
                self._sleep(wait)
        raise ServiceSilent(self.base, reason)

    @contextmanager
    def _paced(self, url: str) -> Iterator[httpx.Response]:
        if (early := self._next_at - self._clock()) > 0:
            self._sleep(early)
        self._next_at = self._clock() + PACE_S
        with self._client.stream("GET", url, headers={"Accept": "application/json"}) as response:
            yield response

    def _bounded(self, response: httpx.Response) -> Iterator[bytes]:
        size, until = 0, self._clock() + MAX_BODY_S
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise ServiceOdd(self.base, f"a page is larger than {MAX_BODY_BYTES >> 20} MB")
            if self._clock() > until:
                raise httpx.ReadTimeout("the page came too slowly")
            yield chunk
