import datetime as dt
import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.reply import Citation, Reply

PIECES = ["<", ">", "&", '"', "a", "æ", " ", "\n", "😀", "\u202e", "\u200b", "\u0301", "\0", "</b>", "x" * 900]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
TAG = re.compile(r"</?(b|i|blockquote)( expandable)?>")


def citation(number: int = 1, quote: str = "Der er ikke afsat midler.", **fields: str) -> Citation:
    values = {"label": "SOU alm. del, svar på spm. 663", "before": "Før.", "after": "Efter.", **fields}
    return Citation(number, quote, values["label"], "SOU-663", "a.txt", 0, 9, values["before"], values["after"])


def reply(*citations: Citation, nearest: tuple[str, ...] = (), **fields: object) -> Reply:
    values: dict[str, object] = {"outcome": "answered" if citations else "not_found", "language": "da", **fields}
    return Reply(
        query="?", citations=citations, nearest=nearest, built_on=dt.date(2026, 3, 2),
        newest_document_on=dt.date(2026, 2, 27), **values,  # type: ignore[arg-type]
    )  # fmt: skip


def as_seen(message: str) -> str:
    """What a reader sees; fails on mark-up that Telegram does not know or that does not close in order."""
    opened: list[str] = []
    for tag in TAG.finditer(message):
        if tag.group().startswith("</"):
            assert opened.pop() == tag.group(1)
        else:
            opened.append(tag.group(1))
    assert not opened
    rest = TAG.sub("", message)
    assert "<" not in rest
    assert ">" not in rest
    return html.unescape(rest)


def test_the_quote_comes_first_then_its_source_then_the_date() -> None:
    message = render.telegram(reply(citation()))
    assert message == (
        "<b>”Der er ikke afsat midler.”</b> [1]\n\n[1] SOU alm. del, svar på spm. 663\n"
        "<blockquote expandable>Før. <b>Der er ikke afsat midler.</b> Efter.</blockquote>\n\n"
        "<i>Opdateret 2. marts 2026, nyeste dokument 27. februar 2026.</i>"
    )


def test_a_refusal_cites_nothing_and_offers_the_nearest_as_no_answer() -> None:
    seen = as_seen(render.telegram(reply(nearest=("Spm. 1",))))
    assert seen.startswith("Det kan jeg ikke finde svar på i dokumenterne.\n\nTættest på, men ikke et svar:\n– Spm. 1")
    assert "[1]" not in seen


def test_small_talk_is_answered_shortly() -> None:
    assert render.telegram(reply(small_talk="thanks")) == "Selv tak."


def test_a_long_quote_is_cut_at_a_word_and_said_to_be() -> None:
    seen = as_seen(render.telegram(reply(*(citation(n, "ord " * 2000) for n in (1, 2, 3)))))
    assert "ord […]”" in seen
    assert "Citatet er forkortet" in seen


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE), max_size=3), st.lists(HOSTILE, max_size=3))
def test_any_text_gives_a_message_telegram_accepts(texts: list[tuple[str, str, str, str]], nearest: list[str]) -> None:
    cited = [
        citation(n, quote, label=label, before=before, after=after)
        for n, (quote, label, before, after) in enumerate(texts, 1)
    ]
    shown = reply(*cited, nearest=tuple(nearest))
    message = render.telegram(shown)
    seen = as_seen(message)
    assert 0 < len(seen.encode("utf-16-le")) // 2 <= render.MESSAGE_UNITS
    assert len(TAG.findall(message)) // 2 <= 100
    assert seen == render.plain(shown)
    assert not set(seen) & set("\u202e\u200b\0")


def test_no_control_character_of_a_document_reaches_a_terminal() -> None:
    controls = "".join(map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x061C]))
    assert not set(render.visible(controls + "æ")) & set(controls)
