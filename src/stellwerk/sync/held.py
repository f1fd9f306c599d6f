"""The rows of what is held: kept in step with what is held now, and approved by people."""

from collections.abc import Collection, Sequence

from stellwerk.core import clock
from stellwerk.core.saving import save_again
from stellwerk.sync.changes import CREATE, FIELDS, MEMBERS, Change
from stellwerk.sync.free import Approval
from stellwerk.sync.hold import Hold
from stellwerk.sync.models import AppliedMember, Held


def approvals(target: int, keys: Collection[str]) -> dict[tuple[str, str], Approval]:
    """What was approved of these objects."""
    return {
        (row.object, row.part): Approval(row.goal, frozenset(row.people))
        for row in Held.objects.filter(target=target, object__in=list(keys), approved=True)
    }


def keep(
    target: int, keys: Collection[str], held: Sequence[Change], free: Sequence[Change]
) -> None:
    """Make the rows of these objects exactly what is held; approved ones stay while they cover.

    Who was approved with a group that is still to be made comes into it afterwards.
    """
    present = {
        (row.object, row.part): row
        for row in Held.objects.filter(target=target, object__in=list(keys))
    }
    wanted = {(change.object, change.part): change for change in held}
    alive = {(change.object, change.part) for change in free}
    alive |= {(change.object, MEMBERS) for change in free if change.action == CREATE}
    gone = [
        row.pk
        for key, row in present.items()
        if key not in wanted and not (row.approved and key in alive)
    ]
    Held.objects.filter(pk__in=gone).delete()
    fresh, moved = [], []
    for key, change in wanted.items():
        row = present.get(key)
        if row is None or row.approved or row.digest != change.digest:
            fresh.append(_waiting(target, change, row))
        elif row.gate not in {change.hold, Hold.EARLIER}:
            row.gate = change.hold
            moved.append(row)
    _write(fresh)
    save_again(moved, ["gate"])


def _waiting(target: int, change: Change, before: Held | None) -> Held:
    """The row of a change that waits; what was dropped of the same goal stays dropped."""
    row = _row(target, change)
    row.people = sorted({*change.add, *change.remove})
    if before is not None:
        row.since = before.since
        row.dropped = before.dropped and before.goal == change.goal
    return row


def _row(target: int, change: Change) -> Held:
    return Held(
        target_id=target,
        object=change.object,
        part=change.part,
        digest=change.digest,
        goal=change.goal,
        gate=change.hold,
        since=clock.now(),
    )


_KEY = ["target", "object", "part"]
_REST = ["digest", "goal", "people", "gate", "since", "approved", "by_hand", "dropped", "reason"]


def _write(rows: Sequence[Held]) -> None:
    """Put rows in the place of those of the same part, or beside the others."""
    Held.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=_KEY, update_fields=_REST, batch_size=200
    )


def by_hand(target: int, keys: Collection[str]) -> set[tuple[str, str]]:
    """The parts that a person approved who was shown the date of the deletion that follows."""
    rows = Held.objects.filter(target=target, object__in=list(keys), approved=True, by_hand=True)
    return set(rows.values_list("object", "part"))


def forget(target: int, sent: Sequence[Change]) -> None:
    """These were carried out: their approvals are used up, of members those who are there."""
    parts = {(change.object, change.part) for change in sent}
    keys = sorted({key for key, _ in parts})
    used, left = [], []
    for row in Held.objects.filter(target=target, object__in=keys, approved=True):
        if row.part == MEMBERS:
            there = AppliedMember.objects.filter(applied__target=target, applied__object=row.object)
            rest = sorted(set(row.people) - set(there.values_list("person_id", flat=True)))
            if rest and rest != row.people:
                row.people = rest
                left.append(row)
            elif not rest:
                used.append(row.pk)
        elif (row.object, row.part) in parts:
            used.append(row.pk)
    Held.objects.filter(pk__in=used).delete()
    save_again(left, ["people"])


def drop(target: int, changes: Sequence[Change]) -> None:
    """Leave things as they are: these are not shown again until their goals change."""
    parts = {(change.object, change.part) for change in changes}
    rows = Held.objects.filter(target=target, object__in=sorted({key for key, _ in parts}))
    mine = [row.pk for row in rows if (row.object, row.part) in parts]
    Held.objects.filter(pk__in=mine).update(dropped=True, approved=False)


def dropped(target: int, keys: Collection[str]) -> dict[tuple[str, str], str]:
    """The dropped parts of these objects, with the goal that was dropped."""
    rows = Held.objects.filter(target=target, object__in=list(keys), dropped=True)
    return {(row.object, row.part): row.goal for row in rows}


def approve(target: int, changes: Sequence[Change]) -> None:
    """Free held changes, for the goals they have now: a person said so.

    `by_hand` is kept where the deletion that follows was shown with its date: it asks no more.
    """
    rows = []
    for change in changes:
        row = _row(target, change)
        row.people = sorted({*change.add, *change.remove})
        row.approved, row.by_hand = True, change.ends is not None
        rows.append(row)
        if change.part == FIELDS and change.add:
            # Those who have no account yet when it is made come in as they get one.
            later = _row(target, change)
            later.part, later.people, later.approved = MEMBERS, sorted(change.add), True
            rows.append(later)
    _write(rows)
