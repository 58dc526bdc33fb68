"""How the time that a text takes to be read grows with its length."""

import time
from collections.abc import Callable

TIMES = 8  # as long
ALLOWED = 3 * TIMES  # as much time: work that grows with the square takes TIMES ** 2; others use the machine too
MEASURABLE_S = 0.005
TRIES = 4


def _least_s(work: Callable[[str], object], text: str) -> float:
    """The least processor time of several runs, in seconds."""
    found = []
    for _ in range(2):
        begun = time.process_time()
        work(text)
        found.append(time.process_time() - begun)
    return min(found)


def grows_evenly(work: Callable[[str], object], make: Callable[[int], str], size: int = 1_000) -> bool:
    """Whether a text eight times as long takes about eight times as long, and not sixty-four.

    Args:
        work: what is done with a text.
        make: a text of about so many characters.
        size: where to begin; it is doubled until the time can be measured.
    """
    while size < 1 << 18 and _least_s(work, make(size)) < MEASURABLE_S:
        size *= 2
    return any(
        _least_s(work, make(TIMES * size)) < ALLOWED * max(_least_s(work, make(size)), MEASURABLE_S / 2)
        for _ in range(TRIES)
    )
