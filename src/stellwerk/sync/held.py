"""The rows of what is held: kept in step with what is held now, and approved by people."""

from collections.abc import Collection, Sequence

from stellwerk.core import clock
from stellwerk.sync.changes import MEMBERS, REMOVALS, Change
from stellwerk.sync.free import Approval
from stellwerk.sync.models import Held


def approvals(target: int, keys: Collection[str]) -> dict[tuple[str, str], Approval]:
    """What was approved of these objects."""
    return {
        (row.object, row.part): Approval(row.goal, frozenset(row.people))
        for row in Held.objects.filter(target=target, object__in=list(keys), approved=True)
    }


def keep(
    target: int, keys: Collection[str], held: Sequence[Change], free: Sequence[Change]
) -> None:
    """Make the rows of these objects exactly what is held; approved ones stay while they cover."""
    present = {
        (row.object, row.part): row
        for row in Held.objects.filter(target=target, object__in=list(keys))
    }
    wanted = {(change.object, change.part): change for change in held}
    alive = {(change.object, change.part) for change in free}
    gone = [
        row.pk
        for key, row in present.items()
        if key not in wanted and not (row.approved and key in alive)
    ]
    Held.objects.filter(pk__in=gone).delete()
    for key, change in wanted.items():
        row = present.get(key)
        if row is not None and not row.approved and row.digest == change.digest:
            continue
        Held.objects.update_or_create(
            target_id=target,
            object=change.object,
            part=change.part,
            defaults={
                "digest": change.digest,
                "goal": change.goal,
                "people": sorted({*change.add, *change.remove}),
                "gate": "destructive" if change.destructive else "manual",
                "approved": False,
                **({} if row else {"since": clock.now()}),
            },
        )


def approve(target: int, change: Change) -> None:
    """Free one held change, for the goal it has now."""
    people = sorted({*change.add, *change.remove}) if change.part in {MEMBERS, REMOVALS} else []
    Held.objects.update_or_create(
        target_id=target,
        object=change.object,
        part=change.part,
        defaults={
            "digest": change.digest,
            "goal": change.goal,
            "people": people,
            "gate": "destructive" if change.destructive else "manual",
            "approved": True,
            "since": clock.now(),
        },
    )
