"""`stellwerk rotate`: new passwords for the administrators of contexts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.errors import Ambiguous, NotFound, StellwerkError

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal
    from stellwerk.targets.models import Credential


@click.command("rotate", short_help="New passwords for the administrators of contexts.")
@click.argument("context", default="")
@click.option("--all", "everything", is_flag=True, help="Every context whose login is known.")
@click.option("--target", default="", help="Only at the target of this name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, context: str, everything: bool, target: str, as_json: bool) -> None:
    """Give the administrator of CONTEXT (its number) a new random password.

    Whatever ends it on the way, the right password stays known; run again, it goes on from there.
    """
    if bool(context) == everything:
        raise click.UsageError("Give the number of a context, or --all.")
    portal = open_portal(data)
    rows = _chosen(portal, context, target)
    done, failed = [], []
    for row in rows:
        said: dict[str, Any] = {"target": row.target.name, "context": row.scope, "login": row.login}
        try:
            _rotate(row)
        except StellwerkError as error:
            failed.append({**said, "error": error.message, "hint": error.hint})
            _tell(as_json, f"{row.target.name}: context {row.scope}: {error.message}", error.hint)
        else:
            done.append(said)
            _tell(
                as_json, f"{row.target.name}: context {row.scope}: {row.login} has a new password"
            )
    if as_json:
        print_json({"rotated": done, "failed": failed})
    elif not rows:
        click.echo("No login of a context is known.")
    if failed:
        sys.exit(1)


def _chosen(portal: "Portal", context: str, target: str) -> "list[Credential]":
    from stellwerk.targets.models import Credential, Target

    if target and not Target.objects.filter(portal=portal, name=target).exists():
        raise NotFound(f"There is no target {target!r}.", hint="stellwerk status")
    rows = Credential.objects.filter(target__portal=portal).exclude(scope="")
    rows = rows.filter(target__name=target) if target else rows
    rows = rows.filter(scope=context) if context else rows
    found = sorted(rows.select_related("target"), key=lambda row: (row.target.name, int(row.scope)))
    if context and not found:
        raise NotFound(
            f"No login of a context {context!r} is known.", hint="stellwerk rotate --all"
        )
    if context and len(found) > 1:
        names = ", ".join(row.target.name for row in found)
        raise Ambiguous(f"Context {context} is at more than one target.", hint=f"--target: {names}")
    return found


def _rotate(row: "Credential") -> None:
    from stellwerk.targets import rotation
    from stellwerk.targets.queries import MASTER, client, credentials

    with client(row.target) as ox:
        rotation.rotate(row, ox, credentials(row.target).get(MASTER), actor="cli")


def _tell(as_json: bool, text: str, hint: str = "") -> None:
    if as_json:
        return
    click.echo(text)
    if hint:
        click.echo(f"  What to do: {hint}")
