"""Every reason for which a file is not read has its Danish words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.unreadable import why

ROOT = Path(__file__).resolve().parents[2]
RAISED = {"Unreadable": 0, "UnreadableFile": 1}  # where the reason stands


def literal(node: ast.expr, names: dict[str, str]) -> str | None:
    """A text as it would be said; what is filled in is a 7."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said() -> Iterator[tuple[str, str]]:
    names: dict[str, str] = {}
    calls: list[tuple[ast.Call, dict[str, str]]] = []
    for path in sorted([*(ROOT / "corpus" / "readers").glob("*.py"), ROOT / "corpus" / "forms.py"]):
        own: dict[str, str] = {}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                own[node.targets[0].id] = literal(node.value, {}) or ""
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                calls.append((node, own))
        names |= {name: text for name, text in own.items() if name.isupper()}
    for call, own in calls:
        first = RAISED[call.func.id] if isinstance(call.func, ast.Name) else 0
        given = [literal(argument, names | own) for argument in call.args[first : first + 2]]
        if len(given) == 2 and given[0] and given[1] and "drawn" not in given[0]:  # said of a page, not of a file
            yield given[0], given[1]


@pytest.mark.parametrize(("reason", "remedy"), sorted(set(said())))
def test_a_reason_and_its_remedy_are_said_in_danish(reason: str, remedy: str) -> None:
    danish = why(reason, remedy, "da").split(". ")
    assert len(danish) == 2, danish
    assert reason not in danish
    assert not {"it", "its", "the", "is"} & set(" ".join(danish).split())
    assert why(reason, remedy, "en").startswith(reason)


def test_a_reason_that_is_not_known_is_said_as_it_is() -> None:
    assert why("it is odd", "ask", "da") == "it is odd. ask"
