"""Lines of text with their places on pages, as `pdf` finds them and `furniture` and `layout` read them.

Coordinates are points, the origin at the lower left.
"""

import re
from dataclasses import dataclass

# A time, a speaker or a label: never one with the lines around it.
STANDS_ALONE = re.compile(r"Kl\. \d\d:\d\d$|.*\):$|(?:Spørgsmål|Svar)\b[\w .]{0,20}:?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline; of a row with wide gaps each cell is a line of its own with the same `row`."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    first: float  # the width of the first word
    row: int = 0
    boxed: bool = False  # in a box of small print, where no line goes on in the next


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order of the file, and the page's height."""

    lines: tuple[Line, ...]
    height: float
