import datetime as dt

from bot.reply import compose
from corpus.schema import Document, Passage, Span, Turn
from index.finding import Evidence, Finding, Hit

TEXT = "Er det rent? Nej. Vandet er\nrent."
DOCUMENT = Document(
    document_id="a", form="plain", title="Vand", text=TEXT, source="a.txt", sha256="0",
    turns=(Turn(start=0, end=12, role="member"), Turn(start=13, end=len(TEXT), role="minister", name="M")),
)  # fmt: skip
PASSAGE = Passage(
    document_id="a", start=13, end=len(TEXT), sentences=(Span(start=13, end=17), Span(start=18, end=len(TEXT)))
)


def evidence(start: int, end: int, quote: str, score: float = 1.0) -> Evidence:
    return Evidence(DOCUMENT, PASSAGE, start, end, quote, score)


def finding(*found: Evidence) -> Finding:
    return Finding(
        query="?",
        language="da",
        outcome="answered",
        confidence=0.9,
        evidence=found,
        hits=(Hit(DOCUMENT, PASSAGE, 1.0),),
        generation="g",
        built_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        newest_document_on=None,
        timings_ms={},
    )


def test_a_verbatim_quote_is_cited_with_the_passage_around_it() -> None:
    (citation,) = compose(finding(evidence(18, len(TEXT), "Vandet er rent."))).citations
    assert (citation.number, citation.quote, citation.before, citation.after) == (1, "Vandet er rent.", "Nej.", "")


def test_a_quote_that_differs_from_the_stored_text_is_withheld() -> None:
    reply = compose(finding(evidence(18, len(TEXT), "Vandet er ikke rent.")))
    assert (reply.outcome, reply.citations, reply.nearest) == ("not_found", (), ("Vand",))


def test_the_members_words_are_never_cited_as_the_ministers() -> None:
    assert compose(finding(evidence(0, 12, "Er det rent?"))).citations == ()
    assert compose(finding(evidence(0, 17, "Er det rent? Nej."))).citations == ()


def test_a_much_weaker_quote_is_left_out() -> None:
    shown = compose(finding(evidence(18, len(TEXT), "Vandet er rent.", 5.0), evidence(13, 17, "Nej.", 4.5)))
    assert [citation.quote for citation in shown.citations] == ["Vandet er rent."]
