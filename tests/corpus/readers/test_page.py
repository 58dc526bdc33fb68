"""Web pages: what a browser shows of the letter is read, whatever hides the rest and whatever stands around it."""

import pytest

from corpus.readers.kinds import read_bytes
from corpus.readers.sight import colour
from corpus.readers.stylesheet import rules

LONG = "Der er ikke afsat midler til at etablere et nationalt forsknings- og videnscenter for ensomhed. "


def read(body: str, sheet: str = "") -> str:
    (reading,) = read_bytes("a.html", f"<!doctype html><style>{sheet}</style><body>{body}</body>".encode())
    return reading.text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE",
        "display/**/:none",
        r"display:n\6fne",
        "visibility:hidden",
        "opacity:0",
        "opacity: 0.0",
        "font-size:0",
        "font:0/0 a",
        "font-size:1px",
        "color:#fff",
        "color:white",
        "color:rgb(255 255 255)",
        "color:#fefefe",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "color:hsl(0,0%,100%)",
        "background:#333;color:#333",
        "text-indent:-9999px",
        "position:absolute;left:-9999px",
        "position:fixed;top:-200em",
        "height:0;overflow:hidden",
        "filter:opacity(0)",
        "position:absolute;clip:rect(1px,1px,1px,1px)",
        "clip-path:inset(100%)",
        "clip-path:circle(0)",
        "transform:scale(0)",
        "transform:translateX(-9999px)",
        "text-decoration:line-through",
        "content-visibility:hidden",
    ],
)
def test_what_css_hides_is_not_read_whether_in_an_attribute_or_the_pages_own_sheet(style: str) -> None:
    assert read(f'<p>Synlig.</p><p style="{style}">Skjult.</p>') == "Synlig."
    assert read('<p>Synlig.</p><div class="h"><p>Skjult.</p></div>', f"@charset 'x'; .h {{{style}}}") == "Synlig."


@pytest.mark.parametrize(
    "style",
    [
        "opacity:0.5",
        "color:#333",
        "font:700 16px Arial",
        "position:absolute;left:-20px",
        "height:0",
        "overflow:hidden",
        "background:#036;color:#fff",
        "background:url(a.png) no-repeat;color:white",
        "background:navy;color:white",
        "width:1%;overflow:hidden",
        "position:relative;left:-50%",
        "clip:rect(0,9px,9px,0)",
        "color:var(--x)",
        "color:#00f8",
    ],
)
def test_what_css_only_dresses_is_read(style: str) -> None:
    assert read(f'<p style="{style}">Synlig.</p>') == "Synlig."


@pytest.mark.parametrize(
    ("sheet", "seen"),
    [
        (".h { display: none } .h { display: block }", True),
        ("div.h { display: none } .h { display: block }", False),
        (".h { display: none !important } #i { display: block }", False),
        ("#i { display: none } div .h { display: block }", False),
        ("@media print { .h { display: none } }", True),
        ("@media (max-width: 600px) { .h { display: none } }", True),
        ("@media screen { .h { display: none } } .x { color: red }", False),
        ("div { & .h, .q { display: none } }", False),
        (".x:hover .h, .h { display: none }", False),
        (".h:hover { display: none }", True),
        ('.h::before { content: "}{" } .h { display: none }', False),
        ("?? { } .h { display: none }", False),
        (".h { display: none", False),
        ("} .h { display: none }", False),
        ("div { font-size: 0 } .h { font-size: 12px }", True),
        ("div { color: white } .h { color: black }", True),
        ("div { background: black } .h { color: white }", True),
        ("div { visibility: hidden } .h { visibility: visible }", True),
    ],
)
def test_of_several_rules_the_one_that_css_prefers_holds(sheet: str, seen: bool) -> None:
    assert read('<p>En.</p><div><div class="h" id="i">To.</div></div>', sheet) == ("En.\n\nTo." if seen else "En.")


def test_a_style_attribute_outweighs_the_sheet() -> None:
    assert read('<p class="h" style="display:block">Synlig.</p>', ".h { display: none }") == "Synlig."


@pytest.mark.parametrize(
    "hidden",
    [
        '<p class="sr-only">A</p>',
        '<font color="white">A</font>',
        "<del>A</del>",
        "<s>A</s>",
        "<strike>A</strike>",
        "<textarea>A</textarea>",
        "<select><option>A</select>",
        "<video>A</video>",
        "<dialog>A</dialog>",
        "<p hidden>A</p>",
    ],
)
def test_what_is_hidden_without_css_is_not_read(hidden: str) -> None:
    assert read(f"<p>Synlig.</p>{hidden}") == "Synlig."


def test_an_open_dialog_and_white_words_in_a_dark_cell_are_read() -> None:
    assert read('<dialog open>A</dialog><table><td bgcolor="#000000"><font color="white">B</table>') == "A\n\nB"


def test_a_form_around_the_whole_page_is_read_and_a_search_is_not() -> None:
    search = "<form><label>Søg</label><input name=q><button>Find</button></form>"
    letter = f"<p>{LONG * 4}</p>"
    assert read(f'{search}<form id="aspnetForm"><input type="hidden"><input>{letter}</form>') == (LONG * 4).strip()
    assert read(f"<form>{letter}</form><p>Slut.</p>").endswith("Slut.")


def test_a_letter_in_several_articles_is_read_whole() -> None:
    assert read(f"<article><p>{LONG}</p></article><p>Reklame.</p><article><p>Med venlig hilsen</p></article>") == (
        f"{LONG.strip()}\n\nMed venlig hilsen"
    )


def test_the_head_of_a_letter_is_read_and_that_of_a_site_is_not() -> None:
    site = "<header><p>Social- og Boligministeriet</p></header>"
    letter = f"<header><p>{LONG}</p></header><main><header>Svar:</header><p>{LONG}</p></main>"
    assert read(site + letter + "<footer><p>Holmens Kanal 22</p></footer>") == (
        f"{LONG.strip()}\n\nSvar:\n\n{LONG.strip()}"
    )


def test_raised_numbers_are_powers_behind_a_unit_and_else_point_to_notes() -> None:
    assert read("<p>Ordningen<sup>1</sup> koster 3 kr.<sup><a href=#f>[2]</a></sup> for 5 km<sup>2</sup>.</p>") == (
        "Ordningen koster 3 kr. for 5 km²."
    )


def test_a_sheet_nested_beyond_measure_ends() -> None:
    assert list(rules("a{" * 50_000 + "color:red"))[:1] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#fff", (255, 255, 255)),
        ("#ffff", (255, 255, 255)),
        ("#01020380", (1, 2, 3)),
        ("rgb(0%,100%,50%)", (0, 255, 127)),
        ("navy", None),
        ("#ggg", None),
        ("rgb(1)", None),
        ("", None),
    ],
)
def test_colours_are_read_in_every_notation(value: str, expected: tuple[int, int, int] | None) -> None:
    assert colour(value) == expected
