"""`stellwerk config`: the configuration file."""

from pathlib import Path

import click

from stellwerk.cli.opening import print_json
from stellwerk.store import open_store


@click.group("config", short_help="Portal, sources, targets, contexts and rules as a file.")
def command() -> None:
    """Portal, sources, targets, contexts and rules as a file."""


@command.command("template")
def template() -> None:
    """Print a file to edit, every key explained: stellwerk config template > stellwerk.toml."""
    from stellwerk.config.template import TEMPLATE

    click.echo(TEMPLATE, nl=False)


@command.command("export")
@click.pass_obj
def export(data: Path) -> None:
    """Print the configuration as a file; import takes it back unchanged. No password is in it."""
    from stellwerk.cli.opening import open_portal

    portal = open_portal(data)
    from stellwerk.config.exporting import export as written

    click.echo(written(portal), nl=False)


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--prune", is_flag=True, help="Remove what the file does not name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def import_(data: Path, file: Path, prune: bool, as_json: bool) -> None:
    """Take a configuration file over, as a whole or not at all. May be repeated at any time."""
    from stellwerk.config.file import read_file
    from stellwerk.config.passwords import read_passwords

    document = read_file(file)
    secrets = read_passwords(document)
    open_store(data)
    from stellwerk.config.importing import import_document

    report = import_document(document, secrets, pruning=prune, actor="cli")
    if as_json:
        print_json(report.as_dict())
        return
    for word, names in (
        ("made", report.made),
        ("changed", report.changed),
        ("removed", report.removed),
        ("unchanged", report.unchanged),
    ):
        for name in names:
            click.echo(f"{word:<10}{name}")
    for name in report.kept:
        click.echo(f"{'kept':<10}{name}  (not in the file; --prune removes it)")
    for text in report.notes:
        click.echo(f"Note: {text}")
    for name in report.halted:
        click.echo(f"{name} is sent nothing until you have seen what comes of it: stellwerk sync")
    if report.made or report.changed:
        click.echo("Next: stellwerk check")
