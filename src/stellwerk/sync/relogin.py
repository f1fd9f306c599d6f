"""Logins that OX refuses because their password was changed by us just now: no reason to pause."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.lanes import scope_of
from stellwerk.sync.prepare import Pending
from stellwerk.targets.models import Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.faults import OxError, Refused
from stellwerk.targets.ox.orders import Outcome
from stellwerk.targets.rotation import has_newer


def overtaken(
    target: Target,
    client: OxClient,
    done: Sequence[tuple[Pending, Outcome]],
    pauses: Mapping[str, OxError],
) -> set[str]:
    """The lanes among `pauses` whose administrator has a newer password than the refused one.

    A password that was begun and not proven yet is tried, and in use from then on.
    """
    tried = {
        pending.row.lane: pending.order.credentials
        for pending, outcome in done
        if isinstance(outcome.fault, Refused) and scope_of(pending.row.lane)
    }
    return {
        lane
        for lane, login in tried.items()
        if isinstance(pauses.get(lane), Refused)
        and has_newer(target, login, scope_of(lane), client)
    }
