"""`stellwerk audit`: is in OX what was sent there?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stellwerk.cli.opening import object_key, open_portal, print_json
from stellwerk.core.errors import NotFound

if TYPE_CHECKING:
    from stellwerk.audit.models import Finding
    from stellwerk.audit.repairing import Repaired
    from stellwerk.portals.models import Portal

_ASK = "?"
_SHOWN = 200


@click.command("audit", short_help="Compare OX with what was sent; repair what is ticked.")
@click.option("--target", "name", default="", help="This target alone.")
@click.option("--context", "scope", default="", help="This context alone.")
@click.option("--rights", is_flag=True, help="Read everybody's rights too: a call for each.")
@click.option(
    "--repair",
    "chosen",
    is_flag=False,
    flag_value=_ASK,
    multiple=True,
    metavar="[KIND|OBJECT]",
    help="Repair what was found: asks for each kind; or only this kind or object (repeatable).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(
    data: Path, name: str, scope: str, rights: bool, chosen: tuple[str, ...], as_json: bool
) -> None:
    """Read OX and compare it with what was sent and what is wanted. Changes nothing by itself.

    A repair sends nothing either: what was applied learns what is really there, and the service or
    the next sync sends the difference, as a plan shows it.
    """
    portal = open_portal(data)
    from stellwerk.audit import runs
    from stellwerk.audit.turn import NOBODY, Turn
    from stellwerk.cli import output

    if _ASK in chosen and (as_json or not sys.stdin.isatty()):
        raise click.UsageError("There is no terminal to ask at: name a kind or an object.")
    ticked = {word: _ticked(portal, word) for word in chosen if word != _ASK}
    target = _target(portal, name) if name else None
    turn = Turn(everybody=True) if rights else NOBODY
    with output.meter(0, quiet=as_json) as meter:
        result = runs.audit_now(
            portal, target, scope=scope, turn=turn, progress=lambda t, n: meter.say(f"{t}: {n}")
        )
    found = runs.found(portal, target=target, scope=scope)
    if not as_json:
        _show(found, result)
    picked = [one.pk for one in found if any(_fits(one, key) for key in ticked.values())]
    if _ASK in chosen:
        picked += _asked(found)
    repaired = _repair(portal, sorted(set(picked)), as_json) if picked else None
    if as_json:
        told: dict[str, Any] = {**result, "list": [runs.as_dict(one) for one in found]}
        print_json(told | (repaired.as_dict() if repaired else {}))
    unread = any(one["unread"] for one in result["targets"].values())
    sys.exit(1 if unread or len(found) > (repaired.done + repaired.over if repaired else 0) else 0)


def _target(portal: "Portal", name: str) -> int:
    from stellwerk.targets.models import Target

    row = Target.objects.filter(portal=portal, name=name).first()
    if row is None:
        raise NotFound(f"There is no target {name!r}.", hint="stellwerk status")
    return row.pk


def _ticked(portal: "Portal", word: str) -> tuple[str, str]:
    """A kind, an object key, or what is at the target (``user:37@10``)."""
    from stellwerk.audit.models import Finding

    if word in Finding.Kind.values:
        return "kind", word
    if word.partition(":")[0] in {"user", "account"}:
        return "what", word
    return "object", object_key(portal, word)


def _fits(one: "Finding", key: tuple[str, str]) -> bool:
    name, value = key
    if name == "object":
        # A group's key without its context means the group in all of them.
        return value in {one.object, one.object.partition("@")[0]} or _there(one) == value
    return value == (one.kind if name == "kind" else _there(one))


def _there(one: "Finding") -> str:
    return f"{one.what}@{one.scope}"


def _asked(found: "list[Finding]") -> list[int]:
    from stellwerk.audit.repairing import ORDER

    picked: list[int] = []
    for kind in ORDER:
        some = [one.pk for one in found if one.kind == kind]
        if some and click.confirm(f"Repair {len(some)} x {kind}?"):
            picked += some
    return picked


def _repair(portal: "Portal", picked: list[int], as_json: bool) -> "Repaired":
    from stellwerk.audit import runs
    from stellwerk.cli import output

    with output.meter(len(picked), quiet=as_json) as meter:
        done = runs.repair_now(portal, picked, actor="cli", progress=lambda n: meter(n, 0, ""))
    if not as_json:
        output.console.print(
            f"{done.done} repaired, {done.over} over already, {done.left_alone} left alone."
        )
        if done.done:
            output.console.print("What is to be sent now: stellwerk plan", style="dim")
    return done


def _show(found: "list[Finding]", result: dict[str, Any]) -> None:
    from stellwerk.cli import output
    from stellwerk.cli.finding import show_finding

    for one in found[:_SHOWN]:
        show_finding(one)
    if len(found) > _SHOWN:
        output.console.print(f"  … and {len(found) - _SHOWN} more", style="dim")
    for target, part in result["targets"].items():
        for scope, reason in part["unread"].items():
            output.console.print(f"  [yellow]not read[/]  {target}: context {scope}: {reason}")
        if part["left_out"]:
            output.console.print(
                f"  {part['left_out']} objects were changing meanwhile; nothing is said of them.",
                style="dim",
            )
    output.console.print(
        f"{result['users']} users, {result['groups']} groups, {result['resources']} resources and"
        f" {result['accounts']} functional accounts read, {len(found)} findings."
    )
