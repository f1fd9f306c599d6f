"""What waits, and what for: deletions for their day, changes behind closed gates, absences."""

from typing import Any

from stellwerk.people.models import Entry, Group, Person
from stellwerk.portals.models import Portal
from stellwerk.sources.queries import held_absences
from stellwerk.sync import gatekeeper
from stellwerk.sync.lanes import SCHEDULED
from stellwerk.sync.leaving import heir
from stellwerk.sync.models import Work
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target

SOME = 20
"""So many are named; the others are counted."""


def scheduled(target: Target) -> dict[str, Any]:
    """How many deletions are scheduled, the next ones by name with their day, and who inherits."""
    rows = Work.objects.filter(target=target, state=Work.State.READY, lane=SCHEDULED)
    first = list(rows.order_by("due", "object")[:SOME])
    return {
        "count": rows.count(),
        "then": heir(load_world(target)),
        "next": [
            {"object": row.object, "name": _name(row), "on": row.due.date().isoformat()}
            for row in first
        ],
    }


def closed_gates(target: Target) -> list[dict[str, Any]]:
    """The gates of a target that are closed now, why, and how much waits before each."""
    view = gatekeeper.look(load_world(target))
    gates = {gate.key: gate for some in view.stopped.values() for gate in some}
    return [
        {"gate": gate.name, "reason": gate.reason, "waiting": len(gate.waiting)}
        for _, gate in sorted(gates.items())
    ]


def absences(portal: Portal) -> list[dict[str, Any]]:
    """The absences that sources hold: how many of each kind, since when, and the first by name."""
    return [
        {
            "source": one.source,
            "kinds": dict(one.kinds),
            "since": one.since.isoformat(),
            "names": list(one.names),
        }
        for one in held_absences(portal)
    ]


def _name(row: Work) -> str:
    if row.object.startswith("person:"):
        found = Person.objects.filter(pk=row.number).values_list("login", flat=True).first()
    elif row.object.startswith("resource:"):
        found = Entry.objects.filter(pk=row.number).values_list("name", flat=True).first()
    else:
        found = Group.objects.filter(pk=row.number).values_list("name", flat=True).first()
    return found or row.object
