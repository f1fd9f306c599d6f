"""How a target is: whose fault a fault is, and what has to pause because of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stellwerk.core import clock
from stellwerk.sync import lanes
from stellwerk.sync.breaker import COLLISIONS, Breaker, Collisions, Suspects
from stellwerk.sync.lanes import WHOLE, scope_of
from stellwerk.sync.pausing import Pauses
from stellwerk.sync.prepare import Pending
from stellwerk.targets.models import Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import (
    Conflict,
    Exists,
    Gone,
    InDoubt,
    NotFoundService,
    OxError,
    Refused,
    Storage,
    Unavailable,
    Unreadable,
)
from stellwerk.targets.ox.operations import CONTEXT_EXISTS
from stellwerk.targets.ox.orders import Outcome

DOUBTS = 3
"""So many calls in a row may stay without an answer before nothing more is sent for a while."""
_AWAY = (Unavailable, NotFoundService)


@dataclass(slots=True)
class Blame:
    """Whose fault it was: `excused` objects failed with the server, `blamed` ones bring it down.

    The others that met a server that is away come after everything else, `behind` seconds from now:
    a server that only one object upsets is found to be well by the next one.
    """

    excused: set[str] = field(default_factory=set)
    blamed: frozenset[str] = frozenset()
    behind: float = 0.0
    pauses: dict[str, OxError] = field(default_factory=dict)


class Health:
    """Of one target, as its calls tell it."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._pauses = Pauses(target)
        self._suspects = Suspects()
        trouble = lanes.in_trouble(target.pk)
        now = clock.now()
        # What was in trouble when an earlier worker ended is tried, and held against nobody.
        self._way = Breaker(DOUBTS, now if WHOLE in trouble else None)
        self.is_away = WHOLE in trouble
        """Whether the server was not heard since it was found to be away."""
        self._data = {scope_of(lane): Breaker(open_since=now) for lane in trouble if "/" in lane}
        self._collisions = {scope: Collisions(COLLISIONS) for scope in self._data}

    def weigh(self, done: Sequence[tuple[Pending, Outcome]]) -> Blame:
        """Judge what came home, before it is written."""
        blame, first = Blame(), list[str]()
        for pending, outcome in done:
            if not outcome.started:
                continue
            key, fault, scope = pending.row.object, outcome.fault, scope_of(pending.row.lane)
            if _answered(fault):
                self._way.succeed()
                self.is_away = False
            if fault is None or _worked(fault):
                self._breaker(scope).succeed()
                self._collisions.setdefault(scope, Collisions()).succeed()
                self._suspects.clear((key,))
            elif isinstance(fault, _AWAY):
                if not self.is_away:
                    first.append(key)
                self.is_away = True
                blame.behind = self._pauses.next_wait(fault) + 0.5
            elif isinstance(fault, InDoubt):
                if self._way.fail(key, clock.now()):
                    blame.excused.add(key)
                    blame.pauses[WHOLE] = fault
            elif self._collides(fault, scope) or (
                _says_nothing(fault) and self._breaker(scope).fail(key, clock.now())
            ):
                blame.excused.add(key)
                blame.pauses[pending.row.lane] = fault
        blame.blamed = self._suspects.blamed(first)
        return blame

    def pause(self, faults: dict[str, OxError]) -> bool:
        """Pause what these faults stop; whether that is the whole target."""
        names = [self._pauses.trouble(lane, fault) for lane, fault in faults.items()]
        return WHOLE in names

    def praise(self, done: Sequence[tuple[Pending, Outcome]]) -> None:
        """End the pauses of what works again, once their time is over."""
        well = {
            scope_of(pending.row.lane)
            for pending, outcome in done
            if outcome.started and _worked(outcome.fault)
        }
        if well:
            self._pauses.success(well)

    def _collides(self, fault: OxError, scope: str) -> bool:
        """Whether others are in the way in a context for so long that it has to rest.

        The making of contexts collides with itself, and counts its own attempts.
        """
        if not scope or not isinstance(fault, Conflict):
            return False
        return self._collisions.setdefault(scope, Collisions()).collide()

    def _breaker(self, scope: str) -> Breaker:
        return self._data.setdefault(scope, Breaker())


def look(client: OxClient, master: Credentials | None, deadline: float) -> OxError | None:
    """Ask a server that was away something harmless, so that no object has to find out.

    Returns why it still cannot be served, None if it can; `deadline` is in seconds.
    """
    if master is None:
        return None
    try:
        client.call(CONTEXT_EXISTS, {"ctx": {"id": 1}}, master, deadline=deadline)
    except (*_AWAY, Unreadable, Refused) as fault:
        return fault
    except OxError:
        return None
    return None


def _worked(fault: OxError | None) -> bool:
    """Whether OX's data were asked and answered, be it with a no."""
    return fault is None or isinstance(fault, Exists) or _is_gone(fault)


def _is_gone(fault: OxError) -> bool:
    return isinstance(fault, Gone) and fault.what != "context"


def _answered(fault: OxError | None) -> bool:
    """Whether OX itself was heard."""
    return not isinstance(fault, _AWAY) and not isinstance(fault, InDoubt | Unreadable)


def _says_nothing(fault: OxError) -> bool:
    """Whether a fault may be any object's or everybody's: its text does not say."""
    updating = isinstance(fault, Conflict) and fault.kind == "DatabaseUpdateException"
    return updating or isinstance(fault, Storage | Unreadable)
