"""Queries that count or list: whether one is wanted, and which documents it shows. Pure."""

import datetime as dt
from collections.abc import Sequence

from corpus.schema import Document
from index.evidence import NEAR
from index.finding import LISTED, Listing
from index.named import Named
from index.ranking import Ranked


def is_wanted(named: Named, documents: int) -> bool:
    """Whether a list is the answer: it was asked for, or documents were named, not one by number, and no subject."""
    if named.wants != "answer":
        return True
    return not named.rest.strip() and (documents > 1 or named.latest or (documents == 1 and not named.numbers))


def of(named: Named, documents: Sequence[Document], *, least: bool = False) -> Listing:
    """The listing of these documents, newest first; `least`: there may be more."""
    newest = sorted(documents, key=lambda document: (_age(document), document.document_id))
    return Listing(
        "list" if named.wants == "answer" else named.wants,
        tuple(newest[:LISTED]),
        len(documents),
        least and bool(documents),
    )


def near_the_best(ranked: Sequence[Ranked], documents: Sequence[Document]) -> list[Document]:
    """The documents whose score is near the best one's."""
    best = {
        document.document_id: document
        for item, document in zip(ranked, documents, strict=True)
        if item.document >= ranked[0].document - NEAR
    }
    return list(best.values())


def latest_first(
    ranked: Sequence[Ranked], documents: Sequence[Document], about: Sequence[Document]
) -> list[tuple[Ranked, Document]]:
    """A ranking where the newest is wanted: documents about the subject by date, the rest behind as they were."""
    wanted = {document.document_id for document in about}
    pairs = list(zip(ranked, documents, strict=True))
    inside = [pair for pair in pairs if pair[1].document_id in wanted]
    outside = [pair for pair in pairs if pair[1].document_id not in wanted]
    return sorted(inside, key=lambda pair: _age(pair[1])) + outside


def _age(document: Document) -> int:
    return -(document.dated_on or dt.date.min).toordinal()
