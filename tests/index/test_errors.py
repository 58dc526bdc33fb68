"""Every error of the index says what mends it."""

from pathlib import Path

import pytest

from index.errors import (
    IndexDamaged,
    IndexInside,
    IndexMismatch,
    IndexMissing,
    IndexUnreadable,
    ModelUnknown,
    SearchError,
)


@pytest.mark.parametrize(
    ("error", "facts"),
    [
        (IndexMissing(Path("here")), ["here", "`ministersvar index build`"]),
        (IndexDamaged(Path("here"), "no meta"), ["here", "no meta", "`ministersvar index build`"]),
        (IndexUnreadable(Path("here"), "Too many open files"), ["here", "Too many open files", "try again"]),
        (IndexInside(Path("docs/index"), Path("docs")), ["docs/index", "MINISTERSVAR_INDEX"]),
        (IndexMismatch("dimension", 384, 1024), ["dimension", "384", "1024", "`ministersvar index build`"]),
        (ModelUnknown("big/model", "not found"), ["big/model", "not found", "MINISTERSVAR_MODEL"]),
        (ModelUnknown("big/model"), ["big/model", "MINISTERSVAR_MODEL"]),
    ],
)
def test_the_message_names_the_facts_and_the_remedy(error: SearchError, facts: list[str]) -> None:
    assert isinstance(error, SearchError)
    assert all(fact in str(error) for fact in facts)
    assert "()" not in str(error)
