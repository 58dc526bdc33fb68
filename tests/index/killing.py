"""Builds that are killed or fail at every point, and what the index is afterwards: `python -m tests.index.killing`.

Every build runs in a process forked from one that has imported everything and computed nothing, so that a trial takes
a fraction of a second. The encoder is the fake one. What must hold is asserted here; figures go to stdout as JSON.
"""

import argparse
import errno
import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from bot import building, cli
from corpus.store import load_folder
from index import background, shelf
from index import manifest as manifests
from index.build import JOURNAL, LOCK, build
from index.encoder import Encoded, Segments
from index.encoding import wanted
from index.errors import IndexMissing
from index.inputs import KEY_BYTES, key_of
from index.retriever import Retriever
from index.shelf import open_serving
from tests.fakes import FakeEncoder
from tests.index import tracing
from tests.index.children import Work, code_of, cut, held, raising, start, watch

DOCUMENTS = 12
SENTENCES = ("Broen over sund {n} åbner til maj.", "Den koster {n} mio. kr. i alt.", "Færge {n} sejler indtil da.")
QUERIES = ("Hvad koster broen over sund 3?", "hvornår åbner broen over sund 5", "sejler færge 7", "hvad er nyt 99")

Answers = list[list[str]]


class Recording(FakeEncoder):
    """Writes down the key of every text that it has given away and that was taken care of."""

    def __init__(self, done: Path) -> None:
        super().__init__()
        self._done = os.open(done, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        for row, encoded in super().encode_passages(texts):
            yield row, encoded
            if texts[row][0] not in background.SENTENCES:  # which a first build measures once more
                os.write(self._done, key_of(texts[row]))


def keys(done: Path) -> list[bytes]:
    """What was written down."""
    data = done.read_bytes() if done.exists() else b""
    return [data[start : start + KEY_BYTES] for start in range(0, len(data), KEY_BYTES)]


def answers(index: Path) -> tuple[str, Answers]:
    """The digest of the corpus that serves and what is answered from it."""
    generation = open_serving(index)
    retriever = Retriever(generation, FakeEncoder())
    found = [[f"{e.document.document_id}: {e.quote}" for e in retriever.ask(query).evidence] for query in QUERIES]
    assert any(found), "nothing is answered"
    return generation.manifest.corpus_digest, found


class Trials:
    """A folder that was edited since its index was built, and builds that are to renew it."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "documents"
        self.old, self.index, self.done = root / "old", root / "index", root / "done"
        self.folder.mkdir()
        for n in range(DOCUMENTS):
            self._write(n, n)
        self._in_child(lambda: build(self.old, self.folder, FakeEncoder()))
        self.before = self._answers(self.old)
        for n in range(DOCUMENTS // 2):
            self._write(n, n + 50)
            self._write(n + 99, n + 99)
        (self.folder / f"{DOCUMENTS - 1}.txt").unlink()
        self.reset(fresh=False)
        started = time.perf_counter()
        self._in_child(self.build)
        self.takes_s = time.perf_counter() - started
        self.after = self._answers(self.index)
        assert self.before != self.after

    def _write(self, n: int, about: int) -> None:
        text = "\n\n".join(sentence.format(n=about) for sentence in SENTENCES)
        (self.folder / f"{n}.txt").write_text(text, encoding="utf-8")

    def _in_child(self, work: Work) -> None:
        code = code_of(start(work))
        assert code == 0, f"it failed: {code}"

    def _answers(self, index: Path) -> tuple[str, Answers]:
        reply = self.root / "answers"
        self._in_child(lambda: reply.write_text(json.dumps(answers(index)), encoding="utf-8"))
        digest, found = json.loads(reply.read_text(encoding="utf-8"))
        return digest, found

    def reset(self, *, fresh: bool) -> None:
        """The index as it was before the edits, or none."""
        shutil.rmtree(self.index, ignore_errors=True)
        if not fresh:
            shutil.copytree(self.old, self.index)
        self.done.unlink(missing_ok=True)

    def build(self) -> None:
        """Renew the index."""
        build(self.index, self.folder, Recording(self.done))

    def calls(self, *, fresh: bool, writing: bool = False) -> int:
        """How many (writing) file-system calls a build makes."""
        self.reset(fresh=fresh)
        count = self.root / "calls"

        def counted() -> None:
            seen = [0]
            watch(self.index, lambda number: seen.__setitem__(0, number), writing=writing)
            self.build()
            count.write_text(str(seen[0]), encoding="utf-8")

        self._in_child(counted)
        return int(count.read_text(encoding="utf-8"))

    def killed(self, after_s: float) -> bool:
        """Kill a build at a moment; whether it was still running."""
        child = start(self.build)
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
        return code_of(child) == -signal.SIGKILL

    def died(self, at: int) -> bool:
        """Let a build die at a file-system call; whether it came to that."""

        def dying() -> None:
            watch(self.index, lambda number: os._exit(77) if number == at else None)
            self.build()

        return code_of(start(dying)) == 77

    def stopped(self, at: int) -> int:
        """Kill a build at a call that changes a file, in whichever library; how many it had made."""

        def traced() -> None:
            tracing.offer()
            self.build()

        return tracing.follow(start(traced), at)

    def check(self, *, fresh: bool) -> tuple[int, int]:
        """What is left of a build answers as before or after, and the next build needs nothing twice.

        Returns:
            how many texts were embedded before and how many of them again.
        """
        before = keys(self.done)
        self.done.unlink(missing_ok=True)
        self._in_child(lambda: self._checked(fresh))
        again = set(keys(self.done)) & set(before)
        return len(before), len(again)

    def _checked(self, fresh: bool) -> None:
        try:
            found = answers(self.index)
            assert found in (self.before, self.after), f"neither the old nor the new one: {found}"
        except IndexMissing:
            assert fresh, "the old generation is gone"
        self._sound()
        self.build()
        assert answers(self.index) == self.after, "the next build did not mend it"
        left = {path.name for path in self.index.iterdir()} - {shelf.CURRENT, shelf.GENERATIONS, JOURNAL, LOCK}
        assert left <= {f"{shelf.CURRENT}.new"}, f"left over: {left}"
        self._sound()
        kept = {path.name for path in (self.index / shelf.GENERATIONS).iterdir()}
        assert kept == set(shelf.names(self.index)), f"left over: {kept}"
        assert set(keys(self.done)) <= set(wanted(load_folder(self.folder).documents))

    def _sound(self) -> None:
        for name in shelf.names(self.index):
            manifests.read(self.index / shelf.GENERATIONS / name)

    def failed(self, prepare: Work) -> tuple[int, str]:
        """Exit code and messages of `index build` where `prepare` has seen to it that something fails."""
        reading, writing = os.pipe()

        def failing() -> None:
            mock.patch.object(building, "open_encoder", lambda _: Recording(self.done)).start()
            os.dup2(writing, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            prepare()
            cli.main(["index", "build", "--documents", str(self.folder), "--index", str(self.index)])

        child = start(failing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as said:
            errors = said.read()
        return code_of(child), errors


def spread(count: int, wanted: int) -> list[int]:
    """So many of the numbers from 1 to `count`, evenly."""
    return sorted({1 + number * count // wanted for number in range(min(wanted, count))})


def run(root: Path, kills: int, calls: int, system: int, seed: int) -> dict[str, Any]:
    """Kill and check; the figures."""
    trials, chance = Trials(root), random.Random(seed)
    figures: dict[str, Any] = {"takes_s": round(trials.takes_s, 3), "embedded": 0, "again": 0, "killed": 0}

    def tried(name: str, fresh: bool, kill: Callable[[], bool]) -> None:
        trials.reset(fresh=fresh)
        figures[name] = figures.get(name, 0) + kill()
        embedded, again = trials.check(fresh=fresh)
        figures["embedded"] += embedded
        figures["again"] += again

    def stopped(at: int) -> bool:
        return trials.stopped(at) == at

    while figures["killed"] < kills:  # one that was done before its moment does not count
        moment = chance.uniform(0, trials.takes_s)
        tried("killed", figures["killed"] % 2 == 1, partial(trials.killed, moment))
    for fresh in (False, True):
        count = trials.calls(fresh=fresh)
        figures["calls_fresh" if fresh else "calls"] = count
        for at in spread(count, calls or count):
            tried("died", fresh, partial(trials.died, at))
        if system:
            trials.reset(fresh=fresh)
            count = trials.stopped(0)
            figures["system_calls_fresh" if fresh else "system_calls"] = count
            for at in spread(count, system):
                tried("stopped", fresh, partial(stopped, at))
    return figures


def fail(root: Path, calls: int) -> dict[str, Any]:
    """Builds that fail: each must say so in a sentence and leave the old generation serving."""
    trials = Trials(root)
    figures: dict[str, Any] = {"failed": 0, "said": []}
    count = trials.calls(fresh=False, writing=True)
    cases: list[tuple[str, Work]] = [
        (f"{errno.errorcode[code]} at {at}", raising(trials.index, at, code))
        for code in (errno.ENOSPC, errno.EROFS)
        for at in spread(count, calls or count)
    ]
    cases += [(f"files of {size} bytes", cut(size)) for size in (0, 100, 3000, 9000)]
    cases.append(("two builders", held(trials.index / LOCK)))
    for name, prepare in cases:
        trials.reset(fresh=False)
        code, said = trials.failed(prepare)
        trials.check(fresh=False)
        if code:
            assert code == 1, f"{name}: exit {code}: {said}"
            lines = said.strip().splitlines()
            assert len(lines) == 1 and lines[0].startswith("error: "), f"{name}: {said}"
            figures["failed"] += 1
            figures["said"].append(lines[0].replace(str(root), ""))
    figures["said"] = sorted(set(figures["said"]))
    return figures


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="SIGKILL at so many random moments")
    parser.add_argument("--calls", type=int, default=0, help="die at so many file-system calls, evenly; 0: at each")
    parser.add_argument("--system", type=int, default=0, help="kill at so many system calls of any library, evenly")
    parser.add_argument("--failures", action="store_true", help="calls that fail instead of kills")
    parser.add_argument("--seed", type=int, default=663)
    options = parser.parse_args()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as root:
        os.environ["TMPDIR"] = root
        place = Path(root).resolve()
        if options.failures:
            found = fail(place, options.calls)
        else:
            found = run(place, options.kills, options.calls, options.system, options.seed)
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
