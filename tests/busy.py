"""How queries fare while the index is renewed: 20 a second in quiet, then while documents come and go.

python -m tests.busy [--documents DIR] [--seconds 20] [--renewals 3] [--json]
"""

import argparse
import json
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.building import build_index
from bot.service import Service
from bot.settings import Settings
from corpus.files import default_folder
from tests.bench import QUERIES

RATE = 20  # queries a second
MARK = "Færgen til Utopia koster {price} kr. pr. passager."
QUESTION = "Hvad koster færgen til Utopia?"


class Asker:
    """Asks at a steady rate from a thread of its own; `taken` are the milliseconds from when a query was due."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.taken: list[float] = []
        self.failed = 0

    def ask_for(self, done: Callable[[], bool]) -> None:
        """Keep asking until `done`."""
        due, number = time.perf_counter(), 0
        while not done():
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                self._service.find(QUERIES[number % len(QUERIES)])
            except Exception:  # counted: that there is none is what is measured
                self.failed += 1
            self.taken.append(1000 * (time.perf_counter() - due))
            due, number = due + 1 / RATE, number + 1


def _percentile(taken: list[float], share: float) -> float:
    return statistics.quantiles(taken, n=100)[round(100 * share) - 1]


def _findable(service: Service, price: int) -> bool:
    return any(f"{price} kr." in evidence.quote for evidence in service.find(QUESTION).evidence)


def measure(documents: Path, seconds: float, renewals: int) -> dict[str, float]:
    """Milliseconds in quiet and while renewing, failures, and seconds until a new document is found."""
    with tempfile.TemporaryDirectory(prefix="ministersvar-busy-") as folder:
        root = Path(folder)
        shutil.copytree(documents, root / "documents")
        settings = Settings(documents=root / "documents", index=root / "index", state=root / "state")
        build_index(settings)
        service = Service(settings)
        service.follow(renew=True)
        quiet, busy = Asker(service), Asker(service)
        service.find(QUESTION)
        time.sleep(5)  # the first look at the folder
        end = time.perf_counter() + seconds
        quiet.ask_for(lambda: time.perf_counter() >= end)
        found: list[float] = []
        over = threading.Event()

        def renew() -> None:
            for number in range(renewals):
                (root / "documents" / "utopia.txt").write_text(MARK.format(price=100 + number), encoding="utf-8")
                start = time.perf_counter()
                while not _findable(service, 100 + number) and time.perf_counter() < start + 60:
                    time.sleep(0.25)
                found.append(time.perf_counter() - start)
            over.set()

        renewing = threading.Thread(target=renew)
        renewing.start()
        busy.ask_for(over.is_set)
        renewing.join()
        service.close()
    figures = {
        "quiet p50 ms": _percentile(quiet.taken, 0.5),
        "quiet p95 ms": _percentile(quiet.taken, 0.95),
        "renewing p50 ms": _percentile(busy.taken, 0.5),
        "renewing p95 ms": _percentile(busy.taken, 0.95),
        "renewing p95 / quiet p95": _percentile(busy.taken, 0.95) / _percentile(quiet.taken, 0.95),
        "queries": len(quiet.taken) + len(busy.taken),
        "failed": quiet.failed + busy.failed,
        "seconds until found, median": statistics.median(found),
    }
    return {name: round(value, 2) for name, value in figures.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=default_folder())
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--renewals", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.documents, arguments.seconds, arguments.renewals)
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value}")


if __name__ == "__main__":
    main()
