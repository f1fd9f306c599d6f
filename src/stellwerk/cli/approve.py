"""`stellwerk approve`: free what is held."""

from pathlib import Path

import click

from stellwerk.cli.opening import named, open_portal, print_json


@click.command("approve", short_help="Free what is held: all of a plan, or one object.")
@click.argument("what", metavar="HASH|OBJECT")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, what: str, as_json: bool) -> None:
    """Free the held changes of a plan (by its hash) or of one object.

    HASH is the one a plan prints, its beginning is enough. OBJECT is a login, kind:number as
    plans show it, or source:NAME for everything that is missing from a source.

    Only what still stands as it was shown is freed. The running service carries it out at once,
    else the next `stellwerk sync` does.
    """
    portal = open_portal(data)
    from stellwerk.sync import runs

    drawn, key = named(portal, what)
    if drawn is not None:
        done, moved = runs.approve(portal, drawn, actor="cli")
    else:
        done, moved = runs.approve_object(portal, key, actor="cli"), 0
    if as_json:
        print_json({"approved": done, "moved": moved})
        return
    click.echo(f"{done} approved." + (f" {moved} no longer stand as shown." if moved else ""))
    if done:
        click.echo("The running service carries it out; without one: stellwerk sync")
