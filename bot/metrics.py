"""Figures for Prometheus, on this machine's loopback alone: what was counted, and how things stand now."""

import time
from collections.abc import Callable, Iterator

from prometheus_client import start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.tally import Kind
from bot.watch import Watch
from index.manifest import Manifest

HOST = "127.0.0.1"
COUNTED: tuple[tuple[Kind, str, str, tuple[str, ...]], ...] = (
    ("query", "ministersvar_queries", "Queries that were replied to.", ("outcome", "language")),
    ("rebuild", "ministersvar_rebuilds", "Times the index was renewed, or was not.", ("result",)),
    ("telegram_error", "ministersvar_telegram_errors", "Calls that Telegram refused or did not answer.", ("kind",)),
    ("failure", "ministersvar_failures", "Updates that could not be dealt with.", ("what",)),
)


class Figures:
    """Read anew at each scrape; counts are those of every process on the state folder, and survive a restart."""

    def __init__(self, watch: Watch, manifest: Callable[[], Manifest], under_way: Callable[[], int]) -> None:
        self._watch, self._manifest, self._under_way = watch, manifest, under_way

    def collect(self) -> Iterator[Metric]:
        """What the registry asks for."""
        for kind, name, words, labels in COUNTED:
            counter = CounterMetricFamily(name, words, labels=labels)
            for label, count in self._watch.tally.counts(kind).items():
                counter.add_metric(label, count)
            yield counter
        manifest = self._manifest()
        age_s = time.time() - manifest.built_at.timestamp()
        yield GaugeMetricFamily("ministersvar_queue", "Updates under way and waiting.", self._under_way())
        yield GaugeMetricFamily("ministersvar_generation_age_seconds", "Since the index was built.", age_s)
        yield GaugeMetricFamily("ministersvar_documents", "Documents in the index.", manifest.documents)


def serve(
    port: int, watch: Watch, manifest: Callable[[], Manifest], under_way: Callable[[], int]
) -> Callable[[], None]:
    """Serve the figures from a thread of its own; returns what ends it. Raises OSError where the port is taken."""
    watch.registry.register(Figures(watch, manifest, under_way))
    server, thread = start_http_server(port, HOST, watch.registry)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
