"""An explanation as tables for a person: the operator's window into one reply. English, like every command.

What it says is worked out in `index.explaining`.
"""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.render import shortened, visible
from index.explaining import Explanation, Stage

COLUMNS = 5  # signals shown of each score, the weightiest first
SENTENCE_CHARS = 140

_BLAME: dict[Stage, str] = {
    "answered": "answered",
    "small talk": "small talk: nothing is cited for it",
    "not in the corpus": "not in the corpus: add the document, or check with `ministersvar documents list`",
    "not retrieved": "not retrieved: the document was not among the passages looked at",
    "not chosen": "not chosen: the document was looked at, but others were quoted",
    "held back": "held back: the best evidence was not sure enough to be shown",
}


def _weightiest(shares: Mapping[str, float], base: Mapping[str, float] | None = None) -> str:
    """The signals that tell most, with their shares; against `base`, what sets this one apart from the first."""
    told = {name: share - base[name] if base else share for name, share in shares.items()}
    first = sorted(told, key=lambda name: -abs(told[name]))[:COLUMNS]
    return "  ".join(f"{name} {told[name]:+.2f}" for name in first if abs(told[name]) >= 0.005)


def explanation_table(found: Explanation) -> RenderableType:
    """The stage to blame, what decided it, and the candidates with each signal's share."""
    head = Table(box=None, show_header=False, pad_edge=False)
    rows = [
        ("stage", _BLAME[found.stage]),
        ("understood", found.understood),
        ("searched for", found.subject),
        ("read as", f"{found.language}, asks for: {found.kind}"),
        ("confidence", f"{found.confidence:.2f} (needed: {found.threshold:.2f})"),
        ("decided by", _weightiest(found.decided)),
        ("never seen", ", ".join(found.unseen) or "–"),
        ("read otherwise", ", ".join(f"{typed} → {read}" for typed, read in found.repaired) or "–"),
    ]
    for name, value in rows:
        head.add_row(Text(name, style="bold"), Text(visible(value)))
    ranked = Table(
        title=Text("Candidates (* quoted); shares of the first, then what sets the others apart", style="bold"),
        title_justify="left", box=None, pad_edge=False, show_lines=True,
    )  # fmt: skip
    ranked.add_column("score", justify="right")
    ranked.add_column("document, best sentence, shares")
    for place, contender in enumerate(found.contenders):
        first = found.contenders[0]
        base = None if place == 0 else first
        told = Text(
            f"{'* ' if contender.quoted else ''}{contender.document_id}:{contender.passage_start}\n", style="cyan"
        )
        told.append(shortened(visible(contender.sentence), SENTENCE_CHARS) + "\n", style="default")
        told.append(f"document: {_weightiest(contender.document, base.document if base else None)}\n", style="dim")
        told.append(
            f"sentence: {_weightiest(contender.best_sentence, base.best_sentence if base else None)}", style="dim"
        )
        ranked.add_row(f"{contender.score:.2f}", told)
    return Group(head, Text(), ranked)
