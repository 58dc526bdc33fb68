"""The process that reads one hostile file: bytes on standard input, JSON on standard output, nothing else.

It gives up memory, time, files and the right to start processes before it looks at the first byte; `sandbox` starts it.
"""

import contextlib
import json
import resource
import sys
from dataclasses import asdict

from corpus.readers.kinds import read_bytes
from corpus.readers.reading import Unreadable

MAX_MEMORY = 900 * 2**20
MAX_OUTPUT = 96 * 2**20
MAX_CPU_S = 20


def confine() -> None:
    """Give up what a reader does not need; for good. A superuser, whom no limit on processes holds, keeps that."""
    for limit, value in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_CPU_S),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),  # compared with all processes of its user, so that any further one is too many
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit, or has a lower one
            resource.setrlimit(limit, (value, value))


def main() -> None:
    """Read what stands on standard input as the file that the first argument names."""
    confine()
    try:
        readings = read_bytes(sys.argv[1], sys.stdin.buffer.read())
        answer: dict[str, object] = {"readings": [asdict(reading) for reading in readings]}
    except Unreadable as error:
        answer = {"reason": error.reason, "remedy": error.remedy}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
