"""Letters as ministries write them, down to their heads and feet; names, numbers and words are invented."""

import datetime as dt

import pytest

from corpus.citations import designation, label, speaker_line
from corpus.errors import UnreadableFile
from corpus.forms import documents_of
from corpus.readers import ReadFile
from corpus.schema import Document
from tests.corpus.growth import grows_evenly

HEALTH = """Indenrigs- og Sundhedsministeriet

Folketingets Sundhedsudvalg

Dato: 11-05-2023
Enhed: PRØVE
Sagsnr.: 2023 - 1234

Folketingets Sundhedsudvalg har den 12. april 2023 stillet følgende spørgsmål nr.
292 (Alm. del) til indenrigs- og sundhedsministeren, som hermed besvares.
Spørgsmålet er stillet efter ønske fra Ane Prøve (SF).

Spørgsmål nr. 292:
”Vil ministeren redegøre for antallet af undersøgelser?”

Svar:
Jeg har til brug for besvarelsen indhentet bidrag fra Styrelsen for
Patientsikkerhed, som oplyser følgende:

”Styrelsen kan oplyse, at der er 12 undersøgelser.

Der henvises til »vejledningen« fra 2022.”

Jeg henholder mig til styrelsens bidrag.

Med venlig hilsen

Carl Svarer   /   Bo Fuldmægtig
"""
JUSTICE = """Folketinget
Retsudvalget
Christiansborg
1240 København K

Dato: 27. juni 2025
Kontor: Prøvekontoret
Sagsnr.: 2025-0030-1234

Hermed sendes besvarelse af spørgsmål nr. 1012 (Alm. del), som Folketingets Retsudvalg har
stillet til justitsministeren den 2. juni 2025. Spørgsmålet er stillet efter ønske fra
Ane Prøve (EL).

Carl Svarer
/
Bo Fuldmægtig

Slotsholmsgade 10
1216 København K.
T +45 3392 0000

Spørgsmål nr. 1012 (Alm. del) fra Folketingets Retsudvalg:

”Hvor mange sager er der?”

Svar:

1. Justitsministeriet har indhentet en udtalelse fra Rigspolitiet. Rigspolitiet har oplyst følgende:

”Rigspolitiet kan oplyse, at der er 7 sager.
Tallet er trukket den 1. juni 2025.”

2. Som justitsminister lægger jeg vægt på, at sagerne behandles hurtigt.

Side 2/2
"""
TAX = """13. maj 2025
J.nr. 2025 - 1234

Til Folketinget – Skatteudvalget

Hermed sendes endeligt svar på spørgsmål nr. 345 af 15. april 2025 (alm. del). Spørgsmålet er stillet efter ønske
fra Ane Prøve (SF).

Rasmus Stoklund
/ Bo Fuldmægtig

Spørgsmål
Ministeren bedes oplyse provenuet.

Svar
Provenuet er 1,2 mia. kr., jf. tabel 1.
År\tMio. kr.
2025\t1.200
"""
TRANSPORT = """Transportministeriet
Frederiksholms Kanal 27 F
1220 København K

Transportudvalget har i brev af 3. marts 2023 stillet mig følgende spørgsmål (TRU alm. del), som jeg hermed skal
besvare. Spørgsmålet er stillet efter ønske fra Ane Prøve (S).

Spørgsmål nr. 151:
Hvornår åbner broen?

Svar:
Jeg henviser til min samtidige besvarelse af spørgsmål nr. 150 (TRU alm. del).

Med venlig hilsen

Thomas Danielsen
"""
EMPLOYMENT = """Beskæftigelsesudvalget har i brev af 6. juni 2025 stillet følgende spørgsmål nr. 4 (L 113), som hermed
besvares.

Spørgsmål nr. 4:
Ministeren bedes besvare:
1. Hvor mange er omfattet?
2. Hvad koster det?

Svar:
Ad 1. Der er 40.000 omfattet.

Ad 2. Det koster 12 mio. kr.

Venlig hilsen
Ida Svarer
fg. beskæftigelsesminister
"""
ASKED = """Social- og Ældreudvalget

Til: Social- og ældreministeren
Dato: 6. juni 2022

Udvalget udbeder sig ministerens besvarelse af følgende spørgsmål:

Spørgsmål 663

Vil ministeren oprette et center?

Svar bedes sendt elektronisk til spørgeren på ane.proeve@ft.dk.

På udvalgets vegne

Bo Leder
"""
STAMPED = """Socialudvalget 2024-25 (2. samling)
SOU Alm.del - foreløbigt svar på spørgsmål 663
Offentligt

Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 663 (alm. del) til
social- og boligministeren, som hermed besvares.

Spørgsmål nr. 663:
Kommer der et center?

Svar:
Jeg vender tilbage med et endeligt svar, når oplysningerne foreligger.
"""


