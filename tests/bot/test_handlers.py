"""What becomes of an update where something fails: nobody is left waiting, and nothing is left undone."""

import asyncio
import datetime as dt
import errno
import logging
from pathlib import Path
from typing import Any, cast
from unittest.mock import AsyncMock, Mock

import pytest
from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram import Document as TelegramFile
from telegram.constants import ChatID
from telegram.error import BadRequest, TimedOut

from bot.additions import Additions
from bot.admin import Administration
from bot.admin_texts import DANISH as WORDS
from bot.buttons import RemoveDocument
from bot.changes import Changes
from bot.decisions import Administer, Place, Upload
from bot.desk import Desk
from bot.handlers import Handlers, on_error
from bot.ledger import Ledger
from bot.memory import Exchange
from bot.pace import Pace
from bot.reply import Citation, Reply
from bot.sources import digest_of
from bot.state import State
from bot.texts import DANISH
from bot.watch import Watch
from corpus.schema import Document, Turn
from index.finding import Finding

ADMIN = 7
TOO_OLD = BadRequest("Query is too old and response timeout expired or query ID is invalid")
HERE = Place(ADMIN, 20, ADMIN, group=False)
BUILT = {"built": True, "documents": 1, "passages": 1, "generation": "g"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Mock(folder=tmp_path), State(tmp_path, 30), 30, Pace(), Watch(tmp_path))


@pytest.fixture
def bot() -> AsyncMock:
    return AsyncMock(id=1, username="ministersvar_bot")


def administration(desk: Desk, tmp_path: Path) -> tuple[Administration, Mock]:
    """What administrators can do, and the library that it does it with."""
    library = Mock(folder=tmp_path / "documents")
    library.renew.return_value = BUILT
    library.manifest.generation = BUILT["generation"]
    return Administration(desk, Ledger(tmp_path, {ADMIN}), library, tmp_path / "uploads", lambda: 0), library


def pressed(data: str) -> Update:
    user = User(ADMIN, "Ane", is_bot=False)
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    message = Message(20, dt.datetime.now(dt.UTC), Chat(ADMIN, "private"), reply_markup=markup, text="x")
    return Update(1, callback_query=CallbackQuery("press", user, "1", message=message, data=data))


def handled(bot: AsyncMock, desk: Desk, tmp_path: Path, update: Update, deals: Any = None) -> None:
    handlers = Handlers(desk, Ledger(tmp_path, {ADMIN}), deals or AsyncMock(), ())
    asyncio.run(handlers.handle(update, Mock(bot=bot)))


def test_a_press_that_fails_is_told_of_so_that_its_button_stops_waiting(
    bot: AsyncMock, desk: Desk, tmp_path: Path
) -> None:
    deals = AsyncMock()
    deals.press.side_effect = OSError
    handled(bot, desk, tmp_path, pressed("A:" + "0" * 16), deals)
    (answer,) = bot.answer_callback_query.await_args_list
    assert answer.args[1].startswith(DANISH.failed.partition("{")[0])


def test_a_press_too_old_to_be_answered_is_carried_out(bot: AsyncMock, desk: Desk, tmp_path: Path) -> None:
    bot.answer_callback_query.side_effect = TOO_OLD
    deals = AsyncMock()
    handled(bot, desk, tmp_path, pressed("A:" + "0" * 16), deals)
    deals.press.assert_awaited_once()
    handled(bot, desk, tmp_path, pressed(f"p:{'0' * 16}:0:9"))
    assert bot.send_message.await_args.args[1] == DANISH.unknown_document


def test_a_folder_that_cannot_be_written_to_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.folder.add", Mock(side_effect=PermissionError))
    monkeypatch.setattr("corpus.folder.remove", Mock(side_effect=PermissionError))
    additions = Additions(lambda: tmp_path, Changes(lambda: tmp_path, Mock()), tmp_path / "uploads")
    token = additions._uploads.begin(ADMIN)
    additions._uploads.keep(token, tmp_path / "a.txt")
    assert asyncio.run(additions.decide(token, ADMIN, WORDS, add=True)) == (WORDS.unwritable, False)
    deals, library = administration(desk, tmp_path)
    library.document.return_value.source = "a.txt"
    cast(Mock, desk.finder).document.return_value.source = "a.txt"
    removed = deals._remove(ADMIN, desk.state.keep_key("SOU-663"), WORDS)
    assert asyncio.run(removed) == (WORDS.unwritable, False)


