"""The table of cases: what Telegram can send, and what the bot makes of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

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
    Place,
    Press,
    Query,
    Silent,
    Task,
    Upload,
)
from bot.gate import Rules, decide

ME = {"id": 42, "is_bot": True, "first_name": "Ministersvar", "username": "ministersvar_bot"}
ANE = {"id": 7, "is_bot": False, "first_name": "Ane"}
OTHER_BOT = {"id": 43, "is_bot": True, "first_name": "Andre", "username": "andre_bot"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Nyt"}
ALONE = {"id": 7, "type": "private", "first_name": "Ane"}
GROUP = {"id": -100, "type": "supergroup", "title": "Gruppen"}
ANYWHERE = Rules(42, "ministersvar_bot")
BOTS_OWN: dict[str, Any] = {"message_id": 5, "date": 0, "chat": GROUP, "from": ME, "text": "Der er ikke afsat midler."}
ANOTHERS: dict[str, Any] = {"message_id": 4, "date": 0, "chat": GROUP, "from": ANE, "text": "Er centret finansieret?"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def mention(text: str, name: str = "@ministersvar_bot", kind: str = "mention", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "offset": units(text[: text.index(name)]), "length": units(name), **fields}


def update(kind: str = "message", **fields: Any) -> Update:
    message = {"message_id": 9, "date": 0, "chat": GROUP, "from": ANE, **fields}
    made = Update.de_json({"update_id": 1, kind: {name: value for name, value in message.items() if value is not None}})
    assert made is not None
    return made


def said(text: str, kind: str = "message", **fields: Any) -> Decision:
    return decide(update(kind, text=text, **fields), ANYWHERE)


def asked(decision: Decision) -> str | None:
    """The text of a query; None for silence, the type's name for anything else."""
    if isinstance(decision, Query):
        return decision.text
    return None if isinstance(decision, Silent) else type(decision).__name__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("er centret finansieret?", "er centret finansieret?"),
        ("  er centret finansieret?\n", "er centret finansieret?"),
        ("/spg er centret finansieret?", "er centret finansieret?"),
        ("/spg@Ministersvar_Bot er centret finansieret?", "er centret finansieret?"),
        ("/SPG\ner centret finansieret?", "er centret finansieret?"),
        ("/spg", "Prompt"),
        ("/spg@andre_bot hvad", None),
        ("/start@andre_bot", None),
        ("/", "/"),
        ("   ", None),
    ],
)
def test_in_private_any_text_is_a_query(text: str, expected: str | None) -> None:
    assert asked(said(text, chat=ALONE)) == expected


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/start", "start", ""),
        ("/start d_abc_1", "start", "d_abc_1"),
        ("/HJAELP", "help", ""),
        ("/help@ministersvar_bot", "help", ""),
        ("/privatliv", "privacy", ""),
        ("/sprog en", "language", "en"),
        ("/hvadsomhelst x", "unknown", "x"),
    ],
)
def test_in_private_a_command_is_one_whoever_it_is_addressed_to(text: str, name: str, argument: str) -> None:
    decision = said(text, chat=ALONE)
    assert isinstance(decision, Command)
    assert (decision.name, decision.argument) == (name, argument)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("er centret finansieret?", None),
        ("/spg er centret finansieret?", "er centret finansieret?"),
        ("/spg@ministersvar_bot er centret finansieret?", "er centret finansieret?"),
        ("/SPG@MinistersVar_Bot   er centret finansieret?", "er centret finansieret?"),
        ("/spg", "Prompt"),
        ("/spg@ministersvar_bot", "Prompt"),
        ("/spg@andre_bot er centret finansieret?", None),
        ("/spg@ministersvar_bot_2 er centret finansieret?", None),
        ("/spgx hvad", None),
        ("så skriv /spg hvad", None),
        ("/help", None),  # could be meant for any bot
        ("/start", None),
        ("/help@ministersvar_bot", "Command"),
        ("/privatliv@ministersvar_bot", "Command"),
        ("/ukendt@ministersvar_bot", None),
        ("ministersvar_bot, er centret finansieret?", None),
    ],
)
def test_in_a_group_only_what_is_addressed_is_answered(text: str, expected: str | None) -> None:
    assert asked(said(text)) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("@ministersvar_bot er centret finansieret?", "@ministersvar_bot", "er centret finansieret?"),
        ("@MinistersVar_BOT: er centret finansieret?", "@MinistersVar_BOT", "er centret finansieret?"),
        (
            "😀👩‍👩‍👧 @ministersvar_bot er centret finansieret?",
            "@ministersvar_bot",
            "😀👩‍👩‍👧  er centret finansieret?",
        ),
        ("er centret finansieret, @ministersvar_bot", "@ministersvar_bot", "er centret finansieret"),
        ("@ministersvar_bot", "@ministersvar_bot", "Prompt"),
        ("@andre_bot er centret finansieret?", "@andre_bot", None),
        ("@ministersvar_bot2 er centret finansieret?", "@ministersvar_bot2", None),
    ],
)
def test_a_mention_is_found_by_its_utf16_offset_whatever_its_case(text: str, name: str, expected: str | None) -> None:
    assert asked(said(text, entities=[mention(text, name)])) == expected