def documents(text: str) -> tuple[Document, ...]:
    return documents_of(ReadFile(text, "0" * 64, "utf-8"), "svar.txt")


def document(text: str) -> Document:
    (found,) = documents(text)
    return found


def said(read: Document, role: str) -> list[str]:
    return [read.quote(turn.start, turn.end) for turn in read.turns if turn.role == role]


def test_a_health_letter_keeps_the_agencys_words_apart_from_the_ministers() -> None:
    read = document(HEALTH)
    assert (read.document_id, read.committee, read.number) == ("SUU-292", "Sundhedsudvalget", "292")
    assert (read.asked_on, read.answered_on) == (dt.date(2023, 4, 12), dt.date(2023, 5, 11))
    assert (read.asker, read.asker_party) == ("Ane Prøve", "SF")
    assert (read.minister, read.minister_title) == ("Carl Svarer", "indenrigs- og sundhedsminister")
    assert said(read, "minister") == [
        "Jeg har til brug for besvarelsen indhentet bidrag fra Styrelsen for Patientsikkerhed, som oplyser følgende:",
        "Jeg henholder mig til styrelsens bidrag.",
    ]
    assert said(read, "agency") == [
        "Styrelsen kan oplyse, at der er 12 undersøgelser. Der henvises til »vejledningen« fra 2022."
    ]
    (agency,) = (turn for turn in read.turns if turn.role == "agency")
    whose = "Styrelsen for Patientsikkerhed, gengivet af indenrigs- og sundhedsminister Carl Svarer"
    assert speaker_line(read, agency.start) == whose
    assert speaker_line(read, agency.end + 3) == "indenrigs- og sundhedsminister Carl Svarer"


def test_a_justice_letter_is_signed_on_its_cover_and_dated_in_its_head() -> None:
    read = document(JUSTICE)
    assert (read.document_id, read.minister, read.minister_title) == ("REU-1012", "Carl Svarer", "justitsminister")
    assert (read.asked_on, read.answered_on) == (dt.date(2025, 6, 2), dt.date(2025, 6, 27))
    assert read.question_text == "Hvor mange sager er der?"
    assert said(read, "agency") == ["Rigspolitiet kan oplyse, at der er 7 sager. Tallet er trukket den 1. juni 2025."]
    assert said(read, "minister")[-1] == "2. Som justitsminister lægger jeg vægt på, at sagerne behandles hurtigt."


def test_a_tax_letter_takes_its_committee_from_the_address_and_the_title_from_the_table_of_ministers() -> None:
    read = document(TAX)
    assert (read.document_id, read.committee_code, read.number) == ("SAU-345", "SAU", "345")
    assert (read.minister, read.minister_title) == ("Rasmus Stoklund", "skatteminister")
    assert (read.asked_on, read.answered_on) == (dt.date(2025, 4, 15), dt.date(2025, 5, 13))
    assert read.question_text == "Ministeren bedes oplyse provenuet."
    assert said(read, "minister") == ["Provenuet er 1,2 mia. kr., jf. tabel 1. År Mio. kr. 2025 1.200"]