def test_a_file_that_the_disk_has_no_room_for_is_left_out_and_the_reason_is_said(
    bot: AsyncMock, desk: Desk, tmp_path: Path
) -> None:
    deals, _ = administration(desk, tmp_path)
    (tmp_path / "documents").mkdir()
    sent: list[str] = []

    def download(path: Path) -> None:
        sent.append(path.name)
        path.write_bytes(b"Sag 1 om fiskeri.")
        if path.name == "b.txt":  # whose beginning is there
            raise OSError(errno.ENOSPC, "No space left on device")

    bot.get_file.return_value.download_to_drive = AsyncMock(side_effect=download)
    for name in ("a.txt", "b.txt"):
        upload = Upload(TelegramFile("f", "u", file_name=name), HERE, "album")
        asyncio.run(deals.begin(bot, upload, WORDS))
    shown = bot.edit_message_text.await_args.args[0]
    assert WORDS.disk_full.format(name="b.txt") in shown
    assert sent == ["a.txt", "b.txt"]
    assert [path.name for path in (tmp_path / "uploads").rglob("*.txt")] == ["a.txt"]
    markup = bot.edit_message_text.await_args.kwargs["reply_markup"]
    token = markup.inline_keyboard[0][0].callback_data.removeprefix("A:")
    said, added = asyncio.run(deals._additions.decide(token, ADMIN, WORDS, add=True))
    assert (said, added) == (WORDS.added.format(name="a.txt"), True)


def test_the_index_is_built_though_nobody_can_be_told(
    bot: AsyncMock, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.send_message.side_effect = bot.edit_message_text.side_effect = TimedOut
    deals, library = administration(desk, tmp_path)
    monkeypatch.setattr(deals, "_remove", AsyncMock(return_value=("x", True)))

    async def twice() -> None:
        await deals.begin(bot, Administer("rebuild", "", HERE), WORDS)
        with pytest.raises(TimedOut):
            await deals.press(bot, HERE, RemoveDocument("0" * 16), WORDS)
        await asyncio.gather(*deals._tasks)

    asyncio.run(twice())
    assert library.renew.call_count == 2


def test_a_source_of_a_reply_that_an_edit_has_replaced_is_told_to_be_gone(
    bot: AsyncMock, desk: Desk, tmp_path: Path
) -> None:
    document = Document(
        document_id="a", form="plain", title="Et svar", text="Først dette. Så dette.", source="a.txt", sha256="0",
        turns=(Turn(start=0, end=22, role="minister"),),
    )  # fmt: skip
    cited = Citation(1, "Først dette.", "l", "a", "a.txt", 0, 12, "", "")
    reply = Reply("?", "da", "answered", (cited,), (), dt.date(2026, 3, 2), None)
    desk.memory.remember((ADMIN, None, ADMIN), Exchange((), (), reply, 20))
    cast(Mock, desk.finder).document.return_value = document
    key = desk.state.keep_key("a")
    for data, opens in (
        (f"s1:{key}:0:12:{digest_of('Først dette.')}", True),
        (f"s2:{key}:13:22:{digest_of('Så dette.')}", False),
        (f"s1:{key}:13:22:{digest_of('Så dette.')}", False),
        (f"s1:{key}:0:12:{digest_of('Noget andet.')}", False),
    ):
        bot.reset_mock()
        handled(bot, desk, tmp_path, pressed(data))
        assert bot.edit_message_text.called == opens
        assert bot.answer_callback_query.await_args.args[1] == (None if opens else DANISH.changed)


def test_who_speaks_as_a_group_chooses_no_language_for_others(bot: AsyncMock, desk: Desk, tmp_path: Path) -> None:
    shared = User(ChatID.ANONYMOUS_ADMIN, "Group", is_bot=True)
    desk.state.choose_language(shared.id, "en")
    assert desk.words_for(shared) is DANISH
    desk.state.choose_language(shared.id, None)
    text, chat = "/sprog@ministersvar_bot en", Chat(-5, "supergroup")
    command = MessageEntity("bot_command", 0, len("/sprog@ministersvar_bot"))
    said = Message(20, dt.datetime.now(dt.UTC), chat, from_user=shared, sender_chat=chat, text=text, entities=[command])
    handled(bot, desk, tmp_path, Update(1, message=said))
    assert desk.state.language(shared.id) is None
    assert bot.send_message.await_args.args[1] == DANISH.language_question


def test_a_language_that_a_user_chose_does_not_change_in_which_one_the_query_is_counted(desk: Desk) -> None:
    now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    found = Finding("Er det?", "Er det?", "da", "not_found", 0, (), (), "g", now, None, {})
    cast(Mock, desk.finder).find.return_value = found
    desk.state.choose_language(ADMIN, "en")
    finding, reply = asyncio.run(desk.look("Er det?", (), ADMIN))
    assert (finding.language, reply.language) == ("da", "en")


def test_what_telegram_refuses_is_logged_with_its_words_and_a_late_answer_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    for error in (BadRequest("TOPIC_CLOSED"), TOO_OLD, TimedOut()):
        asyncio.run(on_error(pressed("b"), Mock(error=error)))
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO", "WARNING"]
    assert f"(chat {ADMIN}) failed: BadRequest: TOPIC_CLOSED" in caplog.text
