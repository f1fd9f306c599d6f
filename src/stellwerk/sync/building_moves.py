"""Builds the order for the next step of a move between contexts."""

from collections.abc import Mapping, Sequence
from typing import Any

from stellwerk.sync.changes import Change
from stellwerk.sync.comparing import Judged, difference
from stellwerk.sync.moving import clears
from stellwerk.sync.wanted import Applied, Verdict, Wanted
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.access import ACCESS, rights_from
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order
from stellwerk.targets.queries import MASTER


def build_move(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    """Copy into the wanted context, bring the copy in step, or delete what is left elsewhere.

    `scope` is where the step writes: the wanted context, then the one that is left.
    """
    applied, verdict = one.applied, one.verdict
    assert applied is not None
    name = str(applied.fields.get("name", one.label))
    if applied.move is None:
        return Order(
            one.key, orders.COPY, scope, login,
            remote_id=applied.remote_id, name=name, mail=str(applied.fields.get("email1", "")),
            fields=_goal(applied, verdict, allowed) if target.manual else {},
            origin=applied.scope, master=logins.get(MASTER),
        )  # fmt: skip
    move = applied.move
    if clears(one):
        # Shared data of an account that was moved goes where a leaver's would go.
        reassign = 0 if target.settings.get("reassign") == "none" else None
        return Order(
            one.key, orders.CLEAR, scope, login,
            remote_id=move.remote_id, name=name, reassign=reassign,
        )  # fmt: skip
    assert isinstance(verdict, Wanted)
    return _switch(one, applied, verdict, login)


def _goal(applied: Applied, verdict: Verdict, allowed: Sequence[Change]) -> dict[str, Any]:
    """What was sent before, with what was approved: all that a copy may become."""
    assert isinstance(verdict, Wanted)
    approved = {name: new for change in allowed for name, (_, new) in change.fields.items()}
    approved.pop("context", None)
    return {ACCESS: verdict.fields[ACCESS], **applied.fields, **approved}


def _switch(one: Judged, applied: Applied, verdict: Wanted, login: Credentials) -> Order:
    """Send what differs from the copy as it was read: then the copy is the account."""
    assert applied.move is not None
    wanted = applied.move.goal or verdict.fields
    changed = difference(wanted, applied.move.fields, is_user=True)
    fields = {name: new for name, (_, new) in changed.items() if name != ACCESS}
    return Order(
        one.key, orders.SWITCH, applied.move.scope, login,
        remote_id=applied.move.remote_id,
        name=str(wanted.get("name", "")),
        mail=str(wanted.get("email1", "")),
        fields=fields,
        rights=rights_from(wanted[ACCESS]) if ACCESS in changed else None,
    )  # fmt: skip
