"""Figures with the arithmetic shown, and against `shared/tools/score.py`, which measures from outside."""

import datetime as dt
import importlib.util
import json
import random
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from corpus.schema import Document, Passage, fold
from index.evaluation import (
    Evaluation,
    EvaluationQuery,
    FollowUp,
    NaturalQuery,
    UnanswerableQuery,
    evaluate,
    evaluate_followups,
    evaluate_natural,
    load_queries,
    load_unanswerable,
    reliability_of,
)
from index.figures import RESAMPLES, auroc_figure, mean_figure
from index.finding import Evidence, Finding, Hit
from index.judging import Verdict, covers, gold_sentences, golds_of, judge
from index.queries import Gold

BRIDGE = "Broen koster fire milliarder kroner. Den åbner i 2031."
TRAIN = "Toget kører hver halve time. Det bliver ikke dyrere."


def _document(document_id: str, text: str) -> Document:
    return Document(document_id=document_id, form="plain", title=document_id, text=text, source="x.txt", sha256="0")


def _hit(document: Document, start: int = 0, end: int | None = None) -> Hit:
    end = len(document.text) if end is None else end
    return Hit(document, Passage(document_id=document.document_id, start=start, end=end, sentences=()), 1.0)


def _evidence(document: Document, start: int, end: int, quote: str | None = None) -> Evidence:
    shown = document.quote(start, end) if quote is None else quote
    return Evidence(document, _hit(document).passage, start, end, shown, 1.0)


def _finding(hits: Sequence[Hit] = (), evidence: Sequence[Evidence] = (), confidence: float = 0.5) -> Finding:
    return Finding(
        query="?",
        understood="?",
        language="da",
        outcome="answered" if evidence else "not_found",
        confidence=confidence,
        evidence=tuple(evidence),
        hits=tuple(hits),
        generation="g",
        built_at=dt.datetime(2025, 6, 6, tzinfo=dt.UTC),
        newest_document_on=None,
        timings_ms={},
    )


BRIDGE_DOCUMENT = _document("bro", BRIDGE)
TRAIN_DOCUMENT = _document("tog", TRAIN)
PRICE = len("Broen koster fire milliarder kroner.")  # 36

# Three answerable queries, all of them answered by the first sentence of the bridge document.
FINDINGS = {
    "a": _finding(  # everything first
        [_hit(BRIDGE_DOCUMENT, 0, PRICE), _hit(TRAIN_DOCUMENT)],
        [_evidence(BRIDGE_DOCUMENT, 0, PRICE)],
        0.9,
    ),
    "b": _finding(  # document second; passage third, after the wrong part of the right document
        [_hit(TRAIN_DOCUMENT), _hit(BRIDGE_DOCUMENT, PRICE + 1), _hit(BRIDGE_DOCUMENT, 0, PRICE)],
        [_evidence(TRAIN_DOCUMENT, 0, 28), _evidence(BRIDGE_DOCUMENT, 0, PRICE)],
        0.6,
    ),
    "c": _finding([_hit(TRAIN_DOCUMENT)], confidence=0.2),  # nothing right, and refused
    "u1": _finding([_hit(TRAIN_DOCUMENT)], [_evidence(TRAIN_DOCUMENT, 0, 28)], 0.6),
    "u2": _finding(confidence=0.1),
}
GOLD = (Gold(doc="bro", evidence=("Broen koster  fire\nmilliarder kroner.",)),)
QUERIES = (
    EvaluationQuery(id="1", query="a", lang="da", style="plain", gold=GOLD),
    EvaluationQuery(id="2", query="b", lang="da", style="typo", gold=GOLD),
    EvaluationQuery(id="3", query="c", lang="en", style="plain", gold=GOLD),
)
UNANSWERABLE = (
    UnanswerableQuery(id="4", query="u1", lang="da", type="in-domain"),
    UnanswerableQuery(id="5", query="u2", lang="da", type="off-topic"),
)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(FINDINGS.__getitem__, QUERIES, UNANSWERABLE)


def test_document_figures_count_the_rank_among_distinct_documents(evaluation: Evaluation) -> None:
    assert evaluation.overall.document_r1.value == pytest.approx(1 / 3)
    assert evaluation.overall.document_r5.value == pytest.approx(2 / 3)
    assert evaluation.overall.document_mrr.value == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert evaluation.overall.document_r1.n == 3


