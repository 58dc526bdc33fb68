import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import admin_views as views
from bot.admin_texts import DANISH, ENGLISH, admin_texts
from bot.buttons import TurnTo, pressed
from bot.ledger import Change
from bot.render import MESSAGE_UNITS, units
from bot.uploads import MAX_WAITING, WAITING_S, Uploads
from corpus.citations import Language
from corpus.schema import Document, Turn

HOSTILE = st.text(st.sampled_from("<>&a æ\n😀\u202e\u0301./\\\0"), max_size=600)


def document(**fields: object) -> Document:
    values: dict[str, object] = {
        "document_id": "SOU-812", "form": "letter", "title": "Færger", "text": "Der er afsat midler.",
        "source": "a.txt", "sha256": "0", "turns": (Turn(start=0, end=20, role="minister"),), **fields,
    }  # fmt: skip
    return Document(**values)


def test_a_preview_tells_what_was_read_and_leaves_out_what_was_not() -> None:
    read = document(number="812", committee_code="SOU", minister="Sophie", asked_on=dt.date(2026, 3, 3))
    assert views.preview("færger.txt", [read], DANISH) == (
        "Det læste jeg i færger.txt:\n\nSOU alm. del, svar på spm. 812 (spurgt 3. marts 2026), Sophie\n\n"
        "– Form: brev\n– Nummer: 812\n– Minister: Sophie\n– Dato: 3. marts 2026\n– Endeligt svar\n"
        "– Afsnit, der kan citeres: 1\n\nSkal det tilføjes?"
    )
    unread = views.preview("a.txt", [document(form="plain", turns=(), status="interim")] * 3, ENGLISH)
    assert "Number" not in unread
    assert "Interim answer" in unread
    assert "2 more in the same file" in unread
    assert "nothing in it can be quoted" in unread


@given(HOSTILE, HOSTILE, HOSTILE, st.sampled_from(["da", "en"]))
def test_whatever_a_file_and_its_document_are_called_it_can_be_shown(
    name: str, title: str, number: str, language: Language
) -> None:
    words = admin_texts(language)
    read = document(title=title, number=number or None, minister=title or None, document_id=name or "a")
    for shown in (
        views.preview(name, [read], words),
        views.page([read] * views.PAGE, 0, 99, words),
        views.changes([Change(1, 0, 7, "added", name, "", False)] * 10, words),
    ):
        assert 0 < units(shown) <= MESSAGE_UNITS
        assert not {"\u202e", "\0"} & set(shown)


def test_an_id_is_listed_whole_so_that_it_can_be_removed_by_it() -> None:
    name = "æ" * 120 + "-2"
    shown = views.page([document(document_id=name, title="ord " * 200)] * views.PAGE, 0, 99, DANISH, "ord " * 12)
    assert shown.splitlines().count(name) == views.PAGE
    assert units(shown) <= MESSAGE_UNITS


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, "0 min"), (59, "0 min"), (60, "1 min"), (3600, "1 h"), (90061, "1 d 1 h 1 min")]
)
def test_a_length_of_time_is_told_in_words(seconds: float, told: str) -> None:
    assert views.spent(seconds) == told


def test_pages_lead_to_their_neighbours_and_no_further() -> None:
    def leads_to(first: int, total: int) -> list[object]:
        markup = views.to_turn(first, total, DANISH)
        return [button.callback_data for row in markup.inline_keyboard for button in row] if markup else []

    assert leads_to(0, views.PAGE) == []
    assert leads_to(0, views.PAGE + 1) == [f"P:{views.PAGE}"]
    assert leads_to(views.PAGE, 3 * views.PAGE) == ["P:0", f"P:{2 * views.PAGE}"]
    assert leads_to(2 * views.PAGE, 3 * views.PAGE) == [f"P:{views.PAGE}"]
    markup = views.to_turn(0, 99, DANISH, "ensomhed hos ældre")
    assert markup
    (button,) = markup.inline_keyboard[0]
    assert pressed(str(button.callback_data), markup) == TurnTo(views.PAGE, "ensomhed hos ældre")


@given(HOSTILE)
def test_any_words_fit_a_button_or_are_left_out(search: str) -> None:
    kept = views.searchable(search)
    assert search.split()[: len(kept.split())] == kept.split()
    markup = views.to_turn(10**8, 10**9, DANISH, kept)
    assert markup
    assert all(len(str(button.callback_data).encode("utf-8", "replace")) <= 64 for button in markup.inline_keyboard[0])


def test_files_sent_together_are_shown_a_line_each(tmp_path: Path) -> None:
    lines = [
        views.read_line("a.txt", [document(number="812", committee_code="SOU")] * 2, DANISH),
        "b.exe kan ikke læses.",
    ]
    assert views.album(lines, 1, DANISH) == (
        "Det læste jeg i filerne:\n\n– a.txt: SOU alm. del, svar på spm. 812 … og 1 svar til i samme fil\n\n"
        "– b.exe kan ikke læses.\n\nSkal de tilføjes?"
    )
    assert "tilføjes" not in views.album(lines[1:], 0, DANISH)
    uploads = Uploads(tmp_path / "uploads")
    token = uploads.begin(7)
    first, second = uploads.place_for(token, "a.txt"), uploads.place_for(token, "a.txt")
    assert first != second
    uploads.leave_out(first)
    uploads.keep(token, second)
    waiting = uploads.of(token, 7)
    assert waiting
    assert waiting.files == [second]
    for _ in range(MAX_WAITING):
        uploads.begin(8)
    uploads.keep(token, first)  # others came while it was fetched
    uploads.drop(token)
    assert uploads.of(token, 7) is None


def kept(uploads: Uploads, token: str) -> Path:
    path = uploads.place_for(token, "a.txt")
    path.parent.mkdir(parents=True)
    path.write_text("x")
    uploads.keep(token, path)
    return path


def test_a_file_waits_for_who_sent_it_and_for_an_hour(tmp_path: Path) -> None:
    now = [0.0]
    uploads = Uploads(tmp_path / "uploads", lambda: now[0])
    token = uploads.begin(7)
    path = kept(uploads, token)
    assert uploads.of(token, 7)
    assert uploads.of(token, 8) is None
    assert uploads.of("0" * 16, 7) is None
    now[0] = WAITING_S + 1
    assert uploads.of(token, 7) is None
    kept(uploads, uploads.begin(7))
    assert not path.exists()


def test_waiting_files_are_few_and_gone_after_a_restart(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    paths = [kept(uploads, uploads.begin(7)) for _ in range(MAX_WAITING + 5)]
    assert sum(path.parent.exists() for path in paths) <= MAX_WAITING
    Uploads(tmp_path / "uploads")
    assert not any(path.parent.exists() for path in paths)