def test_a_transport_letter_takes_its_number_from_the_label_and_refers_to_another_answer() -> None:
    read = document(TRANSPORT)
    assert (read.document_id, read.committee, read.minister_title) == (
        "TRU-151",
        "Transportudvalget",
        "transportminister",
    )
    assert (read.status, read.refers_to) == ("reference", ("TRU-150",))
    assert read.answered_on is None


def test_an_employment_letter_is_about_a_bill_and_counts_its_questions() -> None:
    read = document(EMPLOYMENT)
    assert (read.document_id, read.bill, read.number) == ("BEU-L113-4", "L 113", "4")
    assert [read.quote(part.start, part.end) for part in read.sub_questions] == [
        "Hvor mange er omfattet?", "Hvad koster det?",
    ]  # fmt: skip
    assert read.minister_title == "fg. beskæftigelsesminister"
    assert designation(read) == "BEU L 113, svar på spm. 4"


def test_a_committees_own_letter_holds_a_question_and_nothing_to_quote() -> None:
    read = document(ASKED)
    assert (read.status, read.turns, read.number) == ("question", (), "663")
    assert read.question_text == "Vil ministeren oprette et center?"
    assert (read.minister_title, read.asked_on) == ("social- og ældreminister", dt.date(2022, 6, 6))
    assert designation(read) == "SOU alm. del, spm. 663"


def test_the_parliaments_stamp_tells_the_session_and_that_an_answer_is_interim() -> None:
    read = document(STAMPED)
    assert (read.session, read.status) == ("20242", "interim")
    assert label(read).startswith("SOU alm. del, foreløbigt svar på spm. 663 (spurgt 6. juni 2025)")


def test_one_answer_to_several_questions_carries_all_their_numbers() -> None:
    text = STAMPED.replace("spørgsmål nr. 663 (alm", "spørgsmål nr. 663-665 (alm").replace("foreløbigt ", "")
    read = document(text.replace("Jeg vender tilbage med et endeligt svar, når oplysningerne foreligger.", "Nej."))
    assert (read.number, read.also) == ("663", ("664", "665"))
    assert designation(read) == "SOU alm. del, svar på spm. 663 og 664 og 665"


def test_several_questions_with_an_answer_each_are_a_document_each() -> None:
    second = "\nSpørgsmål nr. 664:\nHvornår?\n\nSvar:\nI 2026.\n"
    text = STAMPED.split("Offentligt")[1].replace("spørgsmål nr. 663 (", "spørgsmål nr. 663 og 664 (") + second
    one, two = documents(f"{text}\nMed venlig hilsen\nCarl Svarer\nSocialminister\n")
    assert [(read.document_id, read.question_text) for read in (one, two)] == [
        ("SOU-663", "Kommer der et center?"), ("SOU-664", "Hvornår?"),
    ]  # fmt: skip
    assert said(two, "minister") == ["I 2026."]
    assert {read.minister for read in (one, two)} == {"Carl Svarer"}
    assert "2026" not in one.text


def test_an_older_answer_annexed_is_not_part_of_the_answer() -> None:
    annex = "\nSpørgsmål nr. 120:\nKommer der en strategi?\n\nSvar:\nJa, den kommer.\n"
    read = document(STAMPED.replace("foreløbigt ", "").replace("Jeg vender tilbage", "Nej. Jeg vender tilbage") + annex)
    assert read.number == "663"
    assert not any("den kommer" in words for words in said(read, "minister"))


def test_a_corrected_answer_says_so() -> None:
    read = document(TRANSPORT.replace("Transportministeriet\n", "Transportministeriet\nKorrigeret svar\n"))
    assert read.corrected
    assert designation(read) == "TRU alm. del, korrigeret svar på spm. 151"


