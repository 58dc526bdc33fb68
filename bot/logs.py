"""What the running bot logs: to standard error, without the token, and without anybody's words."""

import logging
import sys

# httpx logs the token in its URLs; PTB logs a traceback for what ends here as one sentence.
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram.ext": logging.CRITICAL,
    "telegram.ext.Application": logging.INFO,
    "telegram.ext.Updater": logging.CRITICAL,
}


class _Redacted(logging.Filter):
    """Takes the token out of every line, wherever it came from."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        text = logging.Formatter().formatException(record.exc_info) if record.exc_info else record.exc_text or ""
        record.msg = record.getMessage().replace(self._token, "<token>")
        record.args, record.exc_info = None, None
        record.exc_text = text.replace(self._token, "<token>") or None
        return True


def configure(token: str) -> None:
    """Log from here on; the token is never shown."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_Redacted(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
