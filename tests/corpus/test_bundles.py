"""Files that hold several letters, and answers that quote a letter; names, numbers and words are invented."""

import pytest

from corpus.errors import UnreadableFile
from corpus.forms import documents_of
from corpus.readers import ReadFile
from corpus.schema import Document
from tests.corpus.growth import grows_evenly

HEAD = """Til Folketingets Socialudvalg

Folketingets Socialudvalg har d. {day} stillet følgende spørgsmål nr. {number} (alm. del) til socialministeren, som
hermed besvares.

Spørgsmål nr. {number}:
{asked}

Svar:
{said}

"""
OWN = HEAD.format(day="6. juni 2025", number=663, asked="Kommer der et center?", said="Nej, det gør der ikke.")
OLD = HEAD.format(day="3. marts 2021", number=120, asked="Svigtes de ældre?", said="Det gamle svar er fem.")
SIGNED = "Mvh.\n\nCarl Svarer\nSocialminister\n"
OLD_SIGNED = "Med venlig hilsen\n\nIda Forgænger\nSocial- og ældreminister\n"
LOOSE = """Folketingets Socialudvalg har i skrivelse af {day} udbedt sig min besvarelse af følgende spørgsmål
nr. {number} (Alm. del):

”Hvad nu?”

Svar:
{said}

"""


def documents(text: str) -> tuple[Document, ...]:
    return documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")


def told(text: str) -> list[tuple[str, str | None, list[str]]]:
    """Each document, with its minister, and what the minister says."""
    return [
        (read.document_id, read.minister, [read.quote(t.start, t.end) for t in read.turns if t.role == "minister"])
        for read in documents(text)
    ]


NEW_TOLD = ("SOU-663", "Carl Svarer", ["Nej, det gør der ikke."])
OLD_TOLD = ("SOU-120", "Ida Forgænger", ["Det gamle svar er fem."])


@pytest.mark.parametrize("between", ["\n", "\n\f", "\nBilag 1\n\n"])
def test_a_letter_annexed_has_its_own_minister_and_day(between: str) -> None:
    text = OWN + SIGNED + between + OLD + OLD_SIGNED
    assert told(text) == [NEW_TOLD, OLD_TOLD]
    new, old = documents(text)
    assert (str(new.asked_on), str(old.asked_on)) == ("2025-06-06", "2021-03-03")
    assert "Forgænger" not in new.text and "Svarer" not in old.text


def test_letters_that_no_ministry_is_known_for_are_told_apart_too() -> None:
    new = LOOSE.format(day="6. juni 2025", number=663, said="Nej, det gør der ikke.")
    old = LOOSE.format(day="3. marts 2021", number=120, said="Det gamle svar er fem.")
    assert told(new + SIGNED + old + OLD_SIGNED) == [NEW_TOLD, OLD_TOLD]
    assert told(new + SIGNED + OLD + OLD_SIGNED) == [NEW_TOLD, OLD_TOLD]
    assert told(OWN + SIGNED + old + OLD_SIGNED) == [NEW_TOLD, OLD_TOLD]


def test_an_answer_behind_a_signature_without_a_head_of_its_own_is_nobodys() -> None:
    labelled = "Spørgsmål:\nHvornår?\n\nSvar:\nI maj.\n\n"
    assert told(labelled + SIGNED + labelled + OLD_SIGNED) == [("svar", "Carl Svarer", ["I maj."])]


def test_a_letter_quoted_before_the_signature_is_nobodys() -> None:
    for quoted in (OLD, OLD + "Jeg er enig.\n\n"):
        assert told(OWN + quoted + SIGNED) == [("SOU-663", None, ["Nej, det gør der ikke."])]
    with pytest.raises(UnreadableFile, match="write a line `Svar:`"):
        documents(OWN.replace("Nej, det gør der ikke.", "") + OLD + SIGNED)


def test_the_title_that_pages_repeat_begins_no_letter() -> None:
    title = "Svar på Finansudvalgets spørgsmål nr. 12 (Alm. del) af 6. juni 2025"
    text = f"{title}\n\nSpørgsmål\nHvad?\n\nSvar\nDet er fem.\n\n{title}\n\nDet er også seks.\n"
    ((name, _, said),) = told(text)
    assert (name, said) == ("FIU-12", [f"Det er fem. {title} Det er også seks."])
    named = OWN.replace("Nej,", "Mit svar på Socialudvalgets spørgsmål nr. 9 (Alm. del) af 6. juni 2025 er her. Nej,")
    assert [name for name, _, _ in told(named + SIGNED)] == ["SOU-663"]


def test_a_cover_does_not_stand_apart_from_the_answer_below() -> None:
    cover = (
        "Til Folketinget – Socialudvalget\n\nHermed sendes svar på spørgsmål nr. 663 af 6. juni 2025 (alm. del).\n\n"
        + SIGNED
    )
    title = "Svar på Socialudvalgets spørgsmål nr. 663 (Alm. del) af 6. juni 2025\n\n"
    assert told(f"{cover}\n{title}Spørgsmål\nHvad?\n\nSvar\nNej, det gør der ikke.\n") == [NEW_TOLD]


QUOTED = "Jeg skrev til kommunen:\n\nKære kommune\n\nGør det nu.\n\nMed venlig hilsen\n\n{}\n\n"