def test_a_members_written_question_is_known_by_its_number() -> None:
    text = """Medlem af Folketinget Ane Prøve (ALT) har den 6. juni 2025 stillet følgende spørgsmål nr. S 725 til
kulturministeren, som hermed besvares.

Spørgsmål nr. S 725:
Hvornår åbner museet?

Svar:
I morgen.
"""
    read = document(text)
    assert (read.number, read.asker, read.minister_title) == ("S 725", "Ane Prøve", "kulturminister")
    assert designation(read) == "§ 20-spørgsmål S 725, svar"


@pytest.mark.parametrize(
    ("written", "numbers"),
    [("S 725", ("S 725",)), ("S725", ("S 725",)), ("S 725 og 726", ("S 725", "S 726")), ("663", ("663",)),
     ("S 725 og S 726", ("S 725", "S 726")), ("S725-727", ("S 725", "S 726", "S 727")), ("663 og 664", ("663", "664"))],
)  # fmt: skip
def test_a_number_is_written_one_way_however_it_stands(written: str, numbers: tuple[str, ...]) -> None:
    text = (
        STAMPED.split("Offentligt")[1].replace("nr. 663 (", f"nr. {written} (").replace("nr. 663:", f"nr. {written}:")
    )
    read = document(text)
    assert (read.number, *read.also) == numbers
    assert document("Spørgsmål nr. S725:\nHvad?\n\nSvar:\nNej.\n").number == "S 725"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (
            "Jeg kan desværre ikke svare på spørgsmålet inden for den angivne frist. Svar følger snarest muligt.",
            "interim",
        ),
        ("Der henvises til svaret på spørgsmål nr. 12.", "reference"),
        ("Jeg finder ikke anledning til at kommentere den konkrete sag.", "refusal"),
        ("Der er ikke afsat midler til formålet.", "final"),
        ("Svaret afhænger af, hvad det koster, når loven træder i kraft inden for et år.", "final"),
        ("Regeringen vil ikke gå ind for et forslag, der ikke vil svare til behovet.", "final"),
        ("Det er vigtigt, at borgerne får hjælp hurtigst muligt.", "final"),
        ("Endeligt svar vil blive oversendt senest den 1. juli.", "interim"),
        ("Jeg henviser til svaret på spørgsmål nr. 12. " + "Der er afsat 20 mio. kr. til formålet. " * 20, "final"),
    ],
)
def test_kinds_of_answer_are_told_apart(answer: str, status: str) -> None:
    text = STAMPED.replace("foreløbigt ", "")
    before = "Jeg vender tilbage med et endeligt svar, når oplysningerne foreligger."
    assert document(text.replace(before, answer)).status == status


def test_what_a_converter_left_between_the_lines_is_in_no_quote() -> None:
    text = TRANSPORT.replace(
        "Jeg henviser", "Broen åbner.\nimage003.png\nPDF to HTML - Convert PDF files\nJeg henviser"
    )
    read = document(text)
    assert said(read, "minister")[0] == "Broen åbner."
    assert not any("png" in words or "PDF" in words for words in said(read, "minister"))


