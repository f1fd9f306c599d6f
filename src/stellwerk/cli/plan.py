"""`stellwerk plan`: see what would happen."""

from pathlib import Path
from typing import Any

import click

from stellwerk.cli.opening import open_portal, print_json


@click.command("plan", short_help="Read the sources and show every change. Sends nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.option("--no-read", is_flag=True, help="Plan from what was read last.")
@click.pass_obj
def command(data: Path, as_json: bool, no_read: bool) -> None:
    """Read the sources and show every change per object and field. Sends nothing."""
    portal = open_portal(data)
    from stellwerk.cli import output, waiting
    from stellwerk.sync import plan, runs

    with output.meter(0, quiet=as_json) as meter:
        summaries = (
            {} if no_read else runs.read_sources(portal, lambda n, d: meter.say(f"{n}: {d}"))
        )
        drawn = runs.draw_plan(portal, meter.say)
    questions, parked = plan.questions(portal), plan.parked(portal)
    if as_json:
        print_json(document(drawn, questions, parked))
        return
    for name, read in summaries.items():
        if not read.complete:
            output.console.print(f"[yellow]{name} was not read whole[/]: {read.reason}.")
            output.console.print("  Nobody is removed because of it.", style="dim")
    output.show_plan(drawn)
    waiting.show(portal)
    output.show_questions(questions)
    output.show_parked(parked)


def document(drawn: Any, questions: list[Any], parked: list[Any]) -> dict[str, Any]:
    """The plan as scripts get it."""
    changes = [
        {k: v for k, v in change.items() if k not in {"goal", "rank", "people"}}
        for change in drawn.changes()
    ]
    return {
        "hash": drawn.hash,
        "plan": drawn.counts,
        "changes": changes,
        "decisions": questions,
        "parked": parked,
    }
