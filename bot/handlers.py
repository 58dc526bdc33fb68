"""What happens on an update: the gate decides what it is, and it is handed to whoever deals with that."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import replace
from typing import cast

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    ForceReply,
    InlineQuery,
    InlineQueryResultsButton,
    Update,
    User,
)
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot import buttons, inline, logs, outbox
from bot.admin import Administration
from bot.admin_texts import DANISH as DANISH_ADMIN
from bot.admin_texts import ENGLISH as ENGLISH_ADMIN
from bot.admin_texts import AdminTexts, admin_texts
from bot.answering import answer
from bot.decisions import (
    Administer,
    Command,
    Decision,
    Foreign,
    Guest,
    Hint,
    Inline,
    Joined,
    Left,
    Migrated,
    Place,
    Press,
    Prompt,
    Query,
    Upload,
)
from bot.desk import SHARED, Desk
from bot.gate import Rules, decide
from bot.ledger import Ledger
from bot.opening import open_link
from bot.outbox import Bot
from bot.pace import Stopping
from bot.presses import press
from bot.showing import SOON_S
from bot.texts import DANISH, ENGLISH, Texts, texts
from bot.watch import Stages
from corpus.citations import Language

log = logging.getLogger(__name__)

MAX_INLINE_CHARS = 256
LANGUAGES: dict[str, Language | None] = {
    "da": "da", "dansk": "da", "en": "en", "english": "en", "engelsk": "en", "auto": None,
}  # fmt: skip

Context = ContextTypes.DEFAULT_TYPE


class Handlers:
    """Every update of a running bot."""

    def __init__(self, desk: Desk, ledger: Ledger, administration: Administration, groups: Collection[int]) -> None:
        self._desk, self._ledger, self._administration = desk, ledger, administration
        self._groups = groups  # none: any
        self._hinted = ""  # the album that has had its hint

    def _rules(self, bot: Bot) -> Rules:
        moved = self._desk.state.moved() if self._groups else {}
        allowed = {*self._groups, *(new for old, new in moved.items() if old in self._groups)}
        return Rules(bot.id, bot.username, allowed if self._groups else None, self._ledger.admins())

    async def handle(self, update: Update, context: Context) -> None:
        """Deal with one update; where that fails, say so to whoever asked."""
        reference = logs.begin()
        bot = cast(Bot, context.bot)
        decision = decide(update, self._rules(bot))
        try:
            await self._deal(bot, decision, update)
        except TelegramError:
            raise  # another message would not get through, or would double one
        except Exception:
            log.exception("%s could not be dealt with", type(decision).__name__)
            self._desk.watch.failed(type(decision).__name__)
            place: Place | None = getattr(decision, "place", None)
            said = self._desk.words_for(update.effective_user).failed.format(reference=reference)
            if place:
                await outbox.send(bot, place, outbox.plainly(said))
            elif update.callback_query:
                await outbox.acknowledge(bot, update.callback_query.id, said)

    async def _deal(self, bot: Bot, decision: Decision, update: Update) -> None:
        user = update.effective_user
        match decision:
            case Query() as query:
                await answer(bot, self._desk, query)
            case Press():
                if update.callback_query:
                    await self._press(bot, update.callback_query)
            case Inline():
                if update.inline_query:
                    await self._suggest(bot, update.inline_query)
            case Guest() as guest:
                await self._answer_guest(bot, guest, self._desk.words_for(user))
            case Command() as command:
                await self._command(bot, command, user)
            case Prompt(place):
                await self._prompt(bot, place, self._desk.words_for(user))
            case Administer() | Upload() as asked:
                await self._administration.begin(bot, asked, self._admin_words(user))
            case Hint(place, album):
                if album is None or album != self._hinted:
                    self._hinted = album or ""
                    await outbox.send(bot, place, outbox.plainly(self._desk.words_for(user).only_text))
            case Joined() | Left() | Foreign() | Migrated() as change:
                await self._change(bot, change)

    async def _prompt(self, bot: Bot, place: Place, words: Texts) -> None:
        """Ask for the query; where it is then written into the call, what asks becomes the reply."""
        self._desk.state.begin(place.chat, place.message, place.user)
        markup = ForceReply(selective=True, input_field_placeholder=words.example) if place.group else None
        sent = await outbox.send(bot, place, outbox.plainly(words.prompt), markup)
        if sent is not None:
            self._desk.state.replied(place.chat, place.message, sent)

    async def _change(self, bot: Bot, change: Joined | Left | Foreign | Migrated) -> None:
        """Come into a group, or be out of it."""
        match change:
            case Joined(chat):
                if self._desk.state.greet(chat):
                    unseen = not bot.bot.can_read_all_group_messages
                    others = DANISH.others_unseen if unseen else DANISH.others_unused
                    await bot.send_message(chat, DANISH.joined.format(bot=bot.username, others=others))
            case Left(chat):
                self._desk.state.left(chat)
            case Foreign(chat):
                log.warning("leaving the group %d, which is not in MINISTERSVAR_GROUPS", chat)
                await bot.leave_chat(chat)
            case Migrated(old, new):
                self._desk.state.move(old, new)

    def _admin_words(self, user: User | None) -> AdminTexts:
        return admin_texts(self._desk.words_for(user).language)

    async def _press(self, bot: Bot, query: CallbackQuery) -> None:
        message, user = query.message, query.from_user
        wanted = await press(bot, self._desk, query, admin=user.id in self._ledger.admins())
        if wanted is None or message is None:
            return
        if user.id not in self._ledger.admins() or message.chat.id != user.id:
            await outbox.acknowledge(bot, query.id, self._desk.words_for(user).used)
            return
        place = Place(message.chat.id, message.message_id, user.id, group=False)
        work = asyncio.ensure_future(self._administration.press(bot, place, wanted, self._admin_words(user)))
        await asyncio.wait((work,), timeout=SOON_S)
        if not work.done():  # a file may take long to be read
            await outbox.acknowledge(bot, query.id)
        elif isinstance(work.exception(), TelegramError):
            await outbox.acknowledge(bot, query.id, self._desk.words_for(user).unshown)
        elif work.exception() is None:
            await outbox.acknowledge(bot, query.id, work.result() or None)
        await work

    async def _pair(self, bot: Bot, command: Command, user: User | None) -> None:
        """Make whoever sends the code from the operator's terminal the first administrator."""
        paired, words = self._ledger.pair(command.place.user, command.argument), self._admin_words(user)
        if paired is None:
            said = words.closed if self._ledger.is_closed else self._desk.words_for(user).unknown_command
        else:
            said = words.paired if paired else words.wrong_code
        await outbox.send(bot, command.place, outbox.plainly(said))
        if paired:
            log.info("the first administrator is %d", command.place.user)
            await set_admin_commands(bot, command.place.user)

    async def _answer_guest(self, bot: Bot, guest: Guest, words: Texts) -> None:
        text, stages = guest.text[:MAX_INLINE_CHARS], Stages()
        if text:
            finding, reply = await self._desk.look(text, (), guest.user)
            self._desk.watch.replied("guest", finding, stages)
            for source in buttons.sources_of(reply).values():
                self._desk.state.keep_key(source.document_id)
            result = inline.guest_result(reply, bot.username)
        else:
            result = inline.sentence_result(words.start)
        await bot.answer_guest_query(guest.query_id, result)

    async def _suggest(self, bot: Bot, query: InlineQuery) -> None:
        text = query.query[:MAX_INLINE_CHARS]
        if not inline.worth_asking(text):
            await bot.answer_inline_query(query.id, [], cache_time=inline.CACHE_S)
            return
        stages = Stages()
        finding, reply = await self._desk.look(text, (), query.from_user.id)
        listed = finding.listing.documents if finding.listing else ()
        for document in (*(hit.document for hit in finding.hits), *listed):
            self._desk.state.keep_key(document.document_id)
        shown = replace(finding, language=reply.language)
        found = await asyncio.to_thread(inline.results, shown, bot.username)
        button = InlineQueryResultsButton(texts(reply.language).no_inline, start_parameter="inline")
        await bot.answer_inline_query(
            query.id, found, cache_time=inline.CACHE_S, is_personal=True, button=None if found else button
        )
        self._desk.watch.replied("inline", finding, stages)

    async def _command(self, bot: Bot, command: Command, user: User | None) -> None:
        place, words = command.place, self._desk.words_for(user)
        if command.name == "pair":
            await self._pair(bot, command, user)
            return
        where = buttons.spot_of(command.argument) if command.name == "start" else None
        if where and not place.group:
            await open_link(bot, self._desk, place, where, words)
            return
        admin = not place.group and place.user in self._ledger.admins()
        said, markup = words.unknown_command, None
        match command.name:
            case "start" | "help" if place.group:
                said = words.help_group.format(bot=bot.username)
            case "start":
                said = words.start
            case "help":
                said = "\n\n".join(filter(None, (words.help, self._admin_words(user).help if admin else "")))
            case "privacy":
                counted = f"\n\n{words.privacy_topics}" if self._desk.watch.topics else ""
                kept = words.privacy.format(days=words.day_count(self._desk.keep_days))
                said = kept + counted + (f"\n\n{words.privacy_admin}" if admin else "")
                markup = buttons.to_erase(words)
            case "language" if command.argument.casefold() in LANGUAGES and place.user not in SHARED:
                chosen = LANGUAGES[command.argument.casefold()]
                self._desk.state.choose_language(place.user, chosen)
                said = words.language_chosen[("da", "en", None).index(chosen)]
            case "language":
                said, markup = words.language_question, buttons.to_choose_language(words)
        await outbox.send(bot, place, outbox.plainly(said), markup)


