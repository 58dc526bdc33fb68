"""Three real sittings of the parliament: order, heads and hyphens."""

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest

from corpus.readers.pdf import read

_BROKEN = re.compile("[-\u2010\ufffe]\\s*")


@pytest.mark.parametrize("name", ["20121_M54_referat.pdf", "20191_M23_referat.pdf"])
def test_a_sitting_is_read_in_order_with_nothing_lost_but_its_heads(shared: Path, name: str) -> None:
    path = shared / "data/pdf" / name
    reading = read(path.read_bytes())
    document = pypdfium2.PdfDocument(path)
    assert len(reading.pages) == len(document)
    assert not re.search("[\u2010\u00ad\ufffe\ufffd]", reading.text)
    assert not re.search(r"[OTM]\w+dag den \d+\. \w+ 20\d\d \((?:[LBFS] \d+|D|FM) ?\)", reading.text)
    for page, (start, end) in zip(document, itertools.pairwise((*reading.pages, len(reading.text))), strict=True):
        raw = page.get_textpage().get_text_range().split("\r\n", 1)[1]  # the head is the first line, or the last
        letters = re.sub(r"[\W_]", "", _BROKEN.sub("", raw))
        own = re.sub(r"[\W_]", "", _BROKEN.sub("", reading.text[start:end]))
        assert own[200:-200] in letters
