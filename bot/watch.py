"""What is noted of every reply and every failure: a log line, a count, a duration."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

from prometheus_client import CollectorRegistry, Histogram
from telegram.request import HTTPXRequest

from bot import logs
from bot.tally import Tally
from index.finding import Finding

log = logging.getLogger(__name__)

BUCKETS_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0)

Way: TypeAlias = Literal["chat", "inline", "guest"]


class Stages:
    """Milliseconds that each stage of a reply took."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.ms: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.ms[name] = round(1000 * (time.perf_counter() - began), 1)

    @property
    def total_ms(self) -> float:
        """Since the query was taken up."""
        return round(1000 * (time.perf_counter() - self._started), 1)


class Watch:
    """One for a running bot."""

    def __init__(self, folder: Path) -> None:
        self.tally = Tally(folder)
        self.topics: Callable[[Finding], Sequence[str]] | None = None  # where the operator has turned them on
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "ministersvar_stage_seconds", "Time that a stage of a reply took.", ["stage"],
            buckets=BUCKETS_S, registry=self.registry,
        )  # fmt: skip
        self._held = Histogram(
            "ministersvar_loop_held_seconds", "Times that the loop was held, those of 10 ms and longer.",
            buckets=BUCKETS_S[1:], registry=self.registry,
        )  # fmt: skip

    def replied(self, way: Way, finding: Finding, stages: Stages) -> None:
        """A query has its reply."""
        outcome = (finding.small_talk and "small_talk") or finding.outcome
        total_ms = stages.total_ms
        self.tally.add("query", outcome, finding.language)
        found = {name: round(ms, 1) for name, ms in finding.timings_ms.items() if name != "total"}
        for name, ms in {**found, **stages.ms, "total": total_ms}.items():
            self._seconds.labels(name).observe(ms / 1000)
        if self.topics and way == "chat" and outcome == "not_found":
            for word in self.topics(finding):
                self.tally.add("topic", word)
        log.info("replied", extra=logs.fields(
            way=way, outcome=outcome, language=finding.language, ms={**found, **stages.ms, "total": total_ms},
        ))  # fmt: skip

    def failed(self, what: str) -> None:
        """An update could not be dealt with."""
        self.tally.add("failure", what)

    def held(self, seconds: float) -> None:
        """The loop was held, and nothing else could go on."""
        self._held.observe(seconds)

    def rebuilt(self, result: str) -> None:
        """The index was renewed, or not."""
        self.tally.add("rebuild", result)

    def close(self) -> None:
        """Let go of the file."""
        self.tally.close()


class WatchedRequest(HTTPXRequest):
    """The connections for everything but getUpdates; what Telegram refuses or does not answer is counted by kind."""

    def __init__(self, tally: Tally) -> None:
        # Telegram takes 30 messages a second; each of more connections is looked at before every request.
        super().__init__(connection_pool_size=64, pool_timeout=30)
        self._tally = tally

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and body."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except Exception as error:
            self._tally.add("telegram_error", type(error).__name__)
            raise
        if status >= 400:
            self._tally.add("telegram_error", str(status))
        return status, body
