"""Danish or English."""

import json
from pathlib import Path

import pytest

from corpus.citations import Language
from index.language import detect


@pytest.mark.parametrize(
    "query",
    [
        "Er forskningscenteret finansieret?",
        "er der penge til videnscentret for ensomhed",
        "ensomhed",
        "hvad med 2028",
        "hvornaar aabner centret",
    ],
)
def test_danish_queries_are_danish(query: str) -> None:
    assert detect(query, "en") == "da"


@pytest.mark.parametrize(
    "query",
    ["Is the research centre funded?", "loneliness", "what about 2028", "Does Løkke support the EU treaty?"],
)
def test_english_queries_are_english_even_with_a_danish_name(query: str) -> None:
    assert detect(query, "da") == "en"


@pytest.mark.parametrize("query", ["", "663", "S 36", "?!", "   ", "\u200b", "🙂"])
@pytest.mark.parametrize("default", ["da", "en"])
def test_a_query_that_gives_no_sign_keeps_the_language_so_far(query: str, default: Language) -> None:
    assert detect(query, default) == default


@pytest.mark.parametrize("query", ["Gaza", "NATO Ukraine", "<b>Gaza</b><script>alert(1)</script>", "ok", "S299"])
@pytest.mark.parametrize("default", ["da", "en"])
def test_words_of_the_documents_give_no_sign(query: str, default: Language) -> None:
    assert detect(query, default, {"gaza", "nato", "ukraine", "alert"}.__contains__) == default


def test_the_development_queries_are_told_apart(shared: Path) -> None:
    wrong = [
        item["query"]
        for name in ("answerable", "unanswerable")
        for item in map(json.loads, (shared / "data" / "dev" / f"{name}.jsonl").open(encoding="utf-8"))
        if detect(item["query"], "da") != item["lang"]
    ]
    assert len(wrong) <= 3, wrong
