"""A page of a PDF as a picture, with sentences marked; the main program of a bounded process that `sandbox` starts.

Standard input: a line of JSON (the sentences), then the file. Standard output: a line of JSON (which of them are
marked), then a PNG. A sentence is marked where its letters stand on the page, once; else it is not marked at all.
"""

import ctypes
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.readers.__main__ import confine
from corpus.readers.pdf import text_of_page
from corpus.readers.reading import cleaned

SCALE = 2.0  # pixels a point
MAX_PIXELS = 4_000_000
YELLOW = (255, 235, 120)
MIN_LETTERS = 4  # of a sentence that can be told from others
_DROPPED = re.compile("[\\s\u2010\u2011\u00ad\ufffe\x02-]")


def letters(text: str) -> Iterator[tuple[str, int]]:
    """The letters of a text without blanks, hyphens and ligatures, each with the place it stands at."""
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFD", cleaned(character)):
            if not _DROPPED.match(letter):
                yield letter, place


def place_of(sentence: str, text: str) -> range | None:
    """The places of a sentence in a page's text; None where it does not stand there exactly once."""
    found = list(letters(text))
    page, wanted = "".join(letter for letter, _ in found), "".join(letter for letter, _ in letters(sentence))
    at = page.find(wanted)
    if len(wanted) < MIN_LETTERS or at < 0 or page.find(wanted, at + 1) >= 0:
        return None
    return range(found[at][1], found[at + len(wanted) - 1][1] + 1)


def _box(textpage: Any, place: int) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of a character in points; None for one that PDFium made up."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(textpage.raw, place, ctypes.byref(box)):
        return None
    return (box.left, box.top, box.right, box.bottom)


def draw(data: bytes, number: int, sentences: Sequence[str]) -> tuple[list[bool], bytes]:
    """Which sentences are marked, and the page, counted from 1, as PNG. Raises pypdfium2.PdfiumError, IndexError."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    page = pypdfium2.PdfDocument(data)[number - 1]
    width, height = page.get_size()
    scale = min(SCALE, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    textpage = page.get_textpage()
    text = text_of_page(textpage)
    ink = Image.new("RGB", picture.size, "white")
    brush = ImageDraw.Draw(ink)
    from pypdfium2 import raw

    def pixel(x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(
            page.raw, 0, 0, *picture.size, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )  # the page may be turned, or cropped
        return across.value, down.value

    marked = []
    for sentence in sentences:
        places = place_of(sentence, text)
        marked.append(places is not None)
        for box in (_box(textpage, place) for place in places or ()):
            if box:
                (x0, y0), (x1, y1) = pixel(*box[:2]), pixel(*box[2:])
                brush.rectangle((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), fill=YELLOW)
    out = io.BytesIO()
    ImageChops.multiply(picture, ink).save(out, "PNG")
    return marked, out.getvalue()


def main() -> None:
    """Draw the page that the first argument counts."""
    confine()
    sentences = json.loads(sys.stdin.buffer.readline())
    marked, png = draw(sys.stdin.buffer.read(), int(sys.argv[1]), sentences)
    sys.stdout.buffer.write(json.dumps(marked).encode("ascii") + b"\n" + png)


if __name__ == "__main__":
    main()
