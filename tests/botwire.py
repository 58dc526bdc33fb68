"""What goes over the wire to the fake Bot API: the bodies of requests, and mark-up as Telegram reads it.

It refuses what Telegram refuses, and a bare "&", which Telegram only tolerates. Source: core.telegram.org/bots/api,
"Making requests" and "Formatting options".
"""

import json
import re
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message as Mail
from email.parser import BytesParser
from html import unescape
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal, Protocol, cast
from urllib.parse import parse_qsl, unquote

TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
MAX_BODY_BYTES = 1 << 20
Failure = Literal["502", "429", "reset", "lost"]
Params = dict[str, Any]

_NESTED = frozenset(
    ["allowed_updates", "commands", "scope", "entities", "link_preview_options", "reply_markup", "reply_parameters",
     "results", "result", "button"]
)  # fmt: skip
_INTEGERS = frozenset(["offset", "limit", "timeout", "message_id", "message_thread_id", "cache_time"])
_TOKENS = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z][a-z-]*)(?P<attributes>[^<>]*)>"
    r"|(?P<escape>&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)|(?P<words>[^<>&]+)"
)
_ATTRIBUTES = {"a": re.compile(r' href="[^"]+"'), "blockquote": re.compile(r"(?: expandable)?")}


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Raw:
    """The body of an answer as it stands, good or not."""

    body: bytes
    status: int = 200


class Refused(Exception):
    """The server answers with an error; `code` is both the HTTP status and `error_code`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(raw: str) -> tuple[str, tuple[Params, ...]]:
    """The text a reader sees and its entities.

    Raises:
        Refused: a tag Telegram does not have, one not closed or badly nested, a bare "<", ">" or "&".
    """

    def refuse(why: str, at: int) -> Refused:
        return Refused(400, f"Bad Request: can't parse entities: {why} at byte offset {at}")

    text, opened, entities, at = "", list[tuple[str, str, int]](), list[Params](), 0
    while at < len(raw):
        match = _TOKENS.match(raw, at)
        if match is None:
            raise refuse(f"unescaped {raw[at]!r}", at)
        tag, attributes, inside = match["tag"], match["attributes"], [name for name, _, _ in opened]
        if tag is None:
            text += match["words"] or unescape(match["escape"])
        elif tag not in TAGS:
            raise refuse(f'Unsupported start tag "{tag}"', at)
        elif match["close"]:
            if attributes or not opened or opened[-1][0] != tag:
                raise refuse(f'Unmatched end tag "{tag}"', at)
            _, given, start = opened.pop()
            kind = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "a": "text_link",
                    "tg-spoiler": "spoiler"}.get(tag, tag)  # fmt: skip
            kind = "expandable_blockquote" if given.strip() == "expandable" else kind
            if units(text) > start:
                entities.append({"type": kind, "offset": start, "length": units(text) - start})
        elif not _ATTRIBUTES.get(tag, re.compile("")).fullmatch(attributes):
            raise refuse(f'bad attributes of tag "{tag}"', at)
        elif {"code", "pre"} & set(inside) and (tag, inside) != ("code", ["pre"]):
            raise refuse(f'tag "{tag}" inside code', at)
        elif tag in inside and tag in {"blockquote", "a"}:
            raise refuse(f'nested tag "{tag}"', at)
        else:
            opened.append((tag, attributes, units(text)))
        at = match.end()
    if opened:
        raise refuse(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"', at)
    return text, tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _part(part: Mail) -> str | File:
    body, name = cast(bytes, part.get_payload(decode=True)), part.get_filename()
    return File(name, body) if name is not None else body.decode()


def read_body(content_type: str, body: bytes) -> Params:
    """The parameters of a request, those that are JSON strings decoded.

    Raises:
        Refused: the body is in none of the three forms, or a nested parameter is not JSON.
    """
    kind = content_type.partition(";")[0].strip().lower()
    given: Params
    try:
        if not body:
            given = {}
        elif kind == "application/x-www-form-urlencoded":
            given = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        elif kind == "application/json":
            given = dict(json.loads(body))
        elif kind == "multipart/form-data":
            mail = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
            parts = cast(list[Mail], mail.get_payload())
            given = {str(part.get_param("name", header="content-disposition")): _part(part) for part in parts}
        else:
            raise Refused(400, f"Bad Request: unsupported content type {kind!r}")
        for name in given.keys() & _NESTED:
            given[name] = json.loads(given[name]) if isinstance(given[name], str) else given[name]
        for name in given.keys() & _INTEGERS:
            given[name] = int(given[name])
        if "chat_id" in given:
            given["chat_id"] = int(given["chat_id"])
    except (ValueError, TypeError) as error:
        raise Refused(400, f"Bad Request: can't parse the request: {type(error).__name__}") from None
    return given


class Answers(Protocol):
    """What answers the requests."""

    token: str

    def answer(self, token: str, method: str, content_type: str, body: bytes) -> tuple[Any, Failure | None]:
        """The result of a call, and how its answer fails on the way back, if it does."""

    def file(self, token: str, path: str) -> bytes:
        """A file to download. Raises Refused."""


def handler(api: Answers) -> type[BaseHTTPRequestHandler]:
    """Reads requests and writes answers for a server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # the program was killed
                super().handle()

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > MAX_BODY_BYTES:
                self.close_connection = True
                return self._reply(413, {"ok": False, "error_code": 413, "description": "Too Large"})
            body = self.rfile.read(length)
            match = re.fullmatch(r"/bot([^/]*)/(\w+)", self.path)
            download = re.fullmatch(r"/file/bot([^/]*)/(\w+)", unquote(self.path))
            try:
                if download:
                    return self._reply(200, api.file(download[1], download[2]))
                token, method = (match[1], match[2]) if match else (api.token, "")
                result, failure = api.answer(token, method, self.headers.get("Content-Type", ""), body)
            except Refused as refusal:
                answer: Params = {"ok": False, "error_code": refusal.code, "description": refusal.description}
                if refusal.parameters:
                    answer["parameters"] = refusal.parameters
                return self._reply(refusal.code, answer)
            if failure in ("reset", "lost"):
                return self._reset()
            if failure == "502":
                return self._reply(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
            if isinstance(result, Raw):
                return self._reply(result.status, result.body)
            return self._reply(200, {"ok": True, "result": result})

        do_GET = do_POST

        def _reset(self) -> None:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

        def _reply(self, status: int, answer: Params | str | bytes) -> None:
            html = isinstance(answer, str)
            words = answer if isinstance(answer, bytes | str) else json.dumps(answer)
            body = words.encode() if isinstance(words, str) else words
            try:
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if html else "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:  # a poller that was stopped does not wait for its answer
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Silence: what matters is in `calls`."""

    return Handler
