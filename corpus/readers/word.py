"""DOCX → text: paragraphs and tables in order, without what is hidden or struck out; heads and feet are not read."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.readers.formula import linear
from corpus.readers.looks import Looks, Properties, W, is_deleted, shaded
from corpus.readers.reading import Reading, Unreadable, bounded, cleaned, raised

MAX_UNPACKED = 100 * 2**20  # bytes of the parts that are read; a zip bomb unpacks to gigabytes
MAX_PARTS = 5000
LONG = 60  # characters of a paragraph in a cell that are text, not data
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
# Properties and deletions are no text, and text boxes hold the letterhead.
_SKIPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "txbxContent", "instrText"))
# Of the fonts "Symbol" and "Wingdings", whose characters have no meaning of their own (their place there, less F000).
_SYMBOLS = dict(zip("\x2d\xa3\xa7\xb0\xb1\xb3\xb4\xb7\xb9\xbb\xd7\xe0", "−≤▪°±≥×•≠≈·→", strict=True))


def _is_empty_control(node: Any) -> bool:
    """Whether a content control still shows what it asks its writer to put there."""
    asks = node.find(f"{W}sdtPr/{W}showingPlcHdr") if node.tag == f"{W}sdt" else None
    return asks is not None and asks.get(f"{W}val") not in {"0", "false"}


def _symbol(node: Any) -> str:
    try:
        code = int(node.get(f"{W}char", ""), 16) & 0xFFF
    except ValueError:
        return "\ufffd"
    return _SYMBOLS.get(chr(code), "\ufffd")


def _is_raised(run: Any) -> bool:
    align = run.find(f"{W}rPr/{W}vertAlign")
    return align is not None and align.get(f"{W}val") == "superscript"


def _pieces(element: Any, looks: Looks, look: Properties) -> Iterator[tuple[str, bool]]:
    """The visible text below an element, in order, and whether it is raised.

    Without recursion, so that no nesting is too deep.
    """
    stack = [(element, False)]
    while stack:
        node, high = stack.pop()
        if node.tag in _SKIPPED or _is_empty_control(node):
            continue
        if node.tag == f"{W}t":
            yield node.text or "", high
        elif node.tag in _MARKS:
            yield _MARKS[node.tag], False
        elif node.tag == f"{W}sym":
            yield _symbol(node), False
        elif node.tag == _MATH:
            yield linear(node), False
        elif node.tag == f"{W}r":
            if not looks.is_unseen(node, look):
                stack.extend((part, _is_raised(node)) for part in reversed(node))
        else:
            stack.extend((part, high) for part in reversed(node))


def _line(paragraph: Any, looks: Looks, behind: bool) -> str:
    look = looks.of_paragraph(paragraph)
    if behind:
        look = look | {"shaded": True}
    text = ""
    for piece, high in _pieces(paragraph, looks, look):
        text += raised(text, piece) if high else piece
    return "\n".join(" ".join(cleaned(line).split()) for line in text.split("\n")).strip()


def _children(holder: Any, *tags: str) -> Iterator[Any]:
    """The children of these kinds, those within content controls and insertions too, where templates keep the text."""
    stack = list(reversed(holder))
    while stack:
        node = stack.pop()
        if node.tag in tags:
            yield node
        elif node.tag in _WRAPPERS and not _is_empty_control(node):
            stack.extend(reversed(node))


def _row(row: Any, looks: Looks, behind: bool) -> Iterator[str]:
    """A row as one line with a tab between its cells; where it holds text, not data, each cell's paragraphs."""
    cells = []
    for cell in _children(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        if properties is None or properties.find(f"{W}cellDel") is None:
            cells.append([*filter(None, _blocks(cell, looks, behind or shaded(properties)))])
    cells = [*filter(None, cells)]
    text = any(len(cell) > 1 and max(map(len, cell)) >= LONG for cell in cells)
    if text or len(cells) == 1:
        for cell in cells:
            yield from cell
    else:
        yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def _blocks(holder: Any, looks: Looks, behind: bool = False) -> Iterator[str]:
    """Each paragraph, and each row of a table; `behind` tells whether a colour lies behind them."""
    begun = ""  # what a paragraph says whose end was deleted
    for item in _children(holder, f"{W}p", f"{W}tbl"):
        if item.tag == f"{W}p":
            line = _line(item, looks, behind)
            begun = f"{begun} {line}".strip() if begun else line
            if item.find(f"{W}pPr/{W}rPr/{W}del") is None:
                yield begun
                begun = ""
            continue
        yield begun
        begun = ""
        for row in _children(item, f"{W}tr"):
            if not is_deleted(row):
                yield from _row(row, looks, behind or looks.colours_table(item))
    yield begun


def read(data: bytes) -> Reading:
    """The text of a Word document; one empty line between paragraphs.

    Raises:
        Unreadable: it is damaged, locked, of another kind, or unpacks to far more than a letter.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    damaged = Unreadable("it is damaged, or no Word document", "open it in Word and save it again as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable("it unpacks to far more than a letter holds", "save it again without its pictures")
        document = docx.Document(io.BytesIO(data))
        looks = Looks(document.element, document.styles.element)
        text = "\n\n".join(filter(None, _blocks(document.element.body, looks)))
    except Unreadable:
        raise
    except (PackageNotFoundError, zipfile.BadZipFile):
        raise damaged from None
    except MemoryError:
        raise
    except Exception:  # lxml, zlib and python-docx raise a dozen kinds of their own for a broken part
        raise damaged from None
    return bounded(Reading(text, f"python-docx {docx.__version__}"))
