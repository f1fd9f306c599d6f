"""`stellwerk why`: why somebody has, or lacks, an account."""

from pathlib import Path

import click

from stellwerk.cli.opening import object_key, open_portal, print_json
from stellwerk.core.visible import visible


@click.command("why", short_help="Why somebody has, or lacks, an account.")
@click.argument("person", metavar="LOGIN|OBJECT")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, person: str, as_json: bool) -> None:
    """Say per target which rule decided, what is wanted, what is there, and what was sent.

    It is asked with a login, or with person:number as plans show it.
    """
    portal = open_portal(data)
    from stellwerk.sync import why

    answers = why.explain(portal, object_key(portal, person))
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        click.echo(visible(f"{answer['target']}: {answer['verdict']}"))
        for line in answer["rules"]:
            click.echo(f"  rule   {visible(line)}")
        if answer["account"]:
            click.echo(f"  there  {answer['account']}")
        for line in answer["pending"]:
            click.echo(f"  due    {line}")
        for line in answer["notes"]:
            click.echo(f"  note   {visible(line)}")
        for line in answer["history"]:
            click.echo(f"  sent   {line}")
