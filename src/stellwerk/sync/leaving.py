"""Leaving: switched off first, deleted after the grace; undone at any time before that. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stellwerk.core.said import joined, say
from stellwerk.sync.changes import DELETE, DISABLE, LEAVE, REMOVE, Change
from stellwerk.sync.wanted import Absent, Applied, World

MISSING = say("not in the last reading, and too many others neither")
"""The cause of what is held because the absence itself is."""
NO_HEIR = "none"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to happen now, and when it is to be looked at again."""

    changes: tuple[Change, ...] = ()
    recheck_at: datetime | None = None


NOTHING = Leaving()


def leave_person(
    world: World, key: str, label: str, absent: Absent, applied: Applied | None
) -> Leaving:
    """Switch an account off; after the grace, delete it. Nothing for who never had one."""
    if applied is None or not applied.remote_id:
        return NOTHING
    if applied.disabled:
        return _delete(world, key, label, 1, absent, applied, [heir(world)])
    return Leaving((_disable(world, key, label, absent.cause, applied),))


def leave_resource(
    world: World, key: str, label: str, absent: Absent, applied: Applied | None
) -> Leaving:
    """Let nobody book it any more; after the grace, delete it."""
    if applied is None or not applied.remote_id:
        return NOTHING
    if applied.disabled:
        return _delete(world, key, label, 2, absent, applied, [_BOOKINGS])
    return Leaving((_withdraw(world, key, label, absent.cause, applied),))


def miss_resource(world: World, key: str, label: str, applied: Applied | None) -> Sequence[Change]:
    """What would happen to a resource if an absence that its source holds were true."""
    if applied is None or not applied.remote_id or applied.disabled:
        return ()
    return (_withdraw(world, key, label, MISSING, applied, absence=True),)


def _withdraw(
    world: World, key: str, label: str, cause: str, applied: Applied, *, absence: bool = False
) -> Change:
    return Change(
        world.name, key, label, 2, LEAVE, DISABLE, applied.remote_id,
        {"available": (applied.fields.get("available", "true"), "false")},
        cause=cause, held=True, notes=(joined([farewell(world), _BOOKINGS], "; "),),
        absence=absence, ends=deletion(world),
    )  # fmt: skip


_BOOKINGS = say("with it go its bookings, the appointments stay")


def miss_person(world: World, key: str, label: str, applied: Applied | None) -> Sequence[Change]:
    """What would happen if an absence that its source holds were true."""
    if applied is None or not applied.remote_id or applied.disabled:
        return ()
    return (_disable(world, key, label, MISSING, applied, absence=True),)


def _disable(
    world: World, key: str, label: str, cause: str, applied: Applied, *, absence: bool = False
) -> Change:
    return Change(
        world.name,
        key,
        label,
        1,
        LEAVE,
        DISABLE,
        applied.remote_id,
        {"mailenabled": (applied.fields.get("mailenabled", "true"), "false")},
        cause=cause,
        held=True,
        notes=(joined([farewell(world), heir(world)], "; "),),
        absence=absence,
        ends=deletion(world),
    )


def leave_group(world: World, key: str, label: str, absent: Absent, applied: Applied) -> Leaving:
    """An emptied group that nobody wants is deleted after the grace."""
    if applied.members or not applied.remote_id or not applied.disabled:
        return NOTHING
    return _delete(world, key, label, 2, absent, applied, [])


def leave_context(world: World, key: str, label: str, absent: Absent, applied: Applied) -> Leaving:
    """A context goes only when a person says so, and everything in it goes with it."""
    if not applied.remote_id:
        return NOTHING
    note = say("deletes every account, group and all data in it")
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
        held=not applied.by_hand or deletion(world) is None,
        notes=tuple(notes),
    )
    return Leaving((change,))


def deletion(world: World) -> datetime | None:
    """When what is switched off now is deleted by itself; None where that waits for a person."""
    return world.now + world.grace if world.gates and not world.manual else None


def farewell(world: World) -> str:
    """What is said of who or what is switched off now: when it is deleted."""
    due = deletion(world)
    if due is None:
        return say(
            "its deletion after %(days)s days waits for approval again", days=world.grace.days
        )
    return say(
        "deleted after %(days)s days, about %(day)s", days=world.grace.days, day=f"{due:%Y-%m-%d}"
    )


def heir(world: World) -> str:
    """What becomes of what a deleted account shared."""
    if world.reassign == NO_HEIR:
        return say("shared data is deleted with it")
    return say("shared data goes to the context administrator")
