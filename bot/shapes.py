"""The shape that an update must have: the fields that this bot reads, of the types that Telegram documents.

Source: core.telegram.org/bots/api#getting-updates. python-telegram-bot checks no types, so a number where a text should
be would fail somewhere later. Fields that the bot does not read are let through as they are.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_ID = 2**53  # exclusive: "at most 52 significant bits", core.telegram.org/bots/api#chat
MAX_ENTITIES = 1000
KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message")


def _whole(text: str) -> str:
    """A text that can be written: JSON can name half a character, which fails wherever it is encoded."""
    text.encode()  # UnicodeEncodeError is a ValueError
    return text


Text = Annotated[str, AfterValidator(_whole)]
Name = Annotated[Text, Field(min_length=1)]  # an empty one would be left out of the call that names it
Id = Annotated[int, Field(gt=-MAX_ID, lt=MAX_ID)]
Number = Annotated[int, Field(ge=0, lt=MAX_ID)]


class Shape(BaseModel):
    """Read only to see whether it fits."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _User(Shape):
    id: Id
    is_bot: bool
    language_code: Text | None = None
    username: Text | None = None


class _Chat(Shape):
    id: Id
    type: Text


class _Entity(Shape):
    type: Text
    offset: Number
    length: Number
    user: _User | None = None


_Entities = Annotated[list[_Entity], Field(max_length=MAX_ENTITIES)]


class _Quote(Shape):
    text: Text


class _File(Shape):
    file_id: Text
    file_unique_id: Text
    file_name: Text | None = None
    file_size: Number | None = None
    mime_type: Text | None = None


class _Button(Shape):
    text: Text
    callback_data: Text | None = None


class _Markup(Shape):
    inline_keyboard: list[list[_Button]]


class _Message(Shape):
    message_id: Number
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    sender_chat: _Chat | None = None
    via_bot: _User | None = None
    text: Text | None = None
    caption: Text | None = None
    entities: _Entities | None = None
    caption_entities: _Entities | None = None
    quote: _Quote | None = None
    reply_to_message: "_Message | None" = None
    reply_markup: _Markup | None = None
    document: _File | None = None
    media_group_id: Text | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None
    guest_query_id: Text | None = None


class _Press(Shape):
    id: Name
    sender: _User = Field(alias="from")
    data: Text | None = None
    message: _Message | None = None


class _Typed(Shape):
    id: Name
    sender: _User = Field(alias="from")
    query: Text


class _Member(Shape):
    status: Text
    user: _User


class _Membership(Shape):
    chat: _Chat
    sender: _User = Field(alias="from")
    old_chat_member: _Member
    new_chat_member: _Member


class UpdateShape(Shape):
    """One update of the kinds that the bot asks for; Pydantic's ValidationError tells that it has another shape."""

    update_id: Number
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    inline_query: _Typed | None = None
    my_chat_member: _Membership | None = None
    guest_message: _Message | None = None


def number_of(update: Any) -> int | None:
    """The number by which an update is confirmed; None if it has none that can be."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int and 0 <= number < MAX_ID else None
