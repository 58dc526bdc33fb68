"""Which documents are about a subject, told by its words."""

from corpus.citations import Language
from corpus.schema import Document
from index.analysis import clean, is_function_word, read_words
from index.generation import Generation
from index.query_terms import QueryTerm

FILTERED = 1000  # passages from the terms where only some documents count
ABOUT = 0.75  # of a subject's weight in words must stand in a document that is about it


def _words_of(generation: Generation, subject: str, language: Language) -> tuple[QueryTerm, ...]:
    """The terms that tell which documents are about a subject; none if only its meaning does.

    In English those are the names and numbers, where there is nothing else.
    """
    terms = generation.terms.weights(subject, language)
    words = sum(not is_function_word(word.form, language) for word in read_words(clean(subject)))
    return terms if language == "da" or len(terms) >= words else ()


def about(
    generation: Generation, subject: str, language: Language, only: set[int] | None = None
) -> list[Document] | None:
    """The documents that hold a subject's words, best first; None where its words tell nothing.

    Args:
        generation: that is searched.
        subject: of the query.
        language: the query's.
        only: rows of documents; None for all.
    """
    terms = generation.terms
    wanted = _words_of(generation, subject, language)
    if not wanted:
        return None
    found = generation.found(terms.search(subject, language, FILTERED))
    rows = dict.fromkeys(row.document_row for row in generation.rows(row for row, _ in found))
    some = [generation.document_at(row) for row in rows if only is None or row in only]
    return [document for document in some if terms.covered(wanted, document.text, whole=True) >= ABOUT]
