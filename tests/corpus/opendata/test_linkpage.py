"""The page of links: what the service said is only ever text there."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from corpus.opendata import linkpage
from corpus.opendata.linkpage import MAX_LINKS, link_page, write_page
from corpus.opendata.rows import Answer, AnswerFile, answer_of
from tests.odata import row


def held(answer_id: int, title: str = "Spm. om sagen", url: str = "") -> tuple[Answer, AnswerFile]:
    sent = row(answer_id, titel=title)
    sent["Fil"][0]["filurl"] = url or sent["Fil"][0]["filurl"]
    answer = answer_of(sent)
    assert answer is not None
    return answer, answer.files[0]


def test_each_file_is_a_link_with_what_it_is_about() -> None:
    page = HTMLParser(link_page([held(7)], Path("/hent"), "ministersvar fetch --since 2025-01-01"))
    (link,) = page.css("a")
    assert (link.text(), link.attributes["href"]) == ("SOU 663", held(7)[1].url)
    assert "Spm. om sagen" in page.css("li")[0].text()
    assert [code.text() for code in page.css("code")] == ["/hent", "ministersvar fetch --since 2025-01-01"]


def test_hostile_titles_addresses_and_folders_stay_text() -> None:
    evil = '"><script>alert(1)</script>{drop}'
    shown = link_page([held(7, evil, 'https://www.ft.dk/"onclick="x.pdf')], Path('/<b>"'), "fetch --title '<i>'")
    page = HTMLParser(shown)
    assert page.css("script, b, i") == []
    assert [sorted(link.attributes) for link in page.css("a")] == [["href", "rel", "target"]]
    assert evil in page.css("li")[0].text()


def test_a_page_is_no_longer_than_a_person_can_work_through() -> None:
    page = HTMLParser(link_page([held(n) for n in range(1, MAX_LINKS + 3)], Path("d"), "c"))
    assert len(page.css("li")) == MAX_LINKS
    assert f"De første {MAX_LINKS} af {MAX_LINKS + 2} filer." in linkpage.link_page(
        [held(n) for n in range(1, MAX_LINKS + 3)], Path("d"), "c"
    )


def test_a_page_replaces_the_earlier_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "side.html"
    write_page(path, "en")
    write_page(path, "to")
    assert [(p.name, p.read_text(encoding="utf-8")) for p in path.parent.iterdir()] == [("side.html", "to")]
