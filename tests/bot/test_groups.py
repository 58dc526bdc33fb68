"""Conversations in groups: to whom the bot speaks, where, how often, and what it builds on."""

import signal
from pathlib import Path

from tests.bot.program import CITED, QUERY, QUOTE, REPLY_S, START_S, STOP_S, Talk, talking
from tests.botapi import Sent
from tests.botchats import ME
from tests.botwire import Params

ADDRESSED = f"/spg@{ME['username']} {QUERY}"


def one_reply(talk: Talk, group: int, message: int) -> Sent:
    """The only message in a group, which replies to this one."""
    (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
    assert reply.params["reply_parameters"]["message_id"] == message
    assert reply.params["reply_parameters"]["allow_sending_without_reply"] is True
    return reply


def test_what_is_not_addressed_gets_nothing_at_all(talk: Talk) -> None:
    group = talk.group()
    for text in (QUERY, "/start", "/help", "/spg@andre_bot hvad", "@andre_bot hvad", "ministersvar_bot hvad"):
        talk.api.chats.says(text, chat_id=group, user_id=7)
    talk.settle()
    assert talk.api.named(group) == []


def test_an_addressed_query_gets_one_cited_reply_and_costs_one_call(talk: Talk) -> None:
    group = talk.group()
    reply = one_reply(talk, group, talk.api.chats.says(ADDRESSED, chat_id=group, user_id=7))
    assert QUOTE in reply.text
    assert CITED.search(reply.text)
    talk.settle()
    assert [call.method for call in talk.api.named(group)] == ["sendMessage"]


def test_in_privacy_mode_what_still_arrives_is_answered(talk: Talk) -> None:
    group, talk.api.chats.privacy = talk.group(), True
    try:
        talk.api.chats.says(QUERY, chat_id=group, user_id=7)
        talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=7)  # not delivered: the bot has not spoken last
        reply = one_reply(talk, group, talk.api.chats.says(ADDRESSED, chat_id=group, user_id=7))
        talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=8)
        talk.api.chats.says("hvad med ældre?", chat_id=group, user_id=9, reply_to=reply.message_id)
        assert len(talk.api.wait_for(3, REPLY_S, chat_id=group)) == 3
    finally:
        talk.api.chats.privacy = False


def test_a_mention_in_any_case_is_answered(talk: Talk) -> None:
    group = talk.group()
    reply = one_reply(talk, group, talk.api.chats.says(f"😀 @MinisterSvar_BOT {QUERY}", chat_id=group, user_id=7))
    assert QUOTE in reply.text


def test_a_caption_that_mentions_the_bot_is_answered(talk: Talk) -> None:
    group, text = talk.group(), f"@{ME['username']} {QUERY}"
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    entities = [{"type": "mention", "offset": 0, "length": len(ME["username"]) + 1}]
    fields = {"photo": photo, "caption": text, "caption_entities": entities}
    assert QUOTE in one_reply(talk, group, talk.api.chats.sends(fields, chat_id=group, user_id=7)).text


def test_the_reply_stays_in_the_topic_of_the_query(talk: Talk) -> None:
    group = talk.group()
    message = talk.api.chats.says(ADDRESSED, chat_id=group, user_id=7, message_thread_id=71)
    assert one_reply(talk, group, message).params["message_thread_id"] == 71


