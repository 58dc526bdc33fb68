"""Which declarations hold for the elements of a page: its style sheets and style attributes, in the order of CSS.

Of CSS as much as hiding needs: specificity, order, `!important`, nesting, the media of a wide screen. Selectors are
matched by lexbor. Sheets that a page only names are not at hand. What declarations do to the eye is `sight`'s affair.
"""

import re
from collections.abc import Iterator
from typing import Any

MAX_RULES = 20_000
MAX_NESTING = 20
Declarations = dict[str, str]
# Below every rule of a page: what browsers don't show, what is struck out, and the names that frameworks hide by.
OURS = """
    [hidden],textarea,option,datalist,video,audio,dialog:not([open]),rp,del,s,strike,
    .sr-only,.visually-hidden,.visuallyhidden,.screen-reader-text,.screen-reader-only,.element-invisible,
    .d-none,.ms-hidden,.ms-hide,.hidden { display: none }
"""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_OTHER_MEDIA = re.compile(r"print|speech|max-width|max-height|not\s+(?:all|screen)|prefers-|orientation", re.IGNORECASE)
_PASSING = re.compile(r":(?:hover|focus|active|visited|target|checked|:|before|after|first-l|placeholder)|@")
_IN_BRACKETS = r"(?![^()]*\))"
_IMPORTANT = re.compile(r"\s*!\s*important")
_Said = tuple[bool, tuple[int, int, int], int, str, str]  # important, specificity, order; name, value


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else ord(escape[2])
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _declarations(block: str) -> Iterator[tuple[str, str, bool]]:
    """The declarations of a block in lower case: name, value, and whether it is important."""
    for part in _ESCAPE.sub(_unescaped, _COMMENT.sub("", block)).split(";"):
        name, _, value = part.lower().partition(":")
        if value:
            plain, count = _IMPORTANT.subn("", value)
            yield name.strip(), plain.strip(), bool(count)


def _nested(around: str | None, selector: str) -> str | None:
    """The whole selector of a block within another; None where the block does not hold on a wide screen."""
    if around is None or not selector:
        return None
    if selector.startswith("@"):
        known = selector.startswith(("@media", "@supports", "@layer", "@container"))
        return around if known and not _OTHER_MEDIA.search(selector) else None
    if "&" in selector:
        return selector.replace("&", f":is({around})")
    return f":is({around}) {selector}" if around else selector


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selector and the block of each rule that holds on a wide screen; a list of selectors gives several."""
    sheet = _STRING.sub(lambda found: '""' if re.search("[{};,]", found[0]) else found[0], _COMMENT.sub("", sheet))
    around: list[str | None] = [""]  # of the blocks that stand open
    for piece in re.finditer(r"([^{}]*)([{}]|\Z)", sheet):
        block, _, selector = piece[1].rpartition(";") if piece[2] == "{" else (piece[1], "", "")
        if around[-1] and block.strip():
            yield from ((one.strip(), block) for one in re.split(f",{_IN_BRACKETS}", around[-1]))
        if piece[2] == "}":
            del around[max(len(around) - 1, 1) :]
        elif piece[2]:
            deep = len(around) > MAX_NESTING
            around.append(None if deep else _nested(around[-1], " ".join(selector.split())))


def _specificity(selector: str) -> tuple[int, int, int]:
    """Counts of identifiers, of classes and attributes, of elements (Selectors 4, 17), without looking into `:is()`."""
    return (
        selector.count("#"),
        len(re.findall(r"\.[\w-]|\[|:(?!is|not|where)", selector)),
        len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z]", selector)),
    )


def _matching(tree: Any, selector: str) -> list[Any]:
    from selectolax.lexbor import SelectolaxError

    try:
        return list(tree.css(selector))
    except SelectolaxError:  # a selector that lexbor does not know
        return []


def declared(tree: Any) -> dict[int, Declarations]:
    """What holds for each element, by `mem_id`; elements that nothing is declared about are left out."""
    found: dict[int, list[_Said]] = {}

    def say(node: Any, block: str, weight: tuple[int, int, int], order: int) -> None:
        said = found.setdefault(node.mem_id, [])
        said += [(important, weight, order, name, value) for name, value, important in _declarations(block)]

    for node in tree.css("[color],[bgcolor]"):
        known = node.attributes
        say(node, f"color:{known.get('color') or ''};background-color:{known.get('bgcolor') or ''}", (-1, 0, 0), 0)
    own = [node.text() for node in tree.css("style") if not _OTHER_MEDIA.search(node.attributes.get("media") or "")]
    order = 0
    for origin, sheet in enumerate((OURS, *own)):
        for selector, block in rules(sheet):
            order += 1
            if order <= MAX_RULES and not _PASSING.search(selector):
                weight = _specificity(selector) if origin else (-1, 0, 0)
                for node in _matching(tree, selector):
                    say(node, block, weight, order)
    for node in tree.css("[style]"):
        say(node, node.attributes.get("style") or "", (len(own) + 10**6, 0, 0), 0)
    return {place: {name: value for *_, name, value in sorted(said)} for place, said in found.items()}
