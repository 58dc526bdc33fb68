"""How fast it is: each figure beside its yardstick from the same run. Run by `make bench`, not by the tests.

python -m tests.bench [--documents DIR] [--index DIR] [--json]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.service import build_index, open_retriever
from bot.settings import load_settings

QUERIES = (
    "Er forskningscenteret finansieret?",
    "Hvor mange initiativer er der i handlingsplanen?",
    "How much is set aside for lonely elderly people in 2028?",
    "er der penge til videnscentret for ensomhed",
    "Hvad mener regeringen om havvindmøller?",
)
ROUNDS = 40
COLD_RUNS = 5


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def milliseconds(seconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(seconds)
    return f"{1000 * statistics.median(ordered):.1f} / {1000 * ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


def process(*command: str) -> float:
    """Median wall seconds of a whole process over a few runs."""
    return statistics.median(
        timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(COLD_RUNS)
    )


def measure(documents: Path | None, index: Path | None) -> list[tuple[str, str, str]]:
    """Rows of figure, value, yardstick."""
    settings = load_settings(documents=documents, index=index)
    build_index(settings)
    retriever = open_retriever(settings)
    encoder = retriever.encoder
    folder = ["--index", str(settings.index)]
    cold = process(sys.executable, "-m", "bot.cli", "ask", "--json", *folder, QUERIES[0])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    heavy = timed(lambda: subprocess.run([sys.executable, "-c", "import sentence_transformers"], check=True))
    retriever.ask(QUERIES[0])
    bare: list[float] = []
    stages: dict[str, list[float]] = {}
    for query in QUERIES * ROUNDS:  # in turn, so that whatever else the machine does slows both alike
        bare.append(timed(partial(encoder.encode_query, query)))
        for stage, spent_ms in retriever.ask(query).timings_ms.items():
            stages.setdefault(stage, []).append(spent_ms / 1000)
    total = stages.pop("total")
    ratio = statistics.median(total) / statistics.median(bare)
    return [
        ("cold ask, whole process (median)", f"{cold:.2f} s", f"import sentence_transformers {heavy:.2f} s"),
        ("cold ask, peak memory", f"{peak / 1024:.0f} MB", ""),
        *((f"warm query, {stage} (p50 / p95)", milliseconds(spent), "") for stage, spent in stages.items()),
        ("warm query, whole (p50 / p95)", milliseconds(total), f"bare embedding {milliseconds(bare)}"),
        ("warm query, whole / bare embedding (p50)", f"{ratio:.2f}", ""),
        ("passages", str(retriever.generation.manifest.passages), ""),
    ]


def main() -> None:
    """Print the table, or the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = measure(arguments.documents, arguments.index)
    if arguments.json:
        print(json.dumps([dict(zip(("figure", "value", "yardstick"), row, strict=True)) for row in rows]))
        return
    table = Table(box=None)
    for title in ("figure", "value", "yardstick"):
        table.add_column(title)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
