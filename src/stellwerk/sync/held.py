"""The rows of what is held: kept in step with what is held now, and approved by people."""

from collections.abc import Collection, Sequence

from stellwerk.core import clock
from stellwerk.sync.changes import MEMBERS, REMOVALS, Change
from stellwerk.sync.free import Approval
from stellwerk.sync.hold import Hold
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
            if row.gate not in {change.hold, Hold.EARLIER}:
                Held.objects.filter(pk=row.pk).update(gate=change.hold)
            continue
        Held.objects.update_or_create(
            target_id=target,
            object=change.object,
            part=change.part,
            defaults={
                "digest": change.digest,
                "goal": change.goal,
                "people": sorted({*change.add, *change.remove}),
                "gate": change.hold,
                "approved": False,
                "by_hand": False,
                "reason": "",
                "dropped": row is not None and row.dropped and row.goal == change.goal,
                **({} if row else {"since": clock.now()}),
            },
        )


def by_hand(target: int, keys: Collection[str]) -> set[tuple[str, str]]:
    """The parts that a person approved who was shown the date of the deletion that follows."""
    rows = Held.objects.filter(target=target, object__in=list(keys), approved=True, by_hand=True)
    return set(rows.values_list("object", "part"))


def forget(target: int, parts: Collection[tuple[str, str]]) -> None:
    """These parts were carried out: their approvals are used up."""
    keys = {key for key, _ in parts}
    rows = Held.objects.filter(target=target, object__in=sorted(keys), approved=True)
    done = [row.pk for row in rows if (row.object, row.part) in set(parts)]
    Held.objects.filter(pk__in=done).delete()


def drop(target: int, change: Change) -> None:
    """Leave things as they are: this held change is not shown again until its goal changes."""
    Held.objects.filter(target=target, object=change.object, part=change.part).update(
        dropped=True, approved=False
    )


def dropped(target: int, keys: Collection[str]) -> dict[tuple[str, str], str]:
    """The dropped parts of these objects, with the goal that was dropped."""
    rows = Held.objects.filter(target=target, object__in=list(keys), dropped=True)
    return {(row.object, row.part): row.goal for row in rows}


def approve(target: int, change: Change) -> None:
    """Free one held change, for the goal it has now: a person said so.

    `by_hand` is kept where the deletion that follows was shown with its date: it asks no more.
    """
    people = sorted({*change.add, *change.remove}) if change.part in {MEMBERS, REMOVALS} else []
    Held.objects.update_or_create(
        target_id=target,
        object=change.object,
        part=change.part,
        defaults={
            "digest": change.digest,
            "goal": change.goal,
            "people": people,
            "gate": change.hold,
            "approved": True,
            "by_hand": change.ends is not None,
            "reason": "",
            "dropped": False,
            "since": clock.now(),
        },
    )
