"""Conversations about what is beside a reply: sources, links, votes, choices, inline mode and guests."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.state import key_of
from bot.texts import DANISH
from tests.bot.program import CITED, LABEL, QUERY, QUOTE, REPLY_S, ROOT, Talk, talking
from tests.botapi import Sent
from tests.botchats import ME
from tests.botwire import File, Refused, parse_html

IN_FULL = "Hvordan vil ministeren sikre, at det kommende Nationale Forsknings- og Videnscenter"


def buttons(sent: Sent) -> dict[str, dict[str, Any]]:
    """The buttons under a message by what stands on them."""
    rows = sent.params.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button for row in rows for button in row}


def press(talk: Talk, sent: Sent, name: str, user: int | None = None) -> str:
    """Press a button of a message as it now stands; gives what is said to whoever pressed."""
    (now,) = [shown for shown in talk.api.shown(sent.chat_id) if shown.message_id == sent.message_id]
    return send_data(talk, now, buttons(now)[name]["callback_data"], user)


def send_data(talk: Talk, sent: Sent, data: str, user: int | None = None) -> str:
    pressed = talk.api.chats.presses(sent.chat_id, sent.message_id, data, abs(sent.chat_id) if user is None else user)
    return str(talk.api.wait_answer("answerCallbackQuery", "callback_query_id", pressed).get("text", ""))


def now(talk: Talk, sent: Sent) -> Sent:
    """A message as it now stands."""
    return next(shown for shown in talk.api.shown(sent.chat_id) if shown.message_id == sent.message_id)


def test_a_source_opens_in_place_and_the_reply_comes_back_as_it_was(talk: Talk) -> None:
    (reply,) = talk.ask("hvad har socialministeren sagt om ensomhed i 2025")
    assert list(buttons(reply))[-2:] == ["👍", "👎"]
    assert press(talk, reply, "Kilde 1") == ""
    source = now(talk, reply)
    assert source.text.startswith(LABEL)
    assert IN_FULL in source.text
    assert "bold" in {entity["type"] for entity in source.entities}
    assert next(iter(buttons(source))) == "• Kilde 1"
    press(talk, reply, "Kilde 2")
    assert "• Kilde 2" in buttons(now(talk, reply))
    press(talk, reply, "‹ Svaret")
    back = now(talk, reply)
    assert (back.raw, back.params["reply_markup"]) == (reply.raw, reply.params["reply_markup"])
    assert len(talk.api.shown(reply.chat_id)) == 1


def test_the_whole_document_comes_as_a_file_with_a_plain_name(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    press(talk, reply, "Kilde 1")
    press(talk, reply, "Hele dokumentet")
    file = talk.api.wait_for(2, REPLY_S, chat_id=reply.chat_id)[1].params["document"]
    assert isinstance(file, File)
    assert file.name == "SOU-alm-del-svar-paa-spm-663.txt"
    assert QUOTE in re.sub(r"\s+", " ", file.body.decode())


def test_in_a_group_the_whole_document_is_a_link_that_opens_it_in_private(talk: Talk) -> None:
    group = talk.group()
    talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=7)
    (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
    press(talk, reply, "Kilde 1", user=8)
    link = buttons(now(talk, reply))["Hele dokumentet"]["url"]
    start = re.fullmatch(rf"https://t\.me/{ME['username']}\?start=([A-Za-z0-9_-]{{1,64}})", link)
    assert start
    chat = talk.chat()
    talk.api.chats.says(f"/start {start[1]}", chat_id=chat, user_id=chat)
    opened = talk.api.wait_for(1, REPLY_S, chat_id=chat)[0]
    assert opened.text.startswith(LABEL)
    assert QUOTE in opened.text


@pytest.mark.parametrize(
    "link",
    ["d_0000000000000000_0_10", f"d_{key_of('SOU-663')}_0_99999", "d_x", "inline", "<b>", "d_0000000000000000_10_0"],
)
def test_a_link_that_leads_nowhere_is_told_or_starts(talk: Talk, link: str) -> None:
    (reply,) = talk.ask(f"/start {link}")
    assert "Det dokument har jeg ikke" in reply.text or "Skriv dit spørgsmål" in reply.text
    assert QUOTE not in reply.text


@pytest.mark.parametrize(
    "data", ["s1:0000000000000000:0:9", "f:0000000000000000", "b", "e", "l:en", "v*", "", "x" * 64, "s1:" + "9" * 61]
)
def test_forged_data_changes_nothing(talk: Talk, data: str) -> None:
    (reply,) = talk.ask(QUERY)
    assert send_data(talk, reply, data) == DANISH.used
    assert talk.api.shown(reply.chat_id) == [reply]


def test_a_place_between_sentences_cannot_be_forged(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    genuine = buttons(reply)["Kilde 1"]["callback_data"]
    key, start, *rest = genuine.split(":")[1:]
    send_data(talk, reply, ":".join(("s1", key, str(int(start) + len("Der er ikke ")), *rest)))
    assert talk.api.shown(reply.chat_id) == [reply]


def test_a_vote_is_thanked_for_and_shown_and_the_last_one_counts(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    assert press(talk, reply, "👍") == "Tak, det er noteret."
    assert press(talk, reply, "👎") == "Tak, det er noteret."
    assert {"👍", "👎 ✓"} <= set(buttons(now(talk, reply)))
    assert now(talk, reply).raw == reply.raw


def test_in_a_group_a_vote_costs_no_call_and_saves_nobodys_words(talk: Talk) -> None:
    group = talk.group()
    talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=7)
    (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
    assert press(talk, reply, "👍", user=8) == "Tak, det er noteret."
    assert len(talk.api.named(group)) == 1


def test_a_query_is_kept_as_an_example_only_if_its_writer_says_so(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index) as talk:
        for query in (QUERY, "Hvad koster en liter mælk?"):
            (reply,) = talk.ask(query)
            press(talk, reply, "👍")
        assert press(talk, reply, "Gem mit spørgsmål som eksempel").startswith("Gemt")
        assert "Gem mit spørgsmål som eksempel" not in buttons(now(talk, reply))
    environment = {**os.environ, "MINISTERSVAR_STATE": str(tmp_path / "state"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli", "feedback", "export"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"query": "Hvad koster en liter mælk?", "outcome": "not_found"}
    ]
    assert "votes: 2, 2 👍 and 0 👎" in done.stderr
    assert QUERY.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "state").glob("bot.sqlite*"))


def test_small_talk_has_no_buttons_and_what_a_refusal_offers_as_nearest_can_be_opened(talk: Talk) -> None:
    assert buttons(talk.ask("hej")[0]) == {}
    (refusal,) = talk.ask("Hvad koster en liter mælk?")
    assert list(buttons(refusal)) == ["1", "👍", "👎"]
    press(talk, refusal, "1")
    assert now(talk, refusal).text.startswith(LABEL)
    press(talk, refusal, "‹ Svaret")
    assert now(talk, refusal).raw == refusal.raw


def test_a_listed_answer_is_opened_in_place_by_its_number(talk: Talk) -> None:
    (listed,) = talk.ask("hvor mange svar om ensomhed?")
    assert f"1. {LABEL}" in listed.text
    press(talk, listed, "1")
    assert now(talk, listed).text.startswith(LABEL)
    assert {"• 1", "‹ Svaret", "Hele dokumentet"} <= set(buttons(now(talk, listed)))


def test_a_list_can_be_shared_from_any_chat(talk: Talk) -> None:
    typed = talk.api.chats.types("hvor mange svar om ensomhed?")
    (result,) = talk.api.wait_answer("answerInlineQuery", "inline_query_id", typed)["results"]
    assert f"1. {LABEL}" in result_text(result)
    (button,) = result["reply_markup"]["inline_keyboard"][0]
    assert button["text"] == "1"
    chat = talk.chat()
    talk.api.chats.says(f"/start {button['url'].partition('?start=')[2]}", chat_id=chat, user_id=chat)
    assert talk.api.wait_for(1, REPLY_S, chat_id=chat)[0].text.startswith(LABEL)


def test_a_vote_stays_shown_when_a_source_was_opened_and_the_query_is_kept_once(talk: Talk) -> None:
    (reply,) = talk.ask(QUERY)
    press(talk, reply, "👍")
    press(talk, reply, "Kilde 1")
    press(talk, reply, "‹ Svaret")
    assert {"👍 ✓", "Gem mit spørgsmål som eksempel"} <= set(buttons(now(talk, reply)))
    press(talk, reply, "Gem mit spørgsmål som eksempel")
    press(talk, reply, "👎")
    assert "👎 ✓" in buttons(now(talk, reply))
    assert "Gem mit spørgsmål som eksempel" not in buttons(now(talk, reply))


def test_what_telegram_refuses_is_told_at_once_to_whoever_pressed(running: Talk) -> None:
    (reply,) = running.ask(QUERY)
    press(running, reply, "Kilde 1")
    running.api.refuse["sendDocument"] = Refused(413, "Request Entity Too Large")
    try:
        assert press(running, reply, "Hele dokumentet") == DANISH.unshown
    finally:
        del running.api.refuse["sendDocument"]


def test_a_source_is_shown_beside_a_message_that_can_no_longer_change(running: Talk) -> None:
    (reply,) = running.ask(QUERY)
    running.api.refuse["editMessageText"] = Refused(400, "Bad Request: message can't be edited")
    try:
        assert press(running, reply, "Kilde 1") == ""
    finally:
        del running.api.refuse["editMessageText"]
    _, beside = running.api.wait_for(2, REPLY_S, chat_id=reply.chat_id)
    assert beside.text.startswith(LABEL)


def test_in_a_busy_group_a_press_is_answered_at_once_and_only_the_last_one_is_shown(
    index: Path, tmp_path: Path
) -> None:
    with talking(tmp_path, index) as talk:
        group = talk.group()
        talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=7)
        (reply,) = talk.api.wait_for(1, REPLY_S, chat_id=group)
        for _ in range(40):
            press(talk, reply, "‹ Svaret" if "‹ Svaret" in buttons(now(talk, reply)) else "Kilde 1", user=7)
        edits = [call for call in talk.api.named(group) if call.method == "editMessageText"]
        assert len(edits) < 12
        talk.api.chats.says(f"/spg {QUERY}", chat_id=group, user_id=8)
        talk.api.wait_for(2, 20, chat_id=group)  # and not the minute that twenty calls cost
        assert talk.api.refused == []


def test_a_chosen_language_holds_for_every_reply_until_it_is_taken_back(talk: Talk) -> None:
    chat = talk.chat()
    talk.api.chats.says("/sprog", chat_id=chat, user_id=chat)
    (question,) = talk.api.wait_for(1, REPLY_S, chat_id=chat)
    assert "English" in press(talk, question, "English")
    assert "English" in now(talk, question).text
    talk.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    reply = talk.api.wait_for(2, REPLY_S, chat_id=chat)[1]
    assert QUOTE in reply.text
    assert "asked 6 June 2025" in reply.text
    talk.api.chats.says("/sprog auto", chat_id=chat, user_id=chat)
    talk.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    assert "spurgt 6. juni 2025" in talk.api.wait_for(4, REPLY_S, chat_id=chat)[3].text


def test_what_is_kept_is_told_and_erased_at_a_press(talk: Talk) -> None:
    chat = talk.chat()
    talk.api.chats.says("/sprog en", chat_id=chat, user_id=chat)
    talk.api.chats.says("/privatliv", chat_id=chat, user_id=chat)
    told = talk.api.wait_for(2, REPLY_S, chat_id=chat)[1]
    assert "for 30 days" in told.text
    press(talk, told, "Erase what you have about me")
    assert "no longer have anything" in now(talk, told).text
    talk.api.chats.says("/hjaelp", chat_id=chat, user_id=chat)
    assert "Skriv dit spørgsmål" in talk.api.wait_for(3, REPLY_S, chat_id=chat)[2].text


def test_erasing_forgets_the_last_turn_too(talk: Talk) -> None:
    chat = talk.chat()
    talk.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    talk.api.chats.says("/privatliv", chat_id=chat, user_id=chat)
    told = talk.api.wait_for(2, REPLY_S, chat_id=chat)[1]
    press(talk, told, "Slet det, du har om mig")
    talk.api.chats.says("hvad med ældre?", chat_id=chat, user_id=chat)
    assert "Forstået som" not in talk.api.wait_for(3, REPLY_S, chat_id=chat)[2].text


def test_an_unknown_command_is_told(talk: Talk) -> None:
    assert "/hjaelp" in talk.ask("/hvadsomhelst")[0].text


def test_an_album_gets_one_hint(talk: Talk) -> None:
    chat = talk.chat()
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
    for _ in range(3):
        talk.api.chats.sends({"photo": photo, "media_group_id": f"a{chat}"}, chat_id=chat, user_id=chat)
    talk.settle()
    assert len(talk.api.shown(chat)) == 1


def test_a_follow_up_in_private_says_how_it_was_understood(talk: Talk) -> None:
    chat = talk.chat()
    talk.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    talk.api.chats.says("hvad med ældre?", chat_id=chat, user_id=chat)
    assert "Forstået som: " in talk.api.wait_for(2, REPLY_S, chat_id=chat)[1].text


def test_an_edited_query_edits_its_reply_in_private(talk: Talk) -> None:
    chat = talk.chat()
    asked = talk.api.chats.says("Hvad koster en liter mælk?", chat_id=chat, user_id=chat)
    talk.api.wait_for(1, REPLY_S, chat_id=chat)
    talk.api.chats.edits(asked, QUERY, chat_id=chat)
    talk.api.wait_until(lambda: QUOTE in talk.api.shown(chat)[0].text, REPLY_S, "the edit")
    talk.api.chats.edits(asked, "/start", chat_id=chat)
    talk.settle()
    assert len(talk.api.shown(chat)) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("/spg Hvad koster en liter mælk?", f"/spg {QUERY}"), ("/spq noget", QUERY), ("/spg", f"/spg {QUERY}")],
)
def test_a_call_that_is_corrected_into_a_query_is_answered_in_private(talk: Talk, before: str, after: str) -> None:
    chat = talk.chat()
    asked = talk.api.chats.says(before, chat_id=chat, user_id=chat)
    talk.api.wait_for(1, REPLY_S, chat_id=chat)
    talk.api.chats.edits(asked, after, chat_id=chat)
    talk.api.wait_until(
        lambda: any(QUOTE in shown.text for shown in talk.api.shown(chat)), REPLY_S, "the reply to the correction"
    )


def test_an_edit_that_changes_nothing_is_no_error(running: Talk) -> None:
    chat = running.chat()
    asked = running.api.chats.says(QUERY, chat_id=chat, user_id=chat)
    (reply,) = running.api.wait_for(1, REPLY_S, chat_id=chat)
    running.api.chats.edits(asked, f"{QUERY} ", chat_id=chat)
    running.settle()
    assert running.api.shown(chat) == [reply]


def result_text(result: dict[str, Any]) -> str:
    content = result["input_message_content"]
    return parse_html(content["message_text"])[0]


def test_inline_results_are_quotes_with_their_source_and_a_link(talk: Talk) -> None:
    answer = talk.api.wait_answer("answerInlineQuery", "inline_query_id", talk.api.chats.types(QUERY))
    first, *others = answer["results"]
    assert len(others) < 10
    assert first["title"].startswith(LABEL)
    assert QUOTE in result_text(first)
    assert CITED.search(result_text(first))
    (button,) = first["reply_markup"]["inline_keyboard"][0]
    chat = talk.chat()
    talk.api.chats.says(f"/start {button['url'].partition('?start=')[2]}", chat_id=chat, user_id=chat)
    assert QUOTE in talk.api.wait_for(1, REPLY_S, chat_id=chat)[0].text


@pytest.mark.parametrize("text", ["", "er", "?!…", "😀😀😀😀"])
def test_too_few_letters_give_no_results(talk: Talk, text: str) -> None:
    answer = talk.api.wait_answer("answerInlineQuery", "inline_query_id", talk.api.chats.types(text))
    assert answer["results"] == []
    assert "button" not in answer


def test_without_an_answer_inline_mode_offers_the_private_chat(talk: Talk) -> None:
    answer = talk.api.wait_answer(
        "answerInlineQuery", "inline_query_id", talk.api.chats.types("Hvad koster en liter mælk?")
    )
    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == "inline"


def test_a_guest_gets_one_reply_with_links(talk: Talk) -> None:
    name = talk.api.chats.invites(f"@{ME['username']} {QUERY}")
    result = talk.api.wait_answer("answerGuestQuery", "guest_query_id", name)["result"]
    assert QUOTE in result_text(result)
    assert all("url" in button for row in result["reply_markup"]["inline_keyboard"] for button in row)


def test_a_guest_that_asks_nothing_is_told_how(talk: Talk) -> None:
    name = talk.api.chats.invites(f"@{ME['username']}")
    result = talk.api.wait_answer("answerGuestQuery", "guest_query_id", name)["result"]
    assert "Skriv dit spørgsmål" in result_text({"input_message_content": result["input_message_content"]})