def test_passage_and_quote_figures_count_the_first_that_covers_half_a_gold_sentence(
    evaluation: Evaluation,
) -> None:
    group = evaluation.overall
    assert [f.value for f in (group.passage_1, group.passage_3, group.passage_5)] == pytest.approx(
        [1 / 3, 2 / 3, 2 / 3]
    )
    assert [f.value for f in (group.quote_1, group.quote_3)] == pytest.approx([1 / 3, 2 / 3])


def test_the_share_answered_is_given_for_each_kind(evaluation: Evaluation) -> None:
    assert {kind: (figure.value, figure.n) for kind, figure in evaluation.answered.items()} == {
        "answerable": (pytest.approx(2 / 3), 3),
        "unanswerable": (0.5, 2),
        "in-domain": (1.0, 1),
        "off-topic": (0.0, 1),
    }


def test_a_type_named_like_a_total_does_not_replace_it() -> None:
    odd = UnanswerableQuery(id="6", query="u2", lang="da", type="answerable")
    assert evaluate(FINDINGS.__getitem__, QUERIES, [odd]).answered["answerable"].n == 3


def test_auroc_is_the_share_of_pairs_in_the_right_order_with_ties_counting_half(
    evaluation: Evaluation,
) -> None:
    # .9 .6 .2 against .6 and .1: 1+1, ½+1, 0+1 = 4.5 of 6; against .6 (in-domain) alone: 1, ½, 0 = 1.5 of 3
    assert evaluation.auroc is not None
    assert evaluation.auroc_in_domain is not None
    assert evaluation.auroc.value == pytest.approx(4.5 / 6)
    assert evaluation.auroc_in_domain.value == pytest.approx(1.5 / 3)


def test_groups_hold_only_their_own_queries(evaluation: Evaluation) -> None:
    assert {k: g.document_r1.n for k, g in evaluation.per_language.items()} == {"da": 2, "en": 1}
    assert {k: g.document_r1.value for k, g in evaluation.per_style.items()} == {"plain": 0.5, "typo": 0.0}


def test_the_reliability_table_sets_mean_confidence_against_the_share_right(evaluation: Evaluation) -> None:
    rows = {row.low: (row.n, row.answered, row.confidence, row.correct.value) for row in evaluation.reliability}
    assert rows == {0.1: (1, 0, 0.1, 0), 0.2: (1, 0, 0.2, 0), 0.6: (2, 2, 0.6, 0.5), 0.9: (1, 1, 0.9, 1)}


def test_full_confidence_falls_in_the_last_bin() -> None:
    (row,) = reliability_of([Verdict(id="1", answered=True, confidence=1.0, quote_rank=1)])
    assert (row.low, row.high, row.correct.value) == (0.9, 1.0, 1.0)


def test_a_quote_that_differs_from_the_text_is_counted_and_never_a_hit() -> None:
    bent = _evidence(BRIDGE_DOCUMENT, 0, PRICE, "Broen koster fem milliarder kroner.")
    sound = _evidence(BRIDGE_DOCUMENT, 0, PRICE)
    verdict = judge("1", _finding(evidence=[bent, sound]), GOLD)
    assert (verdict.quotes, verdict.verbatim, verdict.quote_rank) == (2, 1, 1)
    refused = judge("1", _finding(evidence=[bent]), GOLD)
    assert (refused.answered, refused.quote_rank) == (False, None)
    result = evaluate(lambda _: _finding(evidence=[bent, sound]), QUERIES[:1])
    assert result.verbatim is not None
    assert (result.verbatim.value, result.verbatim.n) == (0.5, 2)


def test_a_gold_string_that_its_document_does_not_hold_is_named(evaluation: Evaluation) -> None:
    assert evaluation.gold_missing == ()
    gone = EvaluationQuery(id="gone", query="a", lang="da", gold=(Gold(doc="bro", evidence=("Broen er af træ.",)),))
    assert evaluate(FINDINGS.__getitem__, [gone]).gold_missing == ("gone",)


def test_without_unanswerable_queries_there_is_no_auroc() -> None:
    result = evaluate(FINDINGS.__getitem__, QUERIES)
    assert (result.auroc, result.auroc_in_domain) == (None, None)
    assert list(result.answered) == ["answerable"]


def test_no_query_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        evaluate(FINDINGS.__getitem__, [])


