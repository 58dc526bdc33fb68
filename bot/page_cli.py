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
    from bot.sources import original
    from corpus.errors import UnreadableFile
    from corpus.readers.reading import Unreadable
    from corpus.readers.sandbox import picture
    from corpus.sentences import split

    first, dash, last = passage.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and int(first) < int(last)):
        raise typer.BadParameter('write the passage as two offsets: "120-260"')
    start, end = int(first), int(last)
    folder = settings_of(documents).documents_folder
    document = document_of(folder, document_id)
    page, body = document.page_of(start), original(document, folder)
    if page is None or body is None or not document.source.lower().endswith(".pdf"):
        raise UnreadableFile(document.source, "it has no pages to draw", "`ministersvar documents show` gives its text")
    spans = split(document.text, start, min(end, len(document.text)))
    quotes = [(document.page_of(each.start) == page, document.quote(each.start, each.end)) for each in spans]
    wanted = [quote for here, quote in quotes if here]
    try:
        marked, png = picture(body, page, wanted)
    except Unreadable as error:
        raise UnreadableFile(document.source, error.reason, error.remedy) from None
    out.write_bytes(png)
    print(f"page {page} of {document.source}: {out}")
    for sentence, found in zip(wanted, marked, strict=True):
        if not found:
            print(f"not marked, as it does not stand on this page exactly once: {sentence}", file=sys.stderr)
    for here, sentence in quotes:
        if not here:
            print(f"not marked, as it begins on another page: {sentence}", file=sys.stderr)
