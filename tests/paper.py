"""Files as ministries send them, made from text: PDF with everything that layout does to words, DOCX, HTML, mail.

What a file must give back is known from what it was made of. Nothing here is read from anywhere.
"""

import email.policy
import html
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import patch

FONT = "Vera"  # ships with reportlab
HEIGHT, WIDTH, MARGIN, LEADING = 842.0, 595.0, 70.0, 14.0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table if it has rows; `new_page` begins a page before it."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How the paper looks: what stands on every page, how words are broken, in how many columns."""

    head: str = ""
    foot: str = ""
    hyphen: str = ""  # "" breaks no word
    columns: int = 1
    size: float = 10.0
    numbered: bool = True
    encrypt: str = field(default="", repr=False)


def _broken(word: str, room: int) -> tuple[str, str] | None:
    """A word in two where both parts can be read: "folkesko" and "len"."""
    for cut in range(min(room, len(word) - 3), 2, -1):
        if word[cut - 3 : cut + 3].isalpha() and word[cut - 1] in "aeiouyæøå" and word[cut] not in "aeiouyæøå":
            return word[:cut], word[cut:]
    return None


def _lines(text: str, width: float, style: Style) -> Iterator[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    def wide(line: str) -> float:
        return float(stringWidth(line, FONT, style.size))

    line = ""
    for word in text.split(" "):
        rest = word
        grown = f"{line} {rest}".strip()
        if wide(grown) <= width:
            line = grown
            continue
        if style.hyphen and rest.isalpha() and rest.islower():
            room = int((width - wide(f"{line} -")) / wide("n"))
            if parts := _broken(rest, room):
                line, rest = f"{line} {parts[0]}{style.hyphen}".strip(), parts[1]
        yield line
        line = rest
    yield line


STAND_IN = "\u00a4"  # drawn for the typographic hyphen, which the font lacks, and named as that in the file


def _named_as_hyphen(cmap: Callable[..., str]) -> Callable[..., str]:
    return lambda *given: cmap(*given).replace("<00A4>", "<2010>")


def pdf(blocks: Sequence[Block], style: Style | None = None) -> bytes:
    """The blocks as a PDF with text, wrapped and broken as the style says."""
    from reportlab.pdfbase import ttfonts

    with patch.object(ttfonts, "makeToUnicodeCMap", _named_as_hyphen(ttfonts.makeToUnicodeCMap)):
        style = style or Style()
        return _pdf(blocks, replace(style, hyphen=style.hyphen.replace("\u2010", STAND_IN)))


def _pdf(blocks: Sequence[Block], style: Style) -> bytes:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, encrypt=style.encrypt or None)
    gap = 24.0
    width = (WIDTH - 2 * MARGIN - gap * (style.columns - 1)) / style.columns
    top, bottom = HEIGHT - MARGIN - 30, MARGIN + 40
    place = {"page": 0, "column": 0, "y": 0.0}

    def new_page() -> None:
        if place["page"]:
            canvas.showPage()
        place.update(page=place["page"] + 1, column=0, y=top)
        canvas.setFont(FONT, style.size)
        canvas.line(MARGIN, HEIGHT - 46, WIDTH - MARGIN, HEIGHT - 46)
        if style.head:
            canvas.drawString(MARGIN, HEIGHT - 40, style.head)
        if style.foot:
            canvas.drawString(MARGIN, 40, style.foot)
        if style.numbered:
            canvas.drawString(WIDTH / 2, 25, f"Side {place['page']}")

    def room() -> None:
        if place["y"] >= bottom:
            return
        if place["column"] + 1 < style.columns:
            place.update(column=place["column"] + 1, y=top)
        else:
            new_page()

    new_page()
    for block in blocks:
        if block.new_page:
            new_page()
        for line in _lines(block.text, width, style) if block.text else ():
            room()
            canvas.drawString(MARGIN + place["column"] * (width + gap), place["y"], line)
            place["y"] -= LEADING
        for row in block.rows:
            room()
            for number, cell in enumerate(row):
                canvas.drawString(MARGIN + number * width / len(row), place["y"], cell)
            place["y"] -= LEADING
        place["y"] -= LEADING
    canvas.save()
    return out.getvalue()


def docx(blocks: Sequence[Block], style: Style | None = None) -> bytes:
    """The blocks as a Word document with head and foot."""
    import docx as word

    document: Any = word.Document()
    section: Any = document.sections[0]
    section.header.paragraphs[0].text = style.head if style else ""
    section.footer.paragraphs[0].text = style.foot if style else ""
    for block in blocks:
        if block.new_page:
            document.add_page_break()
        if block.text:
            document.add_paragraph(block.text)
        if block.rows:
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(blocks: Sequence[Block], style: Style | None = None) -> bytes:
    """The blocks as a web page with a menu, a banner and what a converter leaves behind."""
    parts = []
    for block in blocks:
        if block.text:
            parts.append(f"<p>{html.escape(block.text)}</p>")
        if block.rows:
            cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    head = html.escape(style.head if style else "")
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Svar</title><style>p {{ margin: 0 }}</style>
</head>
<body><header><a href="/">Forside</a> {head}</header><nav><ul><li>Menu</li><li>Søg</li></ul></nav>
<div class="banner"><p>Vi bruger cookies til statistik.</p></div><main><p>image001.png</p>
<p>PDF to HTML - Convert PDF files to HTML files</p>{"".join(parts)}<script>var svar = 1;</script></main>
<footer>{html.escape(style.foot if style else "")}</footer></body></html>""".encode()


def plain(blocks: Sequence[Block], style: Style | None = None) -> bytes:
    """The blocks as text, wrapped at 80 characters."""
    import textwrap

    parts = ["\n".join(textwrap.wrap(b.text, 80, break_on_hyphens=False)) for b in blocks if b.text or not b.rows]
    whole = iter(parts)
    return "\n\n".join("\n".join("\t".join(r) for r in b.rows) if b.rows else next(whole) for b in blocks).encode()


def mail(body: str, attached: dict[str, bytes]) -> bytes:
    """A mail with attachments."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"], message["From"], message["To"] = "Svar på spørgsmål", "min@example.org", "udvalg@example.org"
    message.set_content(body)
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
