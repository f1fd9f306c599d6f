"""`stellwerk retry`: take a parked object up again."""

from pathlib import Path

import click

from stellwerk.cli.opening import object_key, open_portal
from stellwerk.core.errors import NotFound


@click.command("retry", short_help="Take a parked object up again.")
@click.argument("what", metavar="OBJECT")
@click.pass_obj
def command(data: Path, what: str) -> None:
    """Take a parked object up again; the running service or the next sync sends it.

    OBJECT is a login, or kind:number as `stellwerk status` shows it.
    """
    portal = open_portal(data)
    from stellwerk.sync import runs

    if not runs.retry(portal, object_key(portal, what), actor="cli"):
        raise NotFound(f"{what} is not parked anywhere.", hint="stellwerk status")
    click.echo(f"{what} is taken up again.")
