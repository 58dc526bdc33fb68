"""What delays an answer, and what only speaks of answers and of soon; invented."""

import pytest

from corpus.status import status_of


@pytest.mark.parametrize(
    "answer",
    [
        "Hertil kan jeg svare, at regeringen vil fremsætte lovforslaget hurtigst muligt.",
        "Jeg kan svare bekræftende, og loven træder i kraft snarest muligt.",
        "Kommunerne skal svare borgerne hurtigst muligt.",
        "Jeg mener, at kommunerne skal besvare henvendelser hurtigst muligt.",
        "Ministeriet skal besvare henvendelser hurtigst muligt.",
        "Spørgsmål om handicap skal besvares hurtigst muligt.",
        "Svaret på henvendelser sendes til borgeren inden 14 dage.",
        "Der vil blive sendt et endeligt svar til borgeren inden 14 dage.",
        "Kommunen giver borgeren et endeligt svar, når sagen er oplyst.",
        "Jeg har bedt styrelsen give et endeligt svar, når sagen er oplyst.",
        "Kommunen vender tilbage til borgeren med et svar.",
        "Svaret følger af loven, når den træder i kraft.",
        "30 pct. af sagerne afgøres ikke inden for fristen.",
        "30 pct. af henvendelserne besvares ikke inden for fristen.",
    ],
)
def test_a_delay_of_something_else_is_an_answer(answer: str) -> None:
    assert status_of(answer, False) == "final"


@pytest.mark.parametrize(
    "answer",
    [
        "Jeg kan desværre ikke svare på spørgsmålet inden for den angivne frist.",
        "Det har ikke været muligt at besvare spørgsmålet inden for svarfristen.",
        "Spørgsmålet er desværre ikke besvaret inden for den fastsatte frist.",
        "Svar på spørgsmål nr. 663 følger snarest.",
        "Endeligt svar vil blive oversendt senest den 1. juli.",
        "Der vil blive fremsendt et endeligt svar, når bidragene foreligger.",
        "Når bidragene foreligger, følger endeligt svar.",
        "Jeg forventer, at svaret kan oversendes inden sommer.",
        "Ministeriet indhenter bidrag til brug for besvarelsen, som vil blive fremsendt hurtigst muligt.",
        "Jeg sender et endeligt svar, når jeg har modtaget bidrag fra Rigspolitiet.",
        "Jeg vender tilbage med et endeligt svar.",
        "Så snart bidraget foreligger, vender ministeriet tilbage til udvalget med et endeligt svar.",
        "Jeg vil hurtigst muligt besvare spørgsmålet.",
        "Spørgsmålet vil blive besvaret hurtigst muligt.",
        "Ministeriet vil svare snarest muligt.",
    ],
)
def test_a_delay_of_this_answer_is_interim(answer: str) -> None:
    assert status_of(answer, False) == "interim"
