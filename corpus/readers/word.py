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
# Text boxes stand twice, in a new and an old spelling; properties and deletions are no text.
_SKIPPED = frozenset(
    [f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)  # fmt: skip


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
    lines = "".join(_pieces(paragraph._p)).split("\n")
    return "\n".join(" ".join(cleaned(line).split()) for line in lines).strip()


def _blocks(holder: Any) -> Iterator[str]:
    """Each paragraph, and each row of a table as one line with a tab between its cells."""
    from docx.table import Table

    for item in holder.iter_inner_content():
        if not isinstance(item, Table):
            yield _line(item)
            continue
        for row in item.rows:
            cells: dict[Any, str] = {}  # a merged cell comes once for each place it covers
            for cell in row.cells:
                cells.setdefault(cell._tc, " ".join(filter(None, (" ".join(b.split()) for b in _blocks(cell)))))
            yield "\t".join(filter(None, cells.values()))


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
        text = "\n\n".join(filter(None, _blocks(document)))
    except Unreadable:
        raise
    except (PackageNotFoundError, zipfile.BadZipFile):
        raise damaged from None
    except MemoryError:
        raise
    except Exception:  # lxml, zlib and python-docx raise a dozen kinds of their own for a broken part
        raise damaged from None
    return bounded(Reading(text, f"python-docx {docx.__version__}"))
