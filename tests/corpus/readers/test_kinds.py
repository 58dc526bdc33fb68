"""Every kind of file gives back the words it was made of, in order, and nothing else."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement

from corpus.readers.kinds import read_bytes
from corpus.readers.reading import MAX_CHARS, Reading, Unreadable, bounded, cleaned
from corpus.schema import fold
from tests import paper
from tests.paper import Block, Style

LONG = (
    "Regeringen har afsat 20,8 mio. kr. til fire initiativer i perioden 2025-2028, og det er vurderingen, at midlerne "
    "understøtter kommunernes arbejde med ensomhed blandt ældre borgere og unge i folkeskolen. "
)
TABLE = (("År", "Beløb"), ("2024", "12,5 mio. kr."), ("2025", "13,0 mio. kr."))
BLOCKS = (
    Block("Spørgsmål nr. 5:"), Block("Hvad koster det?"), Block("Svar:"), Block(LONG * 3), Block(rows=TABLE),
    Block("Social- og boligministeren oplyser følgende. " + LONG * 14), Block("Med venlig hilsen"),
    Block("Ane Prøve", new_page=True),
)  # fmt: skip
STYLE = Style(head="Ministeriet for prøver", foot="Holmens Kanal 22, 1060 København K")


def words(text: str) -> list[str]:
    return text.split()


def made_of(blocks: tuple[Block, ...]) -> list[str]:
    return words(" ".join(block.text or " ".join(" ".join(row) for row in block.rows) for block in blocks))


def read(name: str, data: bytes) -> Reading:
    (reading,) = read_bytes(name, data)
    return reading


@pytest.mark.parametrize("hyphen", ["", "-", "\u2010"])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_gives_its_words_whole_in_order_without_head_and_foot(hyphen: str, columns: int) -> None:
    style = Style(STYLE.head, STYLE.foot, hyphen=hyphen, columns=columns)
    reading = read("svar.pdf", paper.pdf(BLOCKS, style))
    assert words(reading.text) == made_of(BLOCKS)
    assert len(reading.pages) == 3
    assert reading.text[reading.pages[2] :] == "Ane Prøve"
    assert reading.reader.startswith("pypdfium2 5")


@pytest.mark.parametrize(("name", "make"), [("a.docx", paper.docx), ("a.html", paper.page), ("a.txt", paper.plain)])
def test_other_files_give_their_words_without_menus_heads_and_banners(name: str, make: Callable[..., bytes]) -> None:
    reading = read(name, make(BLOCKS, STYLE))
    assert words(reading.text) == made_of(BLOCKS)
    assert "2024\t12,5 mio. kr.\n" in reading.text


def test_what_was_struck_out_of_a_word_document_is_not_read() -> None:
    source = io.BytesIO(paper.docx((Block("Der er STREGET afsat midler."),)))
    changed = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            data = old.read(part).decode("utf-8", "surrogateescape")
            if part == "word/document.xml":
                deleted = "<w:del><w:r><w:delText>ikke </w:delText><w:t>ikke</w:t></w:r></w:del>"
                inserted = "<w:ins><w:r><w:t>fort</w:t><w:noBreakHyphen/><w:t>sat </w:t></w:r></w:ins>"
                run = '<w:r><w:t xml:space="preserve">'
                data = data.replace("STREGET ", f"</w:t></w:r>{deleted}{inserted}{run}")
            new.writestr(part, data.encode("utf-8", "surrogateescape"))
    assert read("a.docx", changed.getvalue()).text == "Der er fort-sat afsat midler."


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252", "utf-8"])
def test_a_page_is_read_in_the_encoding_it_names(named: str) -> None:
    data = f'<html><meta charset="{named}"><p>Ærø – ”søen”</p>'.encode("utf-8" if named == "utf-8" else "cp1252")
    assert read("a.htm", data).text == "Ærø – ”søen”"


def test_hidden_words_of_a_page_are_not_read() -> None:
    page = '<body><p hidden>A</p><p style="display: none">B</p><p aria-hidden="true">C</p><p>D<br>E</p></body>'
    assert read("a.html", page.encode()).text == "D\nE"


def test_a_page_nested_beyond_measure_is_read() -> None:
    assert read("a.html", b"<div>" * 20_000 + b"Svar" + b"</div>" * 20_000).text == "Svar"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 nothing", "damaged, or no PDF"),
        ("a.pdf", b"hello", "no .pdf file"),
        ("a.pdf", paper.pdf((Block(""),), Style(numbered=False)), "it is a scan"),
        ("a.pdf", paper.pdf(BLOCKS, Style(encrypt="hemmelig")), "locked with a password"),
        ("a.docx", b"PK\x03\x04 nothing", "damaged, or no Word"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word format"),
        ("a.txt", paper.pdf(BLOCKS), "looks like .pdf"),
        ("a.html", b"<html><script>1</script></html>", "holds no text"),
        ("a.eml", b"", "neither text nor an attachment"),
        ("a.odt", b"PK\x03\x04", ".odt are not read"),
    ],
)
def test_what_gives_no_text_is_refused_with_reason_and_remedy(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_bytes(name, data)
    assert reason in raised.value.reason
    assert raised.value.remedy


def test_a_pdf_under_the_name_of_a_word_document_is_read_as_what_it_is() -> None:
    assert words(read("a.docx", paper.pdf(BLOCKS)).text) == made_of(BLOCKS)


def test_a_word_document_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(101):
            part.write(b" " * 2**20)
    with pytest.raises(Unreadable, match="unpacks to far more"):
        read_bytes("a.docx", bomb.getvalue())


def test_a_text_longer_than_any_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 4,000,000 characters"):
        bounded(Reading("a" * (MAX_CHARS + 1), "text"))


def test_a_line_is_cleaned_of_what_cannot_be_seen() -> None:
    assert cleaned("\ufb01nans\u00adlov\u200b A\u030ar\u00a02025\x07") == "finanslov År 2025"


def test_watermarks_and_footnote_marks_are_left_out_and_a_turned_page_is_read() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.rotate(45)
    canvas.drawString(300, 0, "KLADDE")
    canvas.rotate(-45)
    canvas.drawString(70, 700, "Der er ikke afsat midler til broen, og den åbner derfor")
    written = canvas.beginText(70, 686)
    written.textOut("ikke i maj.")
    written.setFont("Helvetica", 6)
    written.setRise(4)
    written.textOut("12")
    written.setFont("Helvetica", 12)
    written.setRise(0)
    written.textOut(" Det står fast.")
    canvas.drawText(written)
    canvas.showPage()
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.drawString(70, 500, "Tabel over årene 2025-")
    canvas.drawString(70, 486, "2028 i hele landet.")
    canvas.save()
    reading = read("a.pdf", out.getvalue())
    assert fold(reading.text[: reading.pages[1]]) == (
        "Der er ikke afsat midler til broen, og den åbner derfor ikke i maj. Det står fast."
    )
    assert reading.text[reading.pages[1] :] == "Tabel over årene 2025-2028 i hele landet."


def test_words_in_a_content_control_of_a_template_are_read_and_its_text_boxes_are_not() -> None:
    document = docx.Document()
    body = document.element.body
    for text in ("Svar:", "Nej."):
        body.insert(0, document.add_paragraph(text)._p)
    inner = document.add_paragraph("Der er ikke afsat midler.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    content.append(inner)
    body.insert(1, control)
    box = OxmlElement("w:txbxContent")
    box.append(document.add_paragraph("Holmens Kanal 22")._p)
    inner.append(box)
    out = io.BytesIO()
    document.save(out)
    assert read("a.docx", out.getvalue()).text.split("\n\n") == ["Nej.", "Der er ikke afsat midler.", "Svar:"]
