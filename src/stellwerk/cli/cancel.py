"""`stellwerk cancel`: end a run."""

from pathlib import Path

import click

from stellwerk.cli.opening import open_portal
from stellwerk.core.errors import NotFound


@click.command("cancel", short_help="End a run.")
@click.argument("number", metavar="RUN", type=int)
@click.pass_obj
def command(data: Path, number: int) -> None:
    """End a run: what is under way is finished and kept, nothing new is begun.

    A sync that is cancelled halts its targets: they send nothing until the next `stellwerk sync`.
    What is left stays due.
    """
    portal = open_portal(data)
    from stellwerk.sync import halting, tasks

    row = tasks.of_portal(portal).filter(pk=number).first()
    if row is None:
        raise NotFound(f"There is no run {number}.", hint="stellwerk runs")
    if not halting.cancel(portal, row, actor="cli"):
        click.echo(f"Run {number} was over already.")
    else:
        click.echo(f"Run {number} ends now. How it stands: stellwerk runs {number}")