async def set_admin_commands(bot: Bot, admin: int) -> None:
    """Show an administrator the commands for it beside the others."""
    for language, own, words in (("", DANISH_ADMIN, DANISH), ("en", ENGLISH_ADMIN, ENGLISH)):
        commands = [BotCommand(name, description) for name, description in (*words.commands, *own.commands)]
        try:
            await bot.set_my_commands(commands, scope=BotCommandScopeChat(admin), language_code=language or None)
        except TelegramError as error:  # as long as the administrator has not written to the bot
            log.info("no command list for an administrator: %s", type(error).__name__)


async def on_error(update: object, context: Context) -> None:
    """Log what went wrong and where, without anybody's words."""
    error, chat = context.error, getattr(update, "effective_chat", None)
    where = f"chat {chat.id}" if chat else "no chat"
    if not isinstance(error, TelegramError):
        log.error("%s (%s) failed: %s", type(update).__name__, where, type(error).__name__, exc_info=error)
        return
    refused = isinstance(error, BadRequest) or not isinstance(error, NetworkError)
    late = isinstance(error, BadRequest) and "query is too old" in error.message.lower()
    level = logging.INFO if late or isinstance(error, Stopping) else logging.ERROR if refused else logging.WARNING
    log.log(level, "%s (%s) failed: %s", type(update).__name__, where, outbox.described(error))
