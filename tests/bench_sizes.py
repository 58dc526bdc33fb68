"""How a corpus of some size behaves: built from synthetic letters by the real build, then served, then added to.

Each part runs as a process of its own, so that its memory and imports are its own:

python -m tests.bench_sizes {build|serve} FOLDER PASSAGES
"""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import faiss
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.service import Service
from bot.settings import load_settings
from index import packed
from index.build import build
from index.encoder import Encoder, open_encoder
from index.generation import Generation
from index.inputs import inputs_of
from index.manifest import checksum, forget
from index.places import Places
from index.retriever import DENSE, Retriever
from index.shelf import current, open_serving
from index.vectors import ADDED_AT_ONCE
from tests.synthetic import LETTER, Letters, SyntheticEncoder

QUERIES = 400
SEARCHES = 100  # of the bare and the exact search
NEAREST = 10
WAIT_S = 60
# Run as a whole process, which says at the end whether torch came in.
COMMAND = """
import sys
from bot.cli import main
try:
    main()
finally:
    print("torch" in sys.modules, file=sys.stderr)
"""

Halves = npt.NDArray[np.float16]


class Row(NamedTuple):
    """One figure beside what it is measured against in the same run."""

    figure: str
    value: str
    yardstick: str = ""


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(seconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(seconds)
    return f"{1000 * statistics.median(ordered):.1f} / {1000 * ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms"


def memory_mb() -> float:
    """What of this process is in memory now, mapped files and all."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def build_letters(folder: Path, passages: int) -> dict[str, Any]:
    """Write letters and build their index, if that is not done; what it took."""
    if not (folder / "documents").is_dir():
        Letters().write(folder / "writing", passages)
        (folder / "writing").rename(folder / "documents")
    start, spent = time.perf_counter(), time.process_time()
    manifest, built = build(folder / "index", folder / "documents", SyntheticEncoder(packed.revision()))
    return {
        "built": built,
        "seconds": time.perf_counter() - start,
        "cpu_s": time.process_time() - spent,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "passages": manifest.passages,
        "vectors_mb": manifest.passages * manifest.dimension * 2 / 2**20,
    }


def serve(index: Path) -> dict[str, Any]:
    """Open an index with the real encoder and ask it, as the bot does; then search its vectors without all that."""
    queries = [Letters().query(number) for number in range(QUERIES)]
    encoder = open_encoder()
    encoder.encode_query(queries[0])
    start, spent = time.perf_counter(), time.process_time()
    generation = open_serving(index)
    retriever = Retriever(generation, encoder)
    retriever.ask(queries[0])
    opened, opened_cpu = time.perf_counter() - start, time.process_time() - spent
    embedding, retrieval, cpu = [], [], []
    for query in queries:
        spent = time.thread_time()
        stages = retriever.ask(query).timings_ms
        cpu.append(time.thread_time() - spent)
        embedding.append(stages["embed"] / 1000)
        retrieval.append((stages["total"] - stages["embed"]) / 1000)
    served_mb = memory_mb()
    spent = time.thread_time()
    for query in queries:
        encoder.encode_query(query)
    embedding_cpu = (time.thread_time() - spent) / len(queries)
    forget()
    reading = timed(lambda: [checksum(generation.folder / name) for name in generation.manifest.checksums])
    return {
        "load_s": opened,
        "load_cpu_s": opened_cpu,
        "reading_s": reading,
        "embedding": embedding,
        "retrieval": retrieval,
        "retrieval_cpu": [max(spent - embedding_cpu, 0.0) for spent in cpu],
        "served_mb": served_mb,
        **_searched(generation, SyntheticEncoder(packed.revision())),
    }


def _searched(generation: Generation, encoder: Encoder) -> dict[str, Any]:
    """Bare searches of the same vectors, exact and one at a time, and how many of the nearest the index finds."""
    letters = Letters()
    queries = np.stack([encoder.encode_query(letters.query(number)).vector for number in range(SEARCHES)])
    kind = faiss.ScalarQuantizer.QT_fp16
    exact = faiss.IndexScalarQuantizer(queries.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    for some in _vectors(generation):
        exact.add(some.astype(np.float32))
    found, bare = [], []
    with threadpool_limits(1):
        for query in queries:
            spent = time.perf_counter()
            _, nearest = exact.search(query[None], DENSE)
            bare.append(time.perf_counter() - spent)
            close, _ = generation.vectors.search(query, DENSE)
            found.append(len(set(close[:NEAREST].tolist()) & set(nearest[0, :NEAREST].tolist())) / NEAREST)
    return {"bare": bare, "recall": statistics.mean(found)}


def _vectors(generation: Generation) -> Iterator[Halves]:
    """The vectors of all passages, row by row of the generation, some at a time."""
    places = Places.of(generation.order, generation.segments)
    starts = np.cumsum([0, *(len(segment.vectors) for segment in generation.segments)])
    every = np.concatenate([segment.vectors.all() for segment in generation.segments])
    rows = starts[places.segment] + places.place
    for some in np.array_split(rows, len(rows) // ADDED_AT_ONCE + 1):
        yield every[some]


def _letter(number: int) -> str:
    """A letter that is like no other."""
    return LETTER.format(
        committee="Socialudvalg", asked="6. juni 2026", number=5000 + number, office="social", Office="Social",
        asker="Karin Prøve (ALT)", minister="Astrid Opdigtet",
        question=f"Hvad koster den nye isfugleskole nummer {number} i Ringkøbing?",
        answer=f"Isfugleskole nummer {number} i Ringkøbing koster 7 mio. kr. om året.\n\nDen åbner til sommer.",
    )  # fmt: skip


def added(folder: Path) -> dict[str, Any]:
    """Add a letter beside a serving process: how long until it is found, and what the building process did."""
    number = time.time_ns() // 10**9 % 10**9
    index, documents = folder / "index", folder / "documents"
    service = Service(load_settings(index=index, documents=documents))
    service.follow(renew=False)
    query = f"Hvad koster isfugleskole nummer {number} i Ringkøbing?"
    service.find(query)
    before = current(index)
    path = documents / f"letter-{number}.txt"
    path.write_text(_letter(number), encoding="utf-8")
    start = time.perf_counter()
    options = ["--documents", str(documents), "--index", str(index), "--json"]
    command = [sys.executable, "-c", COMMAND, "index", "build", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    built = time.perf_counter() - start
    while time.perf_counter() - start < WAIT_S:
        hits = service.find(query).hits
        if hits and str(number) in hits[0].document.text:
            break
        time.sleep(0.02)
    found = time.perf_counter() - start
    with_letter = service.find(query).hits[0].document
    service.close()
    return {
        "built_s": built,
        "found_s": found,
        "embedded": json.loads(done.stdout)["embedded"],
        "texts": len(inputs_of(with_letter)) + 1,
        "torch": done.stderr.split()[-1] == "True",
        "switched": current(index) != before,
    }


def _child(part: str, folder: Path, passages: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench_sizes", part, str(folder), str(passages)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return found


def measure(folder: Path, passages: int) -> list[Row]:
    """The figures of one size. The folder keeps letters and index for the next run.

    Args:
        folder: of this size alone.
        passages: about so many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = _child("build", folder, passages)
    served = _child("serve", folder, passages)
    size_mb = sum(path.stat().st_size for path in current(folder / "index").rglob("*") if path.is_file()) / 2**20
    copying = timed(lambda: shutil.copytree(current(folder / "index"), folder / "copy", dirs_exist_ok=True))
    shutil.rmtree(folder / "copy")
    letter = added(folder)
    at = f"{made['passages']:,} passages".replace(",", " ")
    rows = []
    if made["built"]:
        rate = f"{made['passages'] / made['seconds']:.0f} passages/s"
        rows += [
            Row(f"{at}: building without a model", f"{made['seconds']:.0f} s, {rate}",
                f"copying the {size_mb:.0f} MB {copying:.1f} s"),
            Row(f"{at}: building, processor time a passage", f"{1000 * made['cpu_s'] / made['passages']:.2f} ms"),
            Row(f"{at}: building, peak memory", f"{made['peak_mb']:.0f} MB",
                f"the vectors {made['vectors_mb']:.0f} MB"),
        ]  # fmt: skip
    rows += [
        Row(f"{at}: loading and first query", f"{served['load_s']:.2f} s (processor {served['load_cpu_s']:.2f} s)",
            f"reading and summing its files {served['reading_s']:.2f} s"),
        Row(f"{at}: retrieval (p50 / p95)", spread(served["retrieval"]), f"bare exact search {spread(served['bare'])}"),
        Row(f"{at}: retrieval, processor time", spread(served["retrieval_cpu"])),
        Row(f"{at}: query's embedding", spread(served["embedding"])),
        Row(f"{at}: recall of the ten nearest", f"{served['recall']:.3f}", "exact search 1.000"),
        Row(f"{at}: serving process after {QUERIES} queries", f"{served['served_mb']:.0f} MB"),
        Row(f"{at}: letter added, found after", f"{letter['found_s']:.2f} s",
            f"the build alone {letter['built_s']:.2f} s"),
        Row(f"{at}: letter added, texts encoded", str(letter["embedded"]), f"texts in it {letter['texts']}"),
        Row(f"{at}: letter added, torch imported", "yes" if letter["torch"] else "no"),
    ]  # fmt: skip
    return rows


def main() -> None:
    """One part, as JSON on stdout."""
    part, folder, passages = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(build_letters(folder, passages) if part == "build" else serve(folder / "index")))


if __name__ == "__main__":
    main()
