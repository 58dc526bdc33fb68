"""The command `ministersvar fetch`: which answers there are, what is here, and what only a person can fetch."""

import datetime as dt
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import AsJson, Documents, print_json, settings_of

if TYPE_CHECKING:  # httpx is loaded where something is fetched
    import httpx

    from corpus.opendata.drop import Held
    from corpus.opendata.rows import Wanted

fetch_app = typer.Typer()

YEAR = dt.timedelta(days=365)
PAGE = "ministersvar-links.html"  # in a folder that may be a browser's


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run came to; counts are of files, but for `answers` and `odd_rows`."""

    since: str  # the day
    answers: int
    without_file: int  # answers that list no file that is read
    odd_rows: int
    there: int
    added: tuple[str, ...]
    missing: int
    page: str | None
    drop: str
    troubles: tuple[str, ...]
    stopped: str | None  # why files were not downloaded


def _wanted(
    since: dt.date, committee: str | None, number: str | None, minister: str | None, title: str | None
) -> "Wanted":
    from corpus.committees import CODES
    from corpus.opendata.rows import Wanted, plain_number

    if committee is not None and committee.upper() not in CODES.values():
        raise typer.BadParameter(f"{committee!r} is no committee's code; write one such as SOU, SUU or REU")
    if number is not None and plain_number(number) is None:
        raise typer.BadParameter(f'{number!r} is no question\'s number; write one such as 663 or "S 725"')
    return Wanted(since, committee, number, minister, tuple((title or "").split()))


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr, told how many of how many."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def step(count: int, total: int | None) -> None:
            bar.update(task, completed=min(count, total or count), total=total)  # a row a page comes twice

        yield step


def _client() -> "httpx.Client":
    import httpx

    return httpx.Client(timeout=30, follow_redirects=False, headers={"User-Agent": "ministersvar"})


def _missing(files: "dict[str, Held]", had: dict[str, str]) -> "list[Held]":
    """Those not among the documents, the longest known first."""
    return sorted((held for url, held in files.items() if url not in had), key=lambda held: held[0].updated_at)


def _again(command: list[tuple[str, str | None]]) -> str:
    given = [part for name, value in command if value is not None for part in (name, value)]
    return shlex.join(["ministersvar", "fetch", *given])


@fetch_app.command()
def fetch(
    since: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Answers of this day and later; the last year's at first."),
    ] = None,
    committee: Annotated[str | None, typer.Option(help="A committee's code, such as SOU.")] = None,
    number: Annotated[str | None, typer.Option(help='A question\'s number: 663, or "S 725".')] = None,
    minister: Annotated[
        str | None, typer.Option(help="Part of the minister's title, such as social, or of the name.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Words that are all in the title.")] = None,
    drop: Annotated[Path | None, typer.Option(help="Folder that your browser saves the files into.")] = None,
    documents: Documents = None,
    as_json: AsJson = False,
) -> None:
    """Look up answers in the parliament's open data; add their files, and list links to those only you can save."""
    import logging

    from corpus.folder import check_writable
    from corpus.opendata.download import download
    from corpus.opendata.drop import take_in
    from corpus.opendata.fetching import read as read_answers
    from corpus.opendata.linkpage import link_page, write_page
    from corpus.opendata.mirror import Mirror
    from corpus.opendata.polite import Polite
    from corpus.opendata.service import Service

    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    wanted = _wanted(since.date() if since else dt.date.min, committee, number, minister, title)
    settings = settings_of(documents, drop=drop)
    folder = settings.documents_folder
    check_writable(folder)
    settings.drop.mkdir(parents=True, exist_ok=True)
    with Mirror(folder) as mirror, _client() as client:
        if since is None:
            known_since, _ = mirror.reach() or (dt.date.today() - YEAR, None)
            wanted = replace(wanted, since=known_since)
        polite = Polite(client)
        with _progress("reading what there is") as step:
            read = read_answers(Service(settings.oda_url, polite), mirror, wanted.since, step)
        dropped = list(take_in(settings.drop, folder, mirror))
        known = list(mirror.answers())
        chosen = [answer for answer in known if wanted.takes(answer)]
        files = {file.url: (answer, file) for answer in chosen for file in answer.files}
        with _progress("downloading") as step:
            downloads = download(_missing(files, mirror.had()), settings.oda_url, polite, folder, mirror, step)
        had = mirror.had()
    missing = _missing(files, had)
    page = (settings.drop / PAGE).resolve()
    command = _again(
        [("--since", wanted.since.isoformat()), ("--committee", committee), ("--number", number),
         ("--minister", minister), ("--title", title), ("--drop", str(drop) if drop else None),
         ("--documents", str(documents) if documents else None)]
    )  # fmt: skip
    if missing:
        write_page(page, link_page(missing, settings.drop.resolve(), command))
    elif all(file.url in had for answer in known for file in answer.files):
        page.unlink(missing_ok=True)  # the links of another query are done with, too
    result = Fetched(
        since=wanted.since.isoformat(),
        answers=len(chosen),
        without_file=sum(not answer.files for answer in chosen),
        odd_rows=read.odd,
        there=len(files) - len(missing),
        added=(*(d.name for d in dropped if d.new and d.name), *downloads.added),
        missing=len(missing),
        page=str(page) if missing else None,
        drop=str(settings.drop.resolve()),
        troubles=(*(f"{d.path.name}: {d.trouble}" for d in dropped if d.trouble), *downloads.troubles),
        stopped=downloads.stopped,
    )
    if as_json:
        print_json(asdict(result))
    else:
        _say(result, command)


def _say(result: Fetched, command: str) -> None:
    from bot.render import visible

    for name in result.added:
        print(f"added {name}")
    for trouble in result.troubles:
        print(f"not added: {visible(trouble)}", file=sys.stderr)
    if result.odd_rows:
        print(f"rows of the service that could not be read and were left out: {result.odd_rows}", file=sys.stderr)
    print(f"answers since {result.since}: {result.answers}; files: {result.there} here, {result.missing} missing")
    if result.without_file:
        print(f"of these without a PDF or Word file in the open data: {result.without_file}")
    if not result.answers:
        print("no answer fits; try an earlier --since, or fewer options")
    if result.page:
        print(f"{result.stopped}; save the files yourself:" if result.stopped else "save the missing files yourself:")
        print(f"  1. open {result.page}")
        print(f"  2. save each file into {result.drop}")
        print(f"  3. run {command}")
    if result.added:
        print("run `ministersvar index build` to search them, unless the bot or `index watch` is running")
