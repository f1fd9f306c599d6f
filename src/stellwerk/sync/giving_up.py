"""Who waited long enough for a name that somebody is about to release is parked, with a reason."""

from collections.abc import Sequence

from stellwerk.core.said import say
from stellwerk.sync.changes import Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.free import Approvals, Permit, split
from stellwerk.sync.judging import judge
from stellwerk.sync.wanted import Blocked, World


def given_up(
    world: World, one: Judged, free: Sequence[Change], approved: Approvals, permit: Permit
) -> Blocked | None:
    """Why an object that may do nothing without its name is not to wait for it any longer.

    None for one that does not come back by being routed again. What was approved speaks of that
    name: with a suffix it is another change, which nobody saw.
    """
    if isinstance(one.verdict, Blocked):
        return one.verdict
    if free:
        return None
    for patient in judge(world, [one.key]):
        seen, _ = split(patient.changes, approved)
        if patient.in_the_way and any(permit.allows(change) for change in seen):
            return Blocked(
                "name_taken",
                say(
                    "Its name in the context is still held by %(holder)s, which is to get another"
                    " one and does not.",
                    holder=patient.in_the_way,
                ),
                say(
                    "See what keeps that one: the plan, or what is parked. This one goes on by"
                    " itself when the name is free."
                ),
            )
    return None
