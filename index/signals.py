"""What speaks for a passage, and for each of its sentences, as numbers. Pure but for reading the generation's arrays.

How much each number counts is left to `ranking`, whose weights were learned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.citations import Language
from index import codes
from index.analysis import fold_case, is_function_word
from index.codes import NOTHING
from index.encoder import Encoded, one_line
from index.generation import Generation, Row
from index.kinds import Holds, Kind, asked_for

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

SHORT = 50  # characters
LOOKED_AT = 80  # passages whose tokens are compared
# Matches this much below the best of the field are told apart from it; how much more the rarest word counts than the
# others. Widths of .05 to .12 and powers of 1 to 4 gave equal figures, but below 3 "finansieret", which every second
# document matches, outweighed "forskningscenteret".
WIDTH, POWER = 0.08, 3
# What the lexical score adds to a passage's cosine when passages are chosen for a closer look: of 12 such sums this one
# lost the fewest right passages (1 in 100). An English query shares only names and numbers with the text.
LEXICAL: dict[Language, float] = {"da": 0.15, "en": 0.04}

# A sentence's signals, in the order of the columns of `Candidate.sentences`.
SENTENCE = (
    "context", "question", "lexical", "any", "passage", "asked", "sentence", "with asked", "length", "short",
    "digit", "amount", "percent", "date", "reason", "negation", "stance", "is question", "later",
    "amount wanted", "number wanted", "percent wanted", "quantity wanted", "date wanted", "name wanted",
    "reason wanted", "negation wanted", "stance wanted",
)  # fmt: skip
_SHOWN = (
    Holds.DIGIT, Holds.AMOUNT, Holds.PERCENT, Holds.DATE, Holds.REASON, Holds.NEGATION, Holds.STANCE, Holds.QUESTION,
    Holds.LATER,
)  # fmt: skip
# What a sentence should hold if the query asks for these kinds.
_WANTED: tuple[tuple[Holds, tuple[Kind, ...]], ...] = (
    (Holds.AMOUNT, ("amount",)),
    (Holds.COUNT | Holds.NUMERAL, ("number",)),
    (Holds.PERCENT, ("number",)),
    (Holds.COUNT, ("amount", "number")),
    (Holds.DATE, ("date",)),
    (Holds.NAME, ("who",)),
    (Holds.REASON, ("why",)),
    (Holds.NEGATION, ("yes/no",)),
    (Holds.STANCE, ("yes/no",)),
)
_FLAGS = np.array([*map(int, _SHOWN), *(int(flag) for flag, _ in _WANTED)], np.int32)
_OF_ALL = len(_SHOWN)  # so many of the flags count whatever is asked for
_PASSAGE, _LENGTH = 6, SENTENCE.index("length")  # columns that are the passage's; the first of the surface


class Candidate(NamedTuple):
    """A passage and what speaks for it; everything is higher for better.

    `context` is the cosine of query and passage, `match` of query and the member's question (without one, the same
    as `context`); `lexical` is scaled to the best passage's, [0, 1]. `any`, `own` and `asked` are means
    over the query's tokens of each one's best match in passage or question, in the passage, in the question; `words`
    the best match of each of the query's words in either. The last three are the document's: `telling` and `told`
    the matches of the content words anywhere in what was looked at and in its passages, by how much each word tells
    (`telling_words`); `heard` their plain mean in its question. `sentences` is `(n, len(SENTENCE))`.
    """

    row: Row
    context: float
    match: float
    lexical: float
    any: float
    own: float
    asked: float
    telling: float
    told: float
    heard: float
    words: Floats
    sentences: Floats


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the signals see it."""

    vector: Floats  # (dimension,)
    tokens: Floats  # (m, dimension), made by `codes.query_tokens`
    words: tuple[int, ...]  # tokens of each word; sums to m
    content: Flags  # which words are no function words; if none is, all
    kind: Kind

    @classmethod
    def of(cls, query: str, encoded: Encoded, generation: Generation, language: Language) -> "Asked":
        """From a query and what the encoder gave for it."""
        mean = generation.means.danish if language == "da" else generation.means.english
        tokens = codes.query_tokens(encoded.states, mean)
        words = [fold_case("".join(filter(str.isalnum, word))) for word in one_line(query).split()]
        content = np.array([bool(word) and not is_function_word(word, language) for word in words], bool)
        return cls(encoded.vector, tokens, encoded.lengths, content if content.any() else ~content, asked_for(query))


def choose_rows(dense: Mapping[int, float], lexical: Mapping[int, float], language: Language) -> list[int]:
    """The `LOOKED_AT` most promising of the rows that either search found, ascending.

    Args:
        dense: row to cosine, with every row of `lexical`.
        lexical: row to lexical score, of the best 1.
        language: the query's.
    """
    best = sorted(dense, key=lambda row: (-dense[row] - LEXICAL[language] * lexical.get(row, 0.0), row))
    return sorted(best[:LOOKED_AT])


