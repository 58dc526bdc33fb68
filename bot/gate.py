"""Whether an update is for the bot, and what it asks for. Pure: an update and the rules in, a decision out.

Nothing is sent or looked up here: that is left to `handlers`. Offsets of entities are UTF-16 units, as Telegram counts
(core.telegram.org/bots/api#messageentity); what arrives in a group at all depends on the privacy mode
(core.telegram.org/bots/features#privacy-mode), and every decision is the same with it on or off.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from telegram import ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.decisions import (
    Administer,
    Command,
    Decision,
    Foreign,
    Guest,
    Hint,
    Inline,
    Joined,
    Left,
    Migrated,
    Name,
    Place,
    Press,
    Prompt,
    Query,
    Silent,
    Task,
    Upload,
)
from index.smalltalk import small_talk

TELEGRAM_ITSELF = 777000  # posts of a linked channel and service notices; core.telegram.org/bots/api#message
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
PRESENT = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED})
ASK = "spg"
_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w{1,64}))?(?!\S)\s*(?P<rest>.*)", re.DOTALL)
_HELP = re.compile(r"\W*(hjælp|hjaelp|help)\W*", re.IGNORECASE)
# What people say to each other of a reply, and ask nothing by.
_NOD = re.compile(
    r"(helt |meget |så )?(enig|uenig|rigtigt|sandt|præcis|nemlig|sikkert|ja|jo|nej|jep|nå|åh?|hm+|haha+|hehe+|lol|wow"
    r"|flot|godt (set|sagt|spurgt|arbejde)|spændende|interessant|vildt|selv tak|agreed?|exactly|true|right|sure|yes|yep"
    r"|no|nope|nice|cool|interesting|well said)( tak| da| jo)?"
)
_JOINTS = " \t\n\r,:;–—-"  # what is left of "@bot, …" once the name is gone

COMMANDS: dict[str, Name] = {
    "start": "start", "hjaelp": "help", "hjælp": "help", "help": "help", "privatliv": "privacy", "privacy": "privacy",
    "sprog": "language", "language": "language", "admin": "pair",
}  # fmt: skip
TASKS: dict[str, Task] = {
    "status": "status", "dokumenter": "documents", "slet": "remove", "fortryd": "undo", "genopbyg": "rebuild",
    "historik": "changes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Who the bot is, in which groups it may be (None: any), and the ids of its administrators."""

    bot_id: int
    username: str
    groups: Collection[int] | None = None
    admins: Collection[int] = ()


def decide(update: Update, rules: Rules) -> Decision:
    """What to do about an update. Channel posts, business messages and all that is not named here get silence."""
    if update.callback_query:
        return Press()
    if update.inline_query:
        return Inline()
    if update.guest_message:
        return _guest(update.guest_message, rules)
    if update.my_chat_member:
        return _membership(update.my_chat_member, rules)
    message = update.message or update.edited_message
    if message is None:
        return Silent()
    edited = update.message is None
    if message.chat.type == ChatType.PRIVATE:
        return _private(message, rules, edited=edited)
    return _group(message, rules, edited=edited) if message.chat.type in GROUPS else Silent()


def _membership(change: ChatMemberUpdated, rules: Rules) -> Decision:
    before, after = change.old_chat_member.status in PRESENT, change.new_chat_member.status in PRESENT
    if before and not after:
        return Left(change.chat.id)
    if change.chat.type not in GROUPS or not after:
        return Silent()
    if _is_foreign(change.chat.id, rules):
        return Foreign(change.chat.id)
    return Silent() if before else Joined(change.chat.id)


def _is_foreign(chat: int, rules: Rules) -> bool:
    return rules.groups is not None and chat not in rules.groups


def _private(message: Message, rules: Rules, *, edited: bool) -> Decision:
    if _is_machine(message, rules):
        return Silent()
    place = _place(message, rules)
    if message.text is None:
        if edited or message.effective_attachment is None:  # what tells of a change has nothing attached
            return Silent()
        if message.document and place.user in rules.admins:
            return Upload(message.document, place, message.media_group_id)
        return Hint(place, message.media_group_id)
    command = _COMMAND.match(message.text)
    if command is None:
        return _asked(message.text.strip(), place, edited=edited)
    if not _is_ours(command["bot"], rules):
        return Silent()
    name, rest = command["name"].casefold(), command["rest"].strip()
    if name == ASK:
        text = rest or _referred(message, rules)
        return _asked(text, place, edited=edited) if text or edited else Prompt(place)
    if edited:  # what it asked for before has been done
        return Silent()
    if name in TASKS and place.user in rules.admins:
        return Administer(TASKS[name], rest, place)
    return Command(COMMANDS.get(name, "unknown"), rest, place)


def _asked(text: str, place: Place, *, edited: bool) -> Decision:
    if _HELP.fullmatch(text) and not edited:
        return Command("help", "", place)
    return Query(text, place, edited) if text else Silent()


