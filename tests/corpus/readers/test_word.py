"""Word documents: what a reader of the printed page sees is read, and nothing else."""

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from corpus.readers.kinds import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def read(*blocks: str, styles: str = "") -> str:
    document: Any = docx.Document()
    for element in parse_xml(f"<w:body {W} {M}>{''.join(blocks)}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    for element in parse_xml(f"<w:styles {W}>{styles}</w:styles>"):
        document.styles.element.append(element)
    out = io.BytesIO()
    document.save(out)
    (reading,) = read_bytes("a.docx", out.getvalue())
    return reading.text


WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F3864"/>'


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", "<w:strike/>", '<w:dstrike w:val="1"/>', WHITE, '<w:color w:val="FAFAFA"/>', '<w:sz w:val="2"/>',
     '<w:rStyle w:val="Skjult"/>', '<w:rStyle w:val="Arvet"/>'],
)  # fmt: skip
def test_what_is_hidden_struck_out_white_or_tiny_is_not_read(properties: str) -> None:
    styles = """<w:style w:type="character" w:styleId="Skjult"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Arvet"><w:basedOn w:val="Skjult"/></w:style>"""
    hidden = run("Skjult note. ", properties)
    assert read(paragraph(hidden, run("Synlig sætning.")), styles=styles) == "Synlig sætning."


def test_a_paragraph_in_a_hidden_style_is_read_only_where_its_run_says_otherwise() -> None:
    styles = """<w:style w:type="paragraph" w:styleId="Intern"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="I"><w:basedOn w:val="I"/></w:style>"""
    runs = (run("Intern. "), run("Synlig.", '<w:rStyle w:val="I"/><w:vanish w:val="0"/>'))
    assert read(paragraph(*runs, properties='<w:pStyle w:val="Intern"/>'), styles=styles) == "Synlig."


@pytest.mark.parametrize(
    "block",
    [
        paragraph(run("Hvidt på mørkt", WHITE + DARK)),
        paragraph(run("Hvidt på mørkt", WHITE), properties=DARK),
        paragraph(run("Hvidt på mørkt", WHITE + '<w:highlight w:val="black"/>')),
        table(row(f"<w:tcPr>{DARK}</w:tcPr>" + paragraph(run("Hvidt på mørkt", WHITE)))),
        table(row(paragraph(run("Hvidt på mørkt", WHITE))), properties='<w:tblStyle w:val="Farvet"/>'),
        paragraph(run("Hvidt på mørkt", '<w:color w:val="auto"/>')),
    ],
)
def test_white_words_on_a_dark_ground_are_read(block: str) -> None:
    styles = f"""<w:style w:type="table" w:styleId="Farvet"><w:tblStylePr w:type="firstRow"><w:tcPr>{DARK}</w:tcPr>
        </w:tblStylePr></w:style>"""
    assert read(block, styles=styles) == "Hvidt på mørkt"


def test_a_row_deleted_with_tracked_changes_is_not_read() -> None:
    deleted = '<w:del w:id="9" w:author="a"/>'
    rows = [row(paragraph(run("99 mio.")), properties=deleted), row(paragraph(run("5 mio.")))]
    assert read(table(*rows)) == "5 mio."


def test_paragraphs_whose_border_was_deleted_are_one() -> None:
    first = paragraph(run("Der er ikke "), properties='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    assert read(first, paragraph(run("afsat midler."))) == "Der er ikke afsat midler."


def test_an_empty_content_control_asks_and_says_nothing() -> None:
    asks = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    control = f"<w:sdt>{asks}<w:sdtContent>{run('Klik her for at skrive.')}</w:sdtContent></w:sdt>"
    filled = control.replace("<w:showingPlcHdr/>", "").replace("Klik her for at skrive.", "Udfyldt.")
    assert read(paragraph(control, filled)) == "Udfyldt."


def test_a_letter_in_one_cell_keeps_its_paragraphs() -> None:
    cell = "".join(paragraph(run(text)) for text in ("Spørgsmål nr. 5:", "Hvad koster det?", "Svar:", "Intet."))
    assert read(table(row(cell))) == "Spørgsmål nr. 5:\n\nHvad koster det?\n\nSvar:\n\nIntet."


def test_text_beside_a_label_keeps_its_paragraphs_and_data_stay_in_their_row() -> None:
    long = "Der er ikke afsat midler til at etablere et nationalt forskningscenter."
    answer = row(paragraph(run("Svar:")), paragraph(run(long)) + paragraph(run("Nej.")))
    data = row(paragraph(run("2024")), paragraph(run("12,5")) + paragraph(run("mio. kr.")))
    assert read(table(answer, data)) == f"Svar:\n\n{long}\n\nNej.\n\n2024\t12,5 mio. kr."


def formula(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (math("12/50"), "12/50"),
        (f"<m:f><m:num>{math('12')}</m:num><m:den>{math('50')}</m:den></m:f>", "12/50"),
        (f"<m:f><m:num>{math('a+b')}</m:num><m:den>{math('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{math('x')}</m:e><m:sup>{math('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSub><m:e>{math('x')}</m:e><m:sub>{math('i')}</m:sub></m:sSub>", "x_i"),
        (f"<m:d><m:e>{math('a')}</m:e></m:d>{math('=1')}", "(a)=1"),
        (f"<m:rad><m:deg/><m:e>{math('2')}</m:e></m:rad>", "√(2)"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{math("i")}</m:sub><m:e>{math("x")}</m:e></m:nary>',
         "∑_ix"),
    ],
)  # fmt: skip
def test_a_formula_stands_in_its_sentence(inner: str, expected: str) -> None:
    assert read(paragraph(run("Andelen er "), formula(inner), run(" af alle."))) == f"Andelen er {expected} af alle."


def test_raised_numbers_are_powers_behind_a_unit_and_else_point_to_notes() -> None:
    high = '<w:vertAlign w:val="superscript"/>'
    runs = (run("Arealet er 12 km"), run("2", high), run(", 10"), run("-6", high), run(" i ordningen"), run("14", high))
    assert read(paragraph(*runs, run(" på 1"), run("st", high), run("."))) == (
        "Arealet er 12 km², 10⁻⁶ i ordningen på 1st."
    )


def test_a_symbol_is_read_as_what_it_looks_like_and_an_unknown_one_is_not_lost() -> None:
    symbols = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    assert read(paragraph(symbols, run(" 5 pct."))) == "≥\ufffd 5 pct."
