"""The oral form: who said what in question time, and where the exchange ends. All of it invented."""

import datetime as dt

import pytest

from corpus.forms import documents_of
from corpus.oral import parts
from corpus.readers import ReadFile
from corpus.schema import Document
from tests.corpus.growth import grows_evenly

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
Kl. 13:09Første næstformand (Dan Leder): Det afslutter spørgsmålet.
Vi går videre til nr. 8.
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
    return documents_of(ReadFile(text, "0" * 64, "utf-8"), "20222-S7.txt")[0]


def said(text: str) -> list[tuple[str, str | None, str]]:
    read_as = document(text)
    return [(turn.role, turn.name, read_as.quote(turn.start, turn.end)) for turn in read_as.turns]


def test_the_head_gives_exactly_its_fields() -> None:
    fields = document(HEAD + TALK).model_dump(
        exclude={"text", "sha256", "question", "turns", "reader", "pages", "sub_questions"}
    )
    assert fields == {
        "document_id": "20222-S7",
        "form": "oral",
        "title": "Hvornår åbner broen?",
        "source": "20222-S7.txt",
        "status": "final",
        "bill": None,
        "corrected": False,
        "text_of": None,
        "also": (),
        "refers_to": (),
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
        ("chair", None, "Kl. 13:09Første næstformand (Dan Leder): Det afslutter spørgsmålet. Vi går videre til nr. 8."),
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
    assert parts(HEAD + "Svar:\nAne Prøve (EL):\nHallo?\n") == []
    assert parts(HEAD) == []
    assert parts(TALK) == []


def test_what_others_call_into_a_ministers_speech_is_not_the_ministers() -> None:
    speech = (
        "Transportministeren (Carl Svarer):\n"
        "Tak til fru Bo Medje. (Bo Medie (SF): Det er Medie (ja!)). Undskyld. Det skal jeg\n"
        "(Fjerdenæstformand (Dan Leder): Ja tak!) nok huske (for en gangs skyld).\n"
    )
    assert said(HEAD + "Svar:\n" + speech) == [
        ("minister", "Carl Svarer", "Tak til fru Bo Medje."),
        ("member", "Bo Medie", "(Bo Medie (SF): Det er Medie (ja!))."),
        ("minister", "Carl Svarer", "Undskyld. Det skal jeg"),
        ("chair", None, "(Fjerdenæstformand (Dan Leder): Ja tak!)"),
        ("minister", "Carl Svarer", "nok huske (for en gangs skyld)."),
    ]


def test_a_call_that_is_never_closed_cuts_nothing() -> None:
    speech = "Transportministeren (Carl Svarer):\nTak. (Bo Medie (SF): Det er Medie.\n"
    assert said(HEAD + "Svar:\n" + speech) == [
        ("minister", "Carl Svarer", "Tak. (Bo Medie (SF): Det er Medie."),
    ]


def test_the_same_members_next_question_with_its_grounds_is_left_out() -> None:
    following = (
        "\nAne Prøve (EL):\nHvornår kører toget?\nSkriftlig begrundelse\nDer henvises til avisen.\n"
        "\nAne Prøve (EL):\nHvornår kører toget?\n\nTransportministeren (Carl Svarer):\nAldrig.\n"
    )
    assert said(HEAD + TALK + following) == said(HEAD + TALK)


def test_the_chairs_word_behind_the_written_question_is_not_the_question() -> None:
    text = HEAD.replace("længe.", "længe.Formanden (Dan Leder): Værsgo.")
    text = text.replace("åbner broen?", "åbner broen?Formanden (Dan Leder): Værsgo til oplæsning.")
    assert document(text + TALK).question_text == "Hvornår åbner broen?"


def test_a_stand_in_who_reads_the_question_belongs_to_the_exchange() -> None:
    text = HEAD + TALK.replace("Ane Prøve (EL)", "Ida Afløser (EL)")
    assert document(text).asker == "Ane Prøve"
    assert said(text)[0] == ("member", "Ida Afløser", "Jeg læser spørgsmålet op: Hvornår åbner broen?")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Ministeren for fødevarer, landbrug og fiskeri", "minister for fødevarer, landbrug og fiskeri"),
        ("Klima-, energi- og forsyningsministeren", "klima-, energi- og forsyningsminister"),
        ("Den fg. justitsminister", "fg. justitsminister"),
        (
            "Ministeren for udviklingssamarbejde og ministeren for global klimapolitik",
            "minister for udviklingssamarbejde og ministeren for global klimapolitik",
        ),
    ],
)
def test_ministers_are_known_by_every_kind_of_heading(heading: str, title: str) -> None:
    fields = document(HEAD + TALK.replace("Transportministeren (", f"{heading} ("))
    assert (fields.minister, fields.minister_title) == ("Carl Svarer", title)


@pytest.mark.parametrize("again", ["\n", " ", "Kl. 13:07\n", "(", "(Formanden (a):", "Bo Medie (SF):\nA b c d e f?\n"])
def test_a_speech_without_end_costs_no_more_than_its_length(again: str) -> None:
    talk = TALK + "\nBo Medie (SF):\nx"
    assert grows_evenly(
        document, lambda size: f"{HEAD}{talk}{again * (size // len(again))}y?\n\nBo Medie (SF):\nTak.\n"
    )
