"""Which exact sentences of the ranked passages answer the query. Pure.

Whether they answer it well enough to be shown is left to `answerability`.
"""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import takewhile

from corpus.schema import Document
from index.finding import Evidence
from index.ranking import Ranked

LOOKED_AT = 8  # passages
SHOWN = 3
NEAR = 2.0  # a quote is shown if its passage's score is within this of the best one's (log odds)
EQUAL = 0.1  # scores this near are equal, and the newest document comes first
ALONE = 20  # characters; a shorter one at the passage's begin says nothing without the next
ALONGSIDE = 1.0  # the neighbour of the best sentence is quoted with it if its score is within this
SHORT = 60  # characters; a shorter sentence seldom stands alone
# A sentence that opens so says little without the one before it.
_LEANS = re.compile(
    r"(Det (\w*[a-zæøå]r|var|havde|blev|gjorde|sagde|svarede|kan|vil|skal|må)|Han|Hun|Den|Dem|De"
    r"|Derfor|Dermed|Desuden|Her(af|under|udover)|Dette|Disse|Så|Men|Og|Ja|Nej|Jo|F\.eks)\b"
)

_HALF = re.compile(r"[a-zæøå]{2}")


def choose(ranked: Sequence[Ranked], documents: Sequence[Document], *, apart: bool = False) -> tuple[Evidence, ...]:
    """Up to three quotes, best first, newest first among equals; the same words are quoted once, from the newest.

    Args:
        ranked: passages, best first.
        documents: the document of each of the first of them, in the same order.
        apart: whether each is to be of another document: where it is a toss-up which is meant.
    """
    found: list[Evidence] = []
    for item, document in zip(ranked[:LOOKED_AT], documents, strict=False):
        if item.score < ranked[0].score - NEAR:
            break
        quoted = _quote(item, document)
        same = next((place for place, other in enumerate(found) if other.quote == quoted.quote), None)
        if same is None:
            found.append(quoted)
        elif _newest(quoted) < _newest(found[same]):
            found[same] = quoted
    whole = [quoted for quoted in found if _stands_alone(quoted.quote)] or found
    if apart:
        firsts: dict[str, Evidence] = {}
        for quoted in whole:
            firsts.setdefault(quoted.document.document_id, quoted)
        whole = list(firsts.values())
    shown = whole[:SHOWN]
    # Equality is reckoned from the best, so that the order does not hang on chains of small steps.
    equal = list(takewhile(lambda quoted: quoted.score >= shown[0].score - EQUAL, shown))
    return (*sorted(equal, key=_newest), *shown[len(equal) :])


def _stands_alone(quote: str) -> bool:
    """Whether a quote is no half of a sentence that somebody interrupted, and no mere "Nej." or word of the chair's."""
    return not _HALF.match(quote) and len(quote) >= ALONE


def _newest(evidence: Evidence) -> tuple[bool, int]:
    """Sorts a later date before an earlier one, an interim answer behind a final one."""
    return evidence.document.status == "interim", -(evidence.document.dated_on or dt.date.min).toordinal()


def _quote(item: Ranked, document: Document) -> Evidence:
    passage, scores = item.candidate.row.passage, item.sentences
    best = first = last = int(scores.argmax())
    opening = document.quote(passage.sentences[best].start, passage.sentences[best].end)
    if best and (len(opening) < SHORT or _LEANS.match(opening)):
        first -= 1
        if first and passage.sentences[best].end - passage.sentences[first].start < SHORT:
            first -= 1
    elif len(opening) < ALONE and last + 1 < len(scores):  # "Nej." to a question that the reader does not see
        last += 1
    beside = [
        place
        for place in (first - 1, last + 1)
        if last - first < 2 and 0 <= place < len(scores) and scores[place] > scores[best] - ALONGSIDE
    ]
    if beside:  # so at most three sentences
        chosen = max(beside, key=lambda place: float(scores[place]))
        first, last = min(first, chosen), max(last, chosen)
    start, end = passage.sentences[first].start, passage.sentences[last].end
    return Evidence(document, passage, start, end, document.quote(start, end), item.score)
