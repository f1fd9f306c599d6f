"""`stellwerk status`: where everything stands."""

from pathlib import Path

import click

from stellwerk.cli.opening import open_portal, print_json


@click.command("status", short_help="Where everything stands.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, as_json: bool) -> None:
    """Sources and targets: last run, due, held, parked, paused. Exit code 1 if any is parked."""
    portal = open_portal(data)
    from stellwerk.cli import output, waiting
    from stellwerk.sync import queries

    status = queries.status(portal, data)
    if as_json:
        print_json(status)
    else:
        for source in status["sources"]:
            click.echo(f"source {source['name']}: {source['said']}")
        for target in status["targets"]:
            click.echo(
                f"target {target['name']}: {target['applied']} applied, {target['due']} due, "
                f"{target['held']} held, {target['parked']} parked"
                + ("" if target["started"] else " (not started: stellwerk sync)")
            )
            for lane, reason in target["paused"].items():
                click.echo(f"  paused {'' if lane == '*' else lane}: {reason}")
        click.echo(f"worker: {'running' if status['worker'] else 'not running'}")
        waiting.show(portal)
        output.show_questions(status["decisions"])
        output.show_parked(status["parked"])
    raise click.exceptions.Exit(1 if status["parked"] else 0)
