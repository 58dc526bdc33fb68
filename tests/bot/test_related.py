"""What answers are to each other, and whose words they hold, as the reader sees it: with the bundled model."""

from collections.abc import Iterator

import pytest

from bot.render import rendered
from bot.reply import compose
from corpus.store import load_folder
from index.build import build
from index.encoder import BundledEncoder
from index.generation import Generation
from index.retriever import Retriever
from index.shelf import current
from tests.index.invented import GUIDE_DOGS, LETTER, SHELTERS

REFERENCE = "Jeg henviser til min besvarelse af spørgsmål nr. {number} (Alm. del)."
AGENCY = (
    "Social- og Boligstyrelsen har oplyst følgende:\n\n”Der går 812 servicehunde i arbejde i Danmark.”\n\n"
    "Jeg vil følge sagen nøje."
)
IN_DOUBT = (
    "Rigsarkivet har oplyst følgende:\n\nDer ligger 31 kilometer hylder i magasinerne.\n\n"
    "Hylderne er fyldt i 2031, og der er ikke fundet en ny bygning."
)
LETTERS = {
    "41": ("Hvad koster et døgn på et herberg for hjemløse?", SHELTERS),
    "43": ("Hvor mange borgere bliver afvist på et forsorgshjem om vinteren?", REFERENCE.format(number=41)),
    "44": ("Hvor mange herberger og forsorgshjem er der i landet?", SHELTERS),
    "45": ("Hvornår bliver Skjern Å ført tilbage i sit gamle løb?", REFERENCE.format(number=999)),
    "46": ("Hvor mange servicehunde er der i Danmark?", AGENCY),
    "47": ("Hvor mange kilometer hylder ligger der i Rigsarkivets magasiner?", IN_DOUBT),
    "48": ("Hvad koster det at uddanne en førerhund til en blind?", GUIDE_DOGS),
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("related")
    (folder / "documents").mkdir()
    for number, (question, answer) in LETTERS.items():
        text = LETTER.format(
            committee="Socialudvalg", addressed="social- og ældreministeren", interim="", number=number,
            day="9. februar 2022", asker="Ane Prøve (EL)", minister="Astrid Opdigtet", title="Social- og ældreminister",
            question=question, answer=answer,
        )  # fmt: skip
        (folder / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    encoder = BundledEncoder()
    build(folder / "index", load_folder(folder / "documents"), encoder)
    generation = Generation(current(folder / "index"))
    yield Retriever(generation, encoder)
    generation.close()


def shown(retriever: Retriever, query: str) -> str:
    """The reply as its reader sees it."""
    return rendered(compose(retriever.ask(query))).plain


def test_a_mere_reference_is_shown_with_the_answer_it_names(retriever: Retriever) -> None:
    finding = retriever.ask("Hvor mange borgere bliver afvist på et forsorgshjem om vinteren?")
    first, second = finding.evidence[:2]
    assert finding.outcome == "answered"
    assert (first.document.document_id, first.document.status) == ("SOU-43", "reference")
    assert second.document.document_id == "SOU-41"
    assert second.quote in SHELTERS
    assert "Der henvises til SOU alm. del, svar på spm. 41." in shown(retriever, finding.query)


@pytest.mark.parametrize("query", ["svar på SOU 45", "Hvornår bliver Skjern Å ført tilbage i sit gamle løb?"])
def test_a_reference_to_what_is_not_there_says_so(retriever: Retriever, query: str) -> None:
    assert "svaret på SOU 999, som ikke er blandt dokumenterne" in shown(retriever, query)
    assert retriever.ask(query).outcome == "partial"


def test_the_same_answer_under_two_numbers_is_quoted_once_with_both(retriever: Retriever) -> None:
    text = shown(retriever, "Hvad koster et døgn på et herberg?")
    assert text.count("1.450 kr.") <= 2  # the quote, and its passage
    assert "Samme svar: SOU alm. del, svar på spm. 4" in text
    (quoted,) = {
        evidence.document.document_id for evidence in retriever.ask("Hvad koster et døgn på et herberg?").evidence
    }
    assert quoted in {"SOU-41", "SOU-44"}


def test_an_agencys_words_are_the_agencys(retriever: Retriever) -> None:
    text = shown(retriever, "Hvor mange servicehunde er der i Danmark?")
    assert "”Der går 812 servicehunde i arbejde i Danmark.” [1]" in text
    assert "Social- og Boligstyrelsen, gengivet af social- og ældreminister Astrid Opdigtet" in text


def test_words_that_may_be_the_agencys_or_the_ministers_are_not_quoted(retriever: Retriever) -> None:
    text = shown(retriever, "Hvor mange kilometer hylder ligger der i Rigsarkivets magasiner?")
    assert "Der ligger 31 kilometer hylder" in text
    assert "Hylderne er fyldt i 2031" not in text + shown(retriever, "Hvornår er hylderne i Rigsarkivet fyldt?")
