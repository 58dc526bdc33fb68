"""A strict Bot API on loopback that tests talk to: chats and groups, buttons, inline mode, and failures on demand.

It refuses what Telegram refuses, and some of what Telegram only tolerates (a bare "&" in HTML, a parameter it does
not know). Sources: core.telegram.org/bots/api (methods, limits); "20 messages per minute" a group:
core.telegram.org/bots/faq. A webhook is set here and called by the test. What people do in the chats is in `botchats`.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.botchats import ME, Chats
from tests.botwire import Failure, File, Params, Raw, Refused, handler, parse_html, read_body, units

TOKEN = "123456789:AAtest-token_of_the_fake_bot_api_server"
MAX_TEXT_UNITS = 4096  # UTF-16, after entities
MAX_CAPTION_UNITS = 1024
MAX_ENTITIES = 100
MAX_POLL_S = 50.0
GROUP_CALLS, GROUP_PERIOD_S = 20, 60.0

_TEXT_PARAMS = frozenset(
    ["business_connection_id", "chat_id", "text", "parse_mode", "entities", "link_preview_options", "reply_markup"]
)
_SEND_PARAMS = frozenset(
    ["message_thread_id", "disable_notification", "protect_content", "allow_paid_broadcast", "message_effect_id",
     "reply_parameters"]
)  # fmt: skip
_STAYING = frozenset({"message_thread_id", "reply_parameters"})
PARAMETERS: Mapping[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": frozenset(["offset", "limit", "timeout", "allowed_updates"]),
    "getWebhookInfo": frozenset(),
    "deleteWebhook": frozenset({"drop_pending_updates"}),
    "setWebhook": frozenset(["url", "allowed_updates", "secret_token", "max_connections", "drop_pending_updates"]),
    "setMyCommands": frozenset(["commands", "scope", "language_code"]),
    "sendChatAction": frozenset(["business_connection_id", "chat_id", "message_thread_id", "action"]),
    "sendMessage": _TEXT_PARAMS | _SEND_PARAMS,
    "sendDocument": _SEND_PARAMS | {"chat_id", "document", "caption", "parse_mode", "reply_markup"},
    "sendPhoto": _SEND_PARAMS | {"chat_id", "photo", "caption", "parse_mode", "reply_markup"},
    "editMessageText": _TEXT_PARAMS | frozenset({"message_id", "inline_message_id"}),
    "answerCallbackQuery": frozenset(["callback_query_id", "text", "show_alert", "url", "cache_time"]),
    "answerInlineQuery": frozenset(
        ["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"]
    ),
    "answerGuestQuery": frozenset(["guest_query_id", "result"]),
    "leaveChat": frozenset({"chat_id"}),
    "getFile": frozenset({"file_id"}),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "setMyCommands": ("commands",),
    "setWebhook": ("url", "secret_token"),
    "sendChatAction": ("chat_id", "action"),
    "sendMessage": ("chat_id", "text"),
    "sendDocument": ("chat_id", "document"),
    "sendPhoto": ("chat_id", "photo"),
    "editMessageText": ("chat_id", "message_id", "text"),
    "answerCallbackQuery": ("callback_query_id",),
    "answerInlineQuery": ("inline_query_id", "results"),
    "answerGuestQuery": ("guest_query_id", "result"),
    "leaveChat": ("chat_id",),
    "getFile": ("file_id",),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request that named the right token, refused or not; nested parameters are decoded."""

    method: str
    params: Params
    at: float  # seconds on the clock that never goes back


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


