import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import sources
from bot.render import MESSAGE_UNITS
from bot.texts import DANISH, texts
from corpus.citations import Language
from corpus.schema import Document, Span, Turn
from tests.botwire import parse_html, units

PIECES = [
    "<",
    ">",
    "&",
    "a",
    "æ",
    " ",
    "\n",
    "😀",
    "\u202e",
    "\u0301",
    ". ",
    "Det er. ",
    "</b>",
    "x" * 900,
    "ord " * 300,
]
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def document(text: str, question: str = "", **fields: str) -> Document:
    """A minister's answer to a question."""
    whole = f"{question}\n{text}"
    turn = Turn(start=len(question) + 1, end=len(whole), role="minister")
    asked = Span(start=0, end=len(question)) if question else None
    values = {"document_id": "a", "title": "Et svar", "source": "a.txt", "sha256": "0", **fields}
    return Document(form="plain", text=whole, turns=(turn,), question=asked, **values)


def test_the_document_is_named_the_question_told_and_the_place_marked() -> None:
    answer = document("Først dette. Der er ikke afsat midler. Til sidst dette.", "Er der afsat midler?")
    start = answer.text.index("Der er ikke")
    view = sources.opened(answer, start, start + len("Der er ikke afsat midler."), DANISH)
    assert view.html == (
        "<b>Et svar</b>\n\n<i>Spørgsmålet: Er der afsat midler?</i>\n\n"
        "Først dette.\n\n<b>Der er ikke afsat midler.</b>\n\nTil sidst dette."
    )
    assert sources.is_whole(answer, view)


def test_the_page_is_told_where_the_file_has_pages() -> None:
    answer = document("Først dette. Der er ikke afsat midler.").model_copy(update={"pages": (0, 14)})
    view = sources.opened(answer, 15, 20, DANISH)
    assert view.plain.startswith("Et svar\nSide 2\n\nFørst dette.")


def test_half_a_sentence_is_never_marked_alone() -> None:
    answer = document("Først dette. Der er ikke afsat midler. Til sidst dette.")
    start = answer.text.index("afsat midler")
    view = sources.opened(answer, start, start + len("afsat"), DANISH)
    assert "<b>Der er ikke afsat midler.</b>" in view.html


def test_only_a_ministers_words_can_be_opened() -> None:
    answer = document("Der er ikke afsat midler.", "Er der afsat midler?")
    assert not sources.has_passage(answer, 0, 5)
    assert not sources.has_passage(answer, 30, 10**9)
    assert not sources.has_passage(answer, 30, 30)


def test_other_words_in_the_same_place_are_not_those_of_a_link() -> None:
    answer = document("Der er afsat 17 mio. kr.", "Er der?")
    start, end = answer.turns[0].start, answer.turns[0].end
    digest = sources.digest_of(answer.text[start:end])
    assert sources.has_passage(answer, start, end, digest)
    changed = answer.model_copy(update={"text": answer.text.replace("17", "71")})
    assert sources.has_passage(changed, start, end)
    assert not sources.has_passage(changed, start, end, digest)
    with pytest.raises(LookupError):
        sources.opened(answer, 0, 5, DANISH)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Svar på spørgsmål", "Svar-paa-spoergsmaal.txt"),
        ("../../etc/passwd", "etc-passwd.txt"),
        ('<a href="x">\n\0', "a-href-x.txt"),
        ("日本", "dokument.txt"),
        ("ord " * 90, "-".join(["ord"] * 20) + ".txt"),
    ],
)
def test_a_file_has_a_plain_name_whatever_the_document_is_called(title: str, name: str) -> None:
    assert sources.file_name(document("x", title=title)) == name


def test_the_file_holds_the_stored_text_exactly() -> None:
    answer = document("Der er\r\n ikke  afsat\u00a0midler.")
    assert sources.file_body(answer).decode() == answer.text


def test_the_file_a_document_came_in_is_sent_only_while_it_is_the_same_and_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "svar.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "andet.pdf").write_bytes(b"%PDF-1.7")
    digest = hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert sources.original(document("x", source="svar.pdf", sha256=digest), folder) == b"%PDF-1.7"
    assert sources.original(document("x", source="svar.pdf", sha256="0"), folder) is None
    assert sources.original(document("x", source="../andet.pdf", sha256=digest), folder) is None
    assert sources.original(document("x", source="borte.pdf", sha256=digest), folder) is None
    (folder / "svar.html").write_bytes(b"%PDF-1.7")
    assert sources.original(document("x", source="svar.html", sha256=digest), folder) is None
    assert sources.file_name(document("x"), ".pdf") == "Et-svar.pdf"


@given(HOSTILE, HOSTILE, HOSTILE, st.data(), st.sampled_from(["da", "en"]))
def test_any_document_opens_in_a_message_telegram_accepts(
    text: str, question: str, title: str, data: st.DataObject, language: Language
) -> None:
    answer = document(text, question, title=title)
    (turn,) = answer.turns
    start = data.draw(st.integers(turn.start, turn.end - 1))
    end = data.draw(st.integers(start + 1, turn.end))
    view = sources.opened(answer, start, end, texts(language))
    seen, entities = parse_html(view.html)
    assert units(seen) <= MESSAGE_UNITS
    assert seen == view.plain
    assert len(entities) <= 100
    assert re.fullmatch(r"[A-Za-z0-9-]+\.txt", sources.file_name(answer))