def test_a_name_in_the_text_without_an_entity_is_no_mention() -> None:
    assert asked(said("skriv til a@ministersvar_bot hvis …")) is None


@pytest.mark.parametrize(("user", "expected"), [(ME, "er centret finansieret?"), (OTHER_BOT, None)])
def test_a_mention_without_a_name_counts_by_its_id(user: dict[str, Any], expected: str | None) -> None:
    text = "Ministersvar er centret finansieret?"
    assert asked(said(text, entities=[mention(text, "Ministersvar", "text_mention", user=user)])) == expected


@pytest.mark.parametrize("caption", ["@ministersvar_bot er centret finansieret?", "/spg er centret finansieret?"])
def test_a_caption_is_read_like_a_text(caption: str) -> None:
    entities = [mention(caption)] if "@" in caption else []
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    decision = decide(update(caption=caption, caption_entities=entities, photo=photo), ANYWHERE)
    assert asked(decision) == "er centret finansieret?"


def test_a_reply_to_the_bot_is_a_query_that_continues_that_message() -> None:
    decision = said("hvad med ældre?", reply_to_message=BOTS_OWN)
    assert decision == Query("hvad med ældre?", Place(-100, 9, 7, group=True, answers=5))


def test_a_reply_to_another_is_not_for_the_bot() -> None:
    assert asked(said("enig", reply_to_message=ANOTHERS)) is None


def test_a_message_that_was_sent_through_the_bot_is_another_persons() -> None:
    shared = {**ANOTHERS, "via_bot": ME}
    assert asked(said("enig", reply_to_message=shared)) is None
    assert asked(said("Der er ikke afsat midler.", via_bot=ME)) is None
    assert asked(said("Der er ikke afsat midler.", chat=ALONE, via_bot=ME)) is None


def test_a_sticker_that_replies_to_the_bot_asks_for_nothing() -> None:
    assert decide(update(reply_to_message=BOTS_OWN), ANYWHERE) == Silent()


@pytest.mark.parametrize("text", ["/spg", "/spg@ministersvar_bot", "@ministersvar_bot"])
@pytest.mark.parametrize(
    ("pointed_at", "expected"),
    [
        ({"reply_to_message": ANOTHERS}, "Er centret finansieret?"),
        ({"reply_to_message": ANOTHERS, "quote": {"text": "centret", "position": 3}}, "centret"),
        ({"quote": {"text": "fra en anden chat", "position": 0}}, "fra en anden chat"),
        ({"reply_to_message": {**ANOTHERS, "text": None, "caption": "Et billede"}}, "Et billede"),
        ({"reply_to_message": BOTS_OWN}, "Prompt"),
        ({"reply_to_message": BOTS_OWN, "quote": {"text": "midler", "position": 20}}, "midler"),
        ({}, "Prompt"),
    ],
)  # fmt: skip
def test_a_bare_call_takes_the_selected_quote_or_the_message_replied_to(
    text: str, pointed_at: dict[str, Any], expected: str
) -> None:
    entities = [mention(text)] if text.startswith("@") else []
    assert asked(said(text, entities=entities, **pointed_at)) == expected


