"""The command `ministersvar show`: the page of a PDF on which a passage stands, its sentences marked."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.console import Documents, settings_of


def show(
    document_id: str,
    passage: Annotated[str, typer.Option(help='Offsets as a citation gives them: "120-260".')],
    out: Annotated[Path, typer.Option(help="The picture to write, a .png.", dir_okay=False)],
    documents: Documents = None,
) -> None:
    """Draw the page of a PDF on which a passage stands, with its sentences marked."""
    from bot.documents_cli import document_of
    from bot.pages import drawn, page_at
    from corpus.errors import UnreadableFile
    from corpus.readers.reading import Unreadable

    first, dash, last = passage.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and int(first) < int(last)):
        raise typer.BadParameter('write the passage as two offsets: "120-260"')
    start, end = int(first), int(last)
    folder = settings_of(documents).documents_folder
    document = document_of(folder, document_id)
    page = page_at(document, start, end)
    if page is None:
        raise UnreadableFile(document.source, "it has no pages to draw", "`ministersvar documents show` gives its text")
    try:
        unmarked, png = drawn(document, page, folder)
    except Unreadable as error:
        raise UnreadableFile(document.source, error.reason, error.remedy) from None
    out.write_bytes(png)
    print(f"page {page.number} of {document.source}: {out}")
    for sentence in unmarked:
        print(f"not marked, as it does not stand on this page exactly once: {sentence}", file=sys.stderr)
    for sentence in page.elsewhere:
        print(f"not marked, as it stands on the next page: {sentence}", file=sys.stderr)
