"""Realistic updates of every kind that Telegram has, and how each is spoilt: JSON in, JSON out, the same for a seed.

Field names: core.telegram.org/bots/api#update. Whatever somebody wrote or is called holds `SECRET`.
"""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.botchats import ME, member
from tests.botwire import Params, units

SECRET = "hemmelig"
QUERY = f"Er forskningscenteret finansieret? {SECRET}t"
BOT = f"@{ME['username']}"
ADMIN = 4711
OTHER_BOT: Params = {"id": 99, "is_bot": True, "first_name": SECRET, "username": "anden_bot"}
ANONYMOUS: Params = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PHOTO: Params = {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]}
FILE: Params = {
    "document": {"file_id": "d", "file_unique_id": "u", "file_name": f"{SECRET}.txt", "file_size": 9,
                 "mime_type": "text/plain"}
}  # fmt: skip
ROWS = [
    [{"text": "Kilde 1", "callback_data": "s1:0123456789abcdef:0:10"}, {"text": "👍", "callback_data": "v+"}],
    [{"text": "👎", "callback_data": "v-"}, {"text": "x", "callback_data": "q"}, {"text": "x", "callback_data": "b"}],
    [
        {"text": "x", "callback_data": "e"},
        {"text": "da", "callback_data": "l:da"},
        {"text": "x", "callback_data": "l:"},
    ],
    [{"text": "hele", "callback_data": "f:0123456789abcdef"}, {"text": "se", "url": "https://example.org"}],
    [{"text": "x", "callback_data": "A:0123456789abcdef"}, {"text": "x", "callback_data": "P:3"}],
    [{"text": "x", "callback_data": "R:0123456789abcdef"}, {"text": "x", "callback_data": "K"}],
]


class Case(NamedTuple):
    """An update, and whether the bot says something to it as it stands; None if that is not known."""

    update: Params
    answered: bool | None


def person(n: int) -> Params:
    """A user of its own for each update; one in ten uses the app in English."""
    return {"id": n, "is_bot": False, "first_name": SECRET, "username": SECRET + str(n),
            "language_code": "en" if n % 10 == 0 else "da"}  # fmt: skip


def _message(n: int, chat: int, **fields: Any) -> Params:
    kind: Params = {"type": "private", "first_name": SECRET} if chat > 0 else {"type": "supergroup", "title": SECRET}
    own = {"message_id": n, "date": 1_780_000_000, "chat": {"id": chat, **kind}, "from": person(n)}
    return {name: value for name, value in {**own, **fields}.items() if value is not None}


def _marked(text: str, part: str, kind: str, **more: Any) -> Params:
    """An entity over a part of a text."""
    return {"type": kind, "offset": units(text[: text.index(part)]), "length": units(part), **more}


def _private(n: int) -> Iterator[Case]:
    def says(text: str, **fields: Any) -> Params:
        return {"message": _message(n, n, text=text, **fields)}

    for text in (QUERY, "hej", f"😀 <b>&{SECRET}", f"/spg {QUERY}", f"/start {SECRET}", "/start d_0123456789abcdef_0_9",
                 "/help", "/privatliv", "/sprog", "/sprog en", f"/admin {SECRET}", f"/{SECRET}"):  # fmt: skip
        yield Case(says(text), answered=True)
    before = _message(n, n, text=QUERY)
    yield Case(says("/spg", reply_to_message=before, quote={"text": SECRET, "position": 0}), answered=True)
    yield Case(
        says(QUERY, forward_origin={"type": "hidden_user", "sender_user_name": SECRET, "date": 1}), answered=True
    )
    yield Case(says(QUERY, via_bot=OTHER_BOT), answered=True)
    yield Case(says(QUERY, via_bot=ME), answered=False)
    yield Case(says(f"/spg@anden_bot {QUERY}"), answered=False)
    for fields in (PHOTO, FILE, {"location": {"longitude": 1.5, "latitude": 2.5}},
                   {"contact": {"phone_number": SECRET, "first_name": SECRET}}, {"dice": {"emoji": "🎲", "value": 1}},
                   {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}}):  # fmt: skip
        yield Case({"message": _message(n, n, caption=SECRET, **fields)}, answered=True)
    yield Case({"message": _message(n, n, **PHOTO, media_group_id=f"album{n}")}, answered=True)
    yield Case({"message": _message(n, n, pinned_message=before)}, answered=False)
    yield Case({"edited_message": _message(n, n, text=QUERY, edit_date=1_780_000_009)}, answered=True)
    for text in ("/status", "/dokumenter", f"/dokumenter {SECRET}", f"/slet {SECRET}", "/historik", "/fortryd"):
        yield Case({"message": _message(n, ADMIN, text=text, **{"from": person(ADMIN)})}, answered=True)
    yield Case({"message": _message(n, ADMIN, **FILE, **{"from": person(ADMIN)})}, answered=True)