def _is_said_to_others(message: Message) -> bool:
    """Whether what replies to the bot asks it nothing: no words, thanks and the like, or somebody else is named."""
    text = message.text or message.caption or ""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    if not words or _NOD.fullmatch(words) or small_talk(text) == "thanks":
        return True
    entities = message.caption_entities if message.text is None else message.entities
    return any(entity.type in (MessageEntity.MENTION, MessageEntity.TEXT_MENTION) for entity in entities)


def _group(message: Message, rules: Rules, *, edited: bool) -> Decision:
    chat = message.chat.id
    if message.migrate_to_chat_id:
        return Migrated(chat, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Migrated(message.migrate_from_chat_id, chat)
    if _is_foreign(chat, rules):
        return Foreign(chat)
    if _is_machine(message, rules):
        return Silent()
    place, text = _place(message, rules), message.text or message.caption or ""
    command = _COMMAND.match(text)
    if command:
        if not _is_ours(command["bot"], rules):
            return Silent()
        name = command["name"].casefold()
        if name != ASK:  # others may be meant, unless the bot is named
            known = COMMANDS.get(name) if name != "admin" else None
            return (
                Command(known, command["rest"].strip(), place) if known and command["bot"] and not edited else Silent()
            )
        text = command["rest"].strip()
    elif _is_mentioned(message, rules):
        text = _unmentioned(message, rules)
    elif place.answers is None or _is_said_to_others(message):
        return Silent()
    text = text.strip() or _referred(message, rules)
    if text:
        return _asked(text, place, edited=edited)
    calls = command or (message.text or message.caption)  # a sticker that replies to the bot asks for nothing
    return Prompt(place) if calls and not edited else Silent()


def _guest(message: Message, rules: Rules) -> Decision:
    if not message.guest_query_id or _is_machine(message, rules):
        return Silent()
    text = _unmentioned(message, rules)
    command = _COMMAND.match(text)
    text = (command["rest"] if command else text).strip() or _referred(message, rules)
    return Guest(text, message.guest_query_id, message.from_user.id if message.from_user else 0)


def _is_machine(message: Message, rules: Rules) -> bool:
    """True for what no person wrote to the bot: another bot, itself, a linked channel, its own inline message."""
    sender = message.from_user
    if message.is_automatic_forward or (sender and sender.id in (TELEGRAM_ITSELF, rules.bot_id)):
        return True
    if message.via_bot and message.via_bot.id == rules.bot_id:
        return True
    # Who speaks as a group or a channel is shown as a bot, with the chat spoken for in `sender_chat`.
    return bool(sender and sender.is_bot and message.sender_chat is None)


def _is_ours(named: str | None, rules: Rules) -> bool:
    return named is None or named.casefold() == rules.username.casefold()


def _place(message: Message, rules: Rules) -> Place:
    before = message.reply_to_message
    # In a topic, what replies to nothing is said to reply to the notice that opened the topic.
    answers = before and before.forum_topic_created is None and before.from_user and before.from_user.id == rules.bot_id
    return Place(
        chat=message.chat.id,
        message=message.message_id,
        user=message.from_user.id if message.from_user else 0,
        group=message.chat.type in GROUPS,
        topic=message.message_thread_id if message.is_topic_message else None,
        answers=before.message_id if before and answers else None,
    )


def _units(message: Message) -> bytes:
    """The text or the caption, two bytes a UTF-16 unit."""
    return (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")


def _mentions(message: Message, rules: Rules) -> Iterator[MessageEntity]:
    """The entities that name the bot, in the text or the caption."""
    units = _units(message)
    for entity in message.caption_entities if message.text is None else message.entities:
        if entity.type == MessageEntity.TEXT_MENTION:
            named = entity.user is not None and entity.user.id == rules.bot_id
        elif entity.type == MessageEntity.MENTION:
            said = units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
            named = said.casefold() == f"@{rules.username}".casefold()
        else:
            named = False
        if named:
            yield entity


def _is_mentioned(message: Message, rules: Rules) -> bool:
    return any(_mentions(message, rules))


def _unmentioned(message: Message, rules: Rules) -> str:
    """The text without the names of the bot."""
    units = _units(message)
    for entity in sorted(_mentions(message, rules), key=lambda entity: -entity.offset):
        units = units[: 2 * entity.offset] + units[2 * (entity.offset + entity.length) :]
    return units.decode("utf-16-le", "replace").strip(_JOINTS)


def _referred(message: Message, rules: Rules) -> str:
    """What a bare call points at: the passage selected in the message replied to, else all of it; not our own words."""
    if message.quote and message.quote.text.strip():
        return message.quote.text.strip()
    before = message.reply_to_message
    if before is None or (before.from_user and before.from_user.id == rules.bot_id):
        return ""
    return (before.text or before.caption or "").strip()
