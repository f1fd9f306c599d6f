"""`stellwerk import`: move in where another connector was before."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stellwerk.cli.opening import open_portal, print_json

if TYPE_CHECKING:
    from stellwerk.moving_in.report import Report

MANY = 50


@click.group("import")
def command() -> None:
    """Take over what another connector knew, such as Univention's OX Connector."""


@command.command("ox-connector")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--target", "name", help="The target, if there are several.")
@click.option("--dry-run", is_flag=True, help="Say what it would do, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def ox_connector(data: Path, folder: Path, name: str | None, dry_run: bool, as_json: bool) -> None:
    """Take over who is who in OX, logins, access profiles and the mapping from Univention's OX
    Connector. FOLDER is its data folder, or a copy. Sends nothing; may be repeated at any time."""
    portal = open_portal(data)
    from stellwerk.cli.opening import target_named
    from stellwerk.moving_in.reading import read_state
    from stellwerk.moving_in.taking_over import take_over

    target = target_named(portal, name)
    report = take_over(target, read_state(folder), actor="cli", dry_run=dry_run)
    if as_json:
        print_json(report.as_dict())
    else:
        _show(report)


def _show(report: "Report") -> None:
    for file in report.files:
        click.echo(f"read      {file}")
    word = "would link" if report.dry_run else "linked"
    for kind, plural in (("person", "people"), ("group", "groups")):
        known = f", {report.known[kind]} were known" if report.known[kind] else ""
        click.echo(f"{word:<10}{report.linked[kind]} {plural}{known}")
    for word, names in (
        ("login", report.logins),
        ("profile", report.profiles),
        ("mapping", report.mapping),
        ("kept", report.kept),
    ):
        for one in names:
            click.echo(f"{word:<10}{one}")
    for kind, number in report.elsewhere.items():
        click.echo(f"{'by name':<10}{number} {kind}: these have no number to take over")
    for lost in report.unlinked[:MANY]:
        click.echo(f"{'not taken':<10}{lost.dn}: {lost.reason}")
        click.echo(f"          What to do: {lost.hint}")
    if len(report.unlinked) > MANY:
        click.echo(f"          ... and {len(report.unlinked) - MANY} more: --json has all")
    if report.dry_run:
        click.echo("Nothing was changed.")
    for target in report.halted:
        click.echo(f"{target} is sent nothing until you have seen what comes of it: stellwerk sync")
    click.echo("Next: stellwerk plan shows what differs from OX; nothing is sent before a sync.")