def _group(n: int) -> Iterator[Case]:
    chat = -1_000_000_000_000 - n
    mention = f"{BOT} {QUERY}"
    named = {"text": mention, "entities": [_marked(mention, BOT, "mention")]}
    ours = _message(n, chat, text=SECRET, **{"from": ME})
    theirs = _message(n, chat, text=QUERY)
    known = {"text": QUERY, "entities": [_marked(QUERY, "Er", "text_mention", user=ME)]}
    styled = {"text": QUERY, "entities": [_marked(QUERY, "Er", "bold"), _marked(QUERY, SECRET, "text_mention",
                                                                               user=person(n))]}  # fmt: skip
    channel = {"id": chat - 1, "type": "channel", "title": SECRET}
    heard: list[Params] = [
        {"text": f"/spg {QUERY}"}, {"text": f"/spg{BOT} {QUERY}"}, named, known, {"text": f"/help{BOT}"},
        {"text": QUERY, "reply_to_message": ours}, {"text": "/spg", "reply_to_message": theirs}, {"text": "/spg"},
        {"text": BOT, "entities": [_marked(BOT, BOT, "mention")], "reply_to_message": theirs,
         "quote": {"text": SECRET, "position": 0, "is_manual": True}},
        {**PHOTO, "caption": mention, "caption_entities": named["entities"]},
        {"text": f"/spg {QUERY}", "message_thread_id": 3, "is_topic_message": True},
        {"text": f"/spg {QUERY}", "from": ANONYMOUS, "sender_chat": theirs["chat"]},
    ]  # fmt: skip
    silent: list[Params] = [
        {"text": QUERY}, styled, {"text": f"/spg@anden_bot {QUERY}"}, {"text": "/help"}, {"text": f"snak {SECRET}"},
        {"text": f"@anden_bot {QUERY}", "entities": [_marked(f"@anden_bot {QUERY}", "@anden_bot", "mention")]},
        {"text": QUERY, "reply_to_message": theirs}, {**PHOTO, "caption": SECRET}, FILE,
        {"text": f"/spg {QUERY}", "from": OTHER_BOT}, {"new_chat_members": [person(n)]}, {"new_chat_title": SECRET},
        {"text": f"/spg {QUERY}", "is_automatic_forward": True, "sender_chat": channel,
         "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"migrate_to_chat_id": chat - 2}, {"left_chat_member": person(n)}, {"pinned_message": theirs},
        {"forum_topic_created": {"name": SECRET, "icon_color": 1}, "message_thread_id": 3, "is_topic_message": True},
    ]  # fmt: skip
    for fields in heard:
        yield Case({"message": _message(n, chat, **fields)}, answered=True)
    for fields in silent:
        yield Case({"message": _message(n, chat, **fields)}, answered=False)
    yield Case({"edited_message": _message(n, chat, **named, edit_date=1_780_000_009)}, answered=False)


def _presses(n: int) -> Iterator[Case]:
    for chat in (n, -1_000_000_000_000 - n):
        ours = _message(n, chat, text=SECRET, reply_markup={"inline_keyboard": ROWS}, **{"from": ME})
        for data in [button["callback_data"] for row in ROWS for button in row if "callback_data" in button] + [SECRET]:
            press = {"id": f"press{n}", "from": person(n), "chat_instance": "1", "data": data, "message": ours}
            yield Case({"callback_query": press}, answered=True)
    bare = {"id": f"press{n}", "from": person(n), "chat_instance": "1", "data": "v+"}
    gone = {"message_id": n, "date": 0, "chat": ours["chat"]}
    yield Case({"callback_query": {**bare, "message": gone}}, answered=True)
    yield Case({"callback_query": {**bare, "inline_message_id": "i"}}, answered=True)


def _others(n: int) -> Iterator[Case]:
    chat = -1_000_000_000_000 - n
    for query in (QUERY, "", "a", SECRET * 40):
        typed = {"id": f"inline{n}", "from": person(n), "query": query, "offset": "", "chat_type": "sender"}
        yield Case({"inline_query": typed}, answered=True)
    for text in (f"{BOT} {QUERY}", BOT):
        guest = _message(n, chat, text=text, entities=[_marked(text, BOT, "mention")], guest_query_id=f"guest{n}")
        yield Case({"guest_message": guest}, answered=True)
    for before, after, heard in (
        ("left", "member", True),
        ("member", "kicked", False),
        ("member", "administrator", False),
    ):
        change = {"chat": {"id": chat, "type": "supergroup", "title": SECRET}, "from": person(n), "date": 1,
                  "old_chat_member": member(before), "new_chat_member": member(after)}  # fmt: skip
        yield Case({"my_chat_member": change}, answered=heard)
        yield Case({"chat_member": change}, answered=False)
    post = {**_message(n, chat, text=f"/spg{BOT} {QUERY}"), "chat": {"id": chat, "type": "channel", "title": SECRET}}
    business = _message(n, n, text=QUERY, business_connection_id="b")
    reaction = {"chat": {"id": n, "type": "private"}, "message_id": n, "user": person(n), "date": 1,
                "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}  # fmt: skip
    poll = {"id": "p", "question": SECRET, "options": [], "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}  # fmt: skip
    chosen = {"result_id": "0", "from": person(n), "query": QUERY}
    join = {"chat": post["chat"], "from": person(n), "user_chat_id": n, "date": 1, "bio": SECRET}
    for kind, body in (("channel_post", post), ("edited_channel_post", post), ("business_message", business),
                       ("edited_business_message", business), ("message_reaction", reaction), ("poll", poll),
                       ("chosen_inline_result", chosen), ("chat_join_request", join),
                       ("newer_kind", post)):  # fmt: skip
        yield Case({kind: body}, answered=False)


def cases(n: int) -> list[Case]:
    """Every realistic update there is, of the person with this number."""
    return [*_private(n), *_group(n), *_presses(n), *_others(n)]


_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**63, -(2**63), 10**30, 0.5, -0.0, float("inf"), float("nan"), "", " ",
    "0", "true", [], {}, [[]], [None], {"id": 1}, {"": None}, "\x00", "\u202e\u200b\ufeff", "\ud83d", "😀" * 300,
    "<b>&" + SECRET, "/", "/spg", BOT, "%s {0} {query}", SECRET * 900, "'; DROP TABLE reply; --", "../../etc/passwd",
    ME["id"], "supergroup", "private", "mention", "text_mention", "bot_command", "d_0123456789abcdef_0_9999999999",
]  # fmt: skip
Node = tuple[Any, Any]  # what holds a value, and under which name or place


def _nodes(value: Any) -> Iterator[Node]:
    names = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from _nodes(value[name])


def _drop(holder: Any, name: Any, _: random.Random) -> None:
    del holder[name]


def _replace(holder: Any, name: Any, dice: random.Random) -> None:
    holder[name] = copy.deepcopy(dice.choice(_VALUES))


def _retype(holder: Any, name: Any, dice: random.Random) -> None:
    value = holder[name]
    holder[name] = dice.choice([[value], {"value": value}, str(value), [value] * 3, bool(value)])


def _nest(holder: Any, name: Any, dice: random.Random) -> None:
    for _ in range(dice.choice([2, 20, 60])):
        holder[name] = dice.choice([[holder[name]], {name: holder[name]}])


def _shift(holder: Any, name: Any, dice: random.Random) -> None:
    value = holder[name]
    if isinstance(value, int):
        holder[name] = value + dice.choice([-1, 1, -1000, 1000, 2**31, 2**40])
    elif isinstance(value, str):
        at = dice.randrange(len(value) + 1)
        holder[name] = dice.choice(
            [value[:at], value[at:], value * 3, value.upper(), value[:at] + "\u200b" + value[at:]]
        )
    elif isinstance(value, list) and value:
        value.append(copy.deepcopy(value[dice.randrange(len(value))]))


def _copy(holder: Any, name: Any, dice: random.Random) -> None:
    """The same value under another name beside it."""
    if isinstance(holder, dict):
        holder[dice.choice([*holder, "text", "caption", "from", "chat", "reply_to_message", "new"])] = copy.deepcopy(
            holder[name]
        )


_WAYS: list[Callable[[Any, Any, random.Random], None]] = [
    _drop,
    _replace,
    _replace,
    _retype,
    _nest,
    _shift,
    _shift,
    _copy,
]


def spoilt(update: Params, others: list[Case], dice: random.Random) -> Params:
    """The update after one to four changes at places anywhere in it."""
    update = copy.deepcopy(update)
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        nodes = list(_nodes(update))
        if not nodes:
            break
        holder, name = dice.choice(nodes)
        if dice.random() < 0.1:  # a piece of another update
            _, (given, part) = nodes, dice.choice(list(_nodes(dice.choice(others).update)))
            holder[name] = copy.deepcopy(given[part])
        else:
            dice.choice(_WAYS)(holder, name, dice)
    return update
