"""How long calls take: profiles as measured on a middleware 8.19 with two cores.

Each operation costs so much, and so much more for each object it sends or lists. Calls beyond the
number of workers wait for one: that is what limits a server whose processor is full.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from oxsim.call import Call


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one call and of each object in it; how often the database commits."""

    base: float
    each: float = 0.0
    commits: int = 0
    count: Callable[[Call], int] = lambda _: 0


@dataclass(frozen=True, slots=True)
class Profile:
    """How many calls are worked on at once (0: any number), and milliseconds per commit."""

    workers: int
    commit: float


PROFILES = {
    "none": Profile(0, 0.0),
    "measured": Profile(2, 0.0),
    "durable": Profile(2, 3.0),
}
"""``measured``: a database that need not synchronise; ``durable``: one that does, 3 ms each."""


class Pace:
    """Lets calls take their time."""

    def __init__(self, profile: str) -> None:
        self._profile = PROFILES[profile]
        self._workers = asyncio.Semaphore(self._profile.workers or 1)

    @property
    def active(self) -> bool:
        """Whether any call takes time."""
        return self._profile.workers > 0

    async def spend(self, call: Call) -> None:
        """Wait for a worker, and for as long as it takes."""
        if self.active:
            async with self._workers:
                await asyncio.sleep(self.seconds(call))

    def seconds(self, call: Call) -> float:
        """How long a call takes once a worker has it."""
        cost = _COSTS.get(call.operation, _OTHERS)
        milliseconds = cost.base + cost.each * cost.count(call)
        return (milliseconds + cost.commits * self._profile.commit) / 1000


def _sent(*names: str) -> Callable[[Call], int]:
    """How many objects a call sends in a list, on its own or inside of a group."""

    def count(call: Call) -> int:
        holder = call.values.get("grp") or {}
        return sum(len(call.values.get(name) or holder.get(name) or ()) for name in names)

    return count


def _held(call: Call) -> int:
    """How many members the group has that a call names by its id."""
    group_id = (call.values.get("grp") or {}).get("id")
    group = call.found.groups.get(group_id or 0) if call.found is not None else None
    return len(group.members) if group is not None else 0


def _users(call: Call) -> int:
    return len(call.found.users) if call.found is not None else 0


def _page(call: Call) -> int:
    length = call.values.get("length") or 0
    return min(length, _users(call)) if length > 0 else _users(call)


def _contexts(call: Call) -> int:
    return len(call.world.contexts)


_OTHERS = Cost(3)
_CREATE = Cost(33.5, commits=5)
_COSTS = {
    "OXContextService.create": Cost(68, commits=6),
    "OXContextService.createModuleAccess": Cost(68, commits=6),
    "OXContextService.createModuleAccessByName": Cost(68, commits=6),
    "OXContextService.change": Cost(1.3, commits=1),
    "OXContextService.delete": Cost(38, commits=4),
    "OXContextService.getData": Cost(1.4),
    "OXContextService.list": Cost(0, 0.85, count=_contexts),
    "OXContextService.listAll": Cost(0, 0.85, count=_contexts),
    "OXUserService.create": Cost(41, commits=5),
    "OXUserService.createByModuleAccess": _CREATE,
    "OXUserService.createByModuleAccessName": _CREATE,
    "OXUserService.change": Cost(18, commits=3),
    "OXUserService.changeByModuleAccess": Cost(7.6, commits=3),
    "OXUserService.changeByModuleAccessName": Cost(7.6, commits=3),
    "OXUserService.delete": Cost(66, commits=6),
    "OXUserService.deleteMultiple": Cost(0, 58, commits=6, count=_sent("users")),
    "OXUserService.exists": Cost(2.4),
    "OXUserService.getData": Cost(8.6),
    "OXUserService.getModuleAccess": Cost(3.7),
    "OXUserService.getMultipleData": Cost(6, 5.2, count=_sent("users")),
    "OXUserService.list": Cost(0, 1.5, count=_page),
    "OXUserService.listAll": Cost(0, 0.25, count=_users),
    "OXUserService.listByAliasDomain": Cost(0, 0.11, count=_users),
    "OXUserCopyService.copyUser": Cost(30, commits=5),
    "OXGroupService.create": Cost(5, 0.7, commits=2, count=_sent("members")),
    "OXGroupService.change": Cost(3, 0.44, commits=1, count=_sent("members")),
    "OXGroupService.delete": Cost(5, 0.28, commits=1, count=_held),
    "OXGroupService.addMember": Cost(5.5, 0.95, commits=1, count=_sent("members")),
    "OXGroupService.removeMember": Cost(5.5, 0.65, commits=1, count=_sent("members")),
    "OXGroupService.getData": Cost(6.2, 0.0008, count=_held),
    "OXGroupService.listGroupsForUser": Cost(5.2),
    "OXResourceService.create": Cost(4.2, commits=1),
    "OXSecondaryAccountService.create": Cost(2.5, 4.5, commits=1, count=_sent("users")),
}
