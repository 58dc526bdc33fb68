"""The latest few of many things that are read from files: what was read lately is not read again.

Several are read at a time, as one by one each would cost a call of its own.
"""

import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, ParamSpec, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
Args = ParamSpec("Args")
Result = TypeVar("Result")


def weakly(method: Callable[Args, Result]) -> Callable[Args, Result]:
    """A bound method that does not keep its object: whoever calls it has that.

    An object that holds a cache of its own method would otherwise live until the garbage collector finds it, and
    with it its files and memory; what was frozen out of the collector, for good.
    """
    found = weakref.WeakMethod(method)

    def call(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        bound = found()
        if bound is None:
            raise ReferenceError("the object of this method is gone")
        return bound(*args, **kwargs)

    return call


class Recent(Generic[Key, Value]):
    """Things by their keys; threads may share them.

    Args:
        read: gives the values of some keys, each of which it must know.
        limit: how many are kept; the one read longest ago makes room.
    """

    def __init__(self, read: Callable[[Sequence[Key]], Mapping[Key, Value]], limit: int) -> None:
        self._read, self._limit = read, limit
        self._kept: dict[Key, Value] = {}
        self._lock = threading.Lock()

    def get(self, keys: Sequence[Key]) -> list[Value]:
        """The values of some keys, in that order."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        if missing := [key for key in dict.fromkeys(keys) if key not in found]:
            read = self._read(missing)
            found |= read
            with self._lock:
                self._kept.update(read)
                while len(self._kept) > self._limit:
                    del self._kept[next(iter(self._kept))]
        return [found[key] for key in keys]
