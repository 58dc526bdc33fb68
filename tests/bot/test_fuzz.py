"""Some hundred spoilt updates in each run of the tests; `python -m tests.fuzz` tries as many as one likes."""

import logging
from pathlib import Path
from unittest.mock import patch

from telegram import Update

from bot import gate, handlers
from bot.decisions import Decision, Prompt
from bot.gate import Rules
from bot.shapes import UpdateShape
from tests.fuzz import Found, fuzz
from tests.fuzz_updates import SECRET, cases

SEED = 1


def tried(folder: Path, index: Path, last: int) -> Found:
    return fuzz(folder, index, range(1, last + 1), SEED)


def kinds_of(found: Found) -> set[str]:
    """The first word of each fault."""
    return {what.split()[0] for _, what, _ in found.faults}


def test_spoilt_updates_break_nothing_and_get_nothing_they_do_not_ask_for(index: Path, tmp_path: Path) -> None:
    found = tried(tmp_path, index, 300)
    assert found.faults == []
    assert found.answered >= 50
    assert found.updates == 300


def test_every_realistic_update_is_answered_or_not_as_it_should_be(index: Path, tmp_path: Path) -> None:
    found = fuzz(tmp_path, index, range(1, len(cases(1)) + 1), None)
    assert found.faults == []
    assert found.answered == sum(bool(case.answered) for case in cases(1))


def test_a_bot_that_speaks_up_unasked_is_found_out(index: Path, tmp_path: Path) -> None:
    def talkative(update: Update, rules: Rules) -> Decision:
        message = update.message
        return Prompt(gate._place(message, rules)) if message else gate.decide(update, rules)

    with patch.object(handlers, "decide", talkative):
        assert "not" in kinds_of(tried(tmp_path, index, 100))


def test_an_update_let_through_unread_is_found_out(index: Path, tmp_path: Path) -> None:
    with patch.object(UpdateShape, "model_validate"):
        assert {"ERROR:", "raised"} & kinds_of(tried(tmp_path, index, 300))


def test_words_in_the_log_are_found_out(index: Path, tmp_path: Path) -> None:
    def telling(update: Update, rules: Rules) -> Decision:
        logging.getLogger("bot.gate").info("asked %s", SECRET)
        return gate.decide(update, rules)

    with patch.object(handlers, "decide", telling):
        assert kinds_of(tried(tmp_path, index, 40)) == {"words"}
