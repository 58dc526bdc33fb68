import datetime as dt
from dataclasses import replace

from bot.reply import compose
from corpus.schema import Document, Passage, Span, Turn
from index.finding import Evidence, Finding, Hit, Listing
from index.named import Named

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
        understood="?",
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


def test_every_verbatim_quote_is_shown_in_the_findings_order() -> None:
    other = DOCUMENT.model_copy(update={"document_id": "b", "title": "Luft"})
    passage = PASSAGE.model_copy(update={"document_id": "b"})
    first = Evidence(other, passage, 13, 17, "Nej.", 0.1)
    shown = compose(finding(first, evidence(18, len(TEXT), "Vandet er rent.", 5.0))).citations
    assert [(c.number, c.label, c.quote) for c in shown] == [(1, "Luft", "Nej."), (2, "Vand", "Vandet er rent.")]


def test_a_query_that_was_understood_as_written_is_not_repeated() -> None:
    found = finding(evidence(13, 17, "Nej."))
    assert compose(found).understood == ""
    assert compose(replace(found, understood=" ?\n")).understood == ""
    assert compose(replace(found, understood="er vandet\nrent?")).understood == "er vandet rent?"


def test_a_narrowing_is_told_with_quotes_and_in_a_refusal() -> None:
    found = replace(finding(evidence(13, 17, "Nej.")), named=Named(minister="M", unknown=("SOU 9",)))
    assert compose(found).narrowed == "Kun svar fra M."
    assert compose(found).unknown == "Jeg kender ingen svar, der passer på ”SOU 9”."
    refusal = compose(replace(found, outcome="not_found", evidence=()))
    assert (refusal.narrowed, refusal.nearest) == ("Jeg søgte kun i svar fra M.", ("Vand",))


def test_where_nothing_fits_the_nearest_outside_is_offered_as_no_answer() -> None:
    found = replace(finding(), outcome="not_found", named=Named(minister="M"), outside=True)
    reply = compose(found)
    assert (reply.outside, reply.narrowed) == ("Der er ingen svar fra M i dokumenterne.", "")
    assert (reply.outcome, reply.citations, reply.nearest) == ("not_found", (), ("Vand",))


def test_nothing_outside_the_narrowing_is_cited() -> None:
    found = replace(finding(evidence(13, 17, "Nej.")), named=Named(minister="M"), outside=True)
    assert (compose(found).outcome, compose(found).citations) == ("not_found", ())


def test_a_count_lists_the_newest_ten_and_says_how_many_more() -> None:
    named = Named(minister="M", wants="count", rest="vand")
    reply = compose(replace(finding(), named=named, listing=Listing("count", (DOCUMENT,) * 12, 14)))
    assert reply.listed
    assert (reply.listed.heading, reply.listed.labels, reply.listed.more) == (
        "14 svar fra M om vand.",
        ("Vand",) * 10,
        4,
    )
    assert (reply.outcome, reply.narrowed, reply.nearest) == ("answered", "", ())


def test_a_count_of_what_nobody_knows_says_only_that() -> None:
    named = Named(wants="count", unknown=("Venstre",))
    reply = compose(replace(finding(), outcome="not_found", named=named, listing=Listing("count", (), 0)))
    assert reply.listed
    assert reply.listed.heading == "Jeg kender ingen svar, der passer på ”Venstre”."
    assert (reply.unknown, reply.nearest) == ("", ())


def test_a_count_by_meaning_says_at_least() -> None:
    named = Named(wants="count", rest="vand")
    reply = compose(replace(finding(), named=named, listing=Listing("count", (DOCUMENT,), 1, least=True)))
    assert reply.listed
    assert reply.listed.heading == "Mindst 1 svar om vand."


def test_who_asked_stands_before_each_answer() -> None:
    asked = DOCUMENT.model_copy(update={"asker": "Rosa Lund", "asker_party": "EL"})
    named = Named(wants="askers", rest="vand")
    reply = compose(replace(finding(), named=named, listing=Listing("askers", (asked, DOCUMENT), 2)))
    assert reply.listed
    assert reply.listed.heading == "Her er, hvem der spurgte, ved svar om vand:"
    assert reply.listed.labels == ("Rosa Lund (EL): Vand", "Vand")


def test_words_of_no_document_are_told() -> None:
    reply = compose(replace(finding(evidence(13, 17, "Nej.")), unseen=("kernekraft", "Taiwan")))
    assert reply.unknown == "I dokumenterne står der ikke ”kernekraft” eller ”Taiwan”."


def test_it_is_told_when_several_fit() -> None:
    offered = finding(evidence(18, len(TEXT), "Vandet er rent."))
    assert compose(replace(offered, outcome="partial", several=True)).several
    assert not compose(replace(finding(), outcome="partial", several=True)).several  # nothing is quoted


def test_a_count_of_none_is_a_reply_too() -> None:
    named = Named(wants="count", rest="rum")
    reply = compose(replace(finding(), outcome="not_found", named=named, listing=Listing("count", (), 0)))
    assert reply.listed
    assert reply.listed.heading == "Der er ingen svar om rum i dokumenterne."
    assert (reply.outcome, reply.listed.labels, reply.nearest) == ("not_found", (), ("Vand",))
