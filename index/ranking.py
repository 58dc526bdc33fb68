"""The signals that order passages, and their sum. Pure but for reading the generation's arrays.

Where the weights come from stands in the README ("How good is it"); wording is left to `bot`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.citations import Language
from index.generation import Generation, Row

Floats = npt.NDArray[np.float32]

SENTENCE = 0.7  # the passage's best sentence by itself
QUESTION = 0.5  # the member's question
LEXICAL = {"da": 0.10, "en": 0.02}  # an English query shares only names and numbers with the text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with each signal's share; cosines are of unit vectors, `lexical` is scaled to its best, [0, 1]."""

    row: Row
    context: float
    match: float  # with the member's question; without one, the same as `context`
    lexical: float
    sentences: Floats  # a cosine for each sentence of the passage
    score: float


def candidates(
    generation: Generation, vector: Floats, lexical: dict[int, float], language: Language, limit: int
) -> list[Candidate]:
    """The passages worth looking at, best first.

    Args:
        generation: where to search.
        vector: the query's, `(dimension,)`.
        lexical: row to lexical score, higher is better.
        language: the query's.
        limit: how many are taken from the dense side.
    """
    dense, _ = generation.vectors.search(vector, limit)
    wanted = np.array(sorted({*map(int, dense), *lexical}), np.int64)
    cosines = generation.vectors.scores(vector, wanted)
    rows = generation.rows(wanted)
    top = max(lexical.values(), default=0.0) or 1.0
    found = []
    questions = generation.questions[[row.document_row for row in rows]].astype(np.float32) @ vector
    places = np.concatenate(
        [np.arange(row.first_sentence, row.first_sentence + len(row.passage.sentences)) for row in rows]
    )
    every_sentence = generation.sentences[places].astype(np.float32) @ vector
    start = 0
    for row, context, question in zip(rows, cosines, questions, strict=True):
        sentences = every_sentence[start : start + len(row.passage.sentences)]
        start += len(row.passage.sentences)
        share = lexical.get(row.row, 0.0) / top
        # A document without a question is not punished for it: its own best signal stands in.
        match = float(question) if question else float(context)
        score = float(context) + SENTENCE * float(sentences.max()) + QUESTION * match + LEXICAL[language] * share
        found.append(Candidate(row, float(context), match, share, sentences, score))
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.row.row))
