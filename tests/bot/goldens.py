"""The replies a reader meets, by name: made from the letter that ships, with fixed dates and fixed evidence.

`tests/bot/golden` holds each as it goes to Telegram; `tests.preview` shows them as chat bubbles. Ranking is left out
on purpose: a golden reply changes only when what is said or how it is set changes.
"""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup

from bot import buttons, sources
from bot.render import Rendered, rendered
from bot.reply import Reply, compose
from bot.texts import DANISH, ENGLISH, texts
from corpus.files import default_folder
from corpus.schema import Document, Passage, Turn
from corpus.sentences import split
from corpus.store import load_folder
from index.finding import Evidence, Finding, Hit, Listing, Outcome
from index.mentions import Office
from index.named import Named

FOLDER = Path(__file__).parent / "golden"
BUILT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
BOT = "ministersvar_bot"
QUERY = "Er forskningscenteret finansieret?"


@dataclass(frozen=True, slots=True)
class Golden:
    """What was asked, and the message that replies to it."""

    asked: str
    message: Rendered
    markup: InlineKeyboardMarkup | None = None

    @property
    def text(self) -> str:
        """The message as it goes to Telegram, and what stands on its buttons, a row a line."""
        rows = self.markup.inline_keyboard if self.markup else ()
        names = "".join("\n" + "".join(f"[{button.text}]" for button in row) for row in rows)
        return f"> {self.asked}\n\n{self.message.html or self.message.plain}\n{names}\n"


def _letter() -> Document:
    (document,) = load_folder(default_folder()).documents
    return document


def _evidence(document: Document, first: str, count: int = 1) -> Evidence:
    """Some sentences from the one that begins so, in a passage with their neighbours."""
    turn = next(turn for turn in document.turns if turn.role == "minister")
    sentences = split(document.text, turn.start, turn.end)
    at = next(n for n, s in enumerate(sentences) if document.quote(s.start, s.end).startswith(first))
    start, end = sentences[at].start, sentences[at + count - 1].end
    around = sentences[max(0, at - 1) : at + count + 1]
    passage = Passage(document_id=document.document_id, start=around[0].start, end=around[-1].end, sentences=around)
    return Evidence(document, passage, start, end, document.quote(start, end), 1.0)


def _finding(query: str, outcome: Outcome, *evidence: Evidence, **fields: object) -> Finding:
    document = _letter()
    passage = Passage(document_id=document.document_id, start=0, end=1, sentences=())
    values: dict[str, Any] = {
        "query": query, "understood": query, "language": "da", "outcome": outcome, "confidence": 0.9,
        "evidence": evidence, "hits": (Hit(document, passage, 0.5),), "generation": "g", "built_at": BUILT,
        "newest_document_on": dt.date(2026, 2, 27), "timings_ms": {}, **fields,
    }  # fmt: skip
    return Finding(**values)


def _replied(finding: Finding, *asides: str) -> Golden:
    reply = compose(finding)
    return Golden(finding.query, rendered(reply, asides), buttons.under_reply(reply, texts(reply.language)))


def _opened(reply: Reply, document: Document) -> Golden:
    cited = reply.citations[0]
    view = sources.opened(document, cited.start, cited.end, DANISH)
    markup = buttons.under_source_in_private(reply, 1, DANISH, buttons.Offer())
    return Golden("(Kilde 1)", view, markup)


def _said(asked: str, sentence: str, markup: InlineKeyboardMarkup | None = None) -> Golden:
    return Golden(asked, Rendered("", sentence), markup)


