"""The commands `ministersvar documents …`: add, remove, list, show, check, export."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.console import AsJson, Documents, console, print_json, settings_of
from corpus.errors import DocumentUnknown
from corpus.schema import Document

documents_app = typer.Typer(no_args_is_help=True, help="Look at the documents, add and remove them.")


@documents_app.command("add")
def documents_add(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)], documents: Documents = None
) -> None:
    """Copy files into the documents folder, those that could not be indexed or are there already excepted."""
    from bot.render import visible
    from corpus.citations import label
    from corpus.errors import CorpusError
    from corpus.folder import add

    folder = settings_of(documents).documents_folder
    refused = 0
    for path in files:
        try:
            added = add(folder, path)
            print(f"added {added.path.name}")
            for document in added.documents:
                print(f"  {visible(label(document))}")  # its id hangs on which other files there are
        except CorpusError as error:
            print(f"error: {error}", file=sys.stderr)
            refused += 1
    print("run `ministersvar index build` to search them, unless the bot or `index watch` is running", file=sys.stderr)
    if refused:
        raise typer.Exit(1)


@documents_app.command("remove")
def documents_remove(document_id: str, documents: Documents = None) -> None:
    """Take the file of a document out of the folder; it is kept in the hidden folder .removed there."""
    from bot.render import visible
    from corpus.citations import label
    from corpus.folder import remove
    from corpus.store import load_folder

    folder = settings_of(documents).documents_folder
    found = load_folder(folder).documents
    source = next((document.source for document in found if document.document_id == document_id), None)
    if source is None:
        raise DocumentUnknown(document_id)
    kept = remove(folder, source)
    print(f"removed {visible(source)}, which holds:")
    for document in found:
        if document.source == source:
            print(f"  {document.document_id}\t{visible(label(document))}")
    print(f"the file is kept as {kept}")
    print("run `ministersvar index build` to forget it, unless the bot or `index watch` is running", file=sys.stderr)


@documents_app.command("list")
def documents_list(documents: Documents = None, as_json: AsJson = False) -> None:
    """List every file with what was read from it, or why it was not read."""
    from bot.render import visible
    from corpus.citations import label
    from corpus.store import load_folder

    corpus = load_folder(settings_of(documents).documents_folder)
    if as_json:
        print_json(
            {
                "documents": [
                    document.model_dump(mode="json", exclude={"text", "turns", "question"})
                    for document in corpus.documents
                ],
                "skipped": [{"file": skip.path.as_posix(), "reason": str(skip)} for skip in corpus.skipped],
            }
        )
        return
    for document in corpus.documents:
        print(f"{document.document_id}\t{visible(label(document))}")
    for skip in corpus.skipped:
        print(f"skipped {skip}", file=sys.stderr)


def document_of(folder: Path, document_id: str) -> Document:
    """The document of an id, read from the folder. Raises DocumentUnknown."""
    from corpus.store import load_folder

    found = next((d for d in load_folder(folder).documents if d.document_id == document_id), None)
    if found is None:
        raise DocumentUnknown(document_id)
    return found


@documents_app.command("show")
def documents_show(document_id: str, documents: Documents = None, as_json: AsJson = False) -> None:
    """Show one document: its fields, where each was read, and its text."""
    from bot.checked import field_lines, fields_of
    from bot.render import visible
    from corpus.citations import label
    from corpus.origins import origins

    document = document_of(settings_of(documents).documents_folder, document_id)
    where = origins(document)
    if as_json:
        print_json(document.model_dump(mode="json") | {"origins": fields_of(document, where)})
        return
    screen = console()
    screen.print(Text(label(document), style="bold"))
    for line in field_lines(document, where):
        screen.print(Text(f"  {line}", style="dim"))
    screen.print(Text(document.question_text, style="italic"))
    for turn in document.turns:
        who = " ".join(part for part in (turn.title, turn.name, f"({turn.party})" if turn.party else "") if part)
        screen.print(Text(f"\n{who or turn.role}:", style="cyan"))
        screen.print(Text(visible(document.quote(turn.start, turn.end))))


@documents_app.command("check")
def documents_check(documents: Documents = None, as_json: AsJson = False) -> None:
    """Report every file: its fields, where each was read, and what is in doubt; exit 1 if one is not read."""
    from bot.checked import as_object, summary, table
    from corpus.checking import check_folder

    files = list(check_folder(settings_of(documents).documents_folder))
    if as_json:
        print_json(as_object(files))
    else:
        for line in table(files):
            print(line)
        print(summary(files), file=sys.stderr)
    if any(file.problem for file in files):
        raise typer.Exit(1)


@documents_app.command("export")
def documents_export(
    documents: Documents = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array instead of one object a line.")] = False,
    jsonl: Annotated[Path | None, typer.Option(help="Write the lines into this file instead.", dir_okay=False)] = None,
) -> None:
    """Print every document with its fields and text, one JSON object a line."""
    from corpus.store import load_folder

    corpus = load_folder(settings_of(documents).documents_folder)
    rows = (document.model_dump(mode="json") for document in corpus.documents)
    if as_json:
        print_json(list(rows))
    elif jsonl is None:
        for row in rows:
            print_json(row)
    else:
        part = jsonl.with_name(f".{jsonl.name}.part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        part.replace(jsonl)
        print(f"documents written to {jsonl}: {len(corpus.documents)}", file=sys.stderr)
    for skip in corpus.skipped:
        print(f"skipped {skip}", file=sys.stderr)
