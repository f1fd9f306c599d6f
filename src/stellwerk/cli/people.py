"""`stellwerk people`: find people."""

from pathlib import Path

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.visible import visible


@click.command("people", short_help="Find people by name, login or mail.")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.option("--limit", default=50, show_default=True, help="So many at most.")
@click.pass_obj
def command(data: Path, text: str, as_json: bool, limit: int) -> None:
    """Find people by name, login or mail; umlauts and accents may be written any way."""
    portal = open_portal(data)
    from stellwerk.people import queries

    rows = [
        {
            "object": f"person:{person.pk}",
            "login": person.login,
            "name": person.display_name,
            "mail": person.mail,
            "state": person.state,
        }
        for person in queries.search(portal, text)[:limit]
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        line = f"{row['login']:<28} {row['name']:<32} {row['mail']:<40} {row['state']}"
        click.echo(visible(line))
    if not rows:
        click.echo(f"Nobody found for {text!r}.")
