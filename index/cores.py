"""How many things this process can do at once."""

import os
from pathlib import Path


def physical_cores() -> int:
    """The cores this process may use, hyperthreads of one counted once."""
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    siblings = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
    try:
        return len({Path(siblings.format(cpu)).read_text(encoding="ascii") for cpu in os.sched_getaffinity(0)})
    except OSError:
        return len(os.sched_getaffinity(0))
