"""Letters of all eight forms in all four formats give back their fields and every word."""

import pytest

from tests.letterpress import FORMATS, FORMS, letter, lost_sentences, read_back, wrong_fields


@pytest.mark.parametrize("form_of_file", FORMATS)
@pytest.mark.parametrize("form", FORMS)
def test_a_letter_gives_back_its_fields_and_every_sentence(form: str, form_of_file: str) -> None:
    for seed in range(3):
        made = letter(form, seed)
        document = read_back(made, form_of_file)
        assert wrong_fields(made, document) == []
        assert lost_sentences(made, document)[0] == []


def test_a_question_is_never_part_of_its_answer() -> None:
    for form in FORMS:
        made = letter(form, 100)
        document = read_back(made, "pdf")
        answer = " ".join(document.quote(turn.start, turn.end) for turn in document.turns if turn.role == "minister")
        assert made.question not in answer
