"""A process stopped at every call that changes a file, whichever library makes it, as strace does (Linux, x86-64).

The numbers are those of ptrace(2) and of the kernel's table of system calls.
"""

import ctypes
import os
import platform
import signal

CALLS = {1: "write", 18: "pwrite64", 20: "writev", 74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate",
         82: "rename", 83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink", 90: "chmod", 257: "openat", 258: "mkdirat",
         263: "unlinkat", 264: "renameat", 265: "linkat", 268: "fchmodat",
         285: "fallocate", 316: "renameat2"}  # fmt: skip
OPENAT = 257
TRACEME, PEEKUSER, CONT, SYSCALL, SETOPTIONS = 0, 3, 7, 24, 0x4200
SYSGOOD, CLONE, EXITKILL = 0x1, 0x8, 0x100000
NUMBER, FLAGS = 8 * 15, 8 * 12  # where a stopped thread keeps the call's number and third argument
WALL = 0x40000000

_ptrace = ctypes.CDLL(None, use_errno=True).ptrace
_ptrace.restype = ctypes.c_long
_ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def possible() -> bool:
    """Whether this machine is one whose numbers these are."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def offer() -> None:
    """In the child: be traced from here on."""
    _ptrace(TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)


def _changes(thread: int) -> bool:
    number = _ptrace(PEEKUSER, thread, NUMBER, None)
    if number == OPENAT:
        return bool(_ptrace(PEEKUSER, thread, FLAGS, None) & (os.O_CREAT | os.O_TRUNC))
    return number in CALLS


def follow(child: int, kill_at: int = 0) -> int:
    """Let the child run, and kill it before a call is made; returns how many were made.

    Args:
        child: it has called `offer`.
        kill_at: the number of that call, from 1; 0 for none.
    """
    os.waitpid(child, 0)
    _ptrace(SETOPTIONS, child, None, SYSGOOD | CLONE | EXITKILL)
    _ptrace(SYSCALL, child, None, None)
    count, inside = 0, set[int]()
    while True:
        thread, status = os.waitpid(-1, WALL)
        if not os.WIFSTOPPED(status):
            if thread == child:
                return count
            continue
        stopped, deliver = os.WSTOPSIG(status), 0
        if stopped == signal.SIGTRAP | 0x80:
            if thread in inside:
                inside.discard(thread)
            else:
                inside.add(thread)
                if _changes(thread):
                    count += 1
                    if count == kill_at:
                        os.kill(child, signal.SIGKILL)
        elif stopped not in (signal.SIGTRAP, signal.SIGSTOP):
            deliver = stopped
        _ptrace(SYSCALL, thread, None, deliver)
