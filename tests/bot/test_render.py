import datetime as dt
import html
import io
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot import render
from bot.reply import Citation, Listed, Reply, compose
from bot.terminal import renderable
from bot.texts import DANISH
from corpus.citations import Language
from corpus.schema import Document
from index.finding import Finding, Listing
from index.mentions import Office
from index.named import Named

PIECES = ["<", ">", "&", '"', "a", "æ", " ", "\n", "😀", "\u202e", "\u200b", "\u0301", "\0", "</b>", "x" * 900]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
TAG = re.compile(r"</?(b|i|blockquote)( expandable)?>")


def citation(number: int = 1, quote: str = "Der er ikke afsat midler.", **fields: str) -> Citation:
    values = {"label": "SOU alm. del, svar på spm. 663", "before": "Før.", "after": "Efter.", **fields}
    notes = (values["note"],) * 4 if "note" in values else ()
    around = values["before"], values["after"]
    return Citation(number, quote, values["label"], "SOU-663", "a.txt", 0, 9, *around, notes)


def reply(*citations: Citation, nearest: tuple[str, ...] = (), **fields: Any) -> Reply:
    values: dict[str, Any] = {"outcome": "answered" if citations else "not_found", "language": "da", **fields}
    return Reply(
        query="?", citations=citations, nearest=nearest, built_on=dt.date(2026, 3, 2),
        newest_document_on=dt.date(2026, 2, 27), **values,
    )  # fmt: skip


def as_html(shown: Reply) -> str:
    return render.rendered(shown).html


def as_plain(shown: Reply) -> str:
    return render.rendered(shown).plain


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
    message = as_html(reply(citation()))
    assert message == (
        "<b>”Der er ikke afsat midler.”</b> [1]\n\n[1] SOU alm. del, svar på spm. 663\n"
        "<blockquote expandable>Før. <b>Der er ikke afsat midler.</b> Efter.</blockquote>\n\n"
        "<i>Opdateret 2. marts 2026, nyeste dokument 27. februar 2026.</i>"
    )


def test_a_refusal_cites_nothing_and_offers_the_nearest_as_no_answer() -> None:
    seen = as_seen(as_html(reply(nearest=("Spm. 1",))))
    assert seen.startswith(f"{DANISH.not_found}\n\nTættest på, men ikke et svar:\n1. Spm. 1")
    assert "[1]" not in seen


def test_small_talk_is_answered_shortly() -> None:
    assert as_html(reply(small_talk="thanks")) == "Selv tak."


def test_a_long_quote_is_cut_at_a_word_and_said_to_be() -> None:
    seen = as_seen(as_html(reply(*(citation(n, "ord " * 2000) for n in (1, 2, 3)))))
    assert "ord […]”" in seen
    assert "Citatet er forkortet" in seen


def test_how_the_query_was_read_follows_the_finding() -> None:
    seen = as_plain(reply(citation(), understood="ensomhed – ældre", narrowed="Kun svar fra M.", unknown="Ukendt."))
    assert seen.startswith(
        "Ukendt.\n\n”Der er ikke afsat midler.” [1]\n\nForstået som: ensomhed – ældre\nKun svar fra M.\n\n[1] SOU"
    )
    assert "\n\nUnderstood as: old age\n\n" in as_plain(reply(citation(), language="en", understood="old age"))


def test_a_list_is_shown_a_line_each_with_how_many_more() -> None:
    message = as_html(reply(outcome="answered", listed=Listed("1.012 svar om mink.", ("A & B", "C"), 1010)))
    assert message.startswith("<b>1.012 svar om mink.</b>\n1. A &amp; B\n2. C\n… og 1.010 til\n\n<i>Opdateret")


def test_a_narrowing_that_nothing_fits_takes_the_place_of_the_refusal() -> None:
    seen = as_plain(reply(nearest=("Spm. 1",), outside="Der er ingen svar fra M i dokumenterne."))
    assert seen.startswith("Der er ingen svar fra M i dokumenterne.\n\nTættest på, men ikke et svar:\n1. Spm. 1\n\n")


def as_printed(shown: Reply) -> str:
    """What the terminal shows."""
    console = Console(file=io.StringIO(), width=88, force_terminal=False)
    with console.capture() as capture:
        console.print(renderable(shown))
    return capture.get()


