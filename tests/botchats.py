"""What people do in the chats of the fake Bot API, and which of it reaches the bot.

With the privacy mode on, a group's messages arrive as core.telegram.org/bots/features#privacy-mode says; a plain
mention of the bot is reported not to. Updates are delivered whatever `allowed_updates` says, as Telegram does with
those made before the setting.
"""

import itertools
import re
import threading
from typing import Any

from tests.botwire import Params, units

ME: Params = {"id": 123456789, "is_bot": True, "first_name": "Ministersvar", "username": "ministersvar_bot"}
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@\w+)?(?!\S)")
_MENTION = re.compile(r"(?<!\S)@\w{4,}")


class Chats:
    """Chats with their messages, and the updates that wait. A negative id is a group."""

    def __init__(self, change: threading.Condition) -> None:
        self._change = change
        self._ids = itertools.count(1)
        self.privacy = False
        self.updates: list[Params] = []
        self.known: dict[int, Params] = {}
        self.messages: dict[tuple[int, int], Params] = {}
        self.topics: dict[int, set[int]] = {}
        self.moved: dict[int, int] = {}
        self.left: set[int] = set()
        self.open_queries: set[str] = set()
        self.files: dict[str, bytes] = {}

    def new_id(self) -> int:
        """An id that nothing has had."""
        return next(self._ids)

    def deliver(self, kind: str, body: Params) -> None:
        """An update of any kind."""
        with self._change:
            self.updates.append({"update_id": self.new_id(), kind: body})
            self._change.notify_all()

    def says(self, text: str, chat_id: int = 1001, user_id: int = 1001, *, reply_to: int = 0, **fields: Any) -> int:
        """A text message; commands and mentions are marked as Telegram marks them. Gives the message's id."""
        fields = {"text": text, **_marked(text), **fields}
        if reply_to:
            before = self.messages[chat_id, reply_to]
            fields["reply_to_message"] = {name: v for name, v in before.items() if name != "reply_to_message"}
        return self.sends(fields, chat_id=chat_id, user_id=user_id)

    def sends(self, fields: Params, *, chat_id: int = 1001, user_id: int = 1001, kind: str = "message") -> int:
        """An update whose message has these fields; missing ones are filled in."""
        with self._change:
            message: Params = {
                "message_id": self.new_id(), "date": 1_780_000_000, "chat": self.chat(chat_id),
                "from": person(user_id), **fields,
            }  # fmt: skip
            if topic := message.get("message_thread_id"):
                self.topics.setdefault(chat_id, set()).add(topic)
                message["is_topic_message"] = True
            self.known[chat_id] = message["chat"]
            self.messages[chat_id, message["message_id"]] = message
            if chat_id > 0 or not self.privacy or self._passes(message):
                self.deliver(kind, message)
            return int(message["message_id"])

    def attaches(self, name: str, body: bytes, chat_id: int, user_id: int, **fields: Any) -> int:
        """A user sends a file; `size` may claim another one than it has."""
        file = f"file{self.new_id()}"
        self.files[file] = body
        size = fields.pop("size", len(body))
        document = {"file_id": file, "file_unique_id": file, "file_name": name, "file_size": size}
        return self.sends({"document": document, **fields}, chat_id=chat_id, user_id=user_id)

    def edits(self, message_id: int, text: str, chat_id: int = 1001) -> None:
        """The writer of a message changes its text."""
        old = self.messages[chat_id, message_id]
        kept = {name: value for name, value in old.items() if name != "entities"}
        fields = {**kept, "text": text, **_marked(text), "edit_date": 1_780_000_009}
        self.sends(fields, chat_id=chat_id, user_id=old["from"]["id"], kind="edited_message")

    def presses(self, chat_id: int, message_id: int, data: str, user_id: int = 1001) -> str:
        """A user presses a button, or a program sends any data in their name. Gives the id of the press."""
        name = f"press{self.new_id()}"
        self.open_queries.add(name)
        message = self.messages[chat_id, message_id]
        body = {"id": name, "from": person(user_id), "chat_instance": "1", "data": data, "message": message}
        self.deliver("callback_query", body)
        return name

    def types(self, text: str, user_id: int = 1001) -> str:
        """A user types after the bot's name in any chat. Gives the id of the inline query."""
        name = f"inline{self.new_id()}"
        self.open_queries.add(name)
        self.deliver("inline_query", {"id": name, "from": person(user_id), "query": text, "offset": ""})
        return name

    def invites(self, text: str, user_id: int = 1001) -> str:
        """A user names the bot in a chat that it is not in. Gives the id of the guest query."""
        name = f"guest{self.new_id()}"
        self.open_queries.add(name)
        body = {"message_id": self.new_id(), "date": 1_780_000_000, "chat": self.chat(-self.new_id()), "text": text,
                "from": person(user_id), "guest_query_id": name, **_marked(text)}  # fmt: skip
        self.deliver("guest_message", body)
        return name

    def adds(self, chat_id: int, *, before: str = "left", after: str = "member") -> None:
        """Somebody adds the bot to a group, or takes it out."""
        self.known[chat_id] = self.chat(chat_id)
        self.left.discard(chat_id)
        change = {"chat": self.chat(chat_id), "from": person(7), "date": 1_780_000_000,
                  "old_chat_member": member(before), "new_chat_member": member(after)}  # fmt: skip
        self.deliver("my_chat_member", change)

    def migrates(self, old: int, new: int) -> None:
        """A group becomes a supergroup."""
        self.sends({"migrate_to_chat_id": new}, chat_id=old)
        self.sends({"migrate_from_chat_id": old}, chat_id=new)
        self.moved[old] = new

    def chat(self, chat_id: int) -> Params:
        """A private chat, or a group if the id is negative."""
        alone: Params = {"id": chat_id, "type": "private", "first_name": "Ane"}
        return {"id": chat_id, "type": "supergroup", "title": "Gruppen"} if chat_id < 0 else alone

    def _passes(self, message: Params) -> bool:
        """Whether a bot in privacy mode is given a group's message."""
        text, before = message.get("text"), message.get("reply_to_message", {})
        if text is None or before.get("from") == ME or message.get("via_bot") == ME:
            return True
        command = _COMMAND.match(text)
        if command is None:
            return False
        _, _, named = command[0].partition("@")
        mine = [key for key in self.messages if key[0] == message["chat"]["id"] and key[1] < message["message_id"]]
        spoke_last = bool(mine) and self.messages[max(mine)]["from"] == ME
        return named.lower() == ME["username"] if named else spoke_last


def person(user_id: int) -> Params:
    """Somebody whose app is in Danish; 2 is somebody whose app is in English."""
    return {"id": user_id, "is_bot": False, "first_name": "Ane", "language_code": "en" if user_id == 2 else "da"}


_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)


def member(status: str) -> Params:
    """The bot's standing in a group."""
    more: Params = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": ME, **(dict.fromkeys(_RIGHTS, False) if status == "administrator" else more)}


def _marked(text: str) -> Params:
    """The entities Telegram finds in a text."""
    found = [("bot_command", match) for match in [_COMMAND.match(text)] if match]
    found += [("mention", match) for match in _MENTION.finditer(text)]
    entities = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])} for kind, match in found
    ]
    return {"entities": entities} if entities else {}
