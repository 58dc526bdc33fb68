"""The oral form: who said what in question time, and where the exchange ends. All of it invented."""

import datetime as dt

from corpus.oral import read
from corpus.readers import ReadFile
from corpus.schema import Document
from corpus.store import read_document

HEAD = """Folketinget, samling 20222, møde den 2023-03-15 (spørgetid)
Spm. nr. S 7
Til transportministeren af: Ane Prøve (EL) (medspørger: Bo Medie (SF))

Spørgsmål:
Hvornår åbner broen?

Skriftlig begrundelse:
Broen har været lukket længe.

"""
TALK = """Svar:
Ane Prøve (EL):
Jeg læser spørgsmålet op: Hvornår åbner broen?

Transportministeren (Carl Svarer):
Broen åbner til maj. Det koster 20 mio. kr. at bygge den.Kl. 13:07Første næstformand (Dan Leder): Spørgeren.

Bo Medie (SF):
Hvorfor så sent?

Transportministeren (Carl Svarer):
Fordi vejret driller.
Kl. 13:09Første næstformand (Dan Leder): Ministeren.
Vi håber det bedste.
"""
GLUED = """
Eva Fremmed (V):
Nu til noget andet.

Finn Fremmed (S):
Ja, til noget helt andet.

Kulturministeren (Gry Anden):
Museet åbner i morgen.
"""


def document(text: str) -> Document:
    return read_document(ReadFile(text, "0" * 64, "utf-8"), "20222-S7.txt")


def said(text: str) -> list[tuple[str, str | None, str]]:
    read_as = document(text)
    return [(turn.role, turn.name, read_as.quote(turn.start, turn.end)) for turn in read_as.turns]


def test_the_head_gives_exactly_its_fields() -> None:
    fields = document(HEAD + TALK).model_dump(exclude={"text", "sha256", "question", "turns"})
    assert fields == {
        "document_id": "20222-S7",
        "form": "oral",
        "title": "Hvornår åbner broen?",
        "source": "20222-S7.txt",
        "number": "S 7",
        "session": "20222",
        "committee": None,
        "committee_code": None,
        "asked_on": None,
        "answered_on": dt.date(2023, 3, 15),
        "asker": "Ane Prøve",
        "asker_party": "EL",
        "minister": "Carl Svarer",
        "minister_title": "transportminister",
    }
    assert document(HEAD + TALK).question_text == "Hvornår åbner broen?"


def test_turns_keep_member_minister_and_chair_apart() -> None:
    assert said(HEAD + TALK) == [
        ("member", "Ane Prøve", "Jeg læser spørgsmålet op: Hvornår åbner broen?"),
        ("minister", "Carl Svarer", "Broen åbner til maj. Det koster 20 mio. kr. at bygge den."),
        ("chair", None, "Kl. 13:07Første næstformand (Dan Leder): Spørgeren."),
        ("member", "Bo Medie", "Hvorfor så sent?"),
        ("minister", "Carl Svarer", "Fordi vejret driller."),
        ("chair", None, "Kl. 13:09Første næstformand (Dan Leder): Ministeren."),
        ("minister", "Carl Svarer", "Vi håber det bedste."),
    ]


def test_another_debate_glued_on_is_left_out() -> None:
    assert said(HEAD + TALK + GLUED) == said(HEAD + TALK)


def test_another_minister_after_a_stranger_ends_the_exchange() -> None:
    other = "\nEva Fremmed (V):\nNu noget andet.\n\nKulturministeren (Gry Anden):\nMuseet åbner.\n"
    assert said(HEAD + TALK + other) == said(HEAD + TALK)


def test_without_written_grounds_the_question_ends_at_the_answer() -> None:
    text = HEAD.replace("Skriftlig begrundelse:\nBroen har været lukket længe.\n\n", "") + TALK
    assert document(text).question_text == "Hvornår åbner broen?"


def test_a_sitting_on_a_day_that_is_none_has_no_date() -> None:
    assert document(HEAD.replace("2023-03-15", "2023-02-30") + TALK).answered_on is None


def test_text_in_which_no_minister_speaks_is_not_an_exchange() -> None:
    assert read(HEAD + "Svar:\nAne Prøve (EL):\nHallo?\n") is None
    assert read(HEAD) is None
    assert read(TALK) is None
