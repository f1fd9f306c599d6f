"""`stellwerk sync`: carry out what the plan shows."""

import sys
from pathlib import Path
from typing import Any

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.errors import Busy


@click.command("sync", short_help="Read the sources, show the plan, carry it out.")
@click.option(
    "--plan", "name", metavar="HASH", default="", help="Carry out this plan and nothing else."
)
@click.option("--strict", is_flag=True, help="Refuse if any change of the plan moved.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, name: str, strict: bool, yes: bool, as_json: bool) -> None:
    """Read the sources, show the plan, and carry it out. Held changes wait for `approve`.

    With --plan nothing is read: what that plan showed is carried out as far as it still stands.
    Beside a running `stellwerk serve` the service does the sending, and this watches.
    """
    portal = open_portal(data)
    from stellwerk.cli import output
    from stellwerk.core.lock import only_worker
    from stellwerk.sync import plan, runs
    from stellwerk.sync.handing_over import hand_over
    from stellwerk.sync.tasks import PlanMoved

    moved: list[dict[str, Any]] = []
    with output.meter(0, quiet=as_json) as meter:
        if name:
            drawn = plan.find(portal, name)
            stands = runs.standing(portal, drawn)
            permit, moved = stands.permit, stands.moved
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
            report = runs.carry_out(
                portal, drawn, permit, actor="cli", named=bool(name), progress=meter
            )
        report.moved = moved
    except Busy:
        with output.meter(total, quiet=as_json) as meter:
            report = hand_over(portal, data, drawn, strict=strict, actor="cli", progress=meter)
    if as_json:
        print_json(report.as_dict())
    else:
        output.console.print(
            f"{report.applied} applied, {report.parked} parked, {report.held} held."
        )
        for change in report.moved:
            output.console.print(f"  moved    {change['name']}  {change['object']}")
        if report.left:
            output.console.print(
                f"{report.left} turned out otherwise than planned; once more: stellwerk sync"
            )
        if report.unseen:
            output.console.print(
                f"{report.unseen} more are due that this plan does not show; they were left alone."
            )
        for target in report.halted:
            output.console.print(f"{target} sends nothing until its next sync: stellwerk sync")
        for reason in report.waiting:
            output.console.print(f"  [yellow]waiting[/]  {reason}")
        output.show_parked(plan.parked(portal))
    sys.exit(1 if report.parked or report.waiting else 0)
