"""Which exact sentences of the ranked passages answer the query. Pure.

Whether they answer it well enough to be shown is left to `answerability`.
"""

import re
from collections.abc import Sequence

from corpus.schema import Document
from index.finding import Evidence
from index.ranking import Candidate

LOOKED_AT = 8  # passages
SHOWN = 3
SENTENCE_WEIGHT = 4.0  # against the passage: which sentence is shown is mostly its own matter
SHORT = 60  # characters; a shorter sentence seldom stands alone
# A sentence that opens so says little without the one before it.
_LEANS = re.compile(
    r"(Det (er|var|har|kan|vil|gør|skal|mener)|Den|Dem|De|Derfor|Dermed|Desuden|Her(af|under|udover)|Dette|Disse"
    r"|Så|Men|Og|Ja|Nej|Jo|F\.eks)\b"
)


def choose(ranked: Sequence[Candidate], documents: Sequence[Document]) -> tuple[Evidence, ...]:
    """Up to three quotes, best first, from different passages.

    Args:
        ranked: candidates, best first.
        documents: the document of each of the first candidates, in the same order.
    """
    found = [_best(candidate, document) for candidate, document in zip(ranked[:LOOKED_AT], documents, strict=False)]
    return tuple(sorted(found, key=lambda evidence: -evidence.score)[:SHOWN])


def _best(candidate: Candidate, document: Document) -> Evidence:
    passage = candidate.row.passage
    best = int(candidate.sentences.argmax())
    first = best
    opening = document.quote(passage.sentences[best].start, passage.sentences[best].end)
    if best and (len(opening) < SHORT or _LEANS.match(opening)):
        first -= 1
    start, end = passage.sentences[first].start, passage.sentences[best].end
    score = candidate.score + SENTENCE_WEIGHT * float(candidate.sentences[best])
    return Evidence(document, passage, start, end, document.quote(start, end), score)
