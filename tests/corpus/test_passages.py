"""Passages: whole sentences of the minister's turns, all of them and nothing else."""

import datetime as dt
import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.files import default_folder
from corpus.passages import MAX_CHARS, MAX_SENTENCE, split_document
from corpus.schema import Document, Role, Turn, fold
from corpus.store import load_folder

WORDS = st.sampled_from(["Broen åbner.", "Det koster 20 mio. kr. i alt.", "ja", "\n\n", "\n", " ", "x" * 50, "Hvad?"])
SPEECH = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=30).map(" ".join)
ROLES: st.SearchStrategy[Role] = st.sampled_from(["minister", "member", "chair"])
SPEECHES = st.lists(st.tuples(ROLES, SPEECH), max_size=5)


def document(speeches: list[tuple[Role, str]]) -> Document:
    text, turns = "", []
    for role, speech in speeches:
        text += "TALER:\n"
        turns.append(Turn(start=len(text), end=len(text) + len(speech), role=role))
        text += speech + "\n"
    return Document(document_id="d", form="plain", title="t", text=text, source="d.txt", sha256="0", turns=tuple(turns))


def check(whole: Document, max_chars: int) -> None:
    passages = split_document(whole, max_chars)
    turns = [turn for turn in whole.turns if turn.role == "minister"]
    at = 0
    for passage in passages:
        assert at <= passage.start < passage.end
        assert sum(turn.start <= passage.start and passage.end <= turn.end for turn in turns) == 1
        most = max_chars if len(passage.sentences) > 1 else MAX_SENTENCE
        assert passage.end - passage.start <= most
        assert (passage.sentences[0].start, passage.sentences[-1].end) == (passage.start, passage.end)
        inner = passage.start
        for sentence in passage.sentences:
            assert not whole.text[inner : sentence.start].strip()
            assert inner <= sentence.start < sentence.end
            inner = sentence.end
        at = passage.end
    covered = {place for passage in passages for place in range(passage.start, passage.end)}
    for turn in turns:
        missed = [place for place in range(turn.start, turn.end) if place not in covered]
        assert not "".join(whole.text[place] for place in missed).strip()


@given(SPEECHES, st.integers(min_value=10, max_value=200))
def test_passages_cover_the_ministers_words_and_no_one_elses(speeches: list[tuple[Role, str]], max_chars: int) -> None:
    check(document(speeches), max_chars)


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    whole = document([("minister", "ord " * 1000)])
    assert all(len(whole.quote(p.start, p.end)) <= MAX_SENTENCE for p in split_document(whole))
    assert {word for p in split_document(whole) for word in whole.quote(p.start, p.end).split()} == {"ord"}


def test_a_long_sentence_stays_whole_with_its_negation_at_the_end() -> None:
    long = f"Regeringen vil {'sammen med kommunerne og parterne ' * 25}ikke gennemføre forslaget."
    whole = document([("minister", f"Broen åbner. {long} Det er nok.")])
    quoted = [whole.quote(s.start, s.end) for p in split_document(whole) for s in p.sentences]
    assert quoted == ["Broen åbner.", long, "Det er nok."]


def test_the_id_of_a_passage_names_its_place() -> None:
    (passage,) = split_document(document([("minister", "Broen åbner.")]))
    assert passage.passage_id == "d:7-19"


def test_the_seed_letters_passages_hold_the_answer_and_not_the_question() -> None:
    (seed,) = load_folder(default_folder()).documents
    check(seed, MAX_CHARS)
    quotes = [seed.quote(passage.start, passage.end) for passage in split_document(seed)]
    assert fold(" ".join(quotes)) == seed.quote(seed.turns[0].start, seed.turns[0].end)
    assert not any("operativ aktør" in quote for quote in quotes)


def test_every_real_exchange_is_read_and_split_whole(shared: Path) -> None:
    documents = load_folder(shared / "data" / "question-time" / "docs").documents
    assert len({whole.source for whole in documents}) == 343
    for whole in documents:
        glued_on = whole.document_id != Path(whole.source).stem  # a second question, whose number the file does not say
        assert whole.form == "oral"
        assert bool(whole.number) != glued_on
        assert whole.minister and whole.minister_title and whole.question
        assert whole.answered_on and dt.date(2022, 10, 1) <= whole.answered_on <= dt.date(2024, 12, 31)
        check(whole, MAX_CHARS)


def test_every_gold_sentence_lies_inside_a_ministers_turn(shared: Path) -> None:
    data = shared / "data"
    documents = {
        document.document_id: document
        for folder in (data / "seed", data / "question-time" / "docs")
        for document in load_folder(folder).documents
    }
    lines = (data / "dev" / "answerable.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [entry for line in lines for entry in json.loads(line)["gold"]]
    assert len(gold) >= 120
    for entry in gold:
        held = [whole for key, whole in documents.items() if key in {entry["doc"], f"{entry['doc']}-2"}]
        for evidence in entry["evidence"]:
            pattern = re.compile(r"\s+".join(map(re.escape, evidence.split())))
            assert any(
                pattern.search(whole.text, turn.start, turn.end)
                for whole in held
                for turn in whole.turns
                if turn.role == "minister"
            ), (entry["doc"], evidence)


def test_passages_of_a_turn_are_about_equally_long() -> None:
    whole = document([("minister", "Broen åbner snart nu. " * 12)])  # 263 characters: three of at most 100
    lengths = [p.end - p.start for p in split_document(whole, 100)]
    assert lengths == [87, 87, 87]


def test_a_passage_ends_with_its_paragraph_where_that_costs_little() -> None:
    paragraphs = ["Broen åbner snart nu. " * 5, "Toget kører også nu. " * 4]
    whole = document([("minister", "\n".join(part.strip() for part in paragraphs))])
    quotes = [whole.quote(p.start, p.end) for p in split_document(whole, 120)]
    assert quotes == [part.strip() for part in paragraphs]
