"""`stellwerk mapping`: what people's properties become in OX."""

from pathlib import Path
from typing import Any

import click

from stellwerk.cli.opening import open_portal, print_json


@click.command("mapping", short_help="What people's properties become in OX.")
@click.argument("login", default="")
@click.option("--target", "name", help="The target, if there are several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, login: str, name: str | None, as_json: bool) -> None:
    """Show the mapping of a target, field by field; with LOGIN what it makes of that person."""
    portal = open_portal(data)
    from stellwerk.cli.opening import object_key, target_named
    from stellwerk.sync.mapped import model, rows
    from stellwerk.sync.marks import number_of

    target = target_named(portal, name)
    person = number_of(object_key(portal, login)) if login else None
    found = [_row(one, bool(login)) for one in rows(target, model(target, person))]
    if as_json:
        print_json(found)
        return
    for one in found:
        sources = " | ".join(one["sources"]) or "(left alone)"
        mark = "*" if one["changed"] else " "
        shown = f"  {one['value']}" if login and one["value"] else ""
        click.echo(f"{mark} {one['field']:<22} {sources:<44}{shown}".rstrip())
    click.echo("* differs from the default mapping")


def _row(one: Any, with_value: bool) -> dict[str, Any]:
    row = {"field": one.field, "sources": list(one.sources), "changed": one.changed}
    return {**row, "value": one.value} if with_value else row
