"""The report of an evaluation: readable at 80 columns, and safe to print."""

import io
import json

from rich.console import Console, RenderableType

from bot.report import ablation, evaluation, evaluation_table, natural, natural_table
from index.evaluation import DocumentFigures, Evaluation, Figure, Group, ReliabilityBin

FIGURE = Figure(value=0.8917, low=0.8333, high=0.9417, n=120)
DOCUMENTS = DocumentFigures(document_r1=FIGURE, document_r5=FIGURE, document_mrr=FIGURE)
GROUP = Group(**dict.fromkeys(Group.model_fields, FIGURE))
EVALUATION = Evaluation(
    overall=GROUP,
    per_language={"da": GROUP, "en": GROUP},
    per_style={"[red]no-diacritics[/red]": GROUP},
    answered={"answerable": FIGURE, "in-domain": FIGURE},
    auroc=FIGURE,
    auroc_in_domain=None,
    verbatim=FIGURE,
    reliability=(ReliabilityBin(low=0.8, high=0.9, n=120, answered=117, confidence=0.853, correct=FIGURE),),
    gold_missing=tuple(f"d{n:03}" for n in range(30)),
    verdicts=(),
)


def _printed(table: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(table)
    return out.getvalue()


def test_a_row_gives_figure_value_interval_and_n() -> None:
    rows = [line.split() for line in _printed(evaluation_table(EVALUATION)).splitlines()]
    assert ["document,", "first", "place", "(R@1)", "0.892", "0.833–0.942", "120"] in rows
    assert ["AUROC", "of", "confidence,", "in-domain", "–", "–", "0"] in rows
    assert ["0.8–0.9", "0.853", "0.892", "0.833–0.942", "117", "120"] in rows


def test_nothing_is_cut_off_at_80_columns() -> None:
    text = _printed(evaluation_table(EVALUATION))
    assert max(len(line) for line in text.splitlines()) <= 80
    for words in ("document, reciprocal rank (MRR)", "answered: in-domain", "Language: en", "d009 …"):
        assert words in text


def test_names_from_a_file_are_not_read_as_markup() -> None:
    assert "Style: [red]no-diacritics[/red]" in _printed(evaluation_table(EVALUATION))


def test_the_natural_test_has_three_rows() -> None:
    assert _printed(natural_table(DOCUMENTS)).count("0.833–0.942") == 3


def test_the_json_object_holds_every_figure() -> None:
    found = json.loads(json.dumps(evaluation(EVALUATION).fields))
    assert found["overall"]["quote_1"] == {"value": 0.8917, "low": 0.8333, "high": 0.9417, "n": 120}
    assert found["auroc_in_domain"] is None
    assert set(natural(DOCUMENTS).fields) == {"document_r1", "document_r5", "document_mrr"}


def test_an_ablation_has_a_row_a_part_and_a_column_a_figure() -> None:
    shown = ablation({"every part": EVALUATION, "[b]not[/b] this": EVALUATION})
    assert list(shown.fields) == ["every part", "[b]not[/b] this"]
    rows = [line for line in _printed(shown.table).splitlines() if "0.892" in line]
    assert [row.split("  ")[0] for row in rows] == ["every part", "[b]not[/b] this"]
    assert [row.split().count("0.892") for row in rows] == [7, 7]
    assert all("–" in row for row in rows)  # there is no AUROC within the domain
