"""Every sentence exists in both languages, and asks for the same to be filled in."""

import string
from dataclasses import astuple, fields
from typing import Any

import pytest

from bot import admin_texts, texts

PAIRS: list[tuple[Any, Any]] = [(texts.DANISH, texts.ENGLISH), (admin_texts.DANISH, admin_texts.ENGLISH)]
NAMES = [(pair, field.name) for pair in PAIRS for field in fields(pair[0]) if field.name != "language"]


def filled_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def sentences(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [part for item in value for part in sentences(item)]


@pytest.mark.parametrize(("pair", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_sentence_asks_for_the_same_in_both_languages(pair: Any, name: str) -> None:
    danish, english = sentences(getattr(pair[0], name)), sentences(getattr(pair[1], name))
    assert len(danish) == len(english)
    for one, other in zip(danish, english, strict=True):
        assert one.strip()
        assert other.strip()
        assert filled_in(one) == filled_in(other)


def test_no_sentence_is_longer_than_a_message_can_show_at_a_glance() -> None:
    for pair in PAIRS:
        for language in pair:
            assert max(map(len, sentences(astuple(language)))) < 400


@pytest.mark.parametrize("language", [texts.DANISH, texts.ENGLISH])
def test_what_the_platform_limits_keeps_within_it(language: texts.Texts) -> None:
    assert len(language.example) <= 64  # core.telegram.org/bots/api#forcereply
    assert all(
        len(said) <= 200
        for said in (
            language.voted,
            language.used,
            language.too_old,
            language.changed,
            language.forgotten,
            language.soon,
            language.unshown,
            language.erased,
            language.failed,
            *language.language_chosen,
        )
    )
    own = (admin_texts.DANISH if language is texts.DANISH else admin_texts.ENGLISH).commands
    for name, description in (*language.commands, *language.group_commands, *own):
        assert set(name) <= set(string.ascii_lowercase + string.digits + "_")
        assert len(name) <= 32
        assert 1 <= len(description) <= 256
