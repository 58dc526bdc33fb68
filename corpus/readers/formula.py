"""A formula of a Word document (OMML) on one line, in the linear form of Unicode Technical Note 28: "12/50", "x^2"."""

import re
from typing import Any

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ATOM = re.compile(r"[\w.,%]*")


def _part(node: Any, name: str) -> str:
    return linear(node.find(f"{_M}{name}"))


def _grouped(text: str) -> str:
    """In brackets, where the text would else fall apart: "(a+b)/2"."""
    return text if _ATOM.fullmatch(text) else f"({text})"


def _mark(node: Any, name: str, default: str) -> str:
    mark = node.find(f"{_M}{node.tag.removeprefix(_M)}Pr/{_M}{name}")
    return default if mark is None else str(mark.get(f"{_M}val", ""))


def _scripts(node: Any) -> str:
    """The sub- and superscript of a node, "" where it has none."""
    below, above = _part(node, "sub"), _part(node, "sup")
    return (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")


def linear(node: Any) -> str:
    """The text of a formula or a part of it; "" for None. Nested as deep as the XML parser allows, which is 256."""
    if node is None:
        return ""
    kind = str(node.tag).removeprefix(_M)
    if kind == "t":
        return str(node.text or "")
    if kind == "f":
        return f"{_grouped(_part(node, 'num'))}/{_grouped(_part(node, 'den'))}"
    if kind in {"sSup", "sSub", "sSubSup"}:
        return _grouped(_part(node, "e")) + _scripts(node)
    if kind == "nary":
        return _mark(node, "chr", "∫") + _scripts(node) + _part(node, "e")
    if kind == "rad":
        return f"√({'&'.join(filter(None, (_part(node, 'deg'), _part(node, 'e'))))})"
    if kind == "d":
        inner = _mark(node, "sepChr", "|").join(linear(part) for part in node.findall(f"{_M}e"))
        return _mark(node, "begChr", "(") + inner + _mark(node, "endChr", ")")
    return "".join(linear(part) for part in node if isinstance(part.tag, str))
