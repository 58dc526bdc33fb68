"""The command `ministersvar feedback`: what users of the bot thought, as far as they said that it may be kept."""

import sys
from typing import Annotated

import typer

from bot.console import print_json, settings_of

feedback_app = typer.Typer(no_args_is_help=True, help="What users thought of the replies.")


@feedback_app.command("export")
def feedback_export(
    down: Annotated[bool, typer.Option("--down", help="Those voted 👎, not 👍.")] = False,
) -> None:
    """Print the queries that their writers let us keep, as golden questions, one JSON object a line."""
    from contextlib import closing

    from bot.state import State

    settings = settings_of()
    with closing(State(settings.state, settings.keep_days)) as state:
        examples, votes = state.examples(-1 if down else 1), state.votes()
    for example in examples:
        print_json({name: value for name, value in example._asdict().items() if value})
    print(f"votes: {len(votes)}, {votes.count(1)} 👍 and {votes.count(-1)} 👎", file=sys.stderr)