class BotApi:
    """The server; `with BotApi() as api:` runs it. Its lists grow in the order things happened."""

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.refused: list[tuple[Call, str]] = []
        self.refuse_html = False
        self.refuse: dict[str, Refused] = {}  # by method: every call, until it is taken out
        self.webhook = ""
        self.chance: Callable[[str], Failure | None] = lambda _method: None
        self._failures: list[tuple[str, Failure]] = []
        self._raw: list[Raw] = []  # what the next polls get
        self._poller = 0
        self._change = threading.Condition()
        self.chats = Chats(self._change)
        self._closed = False
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler(self))
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

    # What the test asks.

    def fail_next(self, method: str, failure: Failure) -> None:
        """The next call of the method fails: "reset" before it is carried out, "lost" after. They queue up."""
        with self._change:
            self._failures.append((method, failure))

    def garble_next(self, body: bytes, status: int = 200) -> None:
        """A poll from now on gets this body, whatever waits; they queue up. The poll under way ends."""
        with self._change:
            self._raw.append(Raw(body, status))
            self._change.notify_all()

    def shown(self, chat_id: int | None = None) -> list[Sent]:
        """The bot's messages in one chat, or in all, as they now stand."""
        with self._change:
            return [sent for sent in self.sent if chat_id in (None, sent.chat_id)]

    def named(self, chat_id: int) -> list[Call]:
        """The calls that named a chat."""
        with self._change:
            return [call for call in self.calls if call.params.get("chat_id") == chat_id]

    def answers(self, method: str, key: str, value: str) -> list[Params]:
        """The parameters of the calls of a method in which `key` is `value`."""
        with self._change:
            return [call.params for call in self.calls if call.method == method and call.params.get(key) == value]

    def wait_for(self, n: int, timeout_s: float = 30, chat_id: int | None = None) -> list[Sent]:
        """The bot's messages once there are at least n.

        Raises:
            TimeoutError: there were fewer; the message tells what was called and refused.
        """
        self.wait_until(lambda: len(self.shown(chat_id)) >= n, timeout_s, f"{n} messages")
        return self.shown(chat_id)

    def wait_answer(self, method: str, key: str, value: str, timeout_s: float = 30) -> Params:
        """The first such call, once there is one. Raises TimeoutError."""
        self.wait_until(lambda: bool(self.answers(method, key, value)), timeout_s, f"{method} of {value}")
        return self.answers(method, key, value)[0]

    def wait_taken(self, timeout_s: float = 30) -> None:
        """Wait until the bot has confirmed every update, that is: has come back to poll after reading them."""
        self.wait_until(lambda: not self.chats.updates, timeout_s, "every update confirmed")

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
        call = Call(method, params, time.monotonic())
        with self._change:
            self.calls.append(call)
            self._change.notify_all()
            failure = next((how for name, how in self._failures if name == method), None)
            if failure:
                self._failures.remove((method, failure))
            failure = failure or self.chance(method)
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

    def file(self, token: str, path: str) -> bytes:
        """A file that somebody sent. Raises Refused."""
        if token != self.token or path not in self.chats.files:
            raise Refused(404, "Not Found")
        return self.chats.files[path]

    def _check(self, method: str, params: Params) -> None:
        if unknown := sorted(params.keys() - PARAMETERS[method]):
            raise Refused(400, f"Bad Request: unknown parameters {unknown}")
        if missing := [name for name in REQUIRED.get(method, ()) if name not in params]:
            raise Refused(400, f"Bad Request: {missing[0]} is missing")
        if "chat_id" in params:
            self._check_chat(params["chat_id"])
        _check_markup(params.get("reply_markup"))

    def _carry_out(self, method: str, params: Params) -> Any:
        self._check(method, params)
        if method in self.refuse:
            raise self.refuse[method]
        match method:
            case "getMe":
                return {**ME, "can_join_groups": True, "can_read_all_group_messages": not self.chats.privacy,
                        "supports_inline_queries": True, "supports_guest_queries": True}  # fmt: skip
            case "getWebhookInfo" | "setWebhook" | "deleteWebhook":
                return self._about_webhook(method, params)
            case "getUpdates":
                return self._get_updates(params)
            case "sendMessage" | "sendDocument" | "sendPhoto":
                return self._show(params)
            case "editMessageText":
                return self._edit(params)
            case "answerInlineQuery" | "answerGuestQuery":
                return self._check_results(method, params)
            case "answerCallbackQuery":
                return self._check_open(params["callback_query_id"]) and len(params.get("text", "")) <= 200
            case "getFile":
                if params["file_id"] not in self.chats.files:
                    raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
                return {"file_id": params["file_id"], "file_unique_id": "u", "file_path": params["file_id"]}
            case "leaveChat":
                self.chats.left.add(params["chat_id"])
        return True

    def _about_webhook(self, method: str, params: Params) -> Any:
        if method == "getWebhookInfo":
            waiting = len(self.chats.updates)
            return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": waiting}
        self.webhook = params.get("url", "")
        return True

    def _check_chat(self, chat_id: int) -> None:
        if chat_id in self.chats.moved:
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.chats.moved[chat_id],
            )  # fmt: skip
        if chat_id not in self.chats.known:
            raise Refused(400, "Bad Request: chat not found")
        if chat_id in self.chats.left:
            raise Refused(403, "Forbidden: bot is not a member of the chat")
        lately = [c for c in self.named(chat_id) if c.at > time.monotonic() - GROUP_PERIOD_S]
        if chat_id < 0 and len(lately) > GROUP_CALLS:
            raise Refused(429, "Too Many Requests: retry after 30", retry_after=30)

    def _check_open(self, query_id: str) -> bool:
        if query_id not in self.chats.open_queries:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.chats.open_queries.remove(query_id)
        return True

    def _check_results(self, method: str, params: Params) -> Any:
        guest = method == "answerGuestQuery"
        results = [params["result"]] if guest else params["results"]
        if len(results) > 50:
            raise Refused(400, "Bad Request: too many results")
        if len({result["id"] for result in results}) < len(results):
            raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
        for result in results:
            if not 1 <= len(result["id"].encode()) <= 64 or not result["title"].strip():
                raise Refused(400, "Bad Request: RESULT_ID_INVALID")
            content = result["input_message_content"]
            self._read({"text": content["message_text"], "parse_mode": content.get("parse_mode")})
            _check_markup(result.get("reply_markup"))
        self._check_open(params["guest_query_id" if guest else "inline_query_id"])
        return {"inline_message_id": "i"} if guest else True

    def _get_updates(self, params: Params) -> list[Params] | Raw:
        self._poller += 1
        mine, offset, waiting = self._poller, params.get("offset", 0), self.chats.updates
        waiting[:] = [update for update in waiting if update["update_id"] >= offset]
        self._change.notify_all()
        timeout_s = min(float(params.get("timeout", 0)), MAX_POLL_S)
        until = time.monotonic() + timeout_s
        while not waiting and not self._raw and self._poller == mine and not self._closed:
            if not self._change.wait(until - time.monotonic()):
                break
        if self._poller != mine:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return self._raw.pop(0) if self._raw else waiting[: params.get("limit", 100)]

    def _read(self, params: Params) -> tuple[str, tuple[Params, ...]]:
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
        return text, entities

    def _compose(self, message_id: int, params: Params) -> Sent:
        text, entities = self._read(params) if "text" in params else ("", ())
        return Sent(params["chat_id"], message_id, text, params.get("text", ""), entities, params)

    def _show(self, params: Params) -> Params:
        chat_id, topic = params["chat_id"], params.get("message_thread_id")
        if topic is not None and topic not in self.chats.topics.get(chat_id, ()):
            raise Refused(400, "Bad Request: message thread not found")
        answered = params.get("reply_parameters") or {}
        there = (chat_id, answered.get("message_id")) in self.chats.messages
        if answered and not there and not answered.get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")
        _check_file(params)
        sent = self._compose(self.chats.new_id(), params)
        self.sent.append(sent)
        return self._as_message(sent)

    def _edit(self, params: Params) -> Params:
        key = params["chat_id"], params["message_id"]
        place = next((i for i, s in enumerate(self.sent) if (s.chat_id, s.message_id) == key), None)
        if place is None:
            raise Refused(400, "Bad Request: message to edit not found")
        before = self.sent[place]
        stays = {
            name: before.params[name] for name in ("message_thread_id", "reply_parameters") if name in before.params
        }
        after = self._compose(params["message_id"], stays | params)
        same_buttons = before.params.get("reply_markup") == params.get("reply_markup")
        if same_buttons and replace(before, raw="", params={}) == replace(after, raw="", params={}):
            raise Refused(400, "Bad Request: message is not modified")
        self.sent[place] = after
        return self._as_message(after)

    def _as_message(self, sent: Sent) -> Params:
        chat = self.chats.known[sent.chat_id]
        message: Params = {"message_id": sent.message_id, "date": 1_780_000_001, "chat": chat, "from": ME}
        if sent.text:
            message |= {"text": sent.text, "entities": list(sent.entities)}
        markup = sent.params.get("reply_markup")
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        if "message_thread_id" in sent.params:
            message |= {"message_thread_id": sent.params["message_thread_id"], "is_topic_message": True}
        self.chats.messages[sent.chat_id, sent.message_id] = message
        return message


def _check_file(params: Params) -> None:
    for name in ("document", "photo"):
        if name in params and not isinstance(params[name], File):
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if units(params.get("caption", "")) > MAX_CAPTION_UNITS:
        raise Refused(400, "Bad Request: message caption is too long")
    if "photo" in params:
        width, height = size_of_png(params["photo"].body)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def size_of_png(body: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises Refused."""
    if not body.startswith(b"\x89PNG"):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return int.from_bytes(body[16:20]), int.from_bytes(body[20:24])


def _check_markup(markup: Params | None) -> None:
    for button in (button for row in (markup or {}).get("inline_keyboard", ()) for button in row):
        data = button.get("callback_data")
        if not button["text"].strip() or ("url" in button) == (data is not None):
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
