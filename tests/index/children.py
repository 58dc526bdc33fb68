"""Processes forked to do something, watched at every file-system call that Python makes, and made to fail there."""

import fcntl
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

EVENTS = {"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "os.listdir", "os.scandir",
          "os.truncate", "shutil.rmtree", "sqlite3.connect", "fcntl.flock"}  # fmt: skip

Work = Callable[[], object]


def start(work: Work) -> int:
    """Do something in a child; the id of its process."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def code_of(child: int) -> int:
    """A child's exit code once it has ended; minus the signal's number where one ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _writes(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool((arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event not in {"os.listdir", "os.scandir", "shutil.rmtree"} and "mode=ro" not in str(arguments[0])


def watch(root: Path, act: Callable[[int], None], *, writing: bool = False) -> None:
    """Tell `act` the number of every (writing) file-system call of this process below a folder, before it is made."""
    count, inside = 0, False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count, inside
        if event not in EVENTS or inside or (writing and not _writes(event, arguments)):
            return
        path = str(arguments[0])
        if path.startswith(("/", "file:")) and str(root) not in path:
            return
        count, inside = count + 1, True
        try:
            act(count)
        finally:
            inside = False

    sys.addaudithook(hook)


def raising(root: Path, number: int, code: int) -> Work:
    """A system that refuses every write below a folder from some call on."""

    def act(count: int) -> None:
        if count >= number:
            raise OSError(code, os.strerror(code), str(root))

    return lambda: watch(root, act, writing=True)


def cut(size: int) -> Work:
    """A system on which no file becomes larger than some bytes: unlike the other, it stops libraries in C as well."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def held(lock: Path) -> Work:
    """Another builder at work."""
    return lambda: fcntl.flock(os.open(lock, os.O_RDWR), fcntl.LOCK_EX)
