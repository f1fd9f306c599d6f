"""Plans for tests, kept as the engine keeps them."""

from typing import Any

from stellwerk.core import clock
from stellwerk.portals.models import Portal
from stellwerk.sync.changes import Change, count
from stellwerk.sync.models import Plan
from stellwerk.sync.plan import changes_of, store
from stellwerk.targets.models import Target

CHUNK = 500


def kept(portal: Portal, changes: list[dict[str, Any]], name: str = "feed") -> Plan:
    """A stored plan with these changes."""
    row = Plan.objects.create(
        portal=portal, hash=name.ljust(32, "0"), created=clock.now(), counts=count(changes)
    )
    for number in range(0, len(changes), CHUNK):
        store(row, number // CHUNK, changes[number : number + CHUNK])
    return row


def plan_of(target: Target, name: str = "feed") -> Plan:
    """The plan of what is marked and routed at a target."""
    return kept(target.portal, [change.as_dict() for change in changes_of(target)], name)


def change(number: int, **given: Any) -> dict[str, Any]:
    """A change of a plan, as it is stored."""
    made = Change(
        given.pop("target", "ox"),
        f"person:{number}",
        given.pop("name", f"p{number}"),
        1,
        given.pop("part", "fields"),
        given.pop("action", "update"),
        fields=given.pop("fields", {"title": ("", "Dr.")}),
        **given,
    )
    return made.as_dict()
