"""Which process deals with which update: Telegram, or the proxy before several of them, may hand one to two.

A claim holds as long as the process that made it lives. What a killed one had not finished is brought again by
Telegram, and goes to whoever gets it then.
"""

from pathlib import Path

from bot.holding import is_port_held
from bot.state import State


class Claims:
    """Those of the process that takes a webhook's updates on a port, whose lock it holds."""

    def __init__(self, state: State, folder: Path, port: int) -> None:
        self._state, self._folder, self._port = state, folder, port
        state.let_go(port)  # by an earlier process, which is dead

    def take(self, update: int) -> bool:
        """Whether an update, by its number, is this process's to deal with, and was not before."""
        owner = self._state.claim(update, self._port)
        if owner is None:
            return True
        dead = owner != self._port and not is_port_held(self._folder, owner)
        return dead and self._state.take_over(update, owner, self._port)
