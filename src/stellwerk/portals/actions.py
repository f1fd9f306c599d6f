"""The only writers of portals and of the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.portals.models import Portal, Trail


@dataclass(frozen=True, slots=True)
class Note:
    """One line for the trail: what was done to which object, with what changed in it."""

    verb: str
    object: str
    label: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def note(portal: Portal, actor: str, notes: Iterable[Note]) -> None:
    """Write lines to the trail, in the caller's transaction. Secrets are masked beforehand."""
    now = clock.now()
    Trail.objects.bulk_create(
        [
            Trail(
                portal=portal,
                at=now,
                actor=actor,
                verb=line.verb,
                object=line.object,
                label=line.label[:320],
                before=line.before,
                after=line.after,
            )
            for line in notes
        ],
        batch_size=500,
    )


def open_portal(name: str, *, actor: str) -> Portal:
    """The portal of that name, made if there is none."""
    portal, made = Portal.objects.get_or_create(name=name, defaults={"created": clock.now()})
    if made:
        note(portal, actor, [Note("portal.create", f"portal:{portal.pk}", name)])
    return portal


def save_portal(
    portal: Portal, *, time_zone: str, address: str, keep_runs: int, actor: str
) -> bool:
    """Give a portal its time zone and the address it is reached under from other machines, and say
    how many days runs are kept; whether that changed.
    """
    after = {"time_zone": time_zone, "address": address, "keep_runs": keep_runs}
    before = {name: getattr(portal, name) for name in after}
    if before == after:
        return False
    portal.time_zone, portal.address, portal.keep_runs = time_zone, address, keep_runs
    line = Note("portal.save", f"portal:{portal.pk}", portal.name, before, after)
    with transaction.atomic():
        portal.save(update_fields=list(after))
        note(portal, actor, [line])
    return True
