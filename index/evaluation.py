"""How good the search is: figures over many queries, each with its interval and the number it rests on.

Reading the files is left to `queries`, judging one finding to `judging`, tables to `bot.report`. Nothing here
knows an index: whoever calls hands over the function that asks. Passages deeper than the ten that
`ministersvar ask --json` lists by default would raise the reciprocal rank above what is seen from outside.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from index.figures import Figure, auroc_figure, mean_figure
from index.finding import Finding
from index.judging import Verdict, document_rank, judge
from index.queries import (
    EvaluationError,
    EvaluationQuery,
    FollowUp,
    NaturalQuery,
    UnanswerableQuery,
    load_followups,
    load_natural,
    load_queries,
    load_unanswerable,
    without_question,
)

__all__ = [
    "DocumentFigures", "Evaluation", "EvaluationError", "EvaluationQuery", "Figure", "FollowUp", "Group",
    "NaturalQuery", "ReliabilityBin", "UnanswerableQuery", "evaluate", "evaluate_followups",
    "evaluate_natural", "load_followups", "load_natural", "load_queries", "load_unanswerable",
    "without_question",
]  # fmt: skip

BINS = 10
IN_DOMAIN = "in-domain"

Ask: TypeAlias = Callable[[str], Finding]
AskAfter: TypeAlias = Callable[[Sequence[str]], Finding]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentFigures(_Frozen):
    """How early the first gold document comes: in first place, in the first five, mean reciprocal rank."""

    document_r1: Figure
    document_r5: Figure
    document_mrr: Figure


class Group(DocumentFigures):
    """The figures of one set of answerable queries; "passage 3" = a hit among the first three passages."""

    passage_1: Figure
    passage_3: Figure
    passage_5: Figure
    quote_1: Figure
    quote_3: Figure
    answered: Figure


class ReliabilityBin(_Frozen):
    """The queries whose confidence is in `[low, high)` and how often they were right; the last bin holds 1.0.

    `correct` is the share of which a shown quote is a hit; a refused or unanswerable query is never correct.
    """

    low: float
    high: float
    n: int
    answered: int
    confidence: float  # mean
    correct: Figure


class Evaluation(_Frozen):
    """Every figure of one run; `model_dump(mode="json")` is its JSON object.

    A figure is None where there was nothing to count. `answered` has the keys "answerable", "unanswerable"
    and each type of unanswerable query. `auroc` is the chance that an answerable query is given more
    confidence than an unanswerable one, ties counting half; its `n` counts both.
    """

    overall: Group
    per_language: dict[str, Group]
    per_style: dict[str, Group]
    answered: dict[str, Figure]
    auroc: Figure | None
    auroc_in_domain: Figure | None
    verbatim: Figure | None  # share of quotes that are the document's text at their offsets; must be 1
    reliability: tuple[ReliabilityBin, ...]
    gold_missing: tuple[str, ...]  # ids of queries whose gold string its document, as read, does not hold
    verdicts: tuple[Verdict, ...]  # answerable first, in the order of the files


def _mean(values: Iterable[float]) -> Figure:
    figure = mean_figure(values)
    if figure is None:
        raise ValueError("a figure needs at least one query")
    return figure


def _within(ranks: Sequence[int | None], depth: int) -> Figure:
    return _mean(float(rank is not None and rank <= depth) for rank in ranks)


def _document_figures(ranks: Sequence[int | None]) -> DocumentFigures:
    return DocumentFigures(
        document_r1=_within(ranks, 1),
        document_r5=_within(ranks, 5),
        document_mrr=_mean(1 / rank if rank else 0.0 for rank in ranks),
    )


def _group(verdicts: Sequence[Verdict]) -> Group:
    documents = _document_figures([verdict.document_rank for verdict in verdicts])
    passages = [verdict.passage_rank for verdict in verdicts]
    quotes = [verdict.quote_rank for verdict in verdicts]
    return Group(
        document_r1=documents.document_r1,
        document_r5=documents.document_r5,
        document_mrr=documents.document_mrr,
        passage_1=_within(passages, 1),
        passage_3=_within(passages, 3),
        passage_5=_within(passages, 5),
        quote_1=_within(quotes, 1),
        quote_3=_within(quotes, 3),
        answered=_mean(float(verdict.answered) for verdict in verdicts),
    )


def _by_label(labels: Sequence[str], verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    groups: dict[str, list[Verdict]] = {}
    for label, verdict in zip(labels, verdicts, strict=True):
        groups.setdefault(label, []).append(verdict)
    return groups


def _groups(labels: Sequence[str], verdicts: Sequence[Verdict]) -> dict[str, Group]:
    return {label: _group(members) for label, members in _by_label(labels, verdicts).items()}


def reliability_of(verdicts: Sequence[Verdict]) -> tuple[ReliabilityBin, ...]:
    """Confidence against the share that was right, in ten equal bins; empty bins are left out."""
    bins: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        bins.setdefault(min(int(verdict.confidence * BINS), BINS - 1), []).append(verdict)
    return tuple(
        ReliabilityBin(
            low=index / BINS,
            high=(index + 1) / BINS,
            n=len(members),
            answered=sum(verdict.answered for verdict in members),
            confidence=sum(verdict.confidence for verdict in members) / len(members),
            correct=_mean(float(verdict.quote_rank is not None) for verdict in members),
        )
        for index, members in sorted(bins.items())
    )


def _answered(yes: Sequence[Verdict], no: Mapping[str, Sequence[Verdict]]) -> dict[str, Figure]:
    totals = {"answerable": yes, "unanswerable": [v for members in no.values() for v in members]}
    kinds = totals | dict(no) | totals  # a type that calls itself "answerable" does not replace the total
    return {kind: _mean(float(verdict.answered) for verdict in members) for kind, members in kinds.items() if members}


def _verbatim(verdicts: Sequence[Verdict]) -> Figure | None:
    return mean_figure(float(i < v.verbatim) for v in verdicts for i in range(v.quotes))


def _summary(
    yes: Sequence[Verdict],
    languages: Sequence[str],
    styles: Sequence[str],
    no: Sequence[Verdict] = (),
    types: Sequence[str] = (),
) -> Evaluation:
    by_type = _by_label(types, no)
    confidence = [verdict.confidence for verdict in yes]
    return Evaluation(
        overall=_group(yes),
        per_language=_groups(languages, yes),
        per_style=_groups(styles, yes),
        answered=_answered(yes, by_type),
        auroc=auroc_figure(confidence, (verdict.confidence for verdict in no)),
        auroc_in_domain=auroc_figure(confidence, (v.confidence for v in by_type.get(IN_DOMAIN, ()))),
        verbatim=_verbatim([*yes, *no]),
        reliability=reliability_of([*yes, *no]),
        gold_missing=tuple(verdict.id for verdict in yes if verdict.gold_missing),
        verdicts=(*yes, *no),
    )


def evaluate(
    ask: Ask, queries: Sequence[EvaluationQuery], unanswerable: Sequence[UnanswerableQuery] = ()
) -> Evaluation:
    """All figures over the queries, of which at least one is answerable. Each is asked once, in order."""
    yes = [judge(item.id, ask(item.query), item.gold) for item in queries]
    no = [judge(item.id, ask(item.query)) for item in unanswerable]
    return _summary(yes, [q.lang for q in queries], [q.style for q in queries], no, [u.type for u in unanswerable])


def evaluate_followups(ask_after: AskAfter, items: Sequence[FollowUp]) -> Evaluation:
    """All figures over the last turns of conversations; the one style is "follow-up".

    Args:
        ask_after: answers the last of the turns it is given, knowing the ones before.
    """
    yes = [judge(item.id, ask_after(item.turns), item.gold) for item in items]
    return _summary(yes, [item.lang for item in items], ["follow-up"] * len(items))


def evaluate_natural(ask: Ask, items: Sequence[NaturalQuery]) -> DocumentFigures:
    """Document figures over members' own questions, asked of documents made by `without_question`."""
    return _document_figures([document_rank(ask(item.query), item.documents) for item in items])
