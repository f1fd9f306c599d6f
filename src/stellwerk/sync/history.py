"""History: one line for everything that was sent to a target, and how it ended."""

from typing import Any

from stellwerk.core import clock
from stellwerk.sync.models import History
from stellwerk.sync.prepare import Pending
from stellwerk.sync.wanted import World
from stellwerk.targets.ox.orders import Outcome


def line_of(world: World, pending: Pending, outcome: Outcome) -> History:
    """What an order sent, and what OX said; the caller saves it."""
    fault = outcome.fault
    fields: dict[str, Any] = dict(outcome.sent)
    if outcome.rights and pending.order.rights is not None:
        fields["access"] = sorted(flag for flag, on in pending.order.rights.items() if on)
    if outcome.added or outcome.removed:
        fields |= {"added": sorted(outcome.added), "removed": sorted(outcome.removed)}
    actions = {change.action for change in pending.sent}
    return History(
        target_id=world.target,
        object=pending.row.object,
        at=clock.now(),
        action=min(actions) if actions else pending.order.operation,
        result="ok" if fault is None else fault.code,
        fields=fields,
        message="" if fault is None else fault.message,
    )
