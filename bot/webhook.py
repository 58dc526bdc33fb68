"""The webhook: takes the updates that a proxy of the operator's hands on, if they carry a secret Telegram alone knows.

python-telegram-bot's own answers an update that it cannot read with an error, so that Telegram brings it again and
again, and logs it word for word; hence this one. The address is set by the caller.
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from http import HTTPStatus
from typing import Any

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.shapes import number_of
from bot.updates import Unreadable, loaded, readable, report

log = logging.getLogger(__name__)

HOST = "127.0.0.1"  # behind a proxy that speaks https
MAX_BODY_BYTES = 2 << 20
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(token: str) -> str:
    """What Telegram shows with each update: the same in every process of this bot, and told by nothing else."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Receiver(RequestHandler):
    """Answers Telegram: 200 once an update is taken or passed over, 403 to anybody else, 400 to what is no update."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, secret: str, take: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Called by tornado for each request."""
        self._secret, self._take = secret, take

    async def post(self) -> None:
        """Take one update."""
        shown = self.request.headers.get(HEADER, "")
        json = self.request.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
        if not json or not hmac.compare_digest(shown.encode(), self._secret.encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
            return
        try:
            update = loaded(self.request.body)
        except Unreadable:
            log.warning("what came to the webhook cannot be read")
            self.set_status(HTTPStatus.BAD_REQUEST)
            return
        number = number_of(update)
        kept = None if number is None else readable(update)
        if kept is not None:
            await self._take(kept)
        else:
            report([] if number is None else [number], int(number is None))

    def write_error(self, status_code: int, **_: Any) -> None:
        """The status alone."""
        self.finish()


def listen(
    bot: Bot, token: str, port: int, path: str, deal: Callable[[Update], Awaitable[None]]
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Listen on a port; each update is confirmed once `deal` is through with it, and that ends with the stop.

    Returns what ends it. Raises OSError where the port is taken.
    """

    async def take(update: dict[str, Any]) -> None:
        await deal(Update.de_json(update, bot))

    handlers = [(rf"/{re.escape(path)}/?", Receiver, {"secret": secret_of(token), "take": take})]
    server = HTTPServer(Application(handlers, log_function=lambda _: None), max_body_size=MAX_BODY_BYTES)
    server.listen(port, address=HOST)

    async def stop() -> None:
        server.stop()
        await server.close_all_connections()  # what came on them later would be confirmed and lost

    return stop
