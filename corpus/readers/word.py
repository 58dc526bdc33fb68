"""DOCX → text: paragraphs and tables in order, what was struck out left out, heads and feet not read at all."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.readers.reading import Reading, Unreadable, bounded, cleaned

MAX_UNPACKED = 100 * 2**20  # bytes of the parts that are read; a zip bomb unpacks to gigabytes
MAX_PARTS = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
# Properties and deletions are no text, and text boxes hold the letterhead.
_SKIPPED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "instrText"))


def _pieces(element: Any) -> Iterator[str]:
    """The visible text below an element, in order; without recursion, so that no nesting is too deep."""
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in _MARKS:
            yield _MARKS[node.tag]
        else:
            stack.extend(reversed(node))


def _line(paragraph: Any) -> str:
    lines = "".join(_pieces(paragraph)).split("\n")
    return "\n".join(" ".join(cleaned(line).split()) for line in lines).strip()


def _children(holder: Any, *tags: str) -> Iterator[Any]:
    """The children of these kinds, those within content controls and insertions too, where templates keep the text."""
    stack = list(reversed(holder))
    while stack:
        node = stack.pop()
        if node.tag in tags:
            yield node
        elif node.tag in _WRAPPERS:
            stack.extend(reversed(node))


def _blocks(holder: Any) -> Iterator[str]:
    """Each paragraph, and each row of a table as one line with a tab between its cells."""
    for item in _children(holder, f"{_W}p", f"{_W}tbl"):
        if item.tag == f"{_W}p":
            yield _line(item)
            continue
        for row in _children(item, f"{_W}tr"):
            cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in _children(row, f"{_W}tc"))
            yield "\t".join(filter(None, cells))


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
        text = "\n\n".join(filter(None, _blocks(document.element.body)))
    except Unreadable:
        raise
    except (PackageNotFoundError, zipfile.BadZipFile):
        raise damaged from None
    except MemoryError:
        raise
    except Exception:  # lxml, zlib and python-docx raise a dozen kinds of their own for a broken part
        raise damaged from None
    return bounded(Reading(text, f"python-docx {docx.__version__}"))
