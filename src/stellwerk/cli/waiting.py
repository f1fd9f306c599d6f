"""How what waits looks in a terminal: scheduled deletions, closed gates, held absences."""

from stellwerk.cli.output import console
from stellwerk.portals.models import Portal
from stellwerk.sync import waiting
from stellwerk.targets.models import Target


def show(portal: Portal) -> None:
    """Everything of a portal that waits for its day or behind a gate, with what to do about it."""
    for target in Target.objects.filter(portal=portal).order_by("name"):
        _show_gates(target)
        _show_scheduled(target)
    for one in waiting.absences(portal):
        counted = ", ".join(f"{number} x {kind}" for kind, number in one["kinds"].items())
        console.print(
            f"  [yellow]absences held[/]  {one['source']}: {counted} not in its last reading;"
            " nobody leaves",
            soft_wrap=True,
        )
        for dn in one["names"]:
            console.print(f"           {dn}", style="dim", soft_wrap=True, markup=False)
        console.print(
            f"           If they are really gone: stellwerk approve source:{one['source']}",
            style="dim",
            soft_wrap=True,
            markup=False,
        )


def _show_gates(target: Target) -> None:
    closed = waiting.closed_gates(target)
    for gate in closed:
        console.print(
            f"  [yellow]gate closed[/]  {target.name}: {gate['gate']}: {gate['reason']}",
            soft_wrap=True,
        )
    if closed:
        console.print(
            "           What to do: stellwerk plan shows them one by one. stellwerk approve HASH\n"
            "           carries them out, stellwerk drop HASH leaves things as they are.\n"
            "           Who is back in the directory waits no more.",
            style="dim",
            soft_wrap=True,
            markup=False,
        )


def _show_scheduled(target: Target) -> None:
    found = waiting.scheduled(target)
    for one in found["next"]:
        console.print(
            f"  scheduled  {one['on']}  delete {one['name']}  {target.name}/{one['object']}",
            style="dim",
            soft_wrap=True,
            markup=False,
        )
    more = found["count"] - len(found["next"])
    if more > 0:
        console.print(f"  scheduled  … and {more} more", style="dim")
    if found["count"]:
        console.print(f"           {found['then']}", style="dim")