def test_outside_a_forum_a_thread_is_no_topic(talk: Talk) -> None:
    group = talk.group()
    thread = {"message_thread_id": 71, "text": ADDRESSED, "message_id": talk.api.chats.new_id(), "date": 0}
    person = {"id": 7, "is_bot": False, "first_name": "Ane"}
    talk.api.chats.known[group] = chat = talk.api.chats.chat(group)
    talk.api.chats.deliver("message", {**thread, "chat": chat, "from": person})
    (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
    assert "message_thread_id" not in reply.params


def test_a_bare_call_asks_its_writer_for_the_query_and_the_answer_to_that_is_answered(talk: Talk) -> None:
    group = talk.group()
    prompt = one_reply(talk, group, talk.api.chats.says("/spg", chat_id=group, user_id=7))
    assert prompt.params["reply_markup"]["force_reply"] is True
    assert prompt.params["reply_markup"]["selective"] is True
    talk.api.chats.says(QUERY, chat_id=group, user_id=7, reply_to=prompt.message_id)
    assert QUOTE in talk.api.wait_for(2, REPLY_S, chat_id=group)[1].text


def test_a_bare_call_that_is_completed_by_an_edit_is_answered_in_place_of_the_question(talk: Talk) -> None:
    group = talk.group()
    asked = talk.api.chats.says("/spg", chat_id=group, user_id=7)
    one_reply(talk, group, asked)
    talk.api.chats.edits(asked, f"/spg {QUERY}", chat_id=group)
    talk.api.wait_until(lambda: QUOTE in talk.api.shown(group)[0].text, REPLY_S, "the reply")
    assert len(talk.api.shown(group)) == 1


def test_a_bare_call_on_anothers_message_takes_that_message_as_the_query(talk: Talk) -> None:
    group = talk.group()
    other = talk.api.chats.says(QUERY, chat_id=group, user_id=8)
    reply = one_reply(talk, group, talk.api.chats.says("/spg", chat_id=group, user_id=7, reply_to=other))
    assert QUOTE in reply.text


def test_a_selected_quote_is_the_query(talk: Talk) -> None:
    group = talk.group()
    other = talk.api.chats.says(f"Jeg har hørt noget. {QUERY} Ved du det?", chat_id=group, user_id=8)
    quote = {"text": QUERY, "position": 20, "is_manual": True}
    message = talk.api.chats.says("/spg", chat_id=group, user_id=7, reply_to=other, quote=quote)
    assert QUOTE in one_reply(talk, group, message).text


def test_a_reply_to_the_bot_continues_that_exchange_whoever_writes_it(talk: Talk) -> None:
    group = talk.group()
    first = one_reply(talk, group, talk.api.chats.says(ADDRESSED, chat_id=group, user_id=7))
    talk.api.chats.says("hvad med ældre?", chat_id=group, user_id=8, reply_to=first.message_id)
    second = talk.api.wait_for(2, REPLY_S, chat_id=group)[1]
    assert "Forstået som: " in second.text
    assert "ældre" in second.text.partition("Forstået som: ")[2].partition("\n")[0]


def test_a_follow_up_builds_on_the_same_users_last_turn_in_the_same_topic_only(talk: Talk) -> None:
    group = talk.group()
    talk.api.chats.says(ADDRESSED, chat_id=group, user_id=7, message_thread_id=71)
    talk.api.wait_for(1, REPLY_S, chat_id=group)
    follow = "/spg hvad med ældre?"
    for n, (user, topic) in enumerate([(7, 71), (8, 71), (7, 72)], 2):
        talk.api.chats.says(follow, chat_id=group, user_id=user, message_thread_id=topic)
        talk.api.wait_for(n, REPLY_S, chat_id=group)
    understood = ["Forstået som: " in reply.text for reply in talk.api.shown(group)]
    assert understood == [False, True, False, False]


def test_an_edited_query_edits_its_reply_and_an_edit_that_addresses_the_bot_gets_nothing(talk: Talk) -> None:
    group = talk.group()
    asked = talk.api.chats.says("/spg Hvad koster en liter mælk?", chat_id=group, user_id=7)
    other = talk.api.chats.says("godmorgen", chat_id=group, user_id=8)
    one_reply(talk, group, asked)
    talk.api.chats.edits(other, ADDRESSED, chat_id=group)
    talk.api.chats.edits(asked, ADDRESSED, chat_id=group)
    talk.api.wait_until(lambda: QUOTE in talk.api.shown(group)[0].text, REPLY_S, "the edit")
    talk.settle()
    assert [call.method for call in talk.api.named(group)] == ["sendMessage", "editMessageText"]


def test_an_anonymous_administrator_is_answered_and_a_linked_channel_and_other_bots_are_not(talk: Talk) -> None:
    group = talk.group()
    chat = talk.api.chats.chat(group)
    anonymous: Params = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    posted: Params = {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "is_automatic_forward": True}
    another: Params = {"from": {"id": 43, "is_bot": True, "first_name": "Andre"}}
    for fields in (posted, another):
        talk.api.chats.sends({"text": ADDRESSED, **fields}, chat_id=group)
    message = talk.api.chats.sends({"text": ADDRESSED, "from": anonymous, "sender_chat": chat}, chat_id=group)
    one_reply(talk, group, message)
    talk.settle()
    assert len(talk.api.named(group)) == 1


def test_a_command_that_names_the_bot_is_explained_for_groups(talk: Talk) -> None:
    group = talk.group()
    message = talk.api.chats.says(f"/hjaelp@{ME['username']}", chat_id=group, user_id=7)
    assert f"/spg@{ME['username']}" in one_reply(talk, group, message).text


def test_it_greets_once_on_joining_and_again_only_after_it_has_left(talk: Talk) -> None:
    group = talk.group()
    talk.api.chats.adds(group)
    (greeting,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
    assert "Andre beskeder i gruppen bruger jeg ikke" in greeting.text
    talk.api.chats.adds(group, before="member", after="administrator")
    talk.api.chats.adds(group)
    talk.settle()
    assert len(talk.api.shown(group)) == 1
    talk.api.chats.adds(group, before="member", after="kicked")
    talk.api.chats.adds(group)
    talk.api.wait_for(2, REPLY_S, chat_id=group)


def test_a_channel_gets_silence(talk: Talk) -> None:
    channel = talk.group()
    chat = {"id": channel, "type": "channel", "title": "Nyt"}
    talk.api.chats.sends({"chat": chat, "text": ADDRESSED}, chat_id=channel, kind="channel_post")
    talk.api.chats.adds(channel, before="left", after="left")
    talk.settle()
    assert talk.api.named(channel) == []


def test_a_group_outside_the_list_is_left_in_silence_and_a_listed_one_is_known_by_its_new_id(
    index: Path, tmp_path: Path
) -> None:
    listed, other, moved = -55, -66, -1_000_000_000_055
    with talking(tmp_path, index, groups=f"{listed}, -77") as talk:
        talk.api.chats.says(ADDRESSED, chat_id=other, user_id=7)
        talk.api.wait_until(lambda: other in talk.api.chats.left, REPLY_S, "leaving")
        assert talk.api.shown(other) == []
        assert talk.program.says(f"leaving the group {other}", START_S)
        talk.api.chats.adds(listed)
        talk.api.wait_for(1, REPLY_S, chat_id=listed)
        talk.api.chats.migrates(listed, moved)
        talk.api.chats.adds(moved)
        talk.api.chats.says(ADDRESSED, chat_id=moved, user_id=7)
        (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=moved)  # no second greeting
        assert QUOTE in reply.text
        assert moved not in talk.api.chats.left


def test_a_query_that_was_asked_before_the_group_moved_is_answered_where_it_moved_to(running: Talk) -> None:
    old, new = running.group(), running.group()
    running.api.chats.known[new] = running.api.chats.chat(new)
    running.api.chats.moved[old] = new
    running.api.chats.says(ADDRESSED, chat_id=old, user_id=7)
    (reply,) = running.api.wait_for(1, REPLY_S, chat_id=new)
    assert QUOTE in reply.text


def test_users_of_a_group_are_answered_each_once_in_their_own_order(talk: Talk) -> None:
    group, asked = talk.group(), {}
    for n in range(12):
        text = ADDRESSED if n % 2 else "/spg Hvad koster en liter mælk?"
        asked[talk.api.chats.says(text, chat_id=group, user_id=7 + n % 4)] = text
        talk.api.chats.says("snak", chat_id=group, user_id=7 + n % 4)
    replies = talk.api.wait_for(len(asked), REPLY_S, chat_id=group)
    talk.settle()
    answered = [reply.params["reply_parameters"]["message_id"] for reply in replies]
    assert sorted(answered) == sorted(asked)
    assert all(
        (QUOTE in reply.text) == (asked[message] == ADDRESSED) for message, reply in zip(answered, replies, strict=True)
    )
    for user in range(4):
        assert [m for m in answered if m in list(asked)[user::4]] == list(asked)[user::4]


def test_a_burst_in_a_group_is_told_once_to_wait_in_the_message_that_becomes_a_reply(
    index: Path, tmp_path: Path
) -> None:
    with talking(tmp_path, index) as talk:
        group = talk.group()
        for user in range(24):
            talk.api.chats.says(ADDRESSED, chat_id=group, user_id=user + 1)
        shown = talk.api.wait_for(19, REPLY_S, chat_id=group)
        assert sum(sent.text.startswith("Vent lidt") for sent in shown) == 1
        talk.ask(QUERY)  # others are answered meanwhile
        assert len(talk.api.shown(group)) == 19
        assert talk.api.refused == []
        talk.program.process.send_signal(signal.SIGTERM)  # a minute early for those that wait
        assert talk.program.ended(STOP_S) == 0
        texts = [sent.text for sent in talk.api.shown(group)]
        assert not any(text.startswith("Vent lidt") for text in texts)
        assert sum("Spørg igen om et par minutter" in text for text in texts) == 1


def test_a_reply_whose_topic_has_been_deleted_is_sent_beside_it(running: Talk) -> None:
    group = running.group()
    running.api.chats.says("snak", chat_id=group, user_id=7, message_thread_id=71)
    message = {"text": ADDRESSED, "message_thread_id": 71, "is_topic_message": True}
    running.api.chats.sends(message, chat_id=group, user_id=7)
    running.api.chats.topics[group].clear()
    (reply,) = running.api.wait_for(1, REPLY_S, chat_id=group)
    assert QUOTE in reply.text
    assert "message_thread_id" not in reply.params