def test_what_is_written_after_the_command_goes_before_what_is_replied_to() -> None:
    assert asked(said("/spg hvad med ældre?", reply_to_message=ANOTHERS)) == "hvad med ældre?"


def test_the_topic_is_kept_in_a_forum_and_only_there() -> None:
    in_topic = said("/spg hvad", message_thread_id=33, is_topic_message=True)
    in_thread = said("/spg hvad", message_thread_id=33)
    assert isinstance(in_topic, Query)
    assert isinstance(in_thread, Query)
    assert (in_topic.place.topic, in_thread.place.topic) == (33, None)


def test_a_topic_that_the_bot_opened_does_not_make_every_message_in_it_a_reply() -> None:
    opening = {**BOTS_OWN, "text": None, "forum_topic_created": {"name": "Ældre", "icon_color": 1}}
    opening = {name: value for name, value in opening.items() if value is not None}
    decision = said("godmorgen", message_thread_id=33, is_topic_message=True, reply_to_message=opening)
    assert decision == Silent()


def test_an_entity_that_cuts_a_character_in_two_or_has_no_text_names_nobody() -> None:
    assert said("😀 hej", entities=[{"type": "mention", "offset": 1, "length": 3}]) == Silent()
    assert said("hej", entities=[{"type": "mention", "offset": 10**12, "length": 10**12}]) == Silent()
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    entity = {"type": "mention", "offset": 0, "length": 17}
    assert decide(update(photo=photo, caption_entities=[entity]), ANYWHERE) == Silent()


ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
POSTED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"from": OTHER_BOT}, None),
        ({"from": ME}, None),
        ({"from": ANONYMOUS, "sender_chat": GROUP}, "hvad"),
        ({"from": AS_CHANNEL, "sender_chat": CHANNEL}, "hvad"),
        ({"from": POSTED, "sender_chat": CHANNEL, "is_automatic_forward": True}, None),
        ({"from": POSTED}, None),
    ],
    ids=["another bot", "itself", "anonymous administrator", "as a channel", "linked channel", "Telegram"],
)
def test_people_are_answered_and_machines_are_not(fields: dict[str, Any], expected: str | None) -> None:
    assert asked(said("/spg hvad", **fields)) == expected
    assert asked(said("hvad", reply_to_message=BOTS_OWN, **fields)) == expected


@pytest.mark.parametrize(
    ("kind", "chat"),
    [
        ("channel_post", CHANNEL),
        ("edited_channel_post", CHANNEL),
        ("message", CHANNEL),
        ("business_message", ALONE),
        ("edited_business_message", ALONE),
    ],
)
def test_channels_and_business_accounts_get_silence(kind: str, chat: dict[str, Any]) -> None:
    assert asked(said("/spg hvad", kind, chat=chat)) is None


@pytest.mark.parametrize(
    ("text", "chat", "expected"),
    [
        ("hvad med unge?", ALONE, "hvad med unge?"),
        ("/start", ALONE, None),
        ("/spg hvad", ALONE, "hvad"),
        ("/spg hvad", GROUP, "hvad"),
        ("/spg", GROUP, None),
        ("/help@ministersvar_bot", GROUP, None),
        ("hvad", GROUP, None),
    ],
)
def test_an_edit_is_a_query_marked_as_one_and_never_a_command(
    text: str, chat: dict[str, Any], expected: str | None
) -> None:
    decision = said(text, "edited_message", chat=chat, edit_date=1)
    assert asked(decision) == expected
    assert not isinstance(decision, Query) or decision.edited


def test_in_private_what_is_not_text_gets_a_hint_and_a_notice_gets_silence() -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    hint = decide(update(chat=ALONE, photo=photo, caption="hvad", media_group_id="a"), ANYWHERE)
    assert hint == Hint(Place(7, 9, 7, group=False), "a")
    assert decide(update(chat=ALONE, pinned_message={**BOTS_OWN, "chat": ALONE}), ANYWHERE) == Silent()


