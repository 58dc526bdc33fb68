"""A strict Bot API on loopback that tests talk to: private chats, long polling, and failures on demand.

It refuses what Telegram refuses, and some of what Telegram only tolerates (a bare "&" in HTML, a parameter it does
not know). Sources: core.telegram.org/bots/api (methods, limits) and its "Formatting options". Not here yet: files,
buttons, inline mode, webhooks, privacy mode. Updates of every kind are delivered whatever `allowed_updates` says,
as Telegram does with those made before the setting.
"""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.message import Message as Mail
from email.parser import BytesParser
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self, cast
from urllib.parse import parse_qsl

TOKEN = "123456789:AAtest-token_of_the_fake_bot_api_server"
MAX_TEXT_UNITS = 4096  # UTF-16, after entities
MAX_ENTITIES = 100
MAX_BODY_BYTES = 1 << 20
MAX_POLL_S = 50.0
TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})

Failure = Literal["502", "429", "reset", "lost"]
Params = dict[str, Any]

_TEXT_PARAMS = frozenset(
    ["business_connection_id", "chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup"]
)
PARAMETERS: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": frozenset(["offset", "limit", "timeout", "allowed_updates"]),
    "deleteWebhook": frozenset({"drop_pending_updates"}),
    "setMyCommands": frozenset(["commands", "scope", "language_code"]),
    "sendChatAction": frozenset(["business_connection_id", "chat_id", "message_thread_id", "action"]),
    "sendMessage": _TEXT_PARAMS
    | {"message_thread_id", "disable_notification", "protect_content", "allow_paid_broadcast"}
    | {"message_effect_id", "reply_parameters"},
    "editMessageText": _TEXT_PARAMS | frozenset({"message_id", "inline_message_id"}),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "setMyCommands": ("commands",),
    "sendChatAction": ("chat_id", "action"),
    "sendMessage": ("chat_id", "text"),
    "editMessageText": ("chat_id", "message_id", "text"),
}
_NESTED = frozenset(
    ["allowed_updates", "commands", "scope", "entities", "link_preview_options", "reply_markup", "reply_parameters"]
)
_INTEGERS = frozenset(["offset", "limit", "timeout", "message_id", "message_thread_id"])
_TOKENS = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z][a-z-]*)(?P<attributes>[^<>]*)>"
    r"|(?P<escape>&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)|(?P<words>[^<>&]+)"
)
_ATTRIBUTES = {"a": re.compile(r' href="[^"]+"'), "blockquote": re.compile(r"(?: expandable)?")}


class Refused(Exception):
    """The server answers with an error; `code` is both the HTTP status and `error_code`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True, slots=True)
class Call:
    """One request that named the right token, refused or not; nested parameters are decoded."""

    method: str
    params: Params


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot as it now stands in the chat; `text` is what the reader sees, `raw` what was sent.

    Offsets in `entities` are UTF-16 units.
    """

    chat_id: int
    message_id: int
    text: str
    raw: str
    entities: tuple[Params, ...]
    params: Params


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
            given = {
                str(part.get_param("name", header="content-disposition")): cast(
                    bytes, part.get_payload(decode=True)
                ).decode()
                for part in parts
            }
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


