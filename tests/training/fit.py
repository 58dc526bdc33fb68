"""Learns `index/weights.json` from queries with known answers; shows how well it does on documents not learned from.

    python -m tests.training.fit --index FOLDER [--write]

The index holds the letter and the 343 exchanges of question time that `answerable.jsonl` points into by document and
offsets (Folketinget's open data, not part of this repository). The queries were written for this purpose, without
sight of the evaluation queries, in six parts by the documents they ask of: each part is judged with weights learned
from the other five. An unanswerable case is a near miss, or an answerable query with its answering documents taken
away.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from corpus.schema import Document
from index.analysis import unmarked
from index.answerability import ANSWER
from index.encoder import open_encoder
from index.evidence import choose
from index.figures import auroc_figure
from index.generation import Generation
from index.judging import covers, gold_sentences
from index.ranking import DOCUMENT, Ranked, document_signals, rank
from index.retriever import Retriever
from index.shelf import current
from index.signals import SENTENCE, Asked, Candidate
from index.weights import FILE, Weights

Floats = npt.NDArray[np.float64]
Masks = list[npt.NDArray[np.bool_]]

HERE = Path(__file__).parent
PARTS = 6
RIDGE = 0.01  # on standardised signals of sentences
LOOSE = 0.003  # of documents
# How much a shortened query counts when documents are ordered: at 0 a bare "Is the research centre funded?" prefers any
# document that mentions a centre, at 1 long queries lose more than short ones gain.
SHORT = 0.3
WITHIN = 0.5  # what a passage's distance from its document's best counts: .3 to 1 gave equal figures
# Of the cases of answerability: with an answer, near miss, other unanswerable, answer taken away. The last make what
# is asked of a corpus that lacks the document; near misses alone taught to distrust a matching subject.
CASES = (1.5, 1.0, 1.0, 2.0)
ANSWERABLE = 0.7  # of what people ask; nobody knows, but half would make the bot too shy, and all too bold


@dataclass(frozen=True)
class Case:
    """One query with its candidates; labels by candidate, and by sentence within it; none for no gold."""

    part: int
    lang: str
    subject: str
    asked: Asked
    language: Any
    candidates: list[Candidate]
    documents: list[Document]
    gold: dict[str, tuple[str, ...]]
    sentences: Masks
    passages: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    near_miss: bool = False


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _case(retriever: Retriever, row: dict[str, Any]) -> Case:
    look = retriever.look(row["query"])
    typed = unmarked(look.subject)
    candidates = [ranked.candidate for ranked in look.ranked]
    generation = retriever.generation
    gold = {
        item["doc"]: gold_sentences([generation.document(item["doc"]).quote(*span) for span in item["spans"]])
        for item in row.get("gold", ())
    }
    documents = list(look.documents)
    named = [gold.get(document.text_id, ()) for document in documents]
    return Case(
        part=row["fold"], lang=row["lang"], subject=look.subject, language=look.language,
        asked=Asked.of(typed, retriever.encoder.encode_query(typed), generation, look.language),
        candidates=candidates, documents=documents, gold=gold,
        sentences=[
            np.array([covers(d.quote(s.start, s.end), g) for s in c.row.passage.sentences])
            for c, d, g in zip(candidates, documents, named, strict=True)
        ],
        passages=np.array([
            covers(d.quote(c.row.passage.start, c.row.passage.end), g)
            for c, d, g in zip(candidates, documents, named, strict=True)
        ]),
        right=np.array([bool(g) for g in named]),
        near_miss=row.get("type") == "in-domain",
    )  # fmt: skip


def _shortened(retriever: Retriever, row: dict[str, Any]) -> dict[str, Any]:
    """The same query as somebody in a hurry types it: its two weightiest words, in order."""
    terms = retriever.generation.terms.weights(row["query"], row["lang"])
    kept = sorted(sorted(terms, key=lambda term: -term.idf)[:2], key=terms.index)
    return {**row, "query": " ".join(term.text for term in kept) or row["query"]}


def _found_first(case: Case, weights: Weights) -> bool:
    """Whether a shortened query still means the same document; else it is another query, with no known answer."""
    _, documents = _ranked(case, weights)
    return documents[0].text_id in case.gold


def _listwise(sets: Sequence[tuple[npt.NDArray[Any], Masks]], counts: Sequence[float], ridge: float) -> Floats:
    """Weights under which the marked rows of each set take most of its softmax (ListNet, Cao et al. 2007)."""
    spread = np.concatenate([rows for rows, _ in sets]).astype(np.float64).std(axis=0) + 1e-6
    scaled = [(rows / spread, masks) for rows, masks in sets]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for (rows, masks), count in zip(scaled, counts, strict=True):
            scores = rows @ weights
            whole = logsumexp(scores)
            mean = np.exp(scores - whole) @ rows
            for mask in masks:
                part = logsumexp(scores[mask])
                total += count * (whole - part)
                slope += count * (mean - np.exp(scores[mask] - part) @ rows[mask])
        return float(total / sum(counts) + ridge * weights @ weights), slope / sum(counts) + 2 * ridge * weights

    found = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x / spread)


def _sentence_sets(cases: Iterable[Case]) -> list[tuple[npt.NDArray[Any], Masks]]:
    sets = []
    for case in cases:
        right = np.concatenate(case.sentences)
        counts = [len(mask) for mask in case.sentences]
        masks = [right, np.repeat(case.passages, counts), np.repeat(case.right, counts)]
        if right.any():
            sets.append((np.concatenate([c.sentences for c in case.candidates]), [m for m in masks if m.any()]))
    return sets


def _document_sets(cases: Iterable[Case], sentence: Floats) -> list[tuple[npt.NDArray[Any], Masks]]:
    sets = []
    for case in cases:
        best = np.array([(candidate.sentences @ sentence).max() for candidate in case.candidates])
        documents = document_signals(case.candidates, best)
        right = {c.row.document_row for c, yes in zip(case.candidates, case.right, strict=True) if yes}
        if right:
            sets.append((np.array(list(documents.values())), [np.array([row in right for row in documents])]))
    return sets


def _ranking_weights(cases: Sequence[Case], short: Sequence[Case]) -> Weights:
    sentences = _sentence_sets(cases)
    sentence = _listwise(sentences, [1.0] * len(sentences), RIDGE)
    whole, cut = _document_sets(cases, sentence), _document_sets(short, sentence)
    document = _listwise([*whole, *cut], [1.0] * len(whole) + [SHORT] * len(cut), LOOSE)
    return Weights(
        sentence=dict(zip(SENTENCE, sentence.tolist(), strict=True)),
        document=dict(zip(DOCUMENT, document.tolist(), strict=True)),
        within=WITHIN, answer=dict.fromkeys(ANSWER, 0.0), intercept=0.0,
    )  # fmt: skip


def _ranked(case: Case, weights: Weights, *, without: bool = False) -> tuple[list[Ranked], list[Document]]:
    rows = {c.row.row: d for c, d in zip(case.candidates, case.documents, strict=True)}
    kept = [c for c in case.candidates if not (without and rows[c.row.row].text_id in case.gold)]
    ranked = rank(kept, weights)
    return ranked, [rows[item.candidate.row.row] for item in ranked]


def _answer_signals(retriever: Retriever, case: Case, weights: Weights, *, without: bool = False) -> Floats | None:
    ranked, documents = _ranked(case, weights, without=without)
    if not ranked:
        return None
    _, signals = retriever._signals(case.subject, ranked, documents, case.asked, case.language)
    return np.array([signals[name] for name in ANSWER])


def _logistic(rows: Floats, answers: Floats, counts: Floats) -> tuple[Floats, float]:
    """Weights and intercept of a ridge logistic regression, each case counting as often as `counts` says."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ridge = np.append(np.full(rows.shape[1], 1.0), 0.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        total = counts @ (np.logaddexp(0, scores) - answers * scores) + ridge @ weights**2
        return float(total), scaled.T @ (counts * (expit(scores) - answers)) + 2 * ridge * weights

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(found[:-1] / spread), float(found[-1] - (found[:-1] / spread) @ mean)


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The signals of answerability for all cases of some parts; the kind is an index into `CASES`.

    `shown` tells of a case with an answer whether a quote that is shown holds it.
    """

    signals: Floats
    kinds: npt.NDArray[np.int64]
    shown: npt.NDArray[np.bool_]

    def learn(self) -> tuple[Floats, float]:
        """Weights and intercept."""
        counts = np.array(CASES)[self.kinds]
        return _logistic(self.signals, (self.kinds == 0).astype(np.float64), counts)


def _answer_rows(
    retriever: Retriever, yes: Sequence[Case], no: Sequence[Case], weights: Weights, short: Sequence[Case] = ()
) -> AnswerRows:
    # With its document away, a shortened query may still be answered by another: that case would teach nothing true.
    wanted = [
        *((case, kind) for case in yes for kind in (0, 3)),
        *((case, 0) for case in short),
        *((case, 1 if case.near_miss else 2) for case in no),
    ]
    rows = [(_answer_signals(retriever, case, weights, without=kind == 3), case, kind) for case, kind in wanted]
    found = [(signals, case, kind) for signals, case, kind in rows if signals is not None]
    return AnswerRows(
        np.array([signals for signals, _, _ in found]),
        np.array([kind for _, _, kind in found]),
        np.array([kind == 0 and _figures(case, weights)["quote@3"] > 0 for _, case, kind in found]),
    )


def _calibrated(scores: Floats, cases: AnswerRows) -> tuple[float, float]:
    """Slope and shift that make scores into the log odds that a shown quote answers (Platt 1999).

    Of all queries `ANSWERABLE` are taken to have an answer; the cases made by taking it away are not counted.
    """
    real = cases.kinds != 3
    answerable = cases.kinds[real] == 0
    counts = np.where(answerable, ANSWERABLE / answerable.mean(), (1 - ANSWERABLE) / (1 - answerable.mean()))
    slopes, shift = _logistic(scores[real][:, None], cases.shown[real].astype(np.float64), counts)
    return float(slopes[0]), shift


def _figures(case: Case, weights: Weights) -> dict[str, float]:
    ranked, documents = _ranked(case, weights)
    order = list(dict.fromkeys(document.text_id for document in documents))
    first = next((place for place, name in enumerate(order, 1) if name in case.gold), None)
    hits = [
        covers(d.quote(r.candidate.row.passage.start, r.candidate.row.passage.end), case.gold.get(d.text_id, ()))
        for r, d in zip(ranked[:3], documents, strict=False)
    ]
    quotes = [covers(e.quote, case.gold.get(e.document.document_id, ())) for e in choose(ranked, documents)]
    return {
        "R@1": float(first == 1), "R@5": float(bool(first and first <= 5)), "MRR": 1 / first if first else 0.0,
        "passage@1": float(hits[0]), "passage@3": float(any(hits)),
        "quote@1": float(quotes[0]), "quote@3": float(any(quotes)),
        **({"R@1 en": float(first == 1)} if case.lang == "en" else {}),
    }  # fmt: skip


def main() -> None:
    """Learn, show, and with --write keep."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    zero = Weights(
        sentence=dict.fromkeys(SENTENCE, 0.0), document=dict.fromkeys(DOCUMENT, 0.0), within=0,
        answer=dict.fromkeys(ANSWER, 0.0), intercept=0,
    )  # fmt: skip
    retriever = Retriever(Generation(current(arguments.index)), open_encoder(), zero)
    yes = [_case(retriever, row) for row in _lines("answerable.jsonl")]
    danish = [
        row for row in _lines("answerable.jsonl") if row["lang"] == "da"
    ]  # an English query has few terms to keep
    short = [_case(retriever, _shortened(retriever, row)) for row in danish]
    no = [_case(retriever, row) for row in _lines("unanswerable.jsonl")]
    figures: dict[str, list[float]] = {}
    scores: list[Floats] = []
    judged: list[AnswerRows] = []
    for part in range(PARTS):
        others = [case for case in yes if case.part != part]
        shorts = [case for case in short if case.part != part]
        weights = _ranking_weights(others, shorts)
        found = [case for case in shorts if _found_first(case, weights)]
        inside = _answer_rows(retriever, others, [case for case in no if case.part != part], weights, found)
        slopes, intercept = inside.learn()
        for case in yes:
            if case.part == part:
                for name, value in _figures(case, weights).items():
                    figures.setdefault(name, []).append(value)
        outside = _answer_rows(
            retriever, [c for c in yes if c.part == part], [c for c in no if c.part == part], weights
        )
        scores.append(outside.signals @ slopes + intercept)
        judged.append(outside)
    everything = np.concatenate(scores)
    cases = AnswerRows(*(np.concatenate([getattr(rows, name) for rows in judged]) for name in AnswerRows.__slots__))
    print("on documents not learned from:")
    for name, values in figures.items():
        print(f"  {name:10} {np.mean(values):.3f}  n={len(values)}")
    for kind, name in ((1, "near miss"), (2, "other"), (3, "answer taken away")):
        figure = auroc_figure(everything[cases.kinds == 0], everything[cases.kinds == kind])
        print(f"  AUROC answered against {name}: {figure.value if figure else float('nan'):.3f}")
    weights = _ranking_weights(yes, short)
    learned_from = [case for case in short if _found_first(case, weights)]
    slopes, intercept = _answer_rows(retriever, yes, no, weights, learned_from).learn()
    slope, shift = _calibrated(everything, cases)
    learned = weights.model_copy(
        update={
            "answer": dict(zip(ANSWER, (slope * slopes).tolist(), strict=True)),
            "intercept": slope * intercept + shift,
        }
    )
    if arguments.write:
        rounded = json.loads(learned.model_dump_json(), parse_float=lambda text: round(float(text), 4))
        path = Path(__file__).parents[2] / "index" / FILE
        path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    main()
