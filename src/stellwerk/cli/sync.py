"""`stellwerk sync`: carry out what the plan shows."""

import sys
from pathlib import Path
from typing import Any

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.errors import Busy, StellwerkError


class PlanMoved(StellwerkError):
    """Changes of this plan no longer stand, and --strict was asked for; nothing was done."""

    code = "plan_moved"
    hint = "Draw a new one: stellwerk plan"


@click.command("sync")
@click.option("--plan", "name", default="", help="Carry out this plan (its hash) and nothing else.")
@click.option("--strict", is_flag=True, help="Refuse if any change of the plan moved.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, name: str, strict: bool, yes: bool, as_json: bool) -> None:
    """Read the sources, show the plan, and carry it out. Held changes wait for `approve`."""
    portal = open_portal(data)
    from stellwerk.cli import output
    from stellwerk.core.lock import only_worker
    from stellwerk.sync import plan, runs

    moved: list[dict[str, Any]] = []
    with output.meter(0, quiet=as_json) as meter:
        if name:
            drawn = plan.find(portal, name)
            permit, moved = runs.standing(portal, drawn)
        else:
            runs.read_sources(portal, lambda n, d: meter.say(f"{n}: {d}"))
            drawn = runs.draw_plan(portal, meter.say)
            permit = runs.permit_of(drawn)
    if not as_json:
        output.show_plan(drawn, full=not yes)
        output.show_questions(plan.questions(portal))
    if moved and strict:
        raise PlanMoved(f"{len(moved)} changes of plan {drawn.hash[:12]} no longer stand.")
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("There is no terminal to ask at: add --yes.")
        click.confirm("Carry this out?", abort=True)
    total = sum(drawn.counts.values()) - drawn.counts["held"]
    try:
        with only_worker(data), output.meter(total, quiet=as_json) as meter:
            report = runs.carry_out(portal, drawn, permit, actor="cli", progress=meter)
    except Busy:
        with output.meter(total, quiet=as_json) as meter:
            report = runs.hand_over(portal, drawn, actor="cli", progress=meter)
    report.moved = moved
    if as_json:
        print_json(report.as_dict())
    else:
        output.console.print(
            f"{report.applied} applied, {report.parked} parked, {report.held} held."
        )
        for change in moved:
            output.console.print(f"  moved    {change['name']}  {change['object']}")
        if report.left:
            output.console.print(
                f"{report.left} turned out otherwise than planned; once more: stellwerk sync"
            )
        for reason in report.waiting:
            output.console.print(f"  [yellow]waiting[/]  {reason}")
        output.show_parked(plan.parked(portal))
    sys.exit(1 if report.parked or report.waiting else 0)