class BotApi:
    """The server; `with BotApi() as api:` runs it. Its lists grow in the order things happened."""

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.refused: list[tuple[Call, str]] = []
        self.refuse_html = False
        self._failures: list[tuple[str, Failure]] = []
        self._updates: list[Params] = []
        self._chats: dict[int, Params] = {}
        self._ids = iter(range(1, 1 << 31))
        self._poller = 0
        self._change = threading.Condition()
        self._closed = False
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The base a bot is given."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._http.shutdown()
        self._http.server_close()

    # What the test does.

    def user_says(self, text: str, chat_id: int = 1001, user_id: int = 1001, **fields: Any) -> int:
        """A text message of a user; commands are marked as Telegram marks them. Gives the message's id."""
        command = re.match(r"/[a-z0-9_]{1,32}(?:@\w+)?", text)
        entities = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
        marked = {"entities": entities} if entities else {}
        return self.user_sends({"text": text, **marked, **fields}, chat_id=chat_id, user_id=user_id)

    def user_sends(
        self,
        fields: Params,
        *,
        chat_id: int = 1001,
        user_id: int = 1001,
        kind: str = "message",
    ) -> int:
        """An update whose message has these fields; missing ones are filled in. A negative chat is a group."""
        with self._change:
            person = {"id": user_id, "is_bot": False, "first_name": "Ane", "language_code": "da"}
            group: Params = {"id": chat_id, "type": "supergroup", "title": "Gruppen"}
            alone: Params = {"id": chat_id, "type": "private", "first_name": "Ane"}
            chat = group if chat_id < 0 else alone
            sent: Params = {"message_id": next(self._ids), "date": 1_780_000_000, "chat": chat, "from": person}
            message = sent | fields
            self._chats[chat_id] = message["chat"]
            self._updates.append({"update_id": next(self._ids), kind: message})
            self._change.notify_all()
            return int(message["message_id"])

    def fail_next(self, method: str, failure: Failure) -> None:
        """The next call of the method fails: "reset" before it is carried out, "lost" after. They queue up."""
        with self._change:
            self._failures.append((method, failure))

    def shown(self, chat_id: int | None = None) -> list[Sent]:
        """The bot's messages in one chat, or in all, as they now stand."""
        with self._change:
            return [sent for sent in self.sent if chat_id in (None, sent.chat_id)]

    def wait_for(self, n: int, timeout_s: float = 30, chat_id: int | None = None) -> list[Sent]:
        """The bot's messages once there are at least n.

        Raises:
            TimeoutError: there were fewer; the message tells what was called and refused.
        """
        self.wait_until(lambda: len(self.shown(chat_id)) >= n, timeout_s, f"{n} messages")
        return self.shown(chat_id)

    def wait_taken(self, timeout_s: float = 30) -> None:
        """Wait until the bot has confirmed every update, that is: has come back to poll after reading them."""
        self.wait_until(lambda: not self._updates, timeout_s, "every update confirmed")

    def wait_polled(self, timeout_s: float = 60) -> None:
        """Wait for the first getUpdates."""
        self.wait_until(lambda: self._poller > 0, timeout_s, "a poll")

    def wait_until(self, holds: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Wait for a condition on the server.

        Raises:
            TimeoutError: it did not come to hold.
        """
        with self._change:
            if not self._change.wait_for(holds, timeout_s):
                seen = [call.method for call in self.calls][-20:]
                raise TimeoutError(f"waited {timeout_s} s for {what}; calls {seen}, refused {self.refused}")

    # What the bot asks for.

    def answer(self, token: str, method: str, content_type: str, body: bytes) -> tuple[Any, Failure | None]:
        """The result of a call, and how its answer fails on the way back, if it does.

        Raises:
            Refused: the call is answered with an error.
        """
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if method not in PARAMETERS:
            raise Refused(404, "Not Found")
        params = read_body(content_type, body)
        call = Call(method, params)
        with self._change:
            self.calls.append(call)
            self._change.notify_all()
            failure = next((how for name, how in self._failures if name == method), None)
            if failure:
                self._failures.remove((method, failure))
            if failure == "429":
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
            if failure in ("502", "reset"):
                return None, failure
            try:
                return self._carry_out(method, params), failure
            except Refused as refusal:
                self.refused.append((call, refusal.description))
                raise
            finally:
                self._change.notify_all()

    def _carry_out(self, method: str, params: Params) -> Any:
        if unknown := sorted(params.keys() - PARAMETERS[method]):
            raise Refused(400, f"Bad Request: unknown parameters {unknown}")
        if missing := [name for name in REQUIRED.get(method, ()) if name not in params]:
            raise Refused(400, f"Bad Request: {missing[0]} is missing")
        if "chat_id" in params and params["chat_id"] not in self._chats:
            raise Refused(400, "Bad Request: chat not found")
        match method:
            case "getMe":
                return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Ministersvar",
                        "username": "ministersvar_bot", "can_join_groups": True,
                        "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip
            case "getUpdates":
                return self._get_updates(params)
            case "sendMessage":
                return self._show(next(self._ids), params)
            case "editMessageText":
                return self._edit(params)
            case _:
                return True

    def _get_updates(self, params: Params) -> list[Params]:
        self._poller += 1
        mine, offset = self._poller, params.get("offset", 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self._change.notify_all()
        timeout_s = min(float(params.get("timeout", 0)), MAX_POLL_S)
        until = time.monotonic() + timeout_s
        while not self._updates and self._poller == mine and not self._closed:
            if not self._change.wait(until - time.monotonic()):
                break
        if self._poller != mine:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return self._updates[: params.get("limit", 100)]

    def _compose(self, message_id: int, params: Params) -> Sent:
        raw, mode = params["text"], params.get("parse_mode")
        if mode not in (None, "HTML"):
            raise Refused(400, "Bad Request: unsupported parse_mode")
        if mode and self.refuse_html:
            raise Refused(400, "Bad Request: can't parse entities: refused because the test asks for it")
        text, entities = parse_html(raw) if mode else (raw, tuple(params.get("entities", ())))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if units(text) > MAX_TEXT_UNITS:
            raise Refused(400, "Bad Request: message is too long")
        if len(entities) > MAX_ENTITIES:
            raise Refused(400, "Bad Request: too many entities")
        return Sent(params["chat_id"], message_id, text, raw, entities, params)

    def _show(self, message_id: int, params: Params) -> Params:
        sent = self._compose(message_id, params)
        self.sent.append(sent)
        return self._as_message(sent)

    def _edit(self, params: Params) -> Params:
        key = params["chat_id"], params["message_id"]
        place = next((i for i, s in enumerate(self.sent) if (s.chat_id, s.message_id) == key), None)
        if place is None:
            raise Refused(400, "Bad Request: message to edit not found")
        before, after = self.sent[place], self._compose(params["message_id"], params)
        if replace(before, raw="", params={}) == replace(after, raw="", params={}):
            raise Refused(400, "Bad Request: message is not modified")
        self.sent[place] = after
        return self._as_message(after)

    def _as_message(self, sent: Sent) -> Params:
        me = {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Ministersvar"}
        return {"message_id": sent.message_id, "date": 1_780_000_001, "chat": self._chats[sent.chat_id],
                "from": me, "text": sent.text, "entities": list(sent.entities)}  # fmt: skip


def _handler(api: BotApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > MAX_BODY_BYTES:
                self.close_connection = True
                return self._reply(413, {"ok": False, "error_code": 413, "description": "Too Large"})
            body = self.rfile.read(length)
            match = re.fullmatch(r"/bot([^/]*)/(\w+)", self.path)
            try:
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
            return self._reply(200, {"ok": True, "result": result})

        do_GET = do_POST

        def _reset(self) -> None:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

        def _reply(self, status: int, answer: Params | str) -> None:
            html = isinstance(answer, str)
            body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
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
