"""The command `ministersvar`: results on stdout, progress and errors on stderr; exit 0, 1 (an error), 2 (usage)."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import Settings, load_settings, unknown_names
from corpus.errors import DocumentUnknown, MinistersvarError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    help="Finds, quotes and cites what Danish ministers answered.",
)  # fmt: skip
index_app = typer.Typer(no_args_is_help=True, help="Build and inspect the index.")
documents_app = typer.Typer(no_args_is_help=True, help="Look at the documents.")
app.add_typer(index_app, name="index")
app.add_typer(documents_app, name="documents")

Documents = Annotated[Path | None, typer.Option("--documents", help="Folder of documents.")]
Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MAX_LINE = 10_000  # characters of one query on standard input
TURNS = 2  # earlier turns of a chat that a follow-up may mean


def _settings(documents: Path | None = None, index: Path | None = None) -> Settings:
    for name in unknown_names():
        print(f"warning: {name} is not a setting; see the README for their names", file=sys.stderr)
    return load_settings(documents=documents, index=index)


def _console() -> Console:
    from bot.terminal import WIDTH

    console = Console()
    return Console(width=min(console.width, WIDTH)) if console.is_terminal else Console(width=WIDTH, soft_wrap=False)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


@app.command()
def ask(
    query: Annotated[str, typer.Argument(help='What you want to know; "-" reads one query a line.')],
    documents: Documents = None,
    index: Index = None,
    as_json: AsJson = False,
    top_k: Annotated[int, typer.Option(min=1, max=100, help="Ranked passages in the JSON.")] = 10,
    after: Annotated[
        list[str] | None, typer.Option(help="An earlier query that this one follows up; repeat it.")
    ] = None,
) -> None:
    """Ask one question and print the cited reply."""
    from bot.contract import as_object
    from bot.reply import compose
    from bot.service import open_retriever
    from bot.terminal import renderable

    if not query.strip():
        raise typer.BadParameter("the query is empty; write what you want to know")
    retriever = open_retriever(_settings(documents, index))
    understood: list[str] = []
    for turn in after or ():
        understood.append(retriever.look(turn, before=understood).understood)
    lines = (line[:MAX_LINE] for line in sys.stdin) if query == "-" else [query]
    for line in lines:
        if not line.strip():
            continue
        finding = retriever.ask(line, top_k, before=understood)
        if as_json:
            _print_json(as_object(finding))
        else:
            _console().print(renderable(compose(finding)))


@app.command()
def chat(documents: Documents = None, index: Index = None) -> None:
    """Ask one question after the other."""
    from bot.reply import compose
    from bot.service import Service
    from bot.terminal import renderable
    from bot.texts import DANISH

    service = Service(_settings(documents, index))
    console = _console()
    console.print(Text(DANISH.start), Text("(Ctrl-D slutter)", style="dim"))
    before: list[str] = []
    while True:
        try:
            query = console.input("\n[bold cyan]› [/]").strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if query:
            finding = service.find(query, before)
            console.print(renderable(compose(finding)))
            before = [*before, finding.understood][-TURNS:]


@app.command()
def explain(
    query: str,
    expect: Annotated[str | None, typer.Option(help="The id of the document that should have answered.")] = None,
    documents: Documents = None,
    index: Index = None,
    as_json: AsJson = False,
    after: Annotated[list[str] | None, typer.Option(help="An earlier query that this one follows up.")] = None,
) -> None:
    """Show why a query gets the reply it gets: each signal's share, what decided, and the stage to blame."""
    from dataclasses import asdict

    from bot.explained import explanation_table
    from bot.service import open_retriever
    from index.explaining import explain as explain_look

    retriever = open_retriever(_settings(documents, index))
    known = expect is None or retriever.generation.knows(expect)
    found = explain_look(retriever.look(query, before=after or ()), retriever.weights, expect, known)
    if as_json:
        _print_json(asdict(found))
    else:
        _console().print(explanation_table(found))


@app.command()
def bot() -> None:
    """Run the Telegram bot until it is stopped."""
    from bot.application import run
    from bot.service import Service

    settings = _settings()
    run(settings, lambda: Service(settings))