@pytest.mark.parametrize("place", ["292", "besvares", "Styrelsen", "følgende:", "Svar:", "hilsen", "Dato"])
@pytest.mark.parametrize("again", [" ", " Rigspolitiet og"])
def test_a_run_of_blanks_or_names_in_any_place_costs_no_more_than_its_length(place: str, again: str) -> None:
    assert grows_evenly(documents, lambda size: HEALTH.replace(place, place + again * (size // len(again))))


@pytest.mark.parametrize("again", [" ", "/", "\n"])
def test_a_last_line_without_end_costs_no_more_than_its_length(again: str) -> None:
    assert grows_evenly(documents, lambda size: f"Spørgsmål:\nHvad?\n\nSvar:\nNej.\n{again * size}x")


UNLABELLED = """Hermed sendes svar på spørgsmål nr. 345 af 15. april 2025 (alm. del). Spørgsmålet er stillet efter
ønske fra Ane Prøve (SF).

”Hvad koster det? Og hvem
betaler?”

Det koster 12 mio. kr.

Staten betaler.

Med venlig hilsen
Carl Svarer
Skatteminister
"""


def test_a_letter_without_labels_has_its_question_in_the_first_paragraph_if_at_all() -> None:
    read = document(UNLABELLED)
    assert read.question_text == "Hvad koster det? Og hvem betaler?"
    assert said(read, "minister") == ["Det koster 12 mio. kr. Staten betaler."]
    bare = document(UNLABELLED.replace("”Hvad koster det? Og hvem\nbetaler?”\n\n", ""))
    assert (bare.question, said(bare, "minister")) == (None, ["Det koster 12 mio. kr. Staten betaler."])
    assert bare.minister_title == "skatteminister"
    unquoted = document(UNLABELLED.replace("”", ""))
    assert unquoted.question_text == "Hvad koster det? Og hvem betaler?"
    with pytest.raises(UnreadableFile, match="write a line `Svar:`"):
        documents(UNLABELLED.replace("betaler?”", "betaler? Svar udbedes.").replace("”", ""))


def test_questions_and_answers_under_labels_are_told_apart_whoever_wrote_them() -> None:
    text = "Notat om broer\n\nSpørgsmål:\nHvornår?\n\nSvar:\nI maj.\n\nSpørgsmål:\nHvor?\n\nSvar:\nVed Fyn.\n"
    read = document(text)
    assert (read.form, read.number, said(read, "minister")) == ("letter", None, ["I maj.", "Ved Fyn."])
    assert read.question_text == "Hvornår?"


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("Folketingets Retsudvalg har i skrivelse af 3. maj 2024 udbedt sig min besvarelse af følgende spørgsmål "
         "nr. 12 (Alm. del):", ("REU-12", dt.date(2024, 5, 3), None, None)),
        ("Svar på spørgsmål 45 (Alm. del) stillet af Erhvervsudvalget den 3. maj 2024 efter ønske fra Ane Prøve (V).",
         ("ERU-45", dt.date(2024, 5, 3), "Ane Prøve", None)),
        ("Folketingets Miljø- og Fødevareudvalg har den 3. maj 2022 stillet ministeren for fødevarer, landbrug og "
         "fiskeri følgende spørgsmål nr. 45 (MOF alm. del), som hermed besvares.",
         ("MOF-45", dt.date(2022, 5, 3), None, "minister for fødevarer, landbrug og fiskeri")),
        ("Kulturudvalget har i brev af 3. maj 2024 stillet mig følgende spørgsmål 45, L 113, som jeg skal besvare.",
         ("KUU-45", dt.date(2024, 5, 3), None, None)),
        ("Til brug for debatten er der stillet os spørgsmål om broer.", ("svar", None, None, None)),
        ("Der er stillet spørgsmål nr. 7 om aftalen af 3. maj 2024 til os.", ("svar", None, None, None)),
    ],
)  # fmt: skip
def test_a_sentence_of_no_known_ministry_gives_what_it_says(
    sentence: str, fields: tuple[str, dt.date | None, str | None, str | None]
) -> None:
    read = document(f"Dato: 1. juni 2024\n\n{sentence}\n\n”Hvad koster det?”\n\nSvar:\n\n12 mio. kr.\n")
    assert (read.document_id, read.asked_on, read.asker, read.minister_title) == fields
    assert said(read, "minister") == ["12 mio. kr."]


def test_a_name_below_an_answer_without_greeting_is_its_signature() -> None:
    text = "Spørgsmål nr. 5:\nHvad?\n\nSvar:\n12 mio. kr.\n\n{}\n"
    signed = document(text.format("Carl Svarer | Bo Fuldmægtig"))
    assert (signed.minister, said(signed, "minister")) == ("Carl Svarer", ["12 mio. kr."])
    unknown = document(text.format("Carl Svarer"))
    assert (unknown.minister, said(unknown, "minister")) == (None, ["12 mio. kr. Carl Svarer"])
    assert document(text.format("Morten Bødskov")).minister == "Morten Bødskov"
