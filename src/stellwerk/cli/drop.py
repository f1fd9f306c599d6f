"""`stellwerk drop`: leave things as they are."""

from pathlib import Path

import click

from stellwerk.cli.opening import named, open_portal, print_json


@click.command("drop", short_help="Leave what is held as it is.")
@click.argument("what", metavar="HASH|OBJECT")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, what: str, as_json: bool) -> None:
    """Leave the held changes of a plan (by its hash) or of one object undone.

    HASH is the one a plan prints, its beginning is enough. OBJECT is a login, kind:number as
    plans show it, or source:NAME for everything that is missing from a source.

    They are not shown again until something else is wanted of that part.
    """
    portal = open_portal(data)
    from stellwerk.sync import runs

    drawn, key = named(portal, what)
    if drawn is not None:
        done, moved = runs.drop(portal, drawn, actor="cli")
    else:
        done, moved = runs.drop_object(portal, key, actor="cli"), 0
    if as_json:
        print_json({"dropped": done, "moved": moved})
        return
    click.echo(f"{done} dropped." + (f" {moved} no longer stand as shown." if moved else ""))
