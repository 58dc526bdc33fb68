"""Sentences: the hard cases of ministerial Danish, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import fold
from corpus.sentences import split
from tests.corpus.growth import grows_evenly

PIECES = st.sampled_from(
    ["Der er afsat", "20,8 mio. kr.", "bl.a.", "jf. § 3", "d. 6. juni", "Regeringen vil", ".", "?", "!", "…", "”", '"',
     "(", ")", " ", "\n", "\n\n", "\n \n", "\t", "\u00a0", "æøå", "m.fl.", "1.167", "have.I dag", "hr. Hansen"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)


def sentences(text: str) -> list[str]:
    return [fold(text[span.start : span.end]) for span in split(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "Det blev besluttet d. 6. juni 2025 i udvalget.",
        "Der er afsat 20,8 mio. kr. til fire initiativer.",
        "Det gælder bl.a. Aarhus og Odense.",
        "Det følger af loven, jf. § 3 i bekendtgørelsen.",
        "Det fremgår af stk. 1, 2. pkt. i loven.",
        "KL, Danske Regioner m.fl. er hørt om sagen.",
        "Reglerne gælder pr. 1. januar 2024.",
        "Tallet er steget til 1.167 personer.",
        "Vi hørte hr. Hansen sige det.",
        "Han er valgt til bl.a. Det Etiske Råd.",
        "Der står jf. Sundhedsloven intet om det.",
        "Man har set det i f.eks. Rwanda og Kenya.",
        "Det skrev B.T. Holbæk om Søren K. Villemoes.",
        "Det svarede jeg på i spørgsmål nr. S 1310 om sagen.",
        "Kl. 13:07 begyndte mødet.",
        "Afgiften falder med 15 pct. EU-støtten medregnet.",
        "1. Indledning og formål.",
        "Det var »en fejl«, siger de.",
        "Det står på www.ft.dk i dag.",
        "Et afslag kan påklages\n\ntil nævnet.",
        "Det er i strid med EMRK art. 8 og kan ikke gennemføres.",
        "Taksten må være max. 500 kr. og vare min. 2 år.",
        "Det gælder alle, der er indskrevet pr.\n1. januar 2025, og som ikke har bolig.",
        "Det følger af bekendtgørelse nr.\n1234 af 5. juni 2020.",
        "Det gælder ikke bl.a.\nKirkens Korshær.",
        "Det sagde Søren K.\nVillemoes ikke noget om.",
        "Det er 5 mio. Euro mere end før 2. Verdenskrig.",
        "Jeg mener ikke\n- som spørgeren antyder - at der er penge nok.",
    ],
)
def test_abbreviations_numbers_and_layout_do_not_end_a_sentence(whole: str) -> None:
    text = f"Sådan er det. {whole} Det er vigtigt."
    expected = ["Sådan er det.", fold(whole), "Det er vigtigt."]
    if "\n\n" in text:
        lines = text.split("\n\n")
        text = "\n\n".join(["Linje et", "står her.", *lines, "Linje fem", "står her."])
        expected = ["Linje et står her.", *expected, "Linje fem står her."]
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det koster 4,6 mia. kr. Regeringen vil betale.", ["Det koster 4,6 mia. kr.", "Regeringen vil betale."]),
        ("KL, DR m.fl. Det er nok.", ["KL, DR m.fl.", "Det er nok."]),
        ("Det var i 2023. Derfor venter vi.", ["Det var i 2023.", "Derfor venter vi."]),
        ("Han sad i sin have.I dag er det forbi.", ["Han sad i sin have.", "I dag er det forbi."]),
        ("Det koster 230 mio. kr. Ombygningen følger.", ["Det koster 230 mio. kr.", "Ombygningen følger."]),
        ("Det er niveau 4 ud af 5. Siden er det sket.", ["Det er niveau 4 ud af 5.", "Siden er det sket."]),
        ("Hvad er 3 mia. kr.? Hvornår kommer de?", ["Hvad er 3 mia. kr.?", "Hvornår kommer de?"]),
        ("Der er ca. 1.000.Med det sagt er det nok.", ["Der er ca. 1.000.", "Med det sagt er det nok."]),
        ("Det samme gør EU.Presset er stort.", ["Det samme gør EU.", "Presset er stort."]),
        ("De skrev: »Nej.« Det er nok.", ["De skrev: »Nej.«", "Det er nok."]),
        ("Det stod i DR. Jeg tror det.", ["Det stod i DR.", "Jeg tror det."]),
        ("Det er tilskud m.v.Under besøget sås det.", ["Det er tilskud m.v.", "Under besøget sås det."]),
        (
            "Det er nok.\n– og mere til.\nDer er også en anden sag\nmed dissens.",
            ["Det er nok.", "– og mere til.", "Der er også en anden sag med dissens."],
        ),
        ("Det følger af § 120 a.\nVestre Landsret er enig.", ["Det følger af § 120 a.", "Vestre Landsret er enig."]),
        ("Vi vil:\n- bygge broen\n- åbne den", ["Vi vil:", "- bygge broen", "- åbne den"]),
        (
            "Overskrift\n\nEt langt afsnit uden punktum\n\nEndnu et afsnit\n\nOg det sidste",
            ["Overskrift", "Et langt afsnit uden punktum", "Endnu et afsnit", "Og det sidste"],
        ),
        ("Hvorfor? Fordi! Ja.", ["Hvorfor?", "Fordi!", "Ja."]),
        ("Han sagde: ”Nej.” Så gik han.", ["Han sagde: ”Nej.”", "Så gik han."]),
        ("Første led:\nAndet led", ["Første led:", "Andet led"]),
        ("Et afsnit\n\net andet afsnit", ["Et afsnit", "et andet afsnit"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(TEXTS)
def test_sentences_ascend_apart_and_cover_every_visible_character(text: str) -> None:
    spans = split(text, 0, len(text))
    at = 0
    for span in spans:
        assert not text[at : span.start].strip()
        assert at <= span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(TEXTS, TEXTS, TEXTS)
def test_a_slice_is_split_as_if_it_stood_alone(before: str, text: str, after: str) -> None:
    alone = split(text, 0, len(text))
    inside = split(before + text + after, len(before), len(before) + len(text))
    assert [(s.start - len(before), s.end - len(before)) for s in inside] == [(s.start, s.end) for s in alone]


@pytest.mark.parametrize("again", ["a. b ", "1. ", "A 1. ", "jf. A ", "\n- a", "a\n \n", "- a "])
@pytest.mark.parametrize("before", ["", "\t"])
def test_a_long_paragraph_costs_no_more_than_its_length(again: str, before: str) -> None:
    def text(size: int) -> str:
        return before * size + again * (size // len(again))

    assert grows_evenly(lambda text: split(text, 0, len(text)), text)
