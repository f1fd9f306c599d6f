"""Builds the orders for resources: one in its context, and the steps of a move."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.changes import Change
from stellwerk.sync.comparing import Judged, difference
from stellwerk.sync.moving import is_undone
from stellwerk.sync.parts import base_of
from stellwerk.sync.wanted import SWITCHED, Wanted
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order


def build_resource(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    """Make it, send what differs, or delete it."""
    operation, remote, fields = base_of(one, allowed)
    wanted = one.verdict.fields if isinstance(one.verdict, Wanted) else {}
    base = one.applied.fields if one.applied else {}
    return Order(
        one.key,
        operation,
        scope,
        login,
        remote_id=remote,
        name=str(wanted.get("name") or base.get("name") or one.label),
        mail=str(wanted.get("email") or base.get("email") or ""),
        fields=fields,
    )


def build_resource_move(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    """Make it in the wanted context, look whether it is there, or delete what is left elsewhere.

    `scope` is where the step writes: the wanted context, then the one that is left.
    """
    applied, verdict = one.applied, one.verdict
    assert applied is not None
    wanted = verdict.fields if isinstance(verdict, Wanted) else applied.fields
    name, mail = str(wanted.get("name", one.label)), str(wanted.get("email", ""))
    if applied.move is None:
        fields = {key: value for key, value in wanted.items() if value != ""}
        return Order(
            one.key, orders.COPY, scope, login, name=name, mail=mail, fields=fields,
            origin=applied.scope,
        )  # fmt: skip
    move = applied.move
    step = orders.CLEAR if move.step == SWITCHED or is_undone(verdict, applied) else orders.SWITCH
    changed = difference(wanted, move.fields, is_user=False) if step == orders.SWITCH else {}
    return Order(
        one.key, step, scope, login, remote_id=move.remote_id, name=name, mail=mail,
        fields={key: new for key, (_, new) in changed.items()},
    )  # fmt: skip