def membership(before: str, after: str, chat: dict[str, Any] = GROUP, rules: Rules = ANYWHERE) -> Decision:
    def member(status: str) -> dict[str, Any]:
        return {"status": status, "user": ME, **({"until_date": 0} if status == "kicked" else {})}

    change = {"chat": chat, "from": ANE, "date": 0, "old_chat_member": member(before), "new_chat_member": member(after)}
    made = Update.de_json({"update_id": 1, "my_chat_member": change})
    assert made is not None
    return decide(made, rules)


ELSEWHERE = Rules(42, "ministersvar_bot", groups=frozenset({-200}))


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (membership("left", "member"), Joined(-100)),
        (membership("kicked", "member"), Joined(-100)),
        (membership("member", "left"), Left(-100)),
        (membership("member", "kicked"), Left(-100)),
        (membership("left", "member", rules=ELSEWHERE), Foreign(-100)),
        (membership("left", "member", chat={**GROUP, "id": -200}, rules=ELSEWHERE), Joined(-200)),
        (membership("left", "member", chat=ALONE), Silent()),
        (membership("member", "kicked", chat=ALONE), Left(7)),
        (membership("left", "member", chat=CHANNEL), Silent()),
    ],
)
def test_coming_and_going(decision: Decision, expected: Decision) -> None:
    assert decision == expected


def test_in_a_group_outside_the_list_anything_said_makes_the_bot_leave() -> None:
    assert decide(update(text="hej"), ELSEWHERE) == Foreign(-100)
    assert decide(update(text="/spg hvad"), ELSEWHERE) == Foreign(-100)
    assert asked(decide(update(text="/spg hvad", chat={**GROUP, "id": -200}), ELSEWHERE)) == "hvad"
    assert asked(decide(update(text="hvad", chat=ALONE), ELSEWHERE)) == "hvad"


def test_a_group_that_becomes_a_supergroup_is_told_by_either_message() -> None:
    old = {"id": -5, "type": "group", "title": "Gruppen"}
    assert decide(update(chat=old, migrate_to_chat_id=-100), ELSEWHERE) == Migrated(-5, -100)
    assert decide(update(migrate_from_chat_id=-5), ELSEWHERE) == Migrated(-5, -100)


def test_a_guest_message_is_answered_by_its_own_id() -> None:
    text = "@ministersvar_bot er centret finansieret?"
    guest = update("guest_message", text=text, entities=[mention(text)], guest_query_id="g1")
    assert decide(guest, ELSEWHERE) == Guest("er centret finansieret?", "g1", 7)
    assert decide(update("guest_message", text=text, entities=[mention(text)]), ANYWHERE) == Silent()


def test_buttons_and_inline_queries_are_told_apart() -> None:
    press = Update.de_json({"update_id": 1, "callback_query": {"id": "1", "from": ANE, "chat_instance": "1"}})
    inline = Update.de_json({"update_id": 1, "inline_query": {"id": "1", "from": ANE, "query": "x", "offset": ""}})
    assert press is not None
    assert inline is not None
    assert (decide(press, ANYWHERE), decide(inline, ANYWHERE)) == (Press(), Inline())


@given(st.text(max_size=40), st.booleans())
def test_no_unaddressed_text_is_answered_in_a_group(text: str, edited: bool) -> None:
    decision = said(f"x{text}", "edited_message" if edited else "message")
    assert decision == Silent()


@given(st.text(alphabet="a😀é\u0301 \u200d👩", max_size=20), st.text(alphabet="b😀\u0301 👧", max_size=20))
def test_a_mention_is_cut_out_exactly(before: str, after: str) -> None:
    text = f"q{before} @ministersvar_bot {after}q"
    assert asked(said(text, entities=[mention(text)])) == f"q{before}  {after}q"


RUN_BY_ANE = Rules(42, "ministersvar_bot", admins=frozenset({7, 1087968824}))
FILE = {"file_id": "f", "file_unique_id": "u", "file_name": "a.txt"}


