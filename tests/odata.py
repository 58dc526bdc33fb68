"""The parliament's open data service on loopback, with its quirks, made after its own metadata; and failures on demand.

A filter that is not understood is ignored, one that cannot be parsed gets a 400 without body, counts are strings, and
the files are behind a page that turns programs away, unless they are among `files`. Rows are invented.
"""

import datetime as dt
import json
import re
import socket
import struct
import threading
from collections.abc import Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlsplit

PAGE_ROWS = 100
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Verifying you are human</body></html>"
)
_TERM = re.compile(r"(\w+) (eq|ge|gt) (?:(\d+)|datetime'([^']+)')")
Row = dict[str, Any]


def row(answer_id: int, number: str = "663", code: str = "SOU", **changes: Any) -> Row:
    """An answer as the service sends it; ids ascend with the updates, a minute each."""
    updated = dt.datetime(2025, 6, 1, 12) + dt.timedelta(minutes=answer_id)
    place = f"{code.lower()}/spm/{number}/svar/{answer_id}/{3_000_000 + answer_id}.pdf"
    url = f"https://www.ft.dk/samling/20241/almdel/{place}"
    return {
        "id": answer_id, "typeid": 17, "kategoriid": 36, "statusid": 1, "offentlighedskode": "O",
        "titel": f"Spm. om sag {answer_id}, til social- og boligministeren",
        "dato": "2025-06-02T00:00:00", "modtagelsesdato": None, "frigivelsesdato": None,
        "spørgsmålsordlyd": None, "spørgsmålsid": answer_id - 1,
        "opdateringsdato": updated.isoformat(timespec="milliseconds"),
        "Fil": [{"id": 3_000_000 + answer_id, "dokumentid": answer_id, "titel": "svar", "filurl": url,
                 "variantkode": "P", "format": "PDF"}],
        "DokumentAktør": [{"id": 1, "rolleid": 3, "Aktør": {
            "id": 2, "typeid": 3, "navn": "Socialudvalget", "gruppenavnkort": code, "biografi": "Hemmelig Vej 1"}}],
        "SagDokument": [{"id": 4, "bilagsnummer": number, "Sag": {"id": 5, "typeid": 4, "nummer": None}}],
        **changes,
    }  # fmt: skip


class Odata:
    """The server; `rows` may change while it runs.

    `failures` are used up by the next requests: a status, a status with its Retry-After as "429:3", "reset", "cut",
    "html", "list", "hold" (no answer until the server ends) or "" (none).
    """

    def __init__(self, rows: Sequence[Row] = (), failures: Sequence[str] = ()) -> None:
        self.rows, self.failures = list(rows), list(failures)
        self.asked: list[dict[str, str]] = []
        self.files: dict[str, tuple[int, bytes]] = {}  # status and body by path
        self.files_asked: list[str] = []
        self.next_host: str | None = None  # where the next page is said to be
        self.understands = True  # whether any filter is
        self._change, self._ended = threading.Condition(), threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}/api/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_asked(self, n: int, timeout_s: float = 60) -> None:
        """Wait for so many requests. Raises TimeoutError."""
        with self._change:
            if not self._change.wait_for(lambda: len(self.asked) >= n, timeout_s):
                raise TimeoutError(f"{len(self.asked)} of {n} requests came")

    def failure(self, asked: dict[str, str]) -> str:
        """How this request fails; "" if it doesn't."""
        with self._change:
            self.asked.append(asked)
            self._change.notify_all()
            return self.failures.pop(0) if self.failures else ""

    def hold(self) -> None:
        """Wait for the server's end."""
        self._ended.wait(60)

    def result(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a query; None for a filter that cannot be parsed."""
        terms = (
            [_TERM.fullmatch(term) for term in asked.get("$filter", "").split(" and ")] if "$filter" in asked else []
        )
        found = self.rows
        for term in terms:
            if term is None:
                return None
            if self.understands:
                found = [r for r in found if _holds(r, *term.groups())]
        for name in reversed(asked.get("$orderby", "id").split(",")):
            found = sorted(found, key=lambda r: r[name])
        skip, top = int(asked.get("$skip", 0)), min(int(asked.get("$top", PAGE_ROWS)), PAGE_ROWS)
        answer: dict[str, Any] = {"odata.metadata": f"{self.base}$metadata#Dokument"}
        if asked.get("$inlinecount") == "allpages":
            answer["odata.count"] = str(len(found))
        answer["value"] = found[skip : skip + top]
        if skip + top < len(found):
            rest = asked | {"$skip": str(skip + top)}
            link = "&".join(f"{quote(name)}={quote(value)}" for name, value in rest.items())
            answer["odata.nextLink"] = f"{self.next_host or self.base}Dokument?{link}"
        return answer


def _holds(found: Row, name: str, how: str, number: str | None, moment: str | None) -> bool:
    if name not in found:  # misspelt: ignored
        return True
    if number is not None:
        return bool(found[name] == int(number))
    if found[name] is None:
        return False
    theirs, ours = dt.datetime.fromisoformat(found[name]), dt.datetime.fromisoformat(moment or "")
    return {"eq": theirs == ours, "ge": theirs >= ours, "gt": theirs > ours}[how]


def _handler(server: Odata) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # the program was killed
                super().handle()

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query))
            if parts.path.startswith("/samling/"):
                server.files_asked.append(parts.path)
                return self._reply(*server.files.get(parts.path, (403, CHALLENGE.encode())), "text/html")
            failure = server.failure(asked)
            if failure == "hold":
                self.close_connection = True
                server.hold()
                return None
            if failure == "reset":
                self.close_connection = True
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return None
            if failure == "html":
                return self._reply(200, CHALLENGE.encode(), "text/html")
            if failure == "list":
                return self._reply(200, b"[1, 2]")
            status, _, retry_after = failure.partition(":")
            if status.isdigit():
                return self._reply(int(status), b"", retry_after=retry_after)
            answer = server.result(asked) if parts.path == "/api/Dokument" else None
            if answer is None:
                return self._reply(400, b"")
            return self._reply(200, json.dumps(answer).encode(), cut=failure == "cut")

        def _reply(
            self, status: int, body: bytes, kind: str = "application/json", retry_after: str = "", cut: bool = False
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut else body)
            if cut:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Silence: what matters is in `asked`."""

    return Handler
