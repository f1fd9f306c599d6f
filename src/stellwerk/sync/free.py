"""Which parts of an object's changes may be sent now, and which are held. Pure.

A plan that is being carried out permits only what was seen in it; an approval frees what is held,
for as long as the goal of that part is the one that was approved.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from stellwerk.sync.changes import FIELDS, MEMBERS, MOVE, REMOVALS, Change

_BY_PERSON = {MEMBERS, REMOVALS}


@dataclass(frozen=True, slots=True)
class Approval:
    """What was approved (or seen in a plan) of one part: its goal, and the people it is about."""

    goal: str
    people: frozenset[int] = frozenset()

    def covers(self, change: Change) -> bool:
        """Whether this still speaks of the change; of members a remaining part is enough."""
        if change.part in _BY_PERSON:
            return {*change.add, *change.remove} <= self.people
        # A new group comes with people: one more than was shown is not approved with it.
        return change.goal == self.goal and {*change.add} <= self.people


Approvals = Mapping[tuple[str, str], Approval]
"""(object, part) -> what was approved."""


@dataclass(frozen=True, slots=True)
class Permit:
    """The plan that is being carried out: nothing outside it is sent. None of it = everything.

    `seen` is (target name, object, part) -> what was shown. Of objects that were `doubtful` (target
    name, object) the plan could not know what is there: they are read first, and what then is not
    destructive goes as well. What goes to the `flowing` targets (names) flows by itself: they were
    served before, and nobody is to wait for the end of the plan.
    """

    seen: Mapping[tuple[str, str, str], Approval] = field(default_factory=dict)
    everything: bool = True
    doubtful: frozenset[tuple[str, str]] = frozenset()
    flowing: frozenset[str] = frozenset()

    def allows(self, change: Change) -> bool:
        """Whether the plan that is being carried out shows this change."""
        if self.everything or change.target in self.flowing:
            return True
        if (change.target, change.object) in self.doubtful and not change.destructive:
            return True
        if change.part == MOVE and not change.fields:
            return True  # a move that was begun is brought to its end
        if change.part == MEMBERS:
            # Who of a new group's members had no account yet was shown with the group.
            return {*change.add} <= self._people(change.target, change.object)
        seen = self.seen.get((change.target, change.object, change.part))
        return seen is not None and seen.covers(change)

    def _people(self, target: str, key: str) -> frozenset[int]:
        parts = (self.seen.get((target, key, FIELDS)), self.seen.get((target, key, MEMBERS)))
        return frozenset().union(*(part.people for part in parts if part))


ALL = Permit()


def split(changes: Collection[Change], approved: Approvals) -> tuple[list[Change], list[Change]]:
    """Split changes into those that may be sent and those that are held."""
    free, held = [], []
    for change in changes:
        approval = approved.get((change.object, change.part))
        if not change.held:
            free.append(change)
        elif approval is not None and approval.covers(change):
            free.append(replace(change, held=False))
        else:
            held.append(change)
    return free, held
