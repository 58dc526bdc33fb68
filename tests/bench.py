"""How fast it is: each figure beside its yardstick from the same run. Run by `make bench`, not by the tests.

python -m tests.bench [--documents DIR] [--index DIR] [--sizes 10k,100k,1M] [--work DIR] [--quick] [--json]

The documents are measured as they are, then synthetic letters of each size (`bench_sizes`). A million passages take
20 GB on disk and most of an hour, and are kept for the next run where `--work` says so.
"""

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.building import build_index
from bot.desk import lookers
from bot.service import open_retriever
from bot.settings import load_settings
from corpus.forms import documents_of
from corpus.readers import ReadFile
from corpus.schema import Document
from corpus.store import Corpus, load_folder
from index import bundled, encoding
from index.cache import default_cache
from index.encoder import BATCH, BULK_FROM, has_bfloat16, open_encoder
from index.journal import Journal
from index.retriever import Retriever
from tests import bench_sizes
from tests.bench_sizes import Row, spread, timed
from tests.synthetic import PASSAGES, Letters

QUERIES = (
    "Er forskningscenteret finansieret?",
    "Hvor mange initiativer er der i handlingsplanen?",
    "How much is set aside for lonely elderly people in 2028?",
    "er der penge til videnscentret for ensomhed",
    "Hvad mener regeringen om havvindmøller?",
)
ROUNDS = 40
ASKERS = (1, 8, 64)
COLD_RUNS = 5
TEXTS = 1000
BULK_ROUNDS = 3


def process(*command: str) -> float:
    """Median wall seconds of a whole process over a few runs."""
    return statistics.median(
        timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(COLD_RUNS)
    )


def measure(documents: Path | None, index: Path | None) -> list[Row]:
    """The figures of real documents, by default of those that ship."""
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
        Row("cold ask, whole process (median)", f"{cold:.2f} s", f"import sentence_transformers {heavy:.2f} s"),
        Row("cold ask, peak memory", f"{peak / 1024:.0f} MB"),
        *(Row(f"warm query, {stage} (p50 / p95)", spread(spent)) for stage, spent in stages.items()),
        Row("warm query, whole (p50 / p95)", spread(total), f"bare embedding {spread(bare)}"),
        Row("warm query, whole / bare embedding (p50)", f"{ratio:.2f}"),
        Row("passages", str(retriever.generation.manifest.passages)),
    ]


def _at_once(retriever: Retriever, looking: ThreadPoolExecutor, people: int) -> tuple[float, list[float]]:
    """Queries a second of people who ask again once answered, and the seconds that each query waited."""
    waits: list[float] = []

    def ask(number: int) -> None:
        for turn in range(max(len(QUERIES), 2 * ROUNDS // people)):
            future = looking.submit(retriever.ask, QUERIES[(number + turn) % len(QUERIES)])
            waits.append(timed(future.result))

    with ThreadPoolExecutor(people) as asking:
        spent = timed(lambda: list(asking.map(ask, range(people))))
    return len(waits) / spent, waits


def askers(documents: Path | None, index: Path | None) -> list[Row]:
    """How many queries a second when several people ask at once, as the bot lets them."""
    retriever = open_retriever(load_settings(documents=documents, index=index))
    encode, queries = retriever.encoder.encode_query, QUERIES * ROUNDS
    retriever.ask(QUERIES[0])
    alone = len(queries) / timed(lambda: list(map(encode, queries)))
    rows = []
    with lookers() as looking:
        beside = len(queries) / timed(lambda: list(looking.map(encode, queries)))
        bare = f"bare embedding one by one {alone:.0f}, side by side {beside:.0f}"
        for people in ASKERS:
            rate, waits = _at_once(retriever, looking, people)
            longest, mean = 1000 * max(waits), 1000 * statistics.mean(waits)
            rows += [
                Row(f"{people} at once, queries a second", f"{rate:.0f} ({rate / alone:.2f} of one by one)", bare),
                Row(f"{people} at once, longest wait", f"{longest:.0f} ms", f"mean {mean:.0f} ms"),
            ]
    return rows


def bulk(documents: Path | None) -> list[Row]:
    """Encoding for the index, and of a query, against `SentenceTransformer.encode` of the same texts, in turn."""
    import torch
    from sentence_transformers import SentenceTransformer

    corpus = load_folder(documents) if documents else Corpus.of(_letters())
    texts = dict(list(encoding.wanted(corpus.documents).items())[:TEXTS])
    own = open_encoder()
    means = encoding.means_of(own)
    bare = SentenceTransformer(str(bundled.unpack(default_cache())), device="cpu")
    flat = [f"passage: {' '.join(filter(None, segments))}" for segments in texts.values()]
    list(own.encode_passages(list(texts.values())[:BULK_FROM]))  # torch and the model are loaded

    def plain() -> None:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
            bare.encode(flat, batch_size=BATCH, show_progress_bar=False)

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder:
            journal = Journal(Path(folder), own.model, own.revision, own.dimension)
            encoding.encode(own, texts, means, journal, lambda *_: None)
            journal.close()

    queries = [f"query: {query}" for query in QUERIES * ROUNDS]
    single = [(timed(partial(bare.encode, q)), timed(partial(own.encode_query, q))) for q in queries]
    library, engine = zip(*single, strict=True)
    spent = [(timed(ours), timed(plain)) for _ in range(BULK_ROUNDS)]
    rates = [len(texts) / min(some) for some in zip(*spent, strict=True)]
    return [
        Row("bulk encoding, best", f"{rates[0]:.1f} texts/s", f"bare SentenceTransformer {rates[1]:.1f} texts/s"),
        Row("bulk encoding / bare", f"{rates[0] / rates[1]:.2f}"),
        Row("one query embedded (p50 / p95)", spread(engine), f"bare SentenceTransformer {spread(library)}"),
    ]


def _letters() -> Iterator[Document]:
    letters = Letters()
    for number in range(TEXTS // PASSAGES):
        text = letters.text(number)
        name = f"{number}.txt"
        yield from documents_of(ReadFile(text, hashlib.sha256(text.encode()).hexdigest(), "utf-8"), name)


def passages_of(sizes: str) -> list[int]:
    """The sizes of "10k,100k,1M"."""
    scales = {"k": 1000, "M": 1_000_000}
    return [int(size.rstrip("kM")) * scales.get(size[-1], 1) for size in sizes.split(",") if size]


def main() -> None:
    """Print the table, or the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--sizes", type=passages_of, default="10k")
    parser.add_argument("--work", type=Path, help="where the synthetic letters and indexes are kept")
    parser.add_argument("--quick", action="store_true", help="without bulk encoding")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = measure(arguments.documents, arguments.index)
    rows += askers(arguments.documents, arguments.index)
    if not arguments.quick:
        rows += bulk(arguments.documents)
    with tempfile.TemporaryDirectory(prefix="ministersvar-bench-") as scratch:
        for passages in arguments.sizes:
            rows += bench_sizes.measure((arguments.work or Path(scratch)) / str(passages), passages)
    load = " ".join(f"{share:.1f}" for share in os.getloadavg())
    rows.append(Row("load of the machine, 1 / 5 / 15 minutes", load, f"{os.cpu_count()} cores; {time.strftime('%F')}"))
    if arguments.json:
        print(json.dumps([row._asdict() for row in rows]))
        return
    table = Table(box=None)
    for title in Row._fields:
        table.add_column(title)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
