"""The figures of an evaluation as a table for people (80 columns are enough) and as a JSON object.

Counting them is left to `index.evaluation`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from index.evaluation import DocumentFigures, Evaluation, Figure

_NAMES = {
    "document_r1": "document, first place (R@1)",
    "document_r5": "document, first five (R@5)",
    "document_mrr": "document, reciprocal rank (MRR)",
    "passage_1": "evidence passage @1",
    "passage_3": "evidence passage @3",
    "passage_5": "evidence passage @5",
    "quote_1": "evidence quote @1",
    "quote_3": "evidence quote @3",
    "answered": "answered",
}
_MISSING_SHOWN = 10

Row = tuple[str, Figure | None]


def _share(value: float) -> str:
    return f"{value:.3f}"


def _cells(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return "–", "–", "0"
    return _share(figure.value), f"{_share(figure.low)}–{_share(figure.high)}", str(figure.n)


def _table(title: str, rows: Iterable[Row]) -> Table:
    # Titles and names may come from a file of queries: Text is never read as rich's markup.
    table = Table(title=Text(title, style="bold"), title_justify="left", box=None, pad_edge=False)
    table.add_column("figure", min_width=32)
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("n", justify="right")
    for name, figure in rows:
        value, interval, n = _cells(figure)
        table.add_row(Text(name), value, interval, n)
    return table


def _rows(figures: DocumentFigures) -> list[Row]:
    return [(_NAMES[name], getattr(figures, name)) for name in type(figures).model_fields]


def _reliability(evaluation: Evaluation) -> Table:
    table = Table(
        title=Text("Confidence against the share of which a shown quote is a hit", style="bold"),
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    for heading in ("confidence", "mean", "correct", "95 % interval", "answered", "n"):
        table.add_column(heading, justify="left" if heading == "confidence" else "right")
    for row in evaluation.reliability:
        value, interval, n = _cells(row.correct)
        limits = f"{row.low:.1f}–{row.high:.1f}"
        table.add_row(limits, _share(row.confidence), value, interval, str(row.answered), n)
    return table


def _gold_missing(evaluation: Evaluation) -> Iterable[RenderableType]:
    if ids := evaluation.gold_missing:
        shown = ", ".join(ids[:_MISSING_SHOWN]) + (" …" if len(ids) > _MISSING_SHOWN else "")
        yield Text(
            f"{len(ids)} queries name evidence that their document, as it was read, does not hold: {shown}. "
            "Compare with `ministersvar documents show`."
        )


def evaluation_table(evaluation: Evaluation) -> RenderableType:
    """All figures, a section for each language and style, and the reliability table."""
    asked = [
        ("AUROC of confidence, all", evaluation.auroc),
        ("AUROC of confidence, in-domain", evaluation.auroc_in_domain),
        *((f"answered: {kind}", figure) for kind, figure in evaluation.answered.items()),
        ("quotes that are word for word", evaluation.verbatim),
    ]
    overall = [row for row in _rows(evaluation.overall) if row[0] != _NAMES["answered"]]
    sections: list[RenderableType] = [_table("All answerable queries", overall), _table("Trust", asked)]
    for language, group in evaluation.per_language.items():
        sections.append(_table(f"Language: {language}", _rows(group)))
    for style, group in evaluation.per_style.items():
        sections.append(_table(f"Style: {style}", _rows(group)))
    sections.append(_reliability(evaluation))
    sections.extend(_gold_missing(evaluation))
    spaced = [part for section in sections for part in (section, Text())]
    return Stack(*spaced[:-1])


_ABLATED: tuple[tuple[str, Callable[[Evaluation], Figure | None]], ...] = (
    ("R@1", lambda e: e.overall.document_r1),
    ("R@1 en", lambda e: e.per_language["en"].document_r1 if "en" in e.per_language else None),
    ("psg@1", lambda e: e.overall.passage_1),
    ("psg@3", lambda e: e.overall.passage_3),
    ("quote@1", lambda e: e.overall.quote_1),
    ("quote@3", lambda e: e.overall.quote_3),
    ("AUROC", lambda e: e.auroc),
    ("in-domain", lambda e: e.auroc_in_domain),
)


def ablation_table(parts: Mapping[str, Evaluation]) -> RenderableType:
    """One row a part taken away, one column a figure."""
    table = Table(title=Text("What each part is worth", style="bold"), title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for heading, _ in _ABLATED:
        table.add_column(heading, justify="right")
    for name, evaluation in parts.items():
        table.add_row(Text(name), *(_cells(figure_of(evaluation))[0] for _, figure_of in _ABLATED))
    return table


def natural_table(figures: DocumentFigures) -> RenderableType:
    """The natural test."""
    return _table("Natural test: the member's question, taken out of the documents", _rows(figures))


class Shown(NamedTuple):
    """One measurement for a program and for a person."""

    fields: dict[str, object]
    table: RenderableType


def evaluation(figures: Evaluation) -> Shown:
    """All figures of one run."""
    return Shown(figures.model_dump(mode="json"), evaluation_table(figures))


def natural(figures: DocumentFigures) -> Shown:
    """The natural test."""
    return Shown(figures.model_dump(mode="json"), natural_table(figures))


def ablation(parts: Mapping[str, Evaluation]) -> Shown:
    """The figures with each part taken away in turn."""
    return Shown({name: part.model_dump(mode="json") for name, part in parts.items()}, ablation_table(parts))
