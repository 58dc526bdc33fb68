"""The page of a PDF that a quote stands on, sent to whoever asks for it."""

from pathlib import Path

import pytest

from bot.pages import Page, page_at
from corpus.files import default_folder
from corpus.opendata.mirror import Mirror
from corpus.opendata.rows import AnswerFile
from corpus.schema import Document
from tests import paper
from tests.bot.program import LABEL, QUERY, REPLY_S, talking
from tests.bot.test_presses import buttons, now, press
from tests.botapi import size_of_png
from tests.botwire import File

SHOW, WHOLE = "Vis siden med citatet", "Hele dokumentet"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (letter,) = default_folder().glob("*.txt")
    paragraphs = letter.read_text(encoding="utf-8").split("\n\n")
    (folder / "svar.pdf").write_bytes(paper.pdf([paper.Block(text=text) for text in paragraphs]))
    return folder


def test_what_runs_over_to_the_next_page_is_told_apart() -> None:
    text = "Vi renser vandet. Det tager tid. Det er rent."
    pages = (0, text.index("tid"), text.index("Det er"))
    read = Document(document_id="a", form="plain", title="Vand", text=text, source="a.PDF", sha256="0", pages=pages)
    assert page_at(read, 0, len(text)) == Page(1, ("Vi renser vandet.", "Det tager"), ("tid.", "Det er rent."))
    assert page_at(read, pages[2], len(text)) == Page(3, ("Det er rent.",), ())
    assert page_at(read.model_copy(update={"source": "a.docx"}), 0, 9) is None


def test_the_page_of_a_pdf_comes_as_a_photo_and_says_what_is_not_there(documents: Path, tmp_path: Path) -> None:
    address = "https://www.ft.dk/samling/20241/almdel/sou/spm/663/svar/1/2.pdf"
    with Mirror(documents) as mirror:
        mirror.have(AnswerFile(file_id=1, url=address, suffix=".pdf"), "svar.pdf")
    with talking(tmp_path, tmp_path / "index", documents=str(documents)) as talk:
        (reply,) = talk.ask(QUERY)
        press(talk, reply, "Kilde 1")
        source = now(talk, reply)
        assert press(talk, source, SHOW) == "Henter siden …"
        photo = talk.api.wait_for(2, REPLY_S, chat_id=reply.chat_id)[1].params
        assert isinstance(photo["photo"], File)
        assert min(size_of_png(photo["photo"].body)) > 1000
        assert photo["caption"].startswith(LABEL)
        assert photo["caption"].splitlines()[1:] == ["Side 2"]
        assert list(buttons(source))[-3:] == [WHOLE, SHOW, "Åbn på ft.dk"]
        assert buttons(source)["Åbn på ft.dk"]["url"] == address
        (documents / "svar.pdf").write_bytes(b"%PDF-1.7 another")
        press(talk, source, SHOW)
        refused = talk.api.wait_for(3, REPLY_S, chat_id=reply.chat_id)[2]
        assert refused.text.startswith("Siden kan ikke vises")
        assert "ERROR" not in talk.program.printed
