"""HTML → text: the visible words of a page, block by block, without its menus and banners."""

import re
from importlib.metadata import version
from typing import Any

from corpus.readers.plain import decoded
from corpus.readers.reading import Reading, bounded, cleaned

_GONE = (
    "script,style,noscript,template,nav,header,footer,aside,form,button,select,svg,iframe,object,canvas,"
    "[hidden],[aria-hidden=true],[role=navigation],[role=banner],[role=contentinfo],[role=search]"
)
_BLOCK_NAMES = """
    address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr
    li main ol p pre section table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset(["td", "th"])
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What pages of the parliament's site carry between the lines of a converted letter.
BOILER = re.compile(
    r"\s*(?:\S{1,100}\.(?:png|jpe?g|gif|svg|bmp)|PDF to HTML\b.{0,100}|.{0,60}\bConvert PDF\b.{0,60}"
    r"|Vi bruger cookies\b.{0,200}|Side \d{1,3}(?: ?(?:/|af) ?\d{1,3})?)\s*",
    re.IGNORECASE,
)
MAIN_SHARE = 0.4  # of the page's text, and `main` or `article` is where the letter stands


def _decoded(data: bytes) -> tuple[str, str]:
    """By the byte order mark, then the page's own word, then by its look."""
    if (named := _CHARSET.search(data[:4096])) and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii").lower()
        if name not in {"utf-8", "utf8"}:
            try:
                return data.decode("cp1252" if name in {"iso-8859-1", "latin-1", "latin1"} else name), name
            except (LookupError, UnicodeDecodeError):
                pass
    return decoded(data)


def _text(root: Any) -> str:
    """The text below a node, walked without recursion: a page may be nested a million deep."""
    out: list[str] = []
    node, down = root, True
    last = root.mem_id  # nodes themselves are compared by their whole HTML
    while node is not None:
        tag = node.tag
        if down:
            if tag == "-text":
                out.append(re.sub(r"\s+", " ", cleaned(node.text_content or "")))
            elif tag == "br":
                out.append("\n")
            elif tag in _BLOCKS:
                out.append("\n\n")
        elif tag in _CELLS:
            out.append("\t")
        elif tag in _BLOCKS:
            out.append("\n" if tag == "tr" else "\n\n")
        if down and node.child is not None:
            node = node.child
        elif node.mem_id == last:
            break
        elif down:
            down = False
            continue
        elif node.next is not None:
            node, down = node.next, True
        else:
            node = node.parent
    return "".join(out)


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
    for node in tree.css(_GONE):
        node.decompose()
    for node in tree.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    whole = _lines(_text(tree.body or tree.root))
    for holder in tree.css("main,article"):
        part = _lines(_text(holder))
        if len(part) >= MAIN_SHARE * len(whole):
            whole = part
            break
    return bounded(Reading(whole, f"selectolax {version('selectolax')}", encoding=encoding))
