"""`make preview`: the golden replies as chat bubbles in one page, light and dark, at the width of a phone.

Where Chromium is installed it is a picture, too, and the first exchange is the one that the README shows.

Written by hand after Telegram's own look, so that wording and length can be judged without a phone.
"""

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bot.goldens import Golden, goldens

PAGE = Path(".ministersvar/preview.html")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STYLE = """
:root { font: 16px/1.38 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
body { margin: 0; background: #e7e9ec; display: flex; flex-wrap: wrap; justify-content: center;
  gap: 24px; padding: 24px; }
.phone { width: 390px; border-radius: 28px; overflow: hidden; box-shadow: 0 6px 30px #0003; background: var(--sky); }
.light { --sky: #c9dbb8; --bar: #f7f7f8; --them: #fff; --me: #e3fdd0; --ink: #111; --soft: #6c7883; --line: #3390ec;
  --tint: #3390ec14; --key: #5f8a4a66; --keyink: #fff; }
.dark { --sky: #0d141b; --bar: #17212b; --them: #182533; --me: #2b5278; --ink: #f4f6f8; --soft: #8ea0b0;
  --line: #64b5ef; --tint: #64b5ef1c; --key: #22303f; --keyink: #e6edf3; }
header { background: var(--bar); color: var(--ink); padding: 14px 18px; font-weight: 600; }
header small { display: block; font-weight: 400; color: var(--soft); font-size: 13px; }
main { padding: 10px 8px 24px; }
h2 { font-size: 12.5px; font-weight: 500; color: #fff; background: #0004; width: fit-content; margin: 18px auto 8px;
  padding: 2px 10px; border-radius: 12px; }
.me, .them { max-width: 84%; width: fit-content; padding: 7px 11px 8px; color: var(--ink); overflow-wrap: anywhere; }
.me { background: var(--me); border-radius: 16px 16px 4px 16px; margin: 4px 4px 4px auto; }
.them { background: var(--them); border-radius: 16px 16px 16px 4px; margin: 4px; white-space: pre-wrap; }
.them i { color: var(--soft); }
blockquote { margin: 3px 0; padding: 4px 22px 4px 9px; border-left: 3px solid var(--line); border-radius: 4px;
  background: var(--tint); font-size: 14.5px; position: relative; max-height: 3.9em; overflow: hidden; }
blockquote::after { content: "⌄"; position: absolute; right: 7px; bottom: 0; color: var(--line); }
.keys { width: 87%; margin: 0 4px; display: grid; gap: 4px; }
.keys div { display: flex; gap: 4px; }
.keys span { flex: 1; text-align: center; background: var(--key); color: var(--keyink); border-radius: 9px;
  padding: 8px 4px; font-size: 14px; white-space: nowrap; }
"""


def _bubbles(name: str, golden: Golden) -> str:
    # Telegram shows no empty line at the edge of a block quotation: the break belongs to the block itself.
    message = golden.message.html or html.escape(golden.message.plain, quote=False)
    message = re.sub(r"\n?<blockquote expandable>", "<blockquote>", message).replace("</blockquote>\n", "</blockquote>")
    rows = golden.markup.inline_keyboard if golden.markup else ()
    keys = "".join(
        "<div>" + "".join(f"<span>{html.escape(button.text)}</span>" for button in row) + "</div>" for row in rows
    )
    return (
        f'<h2>{html.escape(name)}</h2><div class="me">{html.escape(golden.asked)}</div>'
        f'<div class="them">{message}</div>' + (f'<div class="keys">{keys}</div>' if keys else "")
    )


def page(shown: Mapping[str, Golden]) -> str:
    """Some replies: one phone in light, one in dark."""
    talk = "".join(_bubbles(name, golden) for name, golden in shown.items())
    phones = "".join(
        f'<section class="phone {theme}"><header>Ministersvar<small>bot</small></header><main>{talk}</main></section>'
        for theme in ("light", "dark")
    )
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Ministersvar</title><style>{STYLE}</style></head><body>{phones}</body></html>"
    )


def _write(path: Path, shown: Mapping[str, Golden], height: int) -> None:
    """Write a page, and its picture beside it where a browser can take one."""
    path.write_text(page(shown), encoding="utf-8")
    print(f"open {path} in a browser", file=sys.stderr)
    if browser := next(filter(None, map(shutil.which, BROWSERS)), None):
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size=860,{height}"]
        target = path.with_suffix(".png")
        command = [browser, *options, f"--screenshot={target}", path.resolve().as_uri()]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        print(f"or look at {target}", file=sys.stderr)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    _write(PAGE, goldens(), 9000)
    _write(PAGE.with_name("reply.html"), dict(list(goldens().items())[:1]), 1034)
