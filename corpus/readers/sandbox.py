"""A file read in a process of its own, so that what it does there ends there. What that process does is `__main__`."""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.readers.reading import Reading, Unreadable

TIMEOUT_S = 15
OCR_TIMEOUT_S = 300  # a page takes a second or two
OCR_MEMORY = 3 * 2**30  # bytes of address space, for the program and for each that it starts
_ROOT = Path(__file__).resolve().parents[2]  # where the package `corpus` is found


def _environment() -> dict[str, str]:
    """What the process may know: no token, no settings."""
    known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return known | {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}


def _sound(text: str) -> str:
    """The text with "?" for what is half a character: a font may say that a letter means a surrogate."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _readings(answer: Any) -> tuple[Reading, ...]:
    if "reason" in answer:
        raise Unreadable(str(answer["reason"]), str(answer["remedy"]))
    return tuple(
        Reading(
            text=_sound(str(found["text"])),
            reader=str(found["reader"]),
            encoding=str(found["encoding"]),
            pages=tuple(int(page) for page in found["pages"]),
            name=_sound(str(found["name"])),
        )
        for found in answer["readings"]
    )


def _answer(arguments: Sequence[str], data: bytes, timeout_s: float) -> bytes:
    """What a module of ours, run apart, writes about these bytes. Raises Unreadable."""
    command = [sys.executable, "-P", "-m", *arguments]
    with tempfile.TemporaryFile() as output:  # a file, so that the limit on file sizes bounds what is answered
        try:
            done = subprocess.run(  # noqa: S603 (no shell, and nothing of a file's name but its suffix)
                command, input=data, stdout=output, stderr=subprocess.DEVNULL, timeout=timeout_s, check=False,
                env=_environment(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unreadable(f"reading it takes more than {timeout_s:g} seconds", "split it, or save it anew") from None
        output.seek(0)
        answer = output.read()
    if done.returncode:
        raise Unreadable("it breaks its reader, or needs more memory than a letter may", "save it anew and add that")
    return answer


def read_apart(name: str, data: bytes, timeout_s: float = TIMEOUT_S) -> tuple[Reading, ...]:
    """What the readers give for the bytes of a file of this name.

    Raises:
        Unreadable: they give nothing, take too long, need too much memory, or break down.
    """
    suffix = Path(name).suffix.lower()
    answer = _answer(["corpus.readers", f"file{suffix}"], data, timeout_s)
    try:
        return _readings(json.loads(answer))
    except (ValueError, KeyError, TypeError):
        raise Unreadable("it breaks its reader", "save it anew and add that") from None


def picture(data: bytes, page: int, sentences: Sequence[str], timeout_s: float = TIMEOUT_S) -> tuple[list[bool], bytes]:
    """A page of a PDF, counted from 1, as PNG, and which of the sentences are marked on it.

    Raises:
        Unreadable: it cannot be drawn within the limits.
    """
    head = json.dumps(list(sentences)).encode("ascii") + b"\n"
    marked, _, png = _answer(["corpus.readers.picture", str(page)], head + data, timeout_s).partition(b"\n")
    if not png.startswith(b"\x89PNG"):
        raise Unreadable("its page cannot be drawn", "open the file itself")
    return [bool(each) for each in json.loads(marked)], png


def recogniser() -> str | None:
    """Where `ocrmypdf` is; None where it is not installed."""
    return shutil.which("ocrmypdf")


def recognised(data: bytes, timeout_s: float = OCR_TIMEOUT_S) -> bytes | None:
    """A scanned PDF with a text layer by `ocrmypdf`; None where that is not installed.

    Raises:
        Unreadable: the program is there and fails.
    """
    program = recogniser()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        scan, read = Path(folder, "scan.pdf"), Path(folder, "read.pdf")
        scan.write_bytes(data)
        command = [program, "--quiet", "--jobs", "2", "--language", "dan", "--output-type", "pdf", str(scan), str(read)]
        try:
            _run(command, timeout_s)
            return read.read_bytes()
        except (OSError, subprocess.SubprocessError):
            remedy = "see that tesseract and its Danish data are installed, or fetch the text version"
            raise Unreadable("it is a scan, and `ocrmypdf` could not read it", remedy) from None


def _run(command: list[str], timeout_s: float) -> None:
    """Run a program that starts others; all of them end with it. Raises OSError, SubprocessError."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("MINISTERSVAR_")}
    process = subprocess.Popen(  # noqa: S603 (a program found on the path, and file names of our own)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=told, start_new_session=True
    )
    with contextlib.suppress(AttributeError, OSError, ValueError):  # Linux alone knows it; it may have ended
        resource.prlimit(process.pid, resource.RLIMIT_AS, (OCR_MEMORY, OCR_MEMORY))
    try:
        code = process.wait(timeout_s)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        raise subprocess.CalledProcessError(code, command)
