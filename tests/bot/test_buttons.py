import datetime as dt
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import buttons
from bot.buttons import Choose, Offer, OpenSource, Rate, SendFile, ShowPage, Spot
from bot.reply import Citation, Reply
from bot.sources import digest_of
from bot.state import key_of
from bot.texts import DANISH, ENGLISH

FAR = 10**9


def reply(*document_ids: str) -> Reply:
    cited = (Citation(n, "q", "l", document, "s", FAR, FAR + 1, "", "") for n, document in enumerate(document_ids, 1))
    return Reply("?", "da", "answered", tuple(cited), (), dt.date(2026, 3, 2), None)


def all_buttons(markup: InlineKeyboardMarkup | None) -> Iterator[InlineKeyboardButton]:
    for row in markup.inline_keyboard if markup else ():
        yield from row


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12))
def test_every_button_keeps_to_the_platforms_limits_whatever_the_documents_are_called(ids: list[str]) -> None:
    shown = reply(*ids)
    where = buttons.spots(shown)
    for words in (DANISH, ENGLISH):
        for markup in (
            buttons.under_reply(shown, words),
            buttons.under_source(shown, 1, words, "x" * 32),
            buttons.under_source_in_private(shown, 1, words, Offer(page=True)),
            buttons.under_document(where[1], words, Offer(page=True)),
            buttons.under_shared(shown, words, "x" * 32),
            buttons.to_choose_language(words),
            buttons.to_erase(words),
        ):
            for button in all_buttons(markup):
                data, link = button.callback_data, button.url
                assert (data is None) != (link is None)
                assert data is None or 1 <= len(str(data).encode()) <= 64
                assert link is None or re.fullmatch(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}", link)


def test_a_press_means_what_the_button_was_made_for() -> None:
    shown = reply("SOU-663")
    spot = Spot(key_of("SOU-663"), FAR, FAR + 1, digest_of("q"))
    under = buttons.under_reply(shown, DANISH)
    pressed = [buttons.pressed(str(button.callback_data), under) for button in all_buttons(under)]
    assert pressed == [OpenSource(1, spot), Rate(1), Rate(-1)]
    source = buttons.under_source_in_private(shown, 1, DANISH, Offer(page=True))
    pressed = [buttons.pressed(str(button.callback_data), source) for button in all_buttons(source)]
    assert pressed == [OpenSource(1, spot), "back", SendFile(spot.key), ShowPage(spot)]
    linked = buttons.under_document(spot, DANISH, Offer(official="https://www.ft.dk/a.pdf"))
    assert [button.url for button in all_buttons(linked)] == [None, "https://www.ft.dk/a.pdf"]
    choice = buttons.to_choose_language(DANISH)
    pressed = [buttons.pressed(str(button.callback_data), choice) for button in all_buttons(choice)]
    assert pressed == [Choose("da"), Choose("en"), Choose(None)]


@pytest.mark.parametrize("data", ["b", "e", "v+", "l:da", "f:" + "0" * 16, "s1:" + "0" * 16 + ":0:1", "", "?"])
def test_data_that_no_button_of_the_message_carries_means_nothing(data: str) -> None:
    assert buttons.pressed(data, None) is None
    assert buttons.pressed(data, buttons.under_shared(reply("a"), DANISH, "b")) is None


@given(st.text(max_size=64))
def test_data_of_buttons_that_an_older_version_made_means_nothing(data: str) -> None:
    if data:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="?" + data)]])
        assert buttons.pressed("?" + data, markup) is None


def test_a_link_leads_back_to_its_place() -> None:
    for digest in ("", digest_of("q")):
        spot = Spot(key_of("æ/<b>"), 0, FAR, digest)
        assert buttons.spot_of(buttons.link_to("b", spot).partition("?start=")[2]) == spot
    assert buttons.spot_of("d_x") is None
