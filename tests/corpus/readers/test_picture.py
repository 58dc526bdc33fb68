"""A page as a picture: what is under a sentence is marked, what is elsewhere is not."""

import io

import pytest
from PIL import Image

from corpus.readers.picture import YELLOW, place_of
from corpus.readers.reading import Unreadable
from corpus.readers.sandbox import picture
from tests import paper
from tests.paper import Block, Style

ABOVE, SAID, BELOW = (
    "Der er nedsat et udvalg.",
    "Kommunalbestyrelsen skal tilbyde social- og sundhedsydelser til borgerne i hele kommunen hvert eneste år.",
    "Det er vigtigt.",
)
PAGE = paper.pdf((Block(ABOVE), Block(SAID), Block(BELOW)), Style(hyphen="-", columns=2, numbered=False))


def marked_rows(png: bytes) -> list[int]:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    yellow = [at for at, pixel in enumerate(image.get_flattened_data()) if pixel == YELLOW]
    return sorted({at // image.width for at in yellow})


def test_a_sentence_broken_over_lines_is_marked_and_the_others_are_not() -> None:
    (above,), upper = picture(PAGE, 1, [ABOVE])
    (said,), middle = picture(PAGE, 1, [SAID])
    (below,), lower = picture(PAGE, 1, [BELOW])
    assert above and said and below
    rows = [marked_rows(png) for png in (upper, middle, lower)]
    assert all(rows)
    assert rows[0][-1] < rows[1][0] + 4 and rows[1][-1] < rows[2][0] + 4  # boxes of neighbouring lines may touch
    assert len(rows[1]) > 2 * len(rows[0])  # it takes several lines


def test_what_does_not_stand_on_the_page_is_not_marked_and_said_so() -> None:
    marked, png = picture(PAGE, 1, ["Der er ikke nedsat et udvalg."])
    assert marked == [False]
    assert marked_rows(png) == []


def test_a_sentence_that_stands_there_twice_is_not_marked() -> None:
    assert place_of("Det er en bro.", "Det er en bro. Det er en bro.") is None
    assert place_of("Det er en bro.", "Nej. Det er en bro.") == range(5, 19)


def test_ligatures_accents_and_hyphens_of_the_page_are_those_of_the_text() -> None:
    assert place_of("finanskrise på øen", "\ufb01nans\u00adkri\ufffese pa\u030a øen") is not None


@pytest.mark.parametrize(("data", "page"), [(PAGE, 2), (PAGE, 0), (PAGE[:300], 1), (b"%PDF-1.7\nno", 1)])
def test_a_page_that_is_not_there_or_is_damaged_is_refused_in_plain_words(data: bytes, page: int) -> None:
    with pytest.raises(Unreadable):
        picture(data, page, [SAID])
