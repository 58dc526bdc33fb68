"""Hyphens at line ends: each kind joined as the word wants it."""

import pytest

from corpus.readers.hyphens import MARKS, ends_in_hyphen, joined


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("i folkesko-", "len og", "i folkeskolen og"),
        ("social-", "og boligministeren", "social- og boligministeren"),
        ("drifts-", "eller anlægsmidler", "drifts- eller anlægsmidler"),
        ("i 2025-", "2028", "i 2025-2028"),
        ("af EU-", "støtten", "af EU-støtten"),
        ("Ammitzbøll-", "Bille", "Ammitzbøll-Bille"),
        ("en ph.d.-", "studerende", "en ph.d.-studerende"),
        ("en e-", "mail", "en e-mail"),
        ("et it-", "system", "et it-system"),
        ("både-", "og", "både-og"),
        ("ind-", "til maj", "indtil maj"),
        ("sam-", "men med", "sammen med"),
        ("bør-", "ne- og", "børne- og"),
    ],
)
def test_a_hyphen_is_joined_kept_or_kept_with_a_space(line: str, following: str, expected: str) -> None:
    assert joined(line, following) == expected
    assert joined(line.replace("-", "\u2010"), following) == expected


@pytest.mark.parametrize("mark", MARKS)
def test_every_kind_of_hyphen_is_known_at_a_lines_end(mark: str) -> None:
    assert ends_in_hyphen(f"folkesko{mark}")
    assert joined(f"folkesko{mark}", "len") == "folkeskolen"


def test_a_soft_hyphen_never_stays() -> None:
    assert joined("social\u00ad", "og") == "socialog"  # the writer's program put it inside one word


def test_a_line_without_hyphen_keeps_its_space() -> None:
    assert not ends_in_hyphen("Det er nok -")
    assert joined("Det er nok -", "som sagt") == "Det er nok - som sagt"
    assert joined("Det er", "nok") == "Det er nok"
