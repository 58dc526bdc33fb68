"""A page of links for the files that only a person can fetch, as the parliament's site turns programs away."""

import secrets
from collections.abc import Sequence
from html import escape
from pathlib import Path

from corpus.opendata.rows import Answer, AnswerFile

MAX_LINKS = 500  # a page that a person can work through; the rest comes with the next run

_PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Svar, der mangler</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<style>body{{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}}li{{margin:.6em 0}}
a:visited{{color:#888}}small{{color:#555}}</style></head>
<body><h1>Svar, der mangler</h1>
<p>Folketingets side giver kun filerne til mennesker. Åbn hvert link, gem filen i mappen
<code>{drop}</code>, og kør <code>{command}</code> igen. Filerne må gerne beholde deres navne.</p>
<p>{count}</p>
<ol>
{items}
</ol></body></html>
"""


def _item(answer: Answer, file: AnswerFile) -> str:
    about = ", ".join(filter(None, (answer.minister, answer.dated_on.isoformat() if answer.dated_on else None)))
    return (
        f'<li><a href="{escape(file.url)}" target="_blank" rel="noopener noreferrer">{escape(answer.label)}</a> '
        f"{escape(answer.title)} <small>{escape(about)}</small></li>"
    )


def link_page(missing: Sequence[tuple[Answer, AnswerFile]], drop: Path, command: str) -> str:
    """The page as HTML; everything the service said is escaped."""
    shown = missing[:MAX_LINKS]
    count = f"{len(shown)} filer." if len(shown) == len(missing) else f"De første {len(shown)} af {len(missing)} filer."
    items = "\n".join(_item(answer, file) for answer, file in shown)
    return _PAGE.format(drop=escape(str(drop)), command=escape(command), count=count, items=items)


def write_page(path: Path, html: str) -> None:
    """Put the page there whole, in place of an earlier one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_text(html, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