def goldens() -> dict[str, Golden]:
    """Every golden reply by its name."""
    letter = _letter()
    money = _evidence(letter, "Der er ikke afsat midler")
    agreed = _evidence(letter, "På baggrund af strategien")
    elderly = _evidence(letter, "F.eks. har aftalepartierne", 2)
    minister = Named(minister="Sophie Hæstorp Andersen", latest=True)
    offices = Named(office=Office(frozenset({"social"}), "socialministeren"), since=dt.date(2025, 1, 1),
                    until=dt.date(2025, 12, 31), wants="count", rest="ensomhed")  # fmt: skip
    answered = _finding(QUERY, "answered", money, agreed)
    another = letter.model_copy(update={"document_id": "other", "number": "664", "status": "interim"})
    said = Turn(start=elderly.start, end=elderly.end, role="agency", name="Social- og Boligstyrelsen")
    told = replace(elderly, document=letter.model_copy(update={"turns": (said,)}))
    delayed = _evidence(another, "Jeg er naturligvis altid åben")
    return {
        "answered": _replied(answered),
        "answered-from-two-documents": _replied(_finding("Hvad sker der for ensomme?", "answered", elderly, delayed)),
        "answered-in-english": _replied(_finding("Is the research centre funded?", "answered", money, language="en")),
        "partly-answered": _replied(_finding("Hvor mange penge er der afsat til ensomme ældre?", "partial", elderly)),
        "follow-up": _replied(
            _finding("hvad med ældre?", "answered", elderly, understood="Er der afsat midler til ensomme ældre?")
        ),
        "same-answer-and-reference": _replied(
            _finding("Er centret finansieret?", "answered", replace(money, same=(another,)),
                     replace(delayed, refers_to={"SOU-663": letter, "SOU-999": None}))
        ),
        "an-agencys-words": _replied(_finding("Hvad siger styrelsen?", "answered", told)),
        "an-agencys-words-in-english": _replied(
            _finding("What does the agency say?", "answered", told, language="en")
        ),
        "narrowed": _replied(
            _finding("seneste svar fra Sophie Hæstorp Andersen om ensomhed", "answered", agreed, named=minister)
        ),
        "counted": _replied(
            _finding(
                "hvor mange svar om ensomhed fra socialministeren i 2025?", "answered",
                named=offices, listing=Listing("count", (letter,), 1),
            )
        ),
        "nothing-fits": _replied(
            _finding("hvad sagde Sophie Hæstorp Andersen i 1999?", "not_found", outside=True,
                     named=Named(minister="Sophie Hæstorp Andersen", since=dt.date(1999, 1, 1),
                                 until=dt.date(1999, 12, 31)))
        ),
        "not-found": _replied(_finding("Hvad koster en liter mælk?", "not_found")),
        "not-found-in-english": _replied(_finding("What does a litre of milk cost?", "not_found", language="en")),
        "cut": _replied(_finding("Jeg har et langt spørgsmål …", "answered", money), DANISH.cut.format(limit=500)),
        "greeting": _replied(_finding("hej", "not_found", small_talk="greeting")),
        "source-opened": _opened(compose(answered), letter),
        "start": _said("/start", DANISH.start),
        "start-in-english": _said("/start", ENGLISH.start),
        "help": _said("/hjaelp", DANISH.help),
        "help-in-a-group": _said(f"/hjaelp@{BOT}", DANISH.help_group.format(bot=BOT)),
        "joined-a-group": _said("(inviteret)", DANISH.joined.format(bot=BOT, others=DANISH.others_unseen)),
        "called-without-a-query": _said("/spg", DANISH.prompt),
        "wait": _said(f"/spg {QUERY}", DANISH.wait),
        "language": _said("/sprog", DANISH.language_question, buttons.to_choose_language(DANISH)),
        "privacy": _said("/privatliv", DANISH.privacy.format(days=DANISH.day_count(30)), buttons.to_erase(DANISH)),
        "privacy-in-english": _said(
            "/privatliv", ENGLISH.privacy.format(days=ENGLISH.day_count(30)), buttons.to_erase(ENGLISH)
        ),
        "not-text": _said("(et billede)", DANISH.only_text),
    }  # fmt: skip


def write() -> None:
    """Write the files anew: `python -m tests.bot.goldens`, then read the difference."""
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, golden in goldens().items():
        (FOLDER / f"{name}.txt").write_text(golden.text, encoding="utf-8")


if __name__ == "__main__":
    write()
