"""Requests to a public service, made politely: one at a time, paced, and again if it fails for the moment."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import httpx

PACE_S = 0.5  # between two requests; the service asks for fewer than 5 a second
TRIES = 5
MAX_WAIT_S = 120.0
MAX_BODY_S = 90.0
_FOR_THE_MOMENT = frozenset({408, 429, 500, 502, 503, 504})

log = logging.getLogger(__name__)


class Unanswered(Exception):
    """No answer came after several tries."""


class TooLarge(Exception):
    """The answer is larger than was allowed."""


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


class Polite:
    """One client of a service.

    Args:
        client: for requests; no redirect is followed.
        sleep: waits some seconds.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        client: httpx.Client,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._sleep, self._clock = client, sleep, clock
        self._next_at = clock()

    def get(self, url: str, accept: str, max_bytes: int) -> tuple[int, bytes]:
        """The status that lasts, and the body if it is 200 (else nothing).

        Args:
            url: what is asked for.
            accept: the media type wanted.
            max_bytes: of the body.

        Raises:
            Unanswered: it failed at every try.
            TooLarge: the body is larger.
        """
        reason = ""
        for failures in range(1, TRIES + 1):
            retry_after = None
            try:
                with self._paced(url, accept) as response:
                    if response.status_code == httpx.codes.OK:
                        return response.status_code, b"".join(self._bounded(response, max_bytes))
                    if response.status_code not in _FOR_THE_MOMENT:
                        return response.status_code, b""
                    reason, retry_after = f"status {response.status_code}", response.headers.get("Retry-After")
            except (httpx.TransportError, httpx.DecodingError) as error:
                reason = type(error).__name__
            except (httpx.InvalidURL, UnicodeError) as error:  # which no second try would mend
                raise Unanswered(type(error).__name__) from error
            if failures < TRIES:
                wait = wait_s(retry_after, failures, dt.datetime.now(dt.UTC))
                log.warning("the parliament's service fails (%s); trying again in %.0f s", reason, wait)
                self._sleep(wait)
        raise Unanswered(reason)

    @contextmanager
    def _paced(self, url: str, accept: str) -> Iterator[httpx.Response]:
        if (early := self._next_at - self._clock()) > 0:
            self._sleep(early)
        self._next_at = self._clock() + PACE_S
        with self._client.stream("GET", url, headers={"Accept": accept}) as response:
            yield response

    def _bounded(self, response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
        size, until = 0, self._clock() + MAX_BODY_S
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge
            if self._clock() > until:
                raise httpx.ReadTimeout("it came too slowly")
            yield chunk