@index_app.command("build")
def index_build(
    documents: Documents = None,
    index: Index = None,
    force: Annotated[bool, typer.Option(help="Build even if nothing has changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index match the documents folder."""
    from bot.service import build_index

    manifest, built = build_index(_settings(documents, index), force=force)
    if as_json:
        _print_json({"built": built, **manifest.model_dump(mode="json", exclude={"checksums"})})
        return
    done = "built" if built else "unchanged:"
    print(f"{done} generation {manifest.generation}: {manifest.documents} documents, {manifest.passages} passages")
    for skip in manifest.skipped:
        print(f"skipped {skip.source}: {skip.reason}", file=sys.stderr)


@index_app.command("status")
def index_status(index: Index = None, as_json: AsJson = False) -> None:
    """Say which generation serves, and whether it is sound."""
    from index import manifest as manifests
    from index.generation import current

    manifest = manifests.read(current(_settings(index=index).index))
    fields = manifest.model_dump(mode="json", exclude={"checksums"})
    if as_json:
        _print_json(fields)
        return
    table = Table(box=None, show_header=False)
    for name, value in fields.items():
        table.add_row(name.replace("_", " "), Text(str(len(value) if name == "skipped" else value)))
    _console().print(table)


@documents_app.command("list")
def documents_list(documents: Documents = None, as_json: AsJson = False) -> None:
    """List every file with what was read from it, or why it was not read."""
    from bot.render import visible
    from bot.service import documents_folder
    from corpus.citations import label
    from corpus.store import load_folder

    corpus = load_folder(documents_folder(_settings(documents)))
    if as_json:
        _print_json(
            {
                "documents": [
                    document.model_dump(mode="json", exclude={"text", "turns", "question"})
                    for document in corpus.documents
                ],
                "skipped": [{"file": skip.path.name, "reason": str(skip)} for skip in corpus.skipped],
            }
        )
        return
    for document in corpus.documents:
        print(f"{document.document_id}\t{visible(label(document))}")
    for skip in corpus.skipped:
        print(f"skipped {skip}", file=sys.stderr)


@documents_app.command("show")
def documents_show(document_id: str, documents: Documents = None, as_json: AsJson = False) -> None:
    """Show one document: its fields and its text."""
    from bot.render import visible
    from bot.service import documents_folder
    from corpus.citations import label
    from corpus.store import load_folder

    corpus = load_folder(documents_folder(_settings(documents)))
    document = next((d for d in corpus.documents if d.document_id == document_id), None)
    if document is None:
        raise DocumentUnknown(document_id)
    if as_json:
        _print_json(document.model_dump(mode="json"))
        return
    console = _console()
    console.print(Text(label(document), style="bold"))
    console.print(Text(document.question_text, style="italic"))
    for turn in document.turns:
        who = " ".join(part for part in (turn.title, turn.name, f"({turn.party})" if turn.party else "") if part)
        console.print(Text(f"\n{who or turn.role}:", style="cyan"))
        console.print(Text(visible(document.quote(turn.start, turn.end))))


@app.command()
def evaluate(
    queries: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Answerable queries (JSON lines).")
    ] = None,
    unanswerable: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    natural: Annotated[tuple[Path, Path] | None, typer.Option(help="QUERIES QRELS of the natural test.")] = None,
    followups: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Conversations (JSON lines), judged by their last turn."),
    ] = None,
    ablation: Annotated[bool, typer.Option(help="With --queries: take each part of the ranking away in turn.")] = False,
    documents: Documents = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well queries are answered."""
    from bot import measuring, report

    settings = _settings(documents, index)
    if sum(given is not None for given in (queries, natural, followups)) != 1:
        raise typer.BadParameter("name one of --queries FILE, --natural QUERIES QRELS, --followups FILE")
    if ablation and queries is None:
        raise typer.BadParameter("--ablation goes with --queries FILE")
    if queries and ablation:
        shown = report.ablation(measuring.measure_ablation(settings, queries, unanswerable))
    elif queries:
        shown = report.evaluation(measuring.measure(settings, queries, unanswerable))
    elif followups:
        shown = report.evaluation(measuring.measure_followups(settings, followups))
    elif natural:
        shown = report.natural(measuring.measure_natural(settings, *natural))
    if as_json:
        _print_json(shown.fields)
    else:
        _console().print(shown.table)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code; errors are one sentence, never a traceback."""
    try:
        app(arguments)
    except MinistersvarError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        print(
            f"error: {error.strerror or error} ({error.filename or 'no file'}); check the folder and its rights",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
