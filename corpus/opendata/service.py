"""The open data service: a query's rows, page by page.

What is asked is left to `fetching`, what the rows say to `rows`.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from corpus.errors import ServiceOdd, ServiceSilent
from corpus.opendata.polite import Polite, TooLarge, Unanswered

MAX_BODY_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a result, in its order."""

    rows: tuple[Any, ...]
    total: int | None  # of the whole result, where the service tells
    next_url: str | None


class Service:
    """The service at one address.

    Args:
        base: its address, as "https://oda.ft.dk/api/".
        polite: asks it.
    """

    def __init__(self, base: str, polite: Polite) -> None:
        self.base = base.rstrip("/") + "/"
        self._polite = polite

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
        try:
            status, body = self._polite.get(url, "application/json", MAX_BODY_BYTES)
        except Unanswered as error:
            raise ServiceSilent(self.base, str(error)) from None
        except TooLarge:
            raise ServiceOdd(self.base, f"a page is larger than {MAX_BODY_BYTES >> 20} MB") from None
        if status != httpx.codes.OK:
            raise ServiceOdd(self.base, f"it refuses the query (status {status})")
        return body
