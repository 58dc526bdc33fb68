"""How the words of a Word document look: which of them its reader does not see, or sees struck out. Not what they say.

Properties are found where Word finds them: in the run, its style, its paragraph's style, and the document's defaults
(ECMA-376, part 1, 17.7.2). What is white counts as unseen only where nothing dark lies behind it.
"""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PALE = 0xF0  # each of red, green and blue, of 255: not to be seen on white paper
MIN_SIZE = 4  # half points: smaller print is not read by anyone
_OFF = frozenset({"0", "false", "off", "none"})
_TOGGLES = ("vanish", "strike", "dstrike")
_GONE_ROWS = ("del", "hidden")
Properties = dict[str, bool | int]


def _is_pale(colour: str | None) -> bool:
    """Whether a colour ("FFFFFF", "auto", a name) is white or nearly so."""
    try:
        value = int(colour or "", 16)
    except ValueError:
        return (colour or "").casefold() == "white"
    return len(colour or "") == 6 and min(value >> 16, value >> 8 & 255, value & 255) >= PALE


def _is_dark(fill: str | None) -> bool:
    return fill not in {None, "", "auto", "none"} and not _is_pale(fill)


def shaded(properties: Any) -> bool:
    """Whether the properties of a run, paragraph or cell lay a colour behind the words."""
    if properties is None:
        return False
    shade, highlight = properties.find(f"{W}shd"), properties.find(f"{W}highlight")
    patterned = shade is not None and shade.get(f"{W}val") not in {None, "clear", "nil"}
    return (
        (shade is not None and _is_dark(shade.get(f"{W}fill")))
        or (patterned and not _is_pale(shade.get(f"{W}color")))
        or (highlight is not None and _is_dark(highlight.get(f"{W}val")))
    )


def _own(properties: Any) -> Properties:
    """What one set of run properties says itself."""
    found: Properties = {}
    if properties is None:
        return found
    for name in _TOGGLES:
        if (toggle := properties.find(f"{W}{name}")) is not None:
            found[name] = toggle.get(f"{W}val") not in _OFF
    if (colour := properties.find(f"{W}color")) is not None:
        found["pale"] = _is_pale(colour.get(f"{W}val"))
    if (size := properties.find(f"{W}sz")) is not None and (size.get(f"{W}val") or "").isdecimal():
        found["size"] = int(size.get(f"{W}val"))
    if shaded(properties):
        found["shaded"] = True
    return found


def _named(properties: Any, name: str) -> str | None:
    """The style that the properties of a run, paragraph or table name."""
    style = None if properties is None else properties.find(f"{W}{name}")
    return None if style is None else style.get(f"{W}val")


class Looks:
    """The styles of one document, and what they do to its words."""

    def __init__(self, document: Any, styles: Any) -> None:
        background = document.find(f"{W}background")
        self._background = background is not None and _is_dark(background.get(f"{W}color"))
        self._styles = {style.get(f"{W}styleId"): style for style in styles.findall(f"{W}style")}
        self._resolved: dict[str | None, Properties] = {}
        self._defaults = _own(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._paragraph = next(
            (name for name, style in self._styles.items()
             if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}), None,
        )  # fmt: skip

    def _chain(self, name: str | None) -> list[Any]:
        """A style and those it is based on, the most general first."""
        chain: list[Any] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            based = chain[-1].find(f"{W}basedOn")
            name = None if based is None else based.get(f"{W}val")
        return chain[::-1]

    def _style(self, name: str | None) -> Properties:
        if name not in self._resolved:
            found: Properties = {}
            for style in self._chain(name):
                found |= _own(style.find(f"{W}rPr"))
                if shaded(style.find(f"{W}pPr")):
                    found["shaded"] = True
            self._resolved[name] = found
        return self._resolved[name]

    def of_paragraph(self, paragraph: Any) -> Properties:
        """What holds for the runs of a paragraph that say nothing themselves."""
        properties = paragraph.find(f"{W}pPr")
        named = _named(properties, "pStyle")
        found = self._defaults | self._style(named if named in self._styles else self._paragraph)
        return found | {"shaded": True} if self._background or shaded(properties) else found

    def is_unseen(self, run: Any, paragraph: Properties) -> bool:
        """Whether a run is hidden, struck out, white on white, or too small to be read."""
        own = run.find(f"{W}rPr")
        look = paragraph if own is None else paragraph | self._style(_named(own, "rStyle")) | _own(own)
        white = look.get("pale", False) and not look.get("shaded", False)
        return any(look.get(name) for name in _TOGGLES) or bool(white) or look.get("size", MIN_SIZE) < MIN_SIZE

    def colours_table(self, table: Any) -> bool:
        """Whether a table's own style or properties lay a colour behind some of its cells."""
        properties = table.find(f"{W}tblPr")
        styles = self._chain(_named(properties, "tblStyle"))
        return shaded(properties) or any(
            shaded(holder) for style in styles for kind in ("tblPr", "tcPr") for holder in style.iter(f"{W}{kind}")
        )


def is_deleted(row: Any) -> bool:
    """Whether a row of a table was deleted with tracked changes, or is hidden."""
    properties = row.find(f"{W}trPr")
    return properties is not None and any(
        (mark := properties.find(f"{W}{name}")) is not None and mark.get(f"{W}val") not in _OFF for name in _GONE_ROWS
    )
