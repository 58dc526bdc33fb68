"""What `documents check`, `show` and `export` print about documents: lines for people, objects for programs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.render import visible
from corpus.checking import Checked, CheckedFile
from corpus.origins import Origin
from corpus.schema import Document

_WHERE = {
    "minister table": "by the table of ministers",
    "committee": "by the committee",
    "default": "nothing says otherwise",
    "above the text": "above this text in its file",
}


def fields_of(document: Document, origins: Mapping[str, Origin]) -> dict[str, Any]:
    """Each field with a value: the value, where it was read, and its span (code points of the text), or null."""
    values = document.model_dump(mode="json")
    return {
        name: {
            "value": values[name],
            "where": origin.where,
            "start": origin.span.start if origin.span else None,
            "end": origin.span.end if origin.span else None,
        }
        for name, origin in origins.items()
    }


def field_lines(document: Document, origins: Mapping[str, Origin]) -> Iterator[str]:
    """A line a field: "asked_on: 2025-06-06 (text 45-57)"."""
    for name, origin in origins.items():
        where = f"text {origin.span.start}-{origin.span.end}" if origin.span else _WHERE[origin.where]
        yield f"{name}: {visible(str(getattr(document, name)))} ({where})"


def _lines_of(checked: Checked) -> Iterator[str]:
    document = checked.document
    yield f"  {document.document_id}  {document.form}, {document.status}  {visible(document.title)}"
    yield from (f"      {line}" for line in field_lines(document, checked.origins))
    yield from (f"    ? {visible(doubt)}" for doubt in checked.doubts)


def table(files: Sequence[CheckedFile]) -> Iterator[str]:
    """A block of lines for each file: its documents, their fields, and after "?" what is in doubt."""
    for file in files:
        yield visible(file.source)
        if file.problem:
            yield "    ! not read: " + visible("; ".join(file.problem))
        for checked in file.documents:
            yield from _lines_of(checked)


def summary(files: Sequence[CheckedFile]) -> str:
    """One line about all of them."""
    found = [checked for file in files for checked in file.documents]
    doubtful = sum(bool(checked.doubts) for checked in found)
    unread = sum(file.problem is not None for file in files)
    return f"files: {len(files)}, not read: {unread}; documents: {len(found)}, with doubts: {doubtful}"


def as_object(files: Sequence[CheckedFile]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "files": [
            {
                "file": file.source,
                "documents": [
                    {
                        "document_id": checked.document.document_id,
                        "form": checked.document.form,
                        "title": checked.document.title,
                        "reader": checked.document.reader,
                        "fields": fields_of(checked.document, checked.origins),
                        "doubts": list(checked.doubts),
                    }
                    for checked in file.documents
                ],
                "problem": {"reason": file.problem[0], "remedy": file.problem[1]} if file.problem else None,
            }
            for file in files
        ]
    }
