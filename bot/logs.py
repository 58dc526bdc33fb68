"""What the running bot logs: to standard error, without the token, and without anybody's words.

A line of text where a person watches; where none does, a JSON object a line. What is logged while one update is dealt
with carries the same reference, which the user is told only where something goes wrong.
"""

import datetime as dt
import json
import logging
import secrets
import sys
import traceback
from contextvars import ContextVar
from typing import Any

# httpx logs the token in its URLs; PTB logs a traceback for what ends here as one sentence.
NEVER = logging.CRITICAL + 1
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram.ext": logging.CRITICAL,
    "telegram.ext.ExtBot": NEVER,  # an update that it cannot read, word for word
    "telegram.ext.Application": logging.INFO,
    "telegram.ext.Updater": logging.CRITICAL,
    "telegram.request": logging.CRITICAL,  # the body of a gateway's error page
}
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # that are not mistaken for each other
REFERENCE_CHARS = 6

_reference: ContextVar[str] = ContextVar("reference", default="")


def begin() -> str:
    """A new reference, for all that is logged from here on in this task and the threads it asks."""
    reference = "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_CHARS))
    _reference.set(reference)
    return reference


def fields(**values: object) -> dict[str, Any]:
    """For `extra`: what a log line says beside its sentence, as numbers and names."""
    return {"fields": values}


def _trace(error: BaseException) -> str:
    """Where an error was raised and its type. Not its message: that may hold what somebody wrote."""
    before = error.__cause__ or error.__context__
    lines = [] if before is None or error.__suppress_context__ else [_trace(before)]
    lines += ["Traceback (most recent call last):"]
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join([*lines, type(error).__name__])


class _Redacted(logging.Filter):
    """Takes the token out of every line, wherever it came from, and notes the reference."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        record.msg = record.getMessage().replace(self._token, "<token>")
        record.args, record.exc_info = None, None
        record.exc_text = _trace(error).replace(self._token, "<token>") if error else None
        record.reference = _reference.get()
        return True


class Plain(logging.Formatter):
    """For people."""

    def format(self, record: logging.LogRecord) -> str:
        given = {"ref": getattr(record, "reference", "") or None, **getattr(record, "fields", {})}
        record.beside = "".join(f" {name}={value}" for name, value in given.items() if value is not None)
        return super().format(record)


class Json(logging.Formatter):
    """For programs: an object a line."""

    def format(self, record: logging.LogRecord) -> str:
        given = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "ref": getattr(record, "reference", "") or None,
            **getattr(record, "fields", {}),
            "trace": record.exc_text,
        }
        return json.dumps({name: value for name, value in given.items() if value is not None}, ensure_ascii=False)


def configure(token: str) -> None:
    """Log from here on; the token is never shown."""
    handler = logging.StreamHandler(sys.stderr)
    plain = Plain("%(asctime)s %(levelname)s %(name)s: %(message)s%(beside)s")
    handler.setFormatter(plain if sys.stderr.isatty() else Json())
    handler.addFilter(_Redacted(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
