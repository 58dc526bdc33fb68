"""HTML → text: the visible words of a page, block by block, without its menus and banners."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from corpus.readers.plain import decoded
from corpus.readers.reading import Reading, bounded, cleaned, raised
from corpus.readers.sight import Ink, hides_box
from corpus.readers.stylesheet import declared

_GONE = (
    "script,style,noscript,template,nav,aside,button,select,svg,iframe,object,canvas,"
    "[aria-hidden=true],[role=navigation],[role=banner],[role=contentinfo],[role=search]"
)
_CONTROLS = "input:not([type=hidden]),select,textarea,button"
_BLOCK_NAMES = """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr
    li main ol p pre section table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset(["td", "th"])
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
# What pages of the parliament's site carry between the lines of a converted letter.
BOILER = re.compile(
    r"\s*(?:\S{1,100}\.(?:png|jpe?g|gif|svg|bmp)|PDF to HTML\b.{0,100}|.{0,60}\bConvert PDF\b.{0,60}"
    r"|Vi bruger cookies\b.{0,200}|Side \d{1,3}(?: ?(?:/|af) ?\d{1,3})?)\s*",
    re.IGNORECASE,
)
MAIN_SHARE = 0.4  # of the page's text, and `main` or its articles are where the letter stands
FORM_LETTERS = 300  # a form with more of them holds a letter, not a search
HEAD_LETTERS = 60  # of one paragraph: the head of a letter, not of a site


def _decoded(data: bytes) -> tuple[str, str]:
    named = _CHARSET.search(data[:4096])
    return decoded(data, named[1].decode("ascii") if named else "")


def _walk(root: Any) -> Iterator[tuple[Any, bool]]:
    """Every node of a tree, entered (True) and left (False); without recursion: it may be nested a million deep."""
    node, down = root, True
    last = root.mem_id  # nodes themselves are compared by their whole HTML
    while node is not None:
        yield node, down
        if down and node.child is not None:
            node = node.child
        elif down:
            down = False
        elif node.mem_id == last:
            return
        elif node.next is not None:
            node, down = node.next, True
        else:
            node = node.parent


def _text(root: Any) -> str:
    """The text below a node."""
    out: list[str] = []
    high = 0  # how many raised elements stand open
    for node, down in _walk(root):
        tag = node.tag
        if tag == "-text":
            if down:
                text = re.sub(r"\s+", " ", cleaned(node.text_content or ""))
                out.append(raised(next(filter(None, reversed(out)), ""), text) if high else text)
        elif tag == "sup":
            high += 1 if down else -1
        elif tag == "br":
            out.append("\n" * down)
        elif tag in _CELLS:
            out.append("\t" * (not down))
        elif tag in _BLOCKS:
            out.append("\n" if tag == "tr" and not down else "\n\n")
    return "".join(out)


def _letters(node: Any) -> int:
    return len("".join(node.text().split()))


def _is_banner(head: Any) -> bool:
    """Whether a head or foot of the whole page is one of the site, not of the letter."""
    return head.tag == "footer" or all(_letters(part) < HEAD_LETTERS for part in head.css("p"))


def _is_filled_in(form: Any) -> bool:
    """Whether a form is there to be filled in, and does not just wrap the page."""
    return bool(form.css(_CONTROLS)) and _letters(form) < FORM_LETTERS


def _surroundings(tree: Any) -> Iterator[Any]:
    """What stands around a letter on a page: menus, banners, forms."""
    yield from tree.css(_GONE)
    inside = {node.mem_id for node in tree.css(":is(main,article,section) :is(header,footer)")}
    yield from (head for head in tree.css("header,footer") if head.mem_id not in inside and _is_banner(head))
    yield from filter(_is_filled_in, tree.css("form"))


def _take_out(tree: Any) -> None:
    """Take out of the tree what stands around the letter and what cannot be seen."""
    said = declared(tree)
    gone = {node.mem_id for node in _surroundings(tree)}
    inks: dict[int, Ink | None] = {}  # None within what is taken out already
    out = []
    for node, down in _walk(tree.root):
        if not down:
            continue
        above = inks[node.parent.mem_id] if node.parent is not None and node.parent.mem_id in inks else Ink()
        own = said.get(node.mem_id, {})
        unseen = node.tag == "-text" and above is not None and not above.is_seen
        if above is not None and (unseen or node.mem_id in gone or (own and hides_box(own))):
            out.append(node)
            above = None
        inks[node.mem_id] = above.under(own) if above and own else above
    for node in out:  # none of them lies within another
        node.decompose()


def _lines(text: str) -> str:
    kept: list[str] = []
    for raw in text.split("\n"):
        line = re.sub(r" *\t *", "\t", re.sub(" +", " ", raw)).strip()
        if BOILER.fullmatch(line) or (not line and kept[-1:] == [""]):
            continue
        kept.append(line)
    return "\n".join(kept).strip()


def read(data: bytes) -> Reading:
    """The text of a page.

    Raises:
        Unreadable: nothing can be seen on it.
    """
    from selectolax.lexbor import LexborHTMLParser

    source, encoding = _decoded(data)
    tree = LexborHTMLParser(source)
    _take_out(tree)
    whole = _lines(_text(tree.body or tree.root))
    for kinds in ("main", "article"):
        held = "\n\n".join(_text(holder) for holder in tree.css(f":is({kinds},header):not(:is({kinds},header) *)"))
        if tree.css_first(kinds) and len(part := _lines(held)) >= MAIN_SHARE * len(whole):
            whole = part
            break
    return bounded(Reading(whole, f"selectolax {version('selectolax')}", encoding=encoding))
