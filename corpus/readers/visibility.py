"""Which characters of a PDF page nobody can see: drawn without ink, in the paper's colour, tiny, covered, off the page.

What an object says of itself decides cheaply; only where a colour or a cover leaves it open is the page drawn, and a
character seen where the drawing is not all of one tone. The text layer of a scan is drawn without ink, and counts.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.readers.sight import SAME, WHITE

NO_INK = frozenset({3, 7})  # text rendering modes (ISO 32000-1, table 106): neither filled nor stroked
OUTLINED = frozenset({1, 5})
PALE = 200  # of 255: each of red, green and blue; paler letters want a darker ground
CLEAR = 13  # of 255: less ink than that is none
TINY = 2.0  # points of a letter
THIN = 4.0  # points: lines and borders cover nothing
SCANNED = 0.5  # of the page under pictures: its text without ink is what a program recognised in them
DRAWN = 50  # paths that may be letters themselves
MAX_PAIRS = 200_000  # of texts and areas on one page: more, and every letter of it is looked at
MOST, FEW = 0.8, 0.1  # of an object's letters: more, and it is hidden; less, and it is seen
SCALE = 2.0  # pixels a point
MAX_PIXELS = 4_000_000
Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(slots=True)
class _Text:
    address: int
    order: int
    box: Box | None
    colour: tuple[int, int, int] | None
    inkless: bool
    hidden: bool
    layered: bool  # of a layer that may be switched off


@dataclass(slots=True)
class _Area:
    """A picture or a filled path."""

    order: int
    box: Box
    colour: tuple[int, int, int] | None
    picture: bool
    nested: bool


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _bounds(item: Any) -> Box | None:
    from pypdfium2 import raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _ink(item: Any, outlined: bool) -> tuple[tuple[int, int, int] | None, int]:
    """Colour and opacity (0 to 255) of an object; None for a pattern."""
    from pypdfium2 import raw

    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    read = raw.FPDFPageObj_GetStrokeColor if outlined else raw.FPDFPageObj_GetFillColor
    if not read(item, red, green, blue, opacity):
        return None, 255
    return (red.value, green.value, blue.value), opacity.value


def _text(item: Any, order: int, nested: bool) -> _Text:
    from pypdfium2 import raw

    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    colour, opacity = _ink(item, mode in OUTLINED)
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(item, size)
    raw.FPDFPageObj_GetMatrix(item, matrix)
    height = abs(size.value) * max(abs(matrix.c), abs(matrix.d))
    tiny = height < TINY and not nested  # a form's own matrix may enlarge it
    box = None if nested else _bounds(item)
    hidden = tiny or opacity < CLEAR
    return _Text(_address(item), order, box, colour, mode in NO_INK, hidden, _is_layered(item))


def _is_layered(item: Any) -> bool:
    """Whether an object is optional content (ISO 32000-1, 8.11)."""
    from pypdfium2 import raw

    name, length = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
    for mark in range(raw.FPDFPageObj_CountMarks(item)):
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(item, mark), name, ctypes.sizeof(name), length)
        if length.value == 6 and bytes(name)[:6] == "OC\0".encode("utf-16-le"):
            return True
    return False


def _area(item: Any, order: int, kind: int, nested: bool) -> _Area | None:
    """A picture, a shading or a filled path that is large enough to cover letters."""
    from pypdfium2 import raw

    colour, opacity = None, 255
    if kind == raw.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or fill.value == raw.FPDF_FILLMODE_NONE:
            return None
        colour, opacity = _ink(item, outlined=False)
    box = _bounds(item)
    if opacity < CLEAR or box is None or min(box[2] - box[0], box[3] - box[1]) < THIN:
        return None
    return _Area(order, box, colour, kind == raw.FPDF_PAGEOBJ_IMAGE, nested)


def _alike(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    return one is not None and other is not None and max(abs(a - b) for a, b in zip(one, other, strict=True)) < SAME


def _around(text: _Text, areas: Sequence[_Area]) -> list[_Area]:
    """The areas that lie under or over a text; where they lie is not known of what a form holds."""
    if text.box is None:
        return list(areas)
    left, bottom, right, top = text.box
    return [
        area
        for area in areas
        if area.nested
        or (
            min(area.box[2], right) - max(area.box[0], left) > 1
            and min(area.box[3], top) - max(area.box[1], bottom) > 1
        )
    ]


def _is_seen(text: _Text, areas: Sequence[_Area]) -> bool | None:
    """Whether the letters can be seen; None where only a drawing tells."""
    pale = text.colour is not None and min(text.colour) >= PALE
    around = _around(text, areas)
    if text.layered or any(pale or area.order > text.order or _alike(area.colour, text.colour) for area in around):
        return None
    return not _alike(text.colour, WHITE)


def _is_layer(texts: Sequence[_Text], areas: Sequence[_Area], paths: int, page: Box) -> bool:
    """Whether the text without ink says what pictures or paths show."""
    pictures = [area.box for area in areas if area.picture]
    across = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    if across >= SCANNED * (page[2] - page[0]) * (page[3] - page[1]):
        return True
    return all(text.inkless for text in texts) and (bool(pictures) or paths >= DRAWN)


class _Drawing:
    """A page as it looks, in tones of grey."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        scale = min(SCALE, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        self._page = page
        self._image = page.render(scale=scale, grayscale=True).to_pil().convert("L")

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        from pypdfium2 import raw

        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page.raw, 0, 0, *self._image.size, 0, x, y, across, down)  # it may be turned
        return across.value, down.value

    def shows(self, box: Box) -> bool:
        """Whether something is to be seen within a box."""
        one, other = self._pixel(box[0], box[1]), self._pixel(box[2], box[3])
        left, right = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        tones = self._image.crop((left, top, right + 1, bottom + 1)).getextrema()
        return int(tones[1]) - int(tones[0]) >= SAME


