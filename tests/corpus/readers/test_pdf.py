"""PDF pages: what can be seen is read, in the order of a reader who turns the page upright, and nothing else is."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.readers.pdf import read
from corpus.readers.reading import Unreadable
from corpus.schema import fold

SEEN = "Der er ikke afsat midler til broen i denne samling."
HIDDEN = "Broen er betalt og bygget."


def page(*draw: Callable[[Canvas], object], seen: str = SEEN) -> str:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(70, 700, seen)
    for each in draw:
        canvas.saveState()
        each(canvas)
        canvas.restoreState()
    canvas.save()
    return fold(read(out.getvalue()).text)


def written(canvas: Canvas, mode: int, x: float = 70, y: float = 600) -> None:
    text = canvas.beginText(x, y)
    text.setTextRenderMode(mode)
    text.textOut(HIDDEN)
    text.setTextRenderMode(0)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(70, 600, HIDDEN)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(70, 600, HIDDEN)


def clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(70, 600, HIDDEN)


def barred(canvas: Canvas) -> None:
    canvas.drawString(70, 600, HIDDEN)
    canvas.rect(60, 590, 400, 25, fill=1)


def black_on_black(canvas: Canvas) -> None:
    canvas.rect(60, 590, 400, 25, fill=1)
    canvas.drawString(70, 600, HIDDEN)


def pasted_over(canvas: Canvas) -> None:
    canvas.drawString(70, 600, HIDDEN)
    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "white")), 60, 590, 400, 25)


@pytest.mark.parametrize(
    "draw",
    [
        lambda canvas: written(canvas, 3),
        lambda canvas: written(canvas, 7),
        lambda canvas: canvas.drawString(-2000, 600, HIDDEN),
        lambda canvas: canvas.drawString(70, -400, HIDDEN),
        lambda canvas: canvas.drawString(70, 850, HIDDEN),
        white, tiny, clear, barred, black_on_black, pasted_over,
    ],
)  # fmt: skip
def test_what_nobody_sees_on_a_page_is_not_read(draw: Callable[[Canvas], object]) -> None:
    assert page(draw) == SEEN


def white_on_black(canvas: Canvas) -> None:
    canvas.rect(60, 590, 400, 25, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(70, 600, HIDDEN)


def shaded(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    canvas.rect(60, 590, 400, 25, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(70, 600, HIDDEN)


def framed(canvas: Canvas) -> None:
    canvas.drawString(70, 600, HIDDEN)
    canvas.rect(60, 590, 400, 25)


def glazed(canvas: Canvas) -> None:
    canvas.drawString(70, 600, HIDDEN)
    canvas.setFillAlpha(0.3)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(60, 590, 400, 25, fill=1, stroke=0)


def outlined(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    written(canvas, 1)


@pytest.mark.parametrize("draw", [white_on_black, shaded, framed, glazed, outlined])
def test_what_stands_out_from_its_ground_is_read(draw: Callable[[Canvas], object]) -> None:
    assert page(draw) == f"{SEEN} {HIDDEN}"


def test_of_a_line_that_is_half_covered_the_rest_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(70, 600, "Prisen var hemmelig")
        canvas.rect(70 + canvas.stringWidth("Prisen var "), 590, 200, 25, fill=1)

    assert page(draw) == f"{SEEN} Prisen var"


def test_the_text_layer_of_a_scan_is_read_and_a_page_of_nothing_else_is_a_scan() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.effect_noise((60, 84), 80)), 0, 0, 595, 842)
    written(canvas, 3)
    canvas.save()
    assert read(out.getvalue()).text == HIDDEN
    blank = io.BytesIO()
    canvas = Canvas(blank, pagesize=(595, 842))
    written(canvas, 3)
    canvas.save()
    with pytest.raises(Unreadable, match="it is a scan"):
        read(blank.getvalue())


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_that_is_turned_keeps_its_paragraphs(quarters: int) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.translate(*((0, 0), (595, 0), (595, 842), (0, 842))[quarters])
    canvas.rotate(90 * quarters)
    lines = [
        "Svar:",
        "",
        "Der er ikke afsat midler til broen, og derfor bygges",
        "den ikke i denne samling.",
        "",
        "Ane Prøve",
    ]
    for place, line in enumerate(lines):
        canvas.drawString(70, 500 - 14 * place, line)
    canvas.save()
    assert read(out.getvalue()).text == (
        "Svar:\n\nDer er ikke afsat midler til broen, og derfor bygges den ikke i denne samling.\n\nAne Prøve"
    )


def test_raised_numbers_are_powers_behind_a_unit_and_else_point_to_notes() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(70, 600)
        for words, size, rise in (("Arealet er 5 km", 10, 0), ("2", 6, 4), (" i ordningen.", 10, 0), ("1", 6, 4)):
            text.setFont("Helvetica", size)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)

    assert page(draw) == f"{SEEN} Arealet er 5 km² i ordningen."


def test_what_was_filled_into_a_form_stands_in_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="svar", value="Nej, det er der ikke.", x=70, y=640, width=300, height=20)
        canvas.drawString(70, 600, "Ane Prøve")

    assert page(draw) == f"{SEEN} Nej, det er der ikke. Ane Prøve"


def columns(canvas: Canvas) -> None:
    for place in range(12):
        canvas.drawString(70, 600 - 12 * place, f"venstre linje nummer {place} står lige her")
    for place in range(12):
        canvas.drawString(310, 600 - 12 * place, f"højre linje nummer {place} står lige her")
    canvas.drawString(70, 440, "Med venlig hilsen")
    canvas.drawString(70, 428, "Ane Prøve")
    canvas.drawString(70, 416, "Brominister")


def test_a_signature_below_two_columns_is_read_behind_both() -> None:
    text = page(columns)
    assert text.index("venstre linje nummer 11") < text.index("højre linje nummer 0")
    assert text.endswith("højre linje nummer 11 står lige her Med venlig hilsen Ane Prøve Brominister")