@pytest.mark.parametrize(
    ("text", "task", "argument"),
    [
        ("/status", "status", ""),
        ("/Dokumenter ensomhed", "documents", "ensomhed"),
        ("/slet@ministersvar_bot SOU-663", "remove", "SOU-663"),
        ("/fortryd", "undo", ""),
        ("/genopbyg", "rebuild", ""),
        ("/historik", "changes", ""),
    ],
)
def test_an_administrators_commands_exist_for_administrators_in_private_only(
    text: str, task: Task, argument: str
) -> None:
    own = update(text=text, chat=ALONE)
    assert decide(own, RUN_BY_ANE) == Administer(task, argument, Place(7, 9, 7, group=False))
    others = decide(own, ANYWHERE)
    assert isinstance(others, Command)
    assert others.name == "unknown"
    speakers: list[dict[str, Any]] = [{}, {"from": ANONYMOUS, "sender_chat": GROUP}]
    for fields in speakers:
        assert asked(decide(update(text=text, **fields), RUN_BY_ANE)) is None
        addressed = text.split("@", maxsplit=1)[0].split(maxsplit=1)[0] + "@ministersvar_bot"
        assert asked(decide(update(text=addressed, **fields), RUN_BY_ANE)) is None
    assert decide(update("edited_message", text=text, chat=ALONE, edit_date=1), RUN_BY_ANE) == Silent()


def test_a_file_is_an_upload_from_an_administrator_in_private_only() -> None:
    upload = decide(update(document=FILE, chat=ALONE), RUN_BY_ANE)
    assert isinstance(upload, Upload)
    assert upload.document.file_id == "f"
    assert isinstance(decide(update(document=FILE, chat=ALONE), ANYWHERE), Hint)
    assert decide(update(document=FILE), RUN_BY_ANE) == Silent()
    anonymous: dict[str, Any] = {"from": ANONYMOUS, "sender_chat": GROUP}
    assert decide(update(document=FILE, **anonymous), RUN_BY_ANE) == Silent()


def test_becoming_an_administrator_is_for_private_chats() -> None:
    pairing = said("/admin 12345678", chat=ALONE)
    assert isinstance(pairing, Command)
    assert (pairing.name, pairing.argument) == ("pair", "12345678")
    assert said("/admin@ministersvar_bot 12345678") == Silent()


@pytest.mark.parametrize(
    "text",
    ["👍", "😂😂", "!!!", "enig!", "Helt enig 👍", "ok", "OK tak", "tak", "tusind tak!", "ja", "nej", "haha", "præcis.",
     "agreed", "@ole_hansen hvad tænker du om det?", "det må du se på, @ole_hansen"],
)  # fmt: skip
def test_what_people_say_to_each_other_below_a_reply_is_not_for_the_bot(text: str) -> None:
    entities = [mention(text, "@ole_hansen")] if "@" in text else None
    assert said(text, reply_to_message=BOTS_OWN, entities=entities) == Silent()


@pytest.mark.parametrize("text", ["663?", "hvad med ældre?", "enig med hvem?", "ja, men hvor meget?", "hej"])
def test_what_may_ask_something_below_a_reply_is_for_the_bot(text: str) -> None:
    assert asked(said(text, reply_to_message=BOTS_OWN)) == text


def test_a_reply_that_names_the_bot_and_another_is_for_the_bot() -> None:
    text = "@ministersvar_bot hvad svarede hun @ole_hansen?"
    entities = [mention(text), mention(text, "@ole_hansen")]
    assert asked(said(text, reply_to_message=BOTS_OWN, entities=entities)) == "hvad svarede hun @ole_hansen?"


@pytest.mark.parametrize("text", ["/hjælp", "/Hjælp", "hjælp", "Hjælp!", "help", "/hjaelp"])
def test_help_is_help_however_it_is_written(text: str) -> None:
    decision = said(text, chat=ALONE)
    assert isinstance(decision, Command)
    assert decision.name == "help"


@pytest.mark.parametrize(
    ("text", "query"),
    [("/spg Er det?", "Er det?"), ("Er det?", "Er det?"), ("/spg", None), ("/start", None), ("/slet SOU-663", None)],
)
def test_an_edit_in_private_asks_again_and_repeats_no_command(text: str, query: str | None) -> None:
    decision = said(text, kind="edited_message", chat=ALONE)
    assert asked(decision) == query
    assert isinstance(decision, Query) == (query is not None)
