"""The objects in a state file, for people and for programs."""

from pathlib import Path

import click

from oxsim.snapshot import world_parts
from oxsim.store import StateFileError, open_store


def print_state(path: Path, *, as_json: bool) -> None:
    """Print all objects in a state file: one line each, or one JSON object with the log."""
    try:
        journal, world = open_store(path)
    except StateFileError as error:
        raise click.ClickException(str(error)) from error
    journal.close()
    if as_json:
        for part in world_parts(world, log=True):
            click.echo(part, nl=False)
        click.echo()
        return
    for context in world.contexts.values():
        users, groups = len(context.users), len(context.groups)
        click.echo(f"context {context.id} {context.name}: {users} users, {groups} groups")
        for user in context.users.values():
            fields = user.fields
            mail, display = fields.get("primaryEmail", ""), fields.get("display_name", "")
            enabled = "" if fields.get("mailenabled", True) else " (disabled)"
            click.echo(f"  user {user.id} {user.name} <{mail}> {display}{enabled}")
        for group in context.groups.values():
            click.echo(f"  group {group.id} {group.name}: {len(group.members)} members")
