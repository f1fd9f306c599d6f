"""Builds the order for the next step of a move between contexts."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.changes import Change
from stellwerk.sync.comparing import Judged, difference
from stellwerk.sync.moving import is_undone
from stellwerk.sync.wanted import SWITCHED, Applied, Wanted
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
            origin=applied.scope, master=logins.get(MASTER),
        )  # fmt: skip
    move = applied.move
    if move.step == SWITCHED or is_undone(verdict, applied):
        # Shared data of an account that was moved goes where a leaver's would go.
        reassign = 0 if target.settings.get("reassign") == "none" else None
        return Order(
            one.key, orders.CLEAR, scope, login,
            remote_id=move.remote_id, name=name, reassign=reassign,
        )  # fmt: skip
    assert isinstance(verdict, Wanted)
    return _switch(one, applied, verdict, login)


def _switch(one: Judged, applied: Applied, verdict: Wanted, login: Credentials) -> Order:
    """Send what differs from the copy as it was read: then the copy is the account."""
    assert applied.move is not None
    changed = difference(verdict.fields, applied.move.fields, is_user=True)
    fields = {name: new for name, (_, new) in changed.items() if name != ACCESS}
    return Order(
        one.key, orders.SWITCH, applied.move.scope, login,
        remote_id=applied.move.remote_id,
        name=str(verdict.fields.get("name", "")),
        mail=str(verdict.fields.get("email1", "")),
        fields=fields,
        rights=rights_from(verdict.fields[ACCESS]) if ACCESS in changed else None,
    )  # fmt: skip
