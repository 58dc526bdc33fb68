"""The command `ministersvar`: results on stdout, progress and errors on stderr; exit 0, 1 (an error), 2 (usage)."""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.console import AsJson, Documents, Index, console, print_json, settings_of
from bot.documents_cli import documents_app
from bot.feedback_cli import feedback_app
from bot.fetch_cli import fetch_app
from bot.index_cli import index_app
from bot.operation_cli import operation_app, state_app
from bot.page_cli import show
from corpus.errors import MinistersvarError

if TYPE_CHECKING:  # telegram is imported by the bot alone
    from bot.service import Service

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    help="Finds, quotes and cites what Danish ministers answered.",
)  # fmt: skip
app.add_typer(index_app, name="index")
app.add_typer(documents_app, name="documents")
app.add_typer(feedback_app, name="feedback")
app.add_typer(state_app, name="state")
app.add_typer(operation_app)
app.command()(show)
app.add_typer(fetch_app)

MAX_LINE = 10_000  # characters of one query on standard input
TURNS = 2  # earlier turns of a chat that a follow-up may mean


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
    """Answer one query: the quotes that hold the answer, and their source."""
    from bot.contract import as_object
    from bot.reply import compose
    from bot.service import open_retriever
    from bot.terminal import renderable

    if not query.strip():
        raise typer.BadParameter("the query is empty; write what you want to know")
    retriever = open_retriever(settings_of(documents, index))
    understood = retriever.understood(after or ())
    lines = (line[:MAX_LINE] for line in sys.stdin) if query == "-" else [query]
    for line in lines:
        if not line.strip():
            continue
        finding = retriever.ask(line, top_k, before=understood)
        if as_json:
            print_json(as_object(finding))
        else:
            console().print(renderable(compose(finding)))


@app.command()
def chat(documents: Documents = None, index: Index = None) -> None:
    """Answer one query after the other; each may build on the one before."""
    from bot.reply import compose
    from bot.service import Service
    from bot.terminal import renderable
    from bot.texts import DANISH

    service = Service(settings_of(documents, index))
    screen = console()
    screen.print(Text(DANISH.start), Text("(Ctrl-D slutter)", style="dim"))
    before: list[str] = []
    while True:
        try:
            query = screen.input("\n[bold cyan]› [/]").strip()
        except (EOFError, KeyboardInterrupt):
            screen.print()
            return
        if query:
            finding = service.find(query, before)
            screen.print(renderable(compose(finding)))
            if not finding.small_talk:
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

    retriever = open_retriever(settings_of(documents, index))
    known = expect is None or retriever.generation.knows(expect)
    found = explain_look(
        retriever.look(query, before=retriever.understood(after or ())), retriever.weights, expect, known
    )
    if as_json:
        print_json(asdict(found))
    else:
        console().print(explanation_table(found))


@app.command()
def bot() -> None:
    """Run the Telegram bot until it is stopped."""
    from bot.application import run
    from bot.service import Service

    settings = settings_of()

    with ExitStack() as stack:

        def open_library() -> "Service":
            service = Service(settings)
            stack.callback(service.close)
            service.follow(renew=settings.watch)
            return service

        run(settings, open_library)


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

    settings = settings_of(documents, index)
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
        print_json(shown.fields)
    else:
        console().print(shown.table)


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
