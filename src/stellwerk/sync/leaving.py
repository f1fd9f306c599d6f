"""Leaving: switched off first, deleted after the grace; undone at any time before that. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stellwerk.sync.changes import DELETE, DISABLE, LEAVE, REMOVE, Change
from stellwerk.sync.wanted import Absent, Applied, World


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to happen now, and when it is to be looked at again."""

    changes: tuple[Change, ...] = ()
    recheck_at: datetime | None = None


NOTHING = Leaving()


def leave_person(
    world: World, key: str, number: int, label: str, absent: Absent, applied: Applied | None
) -> Leaving:
    """Switch an account off; after the grace, delete it. Nothing for who never had one."""
    if applied is None or not applied.remote_id:
        return NOTHING
    if applied.disabled:
        return _delete(world, key, label, 1, absent, applied, [_heir(world)])
    notes = [f"nothing is deleted; {label} comes back to the same account"]
    if world.gates:
        due = world.now + world.grace
        notes = [f"deleted after {world.grace.days} days, about {due:%Y-%m-%d}; {_heir(world)}"]
    change = Change(
        world.name,
        key,
        label,
        1,
        LEAVE,
        DISABLE,
        applied.remote_id,
        {"mailenabled": (applied.fields.get("mailenabled", "true"), "false")},
        cause=absent.cause,
        held=True,
        notes=tuple(notes),
    )
    return Leaving((change,))


def leave_group(world: World, key: str, label: str, absent: Absent, applied: Applied) -> Leaving:
    """An emptied group that nobody wants is deleted after the grace."""
    if applied.members or not applied.remote_id or not applied.disabled:
        return NOTHING
    return _delete(world, key, label, 2, absent, applied, [])


def leave_context(world: World, key: str, label: str, absent: Absent, applied: Applied) -> Leaving:
    """A context goes only when a person says so, and everything in it goes with it."""
    if not applied.remote_id or not world.gates:
        return NOTHING
    note = "deletes every account, group and all data in it"
    change = Change(
        world.name,
        key,
        label,
        0,
        DELETE,
        REMOVE,
        applied.remote_id,
        {"name": (applied.fields.get("name", ""), "")},
        cause=absent.cause,
        held=True,
        notes=(note,),
    )
    return Leaving((change,))


def _delete(
    world: World,
    key: str,
    label: str,
    rank: int,
    absent: Absent,
    applied: Applied,
    notes: Sequence[str],
) -> Leaving:
    if not world.gates:
        return NOTHING
    due = (applied.disabled_at or world.now) + world.grace
    if due > world.now:
        return Leaving(recheck_at=due)
    change = Change(
        world.name,
        key,
        label,
        rank,
        DELETE,
        REMOVE,
        applied.remote_id,
        {"name": (applied.fields.get("name", ""), "")},
        cause=absent.cause,
        # A leave that a person approved was shown with the date of the deletion.
        held=not applied.by_hand,
        notes=tuple(notes),
    )
    return Leaving((change,))


def _heir(world: World) -> str:
    if world.reassign == "none":
        return "shared data is deleted with it"
    return "shared data goes to the context administrator"
