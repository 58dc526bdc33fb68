"""Golden replies: readable files that change only when what a reader sees changes."""

import pytest

from tests.bot.goldens import FOLDER, goldens
from tests.botwire import parse_html, units

GOLDENS = goldens()


@pytest.mark.parametrize("name", GOLDENS)
def test_a_reply_reads_as_its_golden_file(name: str) -> None:
    assert GOLDENS[name].text == (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), (
        "if the change is wanted: python -m tests.bot.goldens"
    )


def test_there_is_no_file_without_a_reply() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(GOLDENS)


@pytest.mark.parametrize("name", GOLDENS)
def test_telegram_would_take_it_and_show_the_same_without_markup(name: str) -> None:
    message = GOLDENS[name].message
    seen = parse_html(message.html)[0] if message.html else message.plain
    assert seen == message.plain
    assert 0 < units(seen) <= 4096


def test_every_name_on_a_button_fits_beside_two_others_on_a_phone() -> None:
    for golden in GOLDENS.values():
        for row in golden.markup.inline_keyboard if golden.markup else ():
            assert sum(len(button.text) for button in row) <= 40