def _char_box(textpage: Any, place: int) -> Box | None:
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(textpage.raw, place, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _dark(drawing: _Drawing, textpage: Any, places: Sequence[int], text: str) -> set[int]:
    """Those characters of one object in whose places the drawing shows nothing; a few alone may be thin."""
    boxes = {place: box for place in places if text[place].strip() and (box := _char_box(textpage, place))}
    dark = {place for place, box in boxes.items() if not drawing.shows(box)}
    if len(dark) > MOST * len(boxes):
        return set(places)
    return dark if len(dark) > FEW * len(boxes) else set()


def page_box(page: Any) -> Box:
    """What of a page is shown, in its own coordinates (points)."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top


def unseen(page: Any, textpage: Any, text: str) -> frozenset[int]:
    """The places of the text of a page whose characters nobody can see. What lies off the page is not among them."""
    from pypdfium2 import raw

    texts: list[_Text] = []
    areas: list[_Area] = []
    paths = 0
    for order, item in enumerate(page.get_objects(max_depth=5)):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(_text(item.raw, order, item.level > 0))
        elif item.type in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            paths += 1
            if area := _area(item.raw, order, item.type, item.level > 0):
                areas.append(area)
    layer = any(found.inkless for found in texts) and _is_layer(texts, areas, paths, page_box(page))
    hidden = {found.address for found in texts if found.hidden or (found.inkless and not layer)}
    rest = [found for found in texts if found.address not in hidden and not found.inkless]
    many = len(rest) * len(areas) > MAX_PAIRS
    verdicts = {found.address: None if many else _is_seen(found, areas) for found in rest}
    hidden |= {address for address, seen in verdicts.items() if seen is False}
    left_open = {address for address, seen in verdicts.items() if seen is None}
    if not hidden and not left_open:
        return frozenset()
    runs: dict[int, list[int]] = {}
    for place in range(len(text)):
        runs.setdefault(_address(raw.FPDFText_GetTextObject(textpage.raw, place)), []).append(place)
    out = {place for address in hidden for place in runs.get(address, ())}
    if left_open:
        drawing = _Drawing(page)
        for address in left_open:
            out |= _dark(drawing, textpage, runs.get(address, ()), text)
    return frozenset(out)
