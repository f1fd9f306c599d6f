"""`stellwerk owner`: let the owner of a portal in again, on the machine itself."""

from pathlib import Path

import click

from stellwerk.cli.opening import open_portal, print_json


@click.group("owner", short_help="Let the owner into the panel again.")
def command() -> None:
    """When nobody can sign in to the panel any more."""


@command.command("reset")
@click.argument("login", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def reset(data: Path, login: str, as_json: bool) -> None:
    """Give an owner a new one-time password, unlock the login and end its sessions.

    Without LOGIN it is the first owner; where there is none any more, one is made.
    """
    portal = open_portal(data)
    from stellwerk.signin import rescue

    who, password = rescue.reset(portal, login, actor="cli")
    if as_json:
        print_json({"login": who, "password": password.reveal()})
        return
    click.echo(f"Sign in as {who} with the one-time password {password.reveal()}")
    click.echo("(it is not shown again; the panel asks for one of your own)")


@command.command("unlock")
@click.argument("login", default="")
@click.pass_obj
def unlock(data: Path, login: str) -> None:
    """Forget failed attempts to sign in: of a login, or without one of all logins and addresses."""
    portal = open_portal(data)
    from stellwerk.signin import rescue

    number = rescue.unlock(portal, login, actor="cli")
    click.echo(f"{number} unlocked." if number else "Nothing was locked.")


@command.command("sessions")
@click.option("--end", "login", default="", help="End all sessions of this login.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def sessions(data: Path, login: str, as_json: bool) -> None:
    """Who is signed in, from where, since when; or end somebody's sessions."""
    portal = open_portal(data)
    from stellwerk.signin import queries, rescue

    if login:
        number = rescue.end_sessions(portal, login, actor="cli")
        click.echo(f"{number} sessions of {login} ended.")
        return
    rows = [
        {
            "login": row.person.login,
            "address": row.address,
            "browser": row.browser,
            "since": row.created.isoformat(),
            "seen": row.last_seen.isoformat(),
        }
        for row in queries.sessions_in(portal)
    ]
    if as_json:
        print_json({"sessions": rows})
        return
    for one in rows:
        click.echo(f"{one['login']:<24} {one['address']:<24} {one['browser']:<20} {one['since']}")
    if not rows:
        click.echo("Nobody is signed in.")