def measure(
    generation: Generation,
    asked: Asked,
    rows: Sequence[Row],
    dense: Mapping[int, float],
    lexical: Mapping[int, float],
) -> list[Candidate]:
    """Every signal of some passages, in their order.

    Args:
        generation: that they are in.
        asked: the query.
        rows: the passages.
        dense: row to cosine, of all of them.
        lexical: row to lexical score, of the best 1; 0 for the others.
    """
    if not rows:
        return []
    documents, places = np.unique([row.document_row for row in rows], return_inverse=True)
    heard = generation.questions(documents.tolist())
    held = np.concatenate([row.sentences.table for row in rows])
    counts = np.array([len(row.sentences.table) for row in rows])
    firsts = np.cumsum(counts) - counts
    of_questions = np.array([len(question.codes) for question in heard])
    lengths = np.concatenate([held[:, 2], of_questions])
    every = np.concatenate([*(row.codes for row in rows), *(question.codes for question in heard)])
    best = codes.best_matches(every, lengths, asked.tokens)
    if not len(asked.tokens):
        best = np.full((len(lengths), 1), NOTHING, np.float32)
    own, asked_about = best[: len(held)], best[len(held) :][places]
    in_passage = np.maximum.reduceat(own, firsts, axis=0)
    either = np.maximum(in_passage, asked_about)
    words, own_words, asked_words = _of_words([either, in_passage, asked_about], asked.words)
    # A document without a question is judged by the passage alone.
    has_question = (of_questions > 0)[places]
    questioned = np.where(has_question[:, None], asked_words, own_words)
    context = np.array([dense[row.row] for row in rows], np.float32)
    cosines = (np.stack([question.vector for question in heard]).astype(np.float32) @ asked.vector)[places]
    shared = np.column_stack(
        [
            context,
            np.where(cosines == 0, context, cosines),
            np.array([lexical.get(row.row, 0.0) for row in rows]),
            either.mean(axis=1),
            in_passage.mean(axis=1),
            np.where(has_question, asked_about.mean(axis=1), in_passage.mean(axis=1)),
            *_of_documents(places, *(matched[:, asked.content] for matched in (words, own_words, questioned))),
        ]
    )
    table = np.empty((len(held), len(SENTENCE)), np.float32)
    table[:, :_PASSAGE] = np.repeat(shared[:, :_PASSAGE], counts, axis=0)
    table[:, _PASSAGE] = own.mean(axis=1)
    table[:, _PASSAGE + 1] = np.maximum(own, np.repeat(asked_about, counts, axis=0)).mean(axis=1)
    _fill_surface(table[:, _LENGTH:], held, asked.kind)
    return [
        Candidate._make((row, *values, matched, table[first : first + count]))
        for row, values, matched, first, count in zip(
            rows, shared.tolist(), words, firsts.tolist(), counts.tolist(), strict=True
        )
    ]


def telling_words(matches: Floats) -> Floats:
    """How much each of the query's words tells, `(words,)`, summing to 1.

    A word that all documents match about equally says nothing, one that few match says much: inverse document
    frequency over soft matches.

    Args:
        matches: `(documents, words)`, the best match of each word in each document; at least one word.
    """
    frequency = np.exp((matches - matches.max(axis=0)) / WIDTH).mean(axis=0)
    rarity = (1e-6 - np.log(np.minimum(frequency, 1))) ** POWER
    told: Floats = rarity / rarity.sum()
    return told


def _of_documents(places: Ints, words: Floats, own: Floats, asked: Floats) -> tuple[Floats, Floats, Floats]:
    """`telling`, `told` and `heard` of each passage's document, all of whose passages share them.

    Args:
        places: the document of each passage, counted from 0.
        words: `(passages, words)`, the match of each content word in passage or question.
        own: the same in the passage.
        asked: the same in the question.
    """
    if not words.shape[1]:
        nothing = np.full(len(places), NOTHING, np.float32)
        return nothing, nothing, nothing
    order = np.argsort(places, kind="stable")
    firsts = np.flatnonzero(np.diff(places[order], prepend=-1))
    best = (np.maximum.reduceat(matches[order], firsts) for matches in (own, words))
    inside, outside = (np.maximum(matches, NOTHING) for matches in best)
    weights = telling_words(outside)
    return (outside @ weights)[places], (inside @ weights)[places], asked.mean(axis=1)


def _fill_surface(table: Floats, held: Counts, kind: Kind) -> None:
    """Fill the columns of `SENTENCE` from "length" on for some sentences, given as in `Sentences`."""
    starts, ends, _, holds = held.T
    lengths = (ends - starts).astype(np.float32)
    table[:, 0], table[:, 1] = np.log(lengths), lengths < SHORT
    table[:, 2:] = (holds[:, None] & _FLAGS) > 0
    table[:, 2 + _OF_ALL :] *= [kind in kinds for _, kinds in _WANTED]


def _of_words(matches: Sequence[Floats], lengths: Sequence[int]) -> Floats:
    """The best match of each word, that of its best token: pieces of a word are seldom found apart.

    Args:
        matches: of the query's tokens, `(n, m)` each.
        lengths: tokens of each word.

    Returns:
        `(len(matches), n, words)`.
    """
    every = np.stack(matches)
    counts = np.array(lengths, np.int64)
    found = np.full((*every.shape[:2], len(counts)), NOTHING, np.float32)
    if counts.any():
        found[:, :, counts > 0] = np.maximum.reduceat(every, (np.cumsum(counts) - counts)[counts > 0], axis=2)
    return found
