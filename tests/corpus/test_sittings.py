"""A sitting's minutes: one document an answered question. The minutes here are invented."""

import datetime as dt
from pathlib import Path

import pytest

from corpus.citations import label
from corpus.errors import UnreadableFile
from corpus.forms import documents_of
from corpus.readers import ReadFile, read_file
from corpus.schema import Document
from corpus.sittings import is_sitting
from tests.corpus.growth import grows_evenly

HEAD = """23. møde
Onsdag den 20. november 2019 kl. 13.00
Dagsorden
2) Besvarelse af oversendte spørgsmål til ministrene (spørgetid).
1) Til finansministeren af:
Ane Prøve (V)
Hvad koster broen?
(Spm. nr. S 315).

Kl. 13:00
Meddelelser fra formanden
Formanden (Dan Leder):
Mødet er åbnet.

Kl. 13:01
Kulturministeren (Gry Anden):
Jeg taler om noget andet.
"""
FIRST = """
Kl. 15:00
Spm. nr. S 315 (omtrykt)
1) Til finansministeren af:
Ane Prøve (V) (medspørger: Bo Medie (SF)):
Hvad koster broen, og hvornår
er den færdig?
Skriftlig begrundelse
Den er lukket.

Kl. 15:01
Anden næstformand (Eva Leder):
Værsgo.

Kl. 15:01
Ane Prøve (V):
Hvad koster broen?

Kl. 15:02
Finansministeren (Carl Svarer):
Den koster 20 mio. kr.

Kl. 15:03
Formanden:
Værsgo til medspørgeren.
Kl. 15:03
Bo Medie (SF):
Så meget?
Kl. 15:04
Finansministeren (Carl Svarer):
Ja.
Kl. 15:05
Anden næstformand (Eva Leder):
Tak. Det næste spørgsmål er udgået.
"""
GONE = """
Spm. nr. S 316
2) Til finansministeren af:
Ane Prøve (V):
Hvorfor?
(Spørgsmålet er udgået, da det er taget tilbage af spørgeren).
"""
LAST = """
Spm. nr. S 317
3) Til ministeren for fødevarer, fiskeri og ligestilling af:
Ida Tredje (EL):
Hvad med torsken?
Anden næstformand (Eva Leder):
Værsgo.
Kl. 15:10
Ministeren for fødevarer, fiskeri og ligestilling (Mads Fisk):
Den har det godt.
Kl. 15:11
Anden næstformand (Eva Leder):
Det næste punkt på dagsordenen er:
Det næste punkt på dagsordenen er:
3) 1. behandling af lovforslag nr. L 1.
Kulturministeren (Gry Anden):
Jeg taler om noget tredje.
"""


def documents(text: str, pages: tuple[int, ...] = ()) -> tuple[Document, ...]:
    return documents_of(ReadFile(text, "0" * 64, "utf-8", pages), "20191_M23.pdf")


def test_each_answered_question_is_a_document_and_other_debate_is_left_out() -> None:
    first, last = documents(HEAD + FIRST + GONE + LAST)
    assert (first.document_id, first.number, first.form) == ("20191_M23-S315", "S 315", "oral")
    assert (first.answered_on, first.asker, first.asker_party) == (dt.date(2019, 11, 20), "Ane Prøve", "V")
    assert first.question_text == "Hvad koster broen, og hvornår er den færdig?"
    assert [(turn.role, first.quote(turn.start, turn.end)) for turn in first.turns] == [
        ("member", "Hvad koster broen?"),
        ("minister", "Den koster 20 mio. kr."),
        ("chair", "Kl. 15:03 Formanden: Værsgo til medspørgeren."),
        ("member", "Så meget?"),
        ("minister", "Ja."),
        ("chair", "Kl. 15:05 Anden næstformand (Eva Leder): Tak. Det næste spørgsmål er udgået."),
    ]
    assert last.minister_title == "minister for fødevarer, fiskeri og ligestilling"
    assert last.question_text == "Hvad med torsken?"
    assert not any("noget" in document.text for document in (first, last))


def test_pages_are_counted_from_the_sittings_first() -> None:
    text = HEAD + FIRST
    first = documents(text, (0, len(HEAD), text.index("Ja.")))[0]
    assert first.page_of(0) == 2
    assert first.page_of(first.text.index("Ja.")) == 3


def test_a_sitting_without_question_time_is_refused_with_a_reason() -> None:
    with pytest.raises(UnreadableFile, match="a sitting in which no question is answered"):
        documents(HEAD)


def test_every_answered_question_of_a_real_sitting_is_a_document(shared: Path) -> None:
    name = "20191_M23_referat.pdf"
    found = documents_of(read_file(shared / "data/pdf" / name), name)
    assert [(document.number, document.minister) for document in found] == [
        ("S 315", "Nicolai Wammen"), ("S 306", "Mogens Jensen"), ("S 307", "Mogens Jensen"),
        ("S 316", "Morten Bødskov"), ("S 317", "Morten Bødskov"), ("S 247", "Peter Hummelgaard"),
        ("S 308", "Peter Hummelgaard"), ("S 310", "Peter Hummelgaard"), ("S 311", "Peter Hummelgaard"),
        ("S 312", "Peter Hummelgaard"), ("S 313", "Peter Hummelgaard"), ("S 314", "Peter Hummelgaard"),
    ]  # fmt: skip
    assert {document.answered_on for document in found} == {dt.date(2019, 11, 20)}
    assert all(document.question_text.endswith("?") for document in found)
    assert label(found[0]).startswith("§ 20-spørgsmål S 315, mundtligt svar (besvaret 20. november 2019)")
    assert found[0].page_of(0) == 24


def test_a_head_of_empty_lines_costs_no_more_than_its_length() -> None:
    assert grows_evenly(is_sitting, lambda size: "\n" * size, 100)  # of which the first thousand are looked at
