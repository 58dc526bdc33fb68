"""Quotes to be shared where the bot is not: results under the text field, and the reply to a guest. Pure."""

from dataclasses import replace

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode

from bot.buttons import under_shared
from bot.render import line_of, rendered
from bot.reply import Reply, compose
from bot.texts import texts
from index.finding import Evidence, Finding, Hit

MIN_LETTERS = 3
MAX_RESULTS = 10
CACHE_S = 60  # seconds that Telegram may show the same results for the same letters
TITLE_CHARS, DESCRIPTION_CHARS = 100, 200


def worth_asking(text: str) -> bool:
    """Whether there are enough letters to look for."""
    return sum(character.isalnum() for character in text) >= MIN_LETTERS


def _whole(hit: Hit) -> Evidence:
    passage = hit.passage
    quote = hit.document.quote(passage.start, passage.end)
    return Evidence(hit.document, passage, passage.start, passage.end, quote, hit.score)


def quotes(finding: Finding) -> list[Reply]:
    """A reply of one quote each: the evidence first, then the other passages ranked; none where there is no answer."""
    if finding.outcome == "not_found" or finding.outside or finding.small_talk:
        return []
    quoted = {evidence.passage.passage_id for evidence in finding.evidence}
    others = [_whole(hit) for hit in finding.hits if hit.passage.passage_id not in quoted]
    alone = (compose(replace(finding, evidence=(evidence,))) for evidence in (*finding.evidence, *others))
    # A quote shared in another chat stands for itself: how the query was read says nothing there.
    shared = (replace(reply, outcome="answered", understood="", narrowed="", unknown="") for reply in alone)
    return [reply for reply in shared if reply.citations][:MAX_RESULTS]


def results(finding: Finding, bot: str) -> list[InlineQueryResultArticle]:
    """What can be chosen: a document's name over its quote; what is sent is the quote with its source. Or one list."""
    whole = compose(finding) if finding.listing else None
    if whole and whole.listed:
        labels = line_of("; ".join(whole.listed.labels), DESCRIPTION_CHARS)
        return [_article("0", line_of(whole.listed.heading, TITLE_CHARS), whole, bot, labels or None)]
    return [
        _article(str(number), line_of(cited.label, TITLE_CHARS), reply, bot, line_of(cited.quote, DESCRIPTION_CHARS))
        for number, reply in enumerate(quotes(finding))
        for cited in reply.citations
    ]


def guest_result(reply: Reply, bot: str) -> InlineQueryResultArticle:
    """The whole reply as the one message that a guest may send."""
    return _article("0", line_of(reply.query, TITLE_CHARS) or "?", reply, bot)


def sentence_result(text: str) -> InlineQueryResultArticle:
    """One of the bot's own sentences, for a guest that asked nothing."""
    return InlineQueryResultArticle("0", line_of(text, TITLE_CHARS), InputTextMessageContent(text))


def _article(name: str, title: str, reply: Reply, bot: str, description: str | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        name,
        title,
        InputTextMessageContent(rendered(reply).html, parse_mode=ParseMode.HTML),
        reply_markup=under_shared(reply, texts(reply.language), bot),
        description=description,
    )