def test_an_evaluation_survives_json(evaluation: Evaluation) -> None:
    assert Evaluation.model_validate_json(json.dumps(evaluation.model_dump(mode="json"))) == evaluation


def test_natural_figures_need_only_the_documents() -> None:
    items = [
        NaturalQuery(id="1", query="a", documents=frozenset({"bro"})),
        NaturalQuery(id="2", query="b", documents=frozenset({"bro"})),
    ]
    figures = evaluate_natural(FINDINGS.__getitem__, items)
    assert (figures.document_r1.value, figures.document_r5.value, figures.document_mrr.value) == (
        0.5, 1.0, 0.75,
    )  # fmt: skip


def test_a_followup_is_asked_with_the_turns_before_it() -> None:
    asked: list[Sequence[str]] = []

    def ask_after(turns: Sequence[str]) -> Finding:
        asked.append(turns)
        return FINDINGS["a"]

    item = FollowUp(id="1", turns=("Hvad koster broen?", "og hvornår?"), lang="da", gold=GOLD)
    result = evaluate_followups(ask_after, [item])
    assert asked == [("Hvad koster broen?", "og hvornår?")]
    assert list(result.per_style) == ["follow-up"]
    assert result.overall.quote_1.value == 1.0


def test_the_interval_holds_the_value_narrows_with_n_and_is_the_same_each_time() -> None:
    few, many = mean_figure([0, 1] * 10), mean_figure([0, 1] * 500)
    assert few is not None
    assert many is not None
    assert few == mean_figure([0, 1] * 10)
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low
    # n = 1000, p = ½: the normal interval is ½ ± 1.96 · √(¼ / 1000) = ½ ± .031
    assert (many.low, many.high) == pytest.approx((0.469, 0.531), abs=0.004)
    assert RESAMPLES == 1_000


def test_figures_of_nothing_are_none() -> None:
    assert mean_figure([]) is None
    assert auroc_figure([], [0.5]) is None
    assert auroc_figure([0.5], []) is None


def test_half_a_sentence_from_either_end_or_inside_is_enough_and_less_is_not() -> None:
    sentence = "0123456789"
    assert covers("xx 01234", [sentence])
    assert covers("56789 yy", [sentence])
    assert covers("23456", [sentence])
    assert not covers("xx 0123", [sentence])
    assert not covers("2345", [sentence])
    assert not covers("", [sentence])
    assert not covers("01234", [])


def test_gold_is_cut_into_sentences_and_short_ones_are_left_out() -> None:
    assert gold_sentences(["Tak. Broen koster\nfire milliarder kroner. Ja."]) == (
        "Broen koster fire milliarder kroner.",
    )
    assert gold_sentences(["Ja, 75."]) == ("Ja, 75.",)


def test_a_document_named_twice_keeps_both_its_strings() -> None:
    twice = (Gold(doc="bro", evidence=("Den åbner i 2031.",)), Gold(doc="bro", evidence=(BRIDGE[:PRICE],)))
    assert golds_of(twice) == {"bro": ("Den åbner i 2031.", BRIDGE[:PRICE])}


# Against score.py


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    path = shared / "tools" / "score.py"
    if not path.exists():
        pytest.skip("needs tools/score.py of the `shared` folder")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)  # nothing is left behind beside score.py
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    texts = {p.stem: p for p in sorted((shared / "data/question-time/docs").glob("*.txt"))}
    texts["SOU-663"] = next((shared / "data/seed").glob("*.txt"))
    return {key: _document(key, path.read_text(encoding="utf-8")) for key, path in texts.items()}


def _span(document: Document, near: str, chance: random.Random) -> tuple[int, int]:
    """A random span: anywhere, or around the gold string so that borders of a half are met often."""
    text = document.text
    place = text.find(near)
    if place < 0 or chance.random() < 0.3:
        start = chance.randrange(len(text))
        return start, min(len(text), start + chance.randrange(1, 600))
    start = max(0, place + chance.randrange(-len(near), len(near)))
    return start, min(len(text), start + chance.randrange(1, 2 * len(near)))


