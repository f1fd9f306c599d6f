"""Pauses of one target: one alarm when trouble starts, ever longer waits, one word when it is over.

The lanes' rows in the store are the memory: a worker that starts while something is paused goes on
waiting, and says nothing that was said before.
"""

import structlog

from stellwerk.core.said import joined
from stellwerk.sync import lanes
from stellwerk.sync.lanes import CONTEXTS, WHOLE, scope_of
from stellwerk.targets.models import Target
from stellwerk.targets.ox.faults import NotFoundService, OxError, Refused, Unavailable

log = structlog.get_logger()

_AWAY = (Unavailable, NotFoundService)
FIRST, LONGEST = 1.0, 60.0
"""How long a first pause is and a later one at most, in seconds."""


class Pauses:
    """What of a target is paused, and for how long next time."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._next: dict[str, float] = {}
        self._any = True
        self._master = False

    def next_wait(self, fault: OxError, name: str = WHOLE) -> float:
        """How long a pause is that begins with this fault, in seconds.

        What a person has to put right is not asked for every second.
        """
        if isinstance(fault, Refused | NotFoundService):
            return LONGEST
        return self._next.get(name, FIRST)

    def trouble(self, lane: str, fault: OxError) -> str:
        """Pause a lane's context, or everything; returns which of them it is.

        Calls that were under way together fail together: only the first one counts.
        """
        names = _names(lane if not isinstance(fault, _AWAY) else WHOLE)
        now = lanes.paused(self._target.pk)
        if names[0] in now:
            return names[0]
        wait = self.next_wait(fault, names[0])
        self._next[names[0]] = min(wait * 2, LONGEST)
        reason = joined([fault.message, fault.hint])
        fresh = [lanes.pause(self._target.pk, name, wait, reason) for name in names]
        if fresh[0]:
            log.warning("paused", target=self._target.name, lane=names[0], reason=fault.message)
        self._any = True
        self._master = names[0] == WHOLE and isinstance(fault, Refused)
        return names[0]

    def success(self, scopes: set[str]) -> None:
        """Something worked in these contexts ("" with the master account): trouble is over there.

        What was under way already when the pause began does not end it.
        """
        if not self._any:
            return
        names = [name for scope in scopes if scope for name in _names(f"{scope}/users")]
        if "" in scopes or not self._master:
            names.append(WHOLE)
        for name in lanes.recover(self._target.pk, names):
            self._next.pop(name, None)
            if not name.endswith("/rest"):
                log.info("resumed", target=self._target.name, lane=name)
        self._any = bool(lanes.in_trouble(self._target.pk))


def _names(lane: str) -> tuple[str, ...]:
    """A context's two lanes have one login and one database: they rest together."""
    if lane in {WHOLE, CONTEXTS}:
        return (WHOLE,)
    scope = scope_of(lane)
    return f"{scope}/users", f"{scope}/rest"