def test_the_terminal_shows_the_same_lines() -> None:
    listed = as_printed(reply(outcome="answered", listed=Listed("12 svar om [b]mink.", ("A [red]", "C"), 10)))
    assert listed.startswith("12 svar om [b]mink.\n  – A [red]")
    assert "… og 10 til" in listed
    cited = as_printed(reply(citation(), understood="mink", narrowed="Kun svar fra M.", unknown="Ukendt."))
    assert re.search(r"^Ukendt.(.|\n)*\[1\] SOU(.|\n)*\nForstået som: mink\s+Kun svar fra M.\s+Opdateret", cited)
    assert as_printed(reply(outside="Ingen svar fra M.", nearest=("B",))).startswith("Ingen svar fra M.")


def test_the_longest_of_everything_still_fits_one_message() -> None:
    long = "😀" * 9000
    told: dict[str, Any] = dict.fromkeys(("understood", "narrowed", "unknown"), long)
    told |= {"outcome": "partial", "nearest": (long,) * 3}
    cited = (citation(n, long, label=f"{n}{long}", before=long, after=long, note=long) for n in range(1, 4))
    for shown in (reply(*cited, **told), reply(listed=Listed(long, (long,) * 10, 10**9), **told)):
        seen = as_seen(as_html(shown))
        assert len(seen.encode("utf-16-le")) // 2 <= render.MESSAGE_UNITS
        assert len(re.findall(r"\n\d+\. ", seen)) == 3 + (10 if shown.listed else 0)


LISTS = st.builds(Listed, HOSTILE, st.lists(HOSTILE, max_size=10).map(tuple), st.integers(0, 10**9))


@given(
    st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE), max_size=3),
    st.lists(HOSTILE, max_size=3),
    st.fixed_dictionaries(dict.fromkeys(("understood", "narrowed", "unknown", "outside"), HOSTILE)),
    st.none() | LISTS,
    st.sampled_from(["da", "en"]),
)
def test_any_text_gives_a_message_telegram_accepts(
    texts: list[tuple[str, str, str, str]],
    nearest: list[str],
    told: dict[str, str],
    listed: Listed | None,
    language: str,
) -> None:
    cited = [
        citation(n, quote, label=label, before=before, after=after, note=f"{label}{after}")
        for n, (quote, label, before, after) in enumerate(texts if listed is None else (), 1)
    ]
    shown = reply(*cited, nearest=tuple(nearest), listed=listed, language=language, **told)
    printed = as_printed(shown)
    assert not set(printed) & set("\u202e\u200b\0")
    message = as_html(shown)
    seen = as_seen(message)
    assert 0 < len(seen.encode("utf-16-le")) // 2 <= render.MESSAGE_UNITS
    assert len(TAG.findall(message)) // 2 <= 100
    assert seen == as_plain(shown)
    assert not set(seen) & set("\u202e\u200b\0")


@given(
    st.tuples(*[st.none() | HOSTILE] * 4),
    st.tuples(HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=3)),
    st.tuples(st.none() | st.dates(), st.none() | st.dates()),
    st.sampled_from(["plain", "outside", "count", "list"]),
    st.sampled_from(["da", "en"]),
)
def test_whatever_was_named_gives_a_message_telegram_accepts(
    names: tuple[str | None, ...],
    said: tuple[str, str, list[str]],
    period: tuple[dt.date | None, dt.date | None],
    kind: str,
    language: Language,
) -> None:
    query, office, unknown = said
    number, committee_code, minister, party = names
    named = Named(
        numbers=(number,) if number else (), committee_code=committee_code,
        minister=minister, party=party, asker=office or None,
        office=Office(frozenset({office}), office), rest=query, latest=True,
        since=period[0], until=period[1], unknown=tuple(unknown),
    )  # fmt: skip
    document = Document(document_id="a", form="plain", title=query, text="x", source="a", sha256="0")
    listing = Listing("count" if kind == "count" else "list", (document,) * 20, 21)
    found = Finding(
        query="?", understood=query, language=language, outcome="answered", confidence=1, evidence=(),
        hits=(), generation="g", built_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), newest_document_on=None,
        timings_ms={}, named=named, outside=kind == "outside", listing=listing if kind in {"count", "list"} else None,
    )  # fmt: skip
    seen = as_seen(as_html(compose(found)))
    assert 0 < len(seen.encode("utf-16-le")) // 2 <= render.MESSAGE_UNITS
    assert not set(seen) & set("\u202e\u200b\0")


def test_no_control_character_of_a_document_reaches_a_terminal() -> None:
    controls = "".join(map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x061C]))
    assert not set(render.visible(controls + "æ")) & set(controls)