@pytest.mark.parametrize("name", ["Ministeren", "Hans Borger", "Hans Borger\nFormand"])
def test_a_greeting_within_the_answer_does_not_end_it(name: str) -> None:
    text = OWN.replace("ikke.", f"ikke. {QUOTED.format(name)}Derfor er der fem mio. kr.")
    assert told(text + SIGNED) == [
        ("SOU-663", "Carl Svarer", ["Nej, det gør der ikke. Jeg skrev til kommunen:", "Derfor er der fem mio. kr."])
    ]


def test_a_greeting_within_the_answer_begins_no_other_letter() -> None:
    text = OWN.replace("ikke.", f"ikke. {QUOTED.format('Hans Borger')}Derfor er der fem mio. kr.")
    own = ("SOU-663", "Carl Svarer", ["Nej, det gør der ikke. Jeg skrev til kommunen:", "Derfor er der fem mio. kr."])
    assert told(text + SIGNED + OLD + OLD_SIGNED) == [own, OLD_TOLD]
    old = LOOSE.format(day="3. marts 2021", number=120, said="Det gamle svar er fem.")
    assert told(text + SIGNED + old + OLD_SIGNED) == [own, OLD_TOLD]


def test_who_signed_the_letter_that_an_answer_ends_with_is_not_the_minister() -> None:
    text = OWN.replace("ikke.", f"ikke. {QUOTED.format('Hans Borger')}").rstrip()
    assert told(text) == [("SOU-663", None, ["Nej, det gør der ikke. Jeg skrev til kommunen:"])]
    own = OWN.replace("Nej,", "Kære Ane Prøve\n\nNej,")
    assert told(own + SIGNED) == [("SOU-663", "Carl Svarer", ["Kære Ane Prøve Nej, det gør der ikke."])]


@pytest.mark.parametrize(
    "greeting",
    ["Med venlig hilsen", "Venlig hilsen,", "De bedste hilsner", "Mvh", "Mvh.", "Med hilsen", "Hilsen",
     "Med de venligste hilsner", "Kind regards", "Yours sincerely", "P.M.V.", "Venligst", "På ministerens vegne",
     "Med venlig hilsen / Kind regards"],
)  # fmt: skip
def test_a_letter_ends_with_any_greeting(greeting: str) -> None:
    assert told(f"{OWN}{greeting}\n\nCarl Svarer\nSocialminister\n") == [NEW_TOLD]


@pytest.mark.parametrize("gap", ["\n\n", " "])
def test_the_name_may_stand_behind_the_greeting_and_the_greeting_behind_the_answer(gap: str) -> None:
    assert told(f"{OWN.rstrip()}{gap}Med venlig hilsen Carl Svarer\nSocialminister\n") == [NEW_TOLD]


@pytest.mark.parametrize(
    "name",
    ["Mai-Britt de la Cour Ågård", "Jean-Luc von der Ahé", "Søren Ö. d'Angelo", "Åsa Öst", "CARL SVARER",
     "Carl Svarer (i Ida Forgængers fravær)", "Carl Svarer / Bo Fuldmægtig"],
)  # fmt: skip
def test_a_minister_may_be_called_anything(name: str) -> None:
    ((_, minister, _),) = told(f"{OWN}Med venlig hilsen\n\n{name}\nSocialminister\n")
    assert minister == name.partition(" (")[0].partition(" /")[0]


@pytest.mark.parametrize(
    "label",
    ["SVAR:", "Svar nr. 663:", "Supplerende svar:", "Svar fra ministeren:", "Svar fra social- og boligministeren:",
     "Svar fra ministeren for by og bolig:", "Min besvarelse:", "Besvarelse af spørgsmål nr. 663:",
     "Svar på SOU alm. del spørgsmål nr. 663:"],
)  # fmt: skip
def test_an_answer_is_labelled_in_many_ways(label: str) -> None:
    assert told(OWN.replace("Svar:", label) + SIGNED) == [NEW_TOLD]


def test_another_bodys_answer_is_no_label_of_the_ministers() -> None:
    said = [words for _, _, words in told(OWN.replace("ikke.", "ikke.\n\nSvar fra DSB:\nTogene holder.") + SIGNED)]
    assert said == [["Nej, det gør der ikke. Svar fra DSB:"]]


def test_question_and_answer_may_share_a_paragraph() -> None:
    text = OWN.replace(":\nKommer", ": Kommer").replace("center?\n\nSvar:\n", "center? Svar: ")
    assert told(text + SIGNED) == [NEW_TOLD]
    assert documents(text + SIGNED)[0].question_text == "Kommer der et center?"
    twice = text.replace("ikke.", "ikke. Hvorfor? Svar: Derfor.")
    with pytest.raises(UnreadableFile, match="write a line `Svar:`"):
        documents(twice + SIGNED)


@pytest.mark.parametrize(
    "again", [OWN, OLD + SIGNED, OWN[:200], "Spørgsmål:\nHvad?\n\nSvar:\nNej.\n", SIGNED, "Svar\n"]
)
def test_a_file_of_many_letters_costs_no_more_than_its_length(again: str) -> None:
    assert grows_evenly(documents, lambda size: OWN + again * (size // len(again)) + OLD)
