"""What CSS declarations do to the eye: whether a box is out of sight, whether letters can be told from their ground."""

import re
from dataclasses import dataclass, replace

from corpus.readers.stylesheet import Declarations

SAME = 16  # of 255: colours that differ by less in red, green and blue can't be told apart
FAR = 400.0  # pixels to the left of the page or above it
TINY = 2.0  # pixels of a letter
Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_NAMES = {"white": WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_COLOUR = re.compile(r"(?:rgb|hsl)a?\([^)]*\)|#[0-9a-f]+|[a-z-]+")
_PLACING = re.compile(r"none|initial|inherit|unset|(?:no-)?repeat(?:-[xy])?|scroll|fixed|center|left|right|top|bottom")
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|r?em|%)?")
_PIXELS = {"pt": 1.33, "em": 16.0, "rem": 16.0}
_NUMBER = re.compile(r"-?\d*\.?\d+%?")
_EDGES = ("left", "top", "right", "bottom")
_EXTENTS = ("height", "width", "max-height", "max-width")


def _pixels(value: str, percent: float) -> float | None:
    """A length in pixels, about; None for what is none."""
    found = _LENGTH.match(value)
    return float(found[1]) * (percent if found[2] == "%" else _PIXELS.get(found[2], 1.0)) if found else None


def _below(said: Declarations, names: tuple[str, ...], limit: float) -> bool:
    """Whether one of these lengths is below the limit, in pixels."""
    lengths = (_pixels(said.get(name, ""), percent=5.0) for name in names)
    return any(length is not None and length < limit for length in lengths)


def _numbers(value: str) -> list[float]:
    return [float(number.rstrip("%")) for number in _NUMBER.findall(value)]


def hides_box(said: Declarations) -> bool:
    """Whether these declarations take an element out of sight, or strike it out, with all that is in it."""
    away = said.get("position") in {"absolute", "fixed"}
    flow = " ".join(said.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    clip, path, moved = said.get("clip", ""), said.get("clip-path", ""), said.get("transform", "")
    corners = _numbers(clip) if clip.startswith("rect") else []
    faint = said.get("opacity", "") + " " + " ".join(re.findall(r"opacity\(([^)]*)", said.get("filter", "")))
    return (
        said.get("display") == "none"
        or said.get("content-visibility") == "hidden"
        or any(number < 0.05 for number in _numbers(faint))
        or (away and (_below(said, _EDGES, -FAR) or (bool(corners) and max(corners) <= 1)))
        or path.startswith("circle(0")
        or (path.startswith("inset") and max(_numbers(path), default=0) >= 50)
        or _below(said, ("text-indent",), -FAR)
        or (("hidden" in flow or "clip" in flow) and _below(said, _EXTENTS, 1.5))
        or (moved.startswith("translate") and min(_numbers(moved), default=0) < -FAR)
        or (moved.startswith("scale") and 0 in _numbers(moved))
        or "line-through" in said.get("text-decoration", "") + said.get("text-decoration-line", "")
    )


def colour(value: str) -> Colour | None:
    """Red, green and blue (0 to 255) of a CSS colour; None for one that is not known here."""
    if value.startswith("#"):
        digits = value[1:] if len(value) > 5 else "".join(digit * 2 for digit in value[1:])
        try:
            return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
        except ValueError:
            return None
    parts = [float(n[:-1]) * 255 / 100 if n[-1] == "%" else float(n) for n in _NUMBER.findall(value)]
    if value.startswith("rgb") and len(parts) > 2:
        return int(parts[0]), int(parts[1]), int(parts[2])
    if value.startswith("hsl") and len(parts) > 2 and parts[2] > 248:
        return WHITE
    return _NAMES.get(value)


def _is_clear(value: str) -> bool:
    """Whether a colour is wholly transparent."""
    if value.startswith("#"):
        return len(value) in {5, 9} and set(value[-((len(value) - 1) // 4) :]) == {"0"}
    alpha = _numbers(value)[3:4] if value.startswith(("rgb", "hsl")) else []
    return value == "transparent" or (bool(alpha) and alpha[0] < 0.05)


def _ground(value: str, before: Colour | None) -> Colour | None:
    """The colour that a background gives; None for a picture, or a colour that is not known here."""
    if "url(" in value or "gradient(" in value:
        return None
    for word in _COLOUR.findall(value):
        if not _PLACING.fullmatch(word):
            return before if _is_clear(word) else colour(word)
    return before


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters look; `colour` is None for the usual one, `ground` None for one that is not known."""

    colour: Colour | None = None
    ground: Colour | None = WHITE
    clear: bool = False
    tiny: bool = False
    shown: bool = True

    def under(self, said: Declarations) -> "Ink":
        """The ink of an element with these declarations within one that has this ink."""
        ink = self
        own = said.get("color")
        if own and own not in {"inherit", "currentcolor"}:
            ink = replace(ink, colour=colour(own), clear=_is_clear(own))
        for name in ("background", "background-color", "background-image"):
            ink = replace(ink, ground=_ground(said.get(name, ""), ink.ground))
        size = said.get("font-size") or "".join(re.findall(r"(?:^|\s)(\d*\.?\d+[^\s/]*)", said.get("font", ""))[:1])
        if (pixels := _pixels(size, percent=0.16)) is not None:
            ink = replace(ink, tiny=pixels < TINY)
        if (kind := said.get("visibility", "inherit")) != "inherit":
            ink = replace(ink, shown=kind not in {"hidden", "collapse"})
        return ink

    @property
    def is_seen(self) -> bool:
        """Whether letters of this ink can be told from their ground."""
        known = self.colour is not None and self.ground is not None
        pairs = zip(self.colour or WHITE, self.ground or WHITE, strict=True)
        same = known and max(abs(one - other) for one, other in pairs) < SAME
        return self.shown and not self.clear and not self.tiny and not same
