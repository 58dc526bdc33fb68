"""The index made to match the documents, for a person who waits: with golden questions and a progress bar.

A build that nobody waits for is left to `rebuilding`.
"""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot.settings import Settings
from corpus.store import Corpus
from index import golden
from index.build import build
from index.encoder import open_encoder
from index.generation import Generation
from index.manifest import Manifest


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.0f}/s", style="dim")


def build_index(
    settings: Settings, corpus: Corpus | None = None, *, force: bool = False, returning: bool = True
) -> tuple[Manifest, bool]:
    """Build what the documents ask for, with a progress bar on stderr; False if there was nothing to do.

    Args:
        settings: the operator's; with a `gate`, its golden questions are asked first.
        corpus: instead of the documents folder.
        force: read and encode everything anew.
        returning: whether to leave an earlier generation that a rollback chose.
    """
    encoder = open_encoder(settings.model)
    items = golden.load_golden(settings.gate) if settings.gate else ()

    def check(new: Generation, old: Generation | None) -> None:
        verdict = golden.judge(items, encoder, new, old)
        for line in verdict.still_failing:
            print(f"golden question still failing: {line}", file=sys.stderr)
        golden.refuse_regressions(verdict)

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def step(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        documents = corpus or settings.documents_folder
        return build(
            settings.index, documents, encoder, step,
            force=force, check=check, keep=settings.keep, returning=returning,
        )  # fmt: skip
