"""Reading order and furniture, on pages drawn here line by line."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.furniture import without_furniture
from corpus.readers.layout import text_of
from corpus.readers.lines import Line, Page

WIDE = "Regeringen har afsat midler til fire initiativer i år"


def line(text: str, y: float, left: float = 50, row: int = 0, size: float = 10) -> Line:
    return Line(text, left, left + 4.5 * len(text), y, y + size, size, 4.5 * len(text.split(" ", maxsplit=1)[0]), row)


def page(*lines: Line) -> Page:
    return Page(tuple(replace(one, row=row) for row, one in enumerate(lines)), 842)


def test_two_columns_are_read_one_after_the_other_even_where_the_file_mixes_them() -> None:
    left = [f"venstre linje nummer {n} står her og" for n in "abcdefgh"]
    right = [f"højre linje nummer {n} står også her" for n in "abcdefgh"]
    mixed = [line(t, 700 - 12 * n, x) for n, pair in enumerate(zip(left, right, strict=True))
             for t, x in zip(pair, (50, 320), strict=True)]  # fmt: skip
    text, _ = text_of([page(*mixed)])
    assert text.split() == " ".join([*left, *right]).split()


def test_a_title_across_both_columns_stands_before_what_is_below_it() -> None:
    title = line("En overskrift der går tværs over begge spalter og mere end det", 730, 100)
    columns = [line(f"{side} linje nummer {n} står her", 700 - 12 * n, x)
               for side, x in (("venstre", 50), ("højre", 320)) for n in range(8)]  # fmt: skip
    text, _ = text_of([page(*columns, title)])
    assert text.startswith("En overskrift")


def test_what_comes_again_at_the_edge_of_pages_is_left_out() -> None:
    pages = [
        page(line(f"Torsdag den 31. januar 2013 (L {n})", 800), line(f"{WIDE} {n}", 700), line(str(n), 30, 300))
        for n in range(1, 5)
    ]
    kept = [one.text for each in without_furniture(pages) for one in each.lines]
    assert kept == [f"{WIDE} {n}" for n in range(1, 5)]


FAR = "Social- og Boligministeriets svar på spørgsmål 663"


def test_a_running_head_on_the_second_of_two_pages_stands_in_nobodys_sentence() -> None:
    below = [line(f"{WIDE} {n}", 740 - 12 * n) for n in range(5)]
    first, second = page(line(f"{WIDE} til den lands", 100)), page(line(FAR, 810, size=9), *below)
    assert FAR not in text_of([first, second])[0]
    assert FAR in text_of([page(line(FAR, 810, size=9), *below), first])[0]  # a letterhead


def test_a_heading_at_the_top_of_a_page_is_kept() -> None:
    first = page(line(f"{WIDE}.", 100))
    heading = line("Økonomien i forslaget", 764)
    second = page(heading, *(line(f"{WIDE} {n}", 740 - 12 * n) for n in range(5)))
    assert "Økonomien i forslaget" in text_of([first, second])[0]


def test_the_first_line_of_a_column_that_goes_on_is_no_head() -> None:
    first = page(line(f"{WIDE} til den lands", 100))
    second = page(line("dækkende indsats i hele landet", 780), *(line(f"{WIDE} {n}", 750 - 12 * n) for n in range(5)))
    assert "dækkende indsats" in text_of([first, second])[0]


BOX = ["Social- og Boligministeriet", "Holmens Kanal 22", "1060 København K", "Doknr. 998877", "Dato 27-06-2025"]


def test_a_box_beside_the_text_is_read_before_it_line_by_line() -> None:
    body = [line(f"{WIDE} {n}.", 700 - 12 * n) for n in range(8)]
    box = [line(words, 690 - 9 * n, 400, size=8) for n, words in enumerate(BOX)]
    text, _ = text_of([page(*body[:4], *box, *body[4:])])
    assert text.split("\n")[:5] == BOX
    assert text.split("\n\n")[-1] == " ".join(f"{WIDE} {n}." for n in range(8))


def test_a_box_beside_a_later_page_is_read_behind_everything() -> None:
    body = [line(f"{WIDE} {n}", 700 - 12 * n) for n in range(8)]
    box = [line(words, 690 - 9 * n, 400, size=8) for n, words in enumerate(BOX)]
    text, starts = text_of([page(*body), page(*body[:4], *box, *body[4:])])
    assert text.split("\n\n")[-1].split("\n") == BOX
    assert len(starts) == 2


def test_an_address_at_the_foot_of_the_only_page_is_left_out() -> None:
    foot = [line("Holmens Kanal 22, 1060 København K", 40), line("Telefon 33 92 93 00", 28), line("www.sm.dk", 16)]
    (kept,) = without_furniture([page(line(WIDE, 700), line("Ring til os på www.sm.dk", 500), *foot)])
    assert [one.text for one in kept.lines] == [WIDE, "Ring til os på www.sm.dk"]


def test_time_marks_at_the_foot_of_many_columns_are_no_furniture() -> None:
    pages = [page(line(f"{WIDE} {n}", 700), line("Kl. 13:07", 60)) for n in range(4)]
    assert text_of(pages)[0].count("Kl. 13:07") == 4


def test_a_word_goes_on_over_a_page_break_and_the_page_starts_at_its_rest() -> None:
    text, starts = text_of([page(line(f"{WIDE} til folkesko-", 100)), page(line("len i hele landet.", 700))])
    assert text == f"{WIDE} til folkeskolen i hele landet."
    assert [text[at:][:3] for at in starts] == ["Reg", "len"]


def test_wrapped_lines_become_one_and_paragraphs_stay_apart() -> None:
    lines = [line(WIDE, 700), line("og til fem i de næste år, som aftalt i maj måned i fjor", 688),
             line("Svar:", 676), line("Der er ikke afsat midler.", 650)]  # fmt: skip
    text, _ = text_of([page(*lines)])
    assert text == f"{WIDE} og til fem i de næste år, som aftalt i maj måned i fjor\nSvar:\n\nDer er ikke afsat midler."


def test_a_row_of_a_table_is_one_line_with_tabs() -> None:
    rows = [("År", "Beløb"), ("2024", "12,5 mio. kr."), ("2025", "13,0 mio. kr.")]
    cells = [line(cell, 700 - 12 * n, 50 + 200 * m, n) for n, row in enumerate(rows) for m, cell in enumerate(row)]
    text, _ = text_of([Page(tuple(cells), 842)])
    assert text.split("\n") == ["År\tBeløb", "2024\t12,5 mio. kr.", "2025\t13,0 mio. kr."]


def test_a_footnote_is_read_behind_the_text_and_not_in_the_middle_of_a_sentence() -> None:
    note = line("1 Jf. rapporten fra 2022 om ensomhed.", 60, size=7)
    text, starts = text_of(
        [page(line(f"{WIDE} til den lands", 110), note), page(line("dækkende indsats mod ensomhed.", 700))]
    )
    assert text == f"{WIDE} til den lands dækkende indsats mod ensomhed.\n\n1 Jf. rapporten fra 2022 om ensomhed."
    assert len(starts) == 2


def test_an_empty_page_starts_where_the_next_one_does() -> None:
    text, starts = text_of([page(line("Første side.", 700)), page(), page(line("Tredje side.", 700))])
    assert starts == (0, 14, 14) and text[14:] == "Tredje side."


PLACED = st.builds(
    line, st.text("ab. -", min_size=1, max_size=30).filter(str.strip), st.floats(0, 842), st.floats(0, 500)
)


@given(st.lists(st.lists(PLACED, max_size=25), max_size=4))
def test_page_starts_ascend_within_the_text_whatever_stands_where(pages: list[list[Line]]) -> None:
    text, starts = text_of([page(*lines) for lines in pages])
    assert list(starts) == sorted(starts)
    assert len(starts) == len(pages)
    assert all(0 <= at <= len(text) for at in starts)
