"""Conversations about the documents: what administrators can do, and that nobody else can."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.files import default_folder
from tests.bot.program import QUERY, REPLY_S, START_S, Talk, talking
from tests.botapi import Sent
from tests.botchats import ME

ADMIN, NOBODY = 501, 502
BUILT_S = 90
ANSWER = """Folketingets Socialudvalg har d. 3. marts 2026 stillet følgende spørgsmål nr. 812 (alm. del) til
social- og boligministeren, som hermed besvares.

Spørgsmål nr. 812:

”Hvor mange penge er der afsat til færger til Anholt?”

Svar:

Der er afsat 17 mio. kr. til nye færger til Anholt i 2026.

Med venlig hilsen

Sophie Hæstorp Andersen
"""
ASKED = "Hvor mange penge er der afsat til færger til Anholt?"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the operator's own with the letter in it."""
    folder = tmp_path_factory.mktemp("documents")
    for path in default_folder().glob("*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def managed(tmp_path_factory: pytest.TempPathFactory, documents: Path) -> Iterator[Talk]:
    """A program with an administrator and documents of its own."""
    base = tmp_path_factory.mktemp("managed")
    with talking(base, base / "index", documents=str(documents), admins=str(ADMIN), watch="false") as talk:
        yield talk
        assert "Traceback" not in talk.program.printed


def send(talk: Talk, text: str, chat: int = ADMIN) -> Sent:
    """What is said to a message."""
    before = len(talk.api.shown(chat))
    talk.api.chats.says(text, chat_id=chat, user_id=chat)
    return talk.api.wait_for(before + 1, REPLY_S, chat_id=chat)[-1]


def attach(talk: Talk, name: str, body: str | bytes = ANSWER, chat: int = ADMIN, **fields: Any) -> Sent:
    before = len(talk.api.shown(chat))
    raw = body if isinstance(body, bytes) else body.encode()
    talk.api.chats.attaches(name, raw, chat_id=chat, user_id=chat, **fields)
    return talk.api.wait_for(before + 1, REPLY_S, chat_id=chat)[-1]


def press(talk: Talk, sent: Sent, name: str, user: int = ADMIN, *, stale: bool = False) -> str:
    """Press a button; `stale`: as it stood when the message was sent."""
    if stale:
        kept = talk.api.chats.messages[sent.chat_id, sent.message_id]
        talk.api.chats.messages[sent.chat_id, sent.message_id] = kept | {"reply_markup": sent.params["reply_markup"]}
    rows = sent.params["reply_markup"]["inline_keyboard"]
    (data,) = [button["callback_data"] for row in rows for button in row if button["text"] == name]
    pressed = talk.api.chats.presses(sent.chat_id, sent.message_id, data, user)
    return str(talk.api.wait_answer("answerCallbackQuery", "callback_query_id", pressed).get("text", ""))


def text_of(talk: Talk, sent: Sent) -> str:
    return next(shown.text for shown in talk.api.shown(sent.chat_id) if shown.message_id == sent.message_id)


def built(talk: Talk, before: int) -> Sent:
    """The message that tells that the index is built, the first of the chat after so many."""
    talk.api.wait_until(
        lambda: any("Færdig" in sent.text for sent in talk.api.shown(ADMIN)[before:]), BUILT_S, "the index"
    )
    return next(sent for sent in talk.api.shown(ADMIN)[before:] if "Færdig" in sent.text)


def test_a_document_is_shown_added_found_removed_and_brought_back(managed: Talk, documents: Path) -> None:
    preview = attach(managed, "../../færger <b>.txt")
    for told in ("SOU alm. del, svar på spm. 812", "Form: brev", "Nummer: 812", "Sophie", "Endeligt svar",
                 "Afsnit, der kan citeres: 1"):  # fmt: skip
        assert told in preview.text
    assert "parse_mode" not in preview.params
    assert list(documents.glob("f*")) == []
    before = len(managed.api.shown(ADMIN))
    press(managed, preview, "Tilføj")
    assert "Dokumenter: 2" in built(managed, before).text
    (added,) = documents.glob("f*")
    assert added.read_text(encoding="utf-8") == ANSWER
    assert "17 mio. kr." in send(managed, ASKED, chat=ADMIN).text

    before = len(managed.api.shown(ADMIN))
    question = send(managed, "/slet SOU-812")
    assert "spm. 812" in question.text
    press(managed, question, "Slet")
    assert "Dokumenter: 1" in built(managed, before + 1).text
    assert not added.exists()
    assert "17 mio. kr." not in send(managed, ASKED).text

    before = len(managed.api.shown(ADMIN))
    managed.api.chats.says("/fortryd", chat_id=ADMIN, user_id=ADMIN)
    assert "Dokumenter: 2" in built(managed, before).text
    assert added.exists()
    history = send(managed, "/historik").text
    assert [line.rsplit(" ", 1)[1] for line in history.splitlines()[1:]] == ["tilføjet", "slettet", "tilføjet"]
    assert str(ADMIN) in history

    again = attach(managed, "en kopi.txt")
    assert again.text == f"en kopi.txt er ikke tilføjet, for den er magen til {added.name}, som allerede er her."
    assert "reply_markup" not in again.params
    named = attach(managed, added.name, "Noget andet.")
    assert "en anden fil hedder det samme" in named.text
    assert added.name in send(managed, f"/slet {added.name}").text
    assert "spm. 812" in send(managed, "/slet sou-812").text
    assert "SOU-812" in send(managed, f"/dokumenter {added.name}").text


def test_what_has_gone_meanwhile_cannot_be_removed_or_undone_and_it_is_said_what_to_do(
    managed: Talk, documents: Path
) -> None:
    before = len(managed.api.shown(ADMIN))
    press(managed, attach(managed, "væk.txt", ANSWER.replace("812", "813")), "Tilføj")
    built(managed, before)
    first, second = send(managed, "/slet SOU-813"), send(managed, "/slet SOU-813")
    before = len(managed.api.shown(ADMIN))
    press(managed, first, "Slet")
    built(managed, before)
    assert "er her ikke længere" in press(managed, second, "Slet")
    shutil.rmtree(documents / ".removed")
    said = send(managed, "/fortryd").text
    assert "væk.txt kan ikke fortrydes" in said
    assert "/historik" in said


def test_what_was_sent_by_mistake_is_dropped(managed: Talk, documents: Path) -> None:
    preview = attach(managed, "fejl.txt", "Noget helt andet.")
    assert "uden fast form" in preview.text
    press(managed, preview, "Fortryd")
    managed.api.wait_until(lambda: "er ikke tilføjet" in text_of(managed, preview), REPLY_S, "the end of it")
    assert not list(documents.glob("fejl*"))


def test_an_album_is_one_message_and_one_press_adds_it(managed: Talk, documents: Path) -> None:
    before = len(managed.api.shown(ADMIN))
    files = {f"bro{n}.txt": ANSWER.replace("812", f"82{n}").replace("Anholt", f"ø nr. {n}") for n in (1, 2)}
    for name, body in (*files.items(), ("billede.txt", "\0PNG\0")):
        managed.api.chats.attaches(name, body.encode(), chat_id=ADMIN, user_id=ADMIN, media_group_id="9")
    (shown,) = managed.api.wait_for(before + 1, REPLY_S, chat_id=ADMIN)[before:]
    managed.api.wait_until(lambda: "billede.txt kan ikke" in text_of(managed, shown), REPLY_S, "the last of them")
    told = text_of(managed, shown)
    assert all(f"{name}: SOU alm. del, svar på spm. 82" in told for name in files)
    assert "Skal de tilføjes?" in told
    (now,) = [sent for sent in managed.api.shown(ADMIN) if sent.message_id == shown.message_id]
    press(managed, now, "Tilføj alle")
    built(managed, before + 1)
    assert text_of(managed, shown).splitlines() == [f"{name} er tilføjet." for name in files]
    assert {path.name for path in documents.glob("bro*")} == set(files)
    assert len(managed.api.shown(ADMIN)) == before + 2


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("virus.exe", b"MZ\0\0", "filer af typen .exe læser jeg ikke. Gem den som en af typerne .pdf, .docx"),
        ("tom.txt", b" \n", "der er ingen tekst i den. Gem svarets tekst i den, og send den igen."),
        ("billede.txt", b"\x89PNG\0\0\0", "den er ikke ren tekst. Gem dokumentet som ren tekst"),
        ("zip.docx", b"PK\x03\x04" + b"\0" * 999, "den er ødelagt eller er ikke Word. Åbn den i Word"),
        ("gammel.doc", b"\xd0\xcf\x11\xe0", "filer af typen .doc læser jeg ikke"),
        ("ingen", b"tekst", "dens navn har ingen endelse"),
        ("", b"", "der er ingen tekst i den"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason_and_what_mends_it(
    managed: Talk, name: str, body: bytes, why: str
) -> None:
    said = attach(managed, name, body)
    assert f"kan ikke læses: {why}" in said.text
    assert "reply_markup" not in said.params


def test_a_build_that_the_end_of_the_program_interrupts_is_said_to_be_unfinished(
    tmp_path: Path, documents: Path
) -> None:
    own = tmp_path / "documents"
    shutil.copytree(documents, own)
    with talking(tmp_path, tmp_path / "index", documents=str(own), admins=str(ADMIN), watch="false") as talk:
        building = send(talk, "/genopbyg")
        assert building.text.startswith("Indekset bygges")
        talk.program.process.terminate()
        assert talk.program.ended(30) == 0
        assert text_of(talk, building) == "Botten stopper, før indekset er bygget. Send /genopbyg, når den kører igen."


def test_a_second_press_undoes_no_message_of_success(managed: Talk, documents: Path) -> None:
    before = len(managed.api.shown(ADMIN))
    preview = attach(managed, "tryk.txt", ANSWER.replace("812", "815").replace("Anholt", "Hjelm"))
    press(managed, preview, "Tilføj")
    assert (
        press(managed, preview, "Tilføj", stale=True) == "Det er allerede afgjort. /historik viser, hvad der er sket."
    )
    assert text_of(managed, preview) == "tryk.txt er tilføjet."
    built(managed, before)
    before = len(managed.api.shown(ADMIN))
    question = send(managed, "/slet SOU-815")
    press(managed, question, "Slet")
    assert "allerede afgjort" in press(managed, question, "Slet", stale=True)
    assert "allerede afgjort" in press(managed, question, "Behold", stale=True)
    assert text_of(managed, question) == "tryk.txt er slettet."
    built(managed, before)
    assert not list(documents.glob("tryk*"))


def test_a_hostile_document_is_shown_as_the_text_it_is(managed: Talk) -> None:
    said = attach(managed, "<a href='x'>\u202e.txt", "&" * 100_000 + "</b><script>\u202e")
    assert "Skal det tilføjes?" in said.text
    assert "\u202e" not in said.text
    press(managed, said, "Fortryd")


def test_a_file_larger_than_can_be_fetched_is_refused_with_the_way_round_it(managed: Talk) -> None:
    said = attach(managed, "stor.txt", "x", size=21 * 2**20)
    assert "20 MB" in said.text
    assert "Del den" in said.text  # a folder would not help: it reads no larger files either


def test_the_documents_are_listed_and_searched(managed: Talk) -> None:
    listed = send(managed, "/dokumenter").text
    assert listed.startswith("Dokument 1–")
    assert "SOU-663" in listed
    assert "SOU-663" in send(managed, "/dokumenter 663 videnscenter").text
    found = send(managed, "/dokumenter ensomhed").text
    assert found.startswith("Dokument 1–1 af 1 om ”ensomhed”:")
    assert "SOU-663" in found
    assert send(managed, "/dokumenter findes-ikke").text.startswith("Ingen dokumenter passer")


def test_help_names_what_an_administrator_can_do_and_what_is_kept_is_told_truly(managed: Talk) -> None:
    assert "/genopbyg" in send(managed, "/hjaelp").text
    assert "/genopbyg" not in send(managed, "/hjaelp", chat=NOBODY).text
    told = send(managed, "/privatliv")
    assert "dit id og dine ændringer" in told.text
    assert "/historik" in press(managed, told, "Slet det, du har om mig")
    assert "/historik" in text_of(managed, told)


def test_the_state_of_things_is_told(managed: Talk) -> None:
    said = send(managed, "/status").text
    assert re.search(r"^Generation \S+, bygget \d{4}-\d\d-\d\d", said)
    assert "Har kørt i" in said


def test_a_removal_is_asked_about_and_can_be_left(managed: Talk) -> None:
    assert "/slet og dokumentets id" in send(managed, "/slet").text
    assert "intet dokument" in send(managed, "/slet ../../etc/passwd").text
    question = send(managed, "/slet SOU-663")
    press(managed, question, "Behold")
    managed.api.wait_until(lambda: text_of(managed, question) == "Intet er slettet.", REPLY_S, "that it is kept")


@pytest.mark.parametrize(
    "command", ["/status", "/dokumenter", "/slet SOU-663", "/fortryd", "/genopbyg", "/historik", "/admin", "/admin 1"]
)
def test_to_others_the_commands_of_administrators_do_not_exist(managed: Talk, command: str) -> None:
    assert "kender jeg ikke" in send(managed, command, chat=NOBODY).text


def test_others_cannot_add_a_file(managed: Talk) -> None:
    assert "kun læse tekst" in attach(managed, "a.txt", chat=NOBODY).text


def test_another_persons_press_and_forged_data_change_nothing(managed: Talk, documents: Path) -> None:
    preview = attach(managed, "andet.txt", "Noget andet.")
    assert "Den knap er brugt" in press(managed, preview, "Tilføj", user=NOBODY)
    rows = preview.params["reply_markup"]["inline_keyboard"]
    data = rows[0][0]["callback_data"]
    own = send(managed, QUERY, chat=NOBODY)
    forged = managed.api.chats.presses(NOBODY, own.message_id, data, NOBODY)
    answer = managed.api.wait_answer("answerCallbackQuery", "callback_query_id", forged)
    assert "Den knap er brugt" in answer["text"]
    assert not list(documents.glob("andet*"))
    press(managed, preview, "Fortryd")


def test_in_a_group_not_even_an_administrator_can_change_anything(managed: Talk) -> None:
    group = managed.group()
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    for text in (f"/slet@{ME['username']} SOU-663", f"/status@{ME['username']}", f"/admin@{ME['username']} 1"):
        managed.api.chats.says(text, chat_id=group, user_id=ADMIN)
        managed.api.chats.sends({"text": text, "from": anonymous, "sender_chat": managed.api.chats.chat(group)},
                                chat_id=group)  # fmt: skip
    managed.api.chats.attaches("a.txt", ANSWER.encode(), group, ADMIN)
    managed.settle()
    assert managed.api.named(group) == []


def test_the_code_from_the_terminal_makes_the_first_administrator_once(index: Path, tmp_path: Path) -> None:
    with talking(tmp_path, index) as talk:
        assert talk.program.says("no administrator yet", START_S)
        code = re.search(r"/admin (\d{8})", talk.program.printed)
        assert code
        assert send(talk, "/admin 00000000" if code[1] != "00000000" else "/admin 1", chat=1).text.startswith(
            "Koden passer ikke."
        )
        assert "Du er nu administrator" in send(talk, f"/admin {code[1]}").text
        assert "kender jeg ikke" in send(talk, f"/admin {code[1]}", chat=1).text
        assert "Generation" in send(talk, "/status").text
        assert "MINISTERSVAR_DOCUMENTS" in attach(talk, "a.txt").text  # the corpus that ships cannot be added to
    with talking(tmp_path, index) as talk:
        assert "Generation" in send(talk, "/status").text
        assert "no administrator yet" not in talk.program.printed