def test_covers_agrees_with_score_on_random_spans_of_every_development_item(
    shared: Path, score: ModuleType, documents: dict[str, Document]
) -> None:
    chance = random.Random(663)
    answers = {True: 0, False: 0}
    for item in load_queries(shared / "data/dev/answerable.jsonl"):
        for gold in item.gold:
            theirs = score.gold_sentences(gold.model_dump())
            ours = golds_of([gold])[gold.doc]
            assert list(ours) == theirs, item.id
            for _ in range(40):
                document = documents[gold.doc]
                start, end = _span(document, chance.choice(gold.evidence), chance)
                verdict = score.covers(document.text[start:end], theirs)
                assert covers(document.quote(start, end), ours) == verdict, (item.id, start, end)
                answers[verdict] += 1
    assert min(answers.values()) > 1_000


def test_every_gold_string_of_the_development_set_stands_in_its_document(
    shared: Path, documents: dict[str, Document]
) -> None:
    for item in load_queries(shared / "data/dev/answerable.jsonl"):
        hits = [_hit(documents[gold.doc]) for gold in item.gold]
        assert not judge(item.id, _finding(hits), item.gold).gold_missing, item.id


def _made_up(documents: dict[str, Document], gold: Sequence[Gold], chance: random.Random) -> Finding:
    """A finding of random spans, half of them near a gold string where there is one."""

    def place() -> tuple[Document, int, int]:
        if gold and chance.random() < 0.5:
            chosen = chance.choice(gold)
            document, near = documents[chosen.doc], chance.choice(chosen.evidence)
        else:
            document, near = documents[chance.choice(sorted(documents))], ""
        while True:
            start, end = _span(document, near or document.text[:200], chance)
            if fold(document.text[start:end]):
                return document, start, end

    hits = [_hit(*place()) for _ in range(chance.randrange(0, 11))]
    evidence = [_evidence(*place()) for _ in range(chance.randrange(0, 4))]
    return _finding(hits, evidence, round(chance.random(), 1))  # one decimal: ties happen


def _as_reply(finding: Finding) -> dict[str, object]:
    return {
        "outcome": finding.outcome,
        "confidence": finding.confidence,
        "evidence": [{"document_id": e.document.document_id, "quote": e.quote} for e in finding.evidence],
        "passages": [
            {
                "document_id": hit.document.document_id,
                "text": hit.document.quote(hit.passage.start, hit.passage.end),
            }
            for hit in finding.hits
        ],
    }


def test_all_figures_agree_with_score_on_made_up_findings(
    shared: Path, score: ModuleType, documents: dict[str, Document], tmp_path: Path
) -> None:
    folder = shared / "data/dev"
    queries, unanswerable = (
        load_queries(folder / "answerable.jsonl"),
        load_unanswerable(folder / "unanswerable.jsonl"),
    )
    chance = random.Random(36)
    findings = [_made_up(documents, getattr(item, "gold", ()), chance) for item in (*queries, *unanswerable)]
    replies = tmp_path / "replies.jsonl"
    replies.write_text("".join(json.dumps(_as_reply(f)) + "\n" for f in findings), encoding="utf-8")
    program = tmp_path / "ask"  # answers whatever it is asked with the replies made above
    program.write_text(f"#!{sys.executable}\nprint(open({str(replies)!r}).read(), end='')\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)

    theirs = score.score(str(program), "documents", "index", folder)
    waiting = iter(findings)
    ours = evaluate(lambda _: next(waiting), queries, unanswerable)

    group = ours.overall
    assert ours.auroc is not None
    assert ours.auroc_in_domain is not None
    assert theirs == {
        "docR1": pytest.approx(group.document_r1.value),
        "docR5": pytest.approx(group.document_r5.value),
        "MRR": pytest.approx(group.document_mrr.value),
        "passage1": pytest.approx(group.passage_1.value),
        "passage3": pytest.approx(group.passage_3.value),
        "quote1": pytest.approx(group.quote_1.value),
        "quote3": pytest.approx(group.quote_3.value),
        "answered": pytest.approx(group.answered.value),
        "enR1": pytest.approx(ours.per_language["en"].document_r1.value),
        "auroc": pytest.approx(ours.auroc.value),
        "auroc_in": pytest.approx(ours.auroc_in_domain.value),
        "false": pytest.approx(ours.answered["unanswerable"].value),
        "false_in": pytest.approx(ours.answered["in-domain"].value),
        "not_verbatim": 0,
    }
    assert 0.1 < group.passage_1.value < 0.9  # the made-up findings put the rules to the test
