"""Copies a user with its data into another context, and reads what came of it."""

from collections.abc import Mapping
from typing import Any

from stellwerk.core.said import say
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.access import ACCESS, flags_on
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.errors import Exists, Gone, Invalid, NotFoundService
from stellwerk.targets.ox.orders import Order, Outcome


def read_user(
    client: OxClient, order: Order, user: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """One user's id, and its fields and rights as they are. Raises Gone and other OxErrors."""
    ctx = {"id": int(order.scope)}
    answer = client.call(ox.USER_GET_DATA, {"ctx": ctx, "user": user}, order.credentials)
    rights = client.call(
        ox.USER_GET_MODULE_ACCESS, {"ctx": ctx, "user": {"id": answer["id"]}}, order.credentials
    )
    return str(answer["id"]), {**readback.user_from(answer), ACCESS: flags_on(rights)}


def copy_user(client: OxClient, order: Order, outcome: Outcome) -> None:
    """Copy a user from `order.origin` into `order.scope`, unless somebody there has its name.

    The name is asked for first, so that what is found under it after a lost answer can only be the
    copy. Source: OXUserCopyService.copyUser. Raises OxError.
    """
    there = {"ctx": {"id": int(order.scope)}, "user": {"name": order.name}}
    if client.call(ox.USER_EXISTS, there, order.credentials):
        text = say(
            "OX already has a user %(user)s in context %(context)s.",
            user=order.name,
            context=order.scope,
        )
        raise Exists(text, field="name", hint=_OCCUPIED)
    params = {
        "user": {"id": int(order.remote_id)},
        "src": {"id": int(order.origin)},
        "dest": {"id": int(order.scope)},
    }
    assert order.master is not None
    try:
        copy = client.call(ox.USER_COPY, params, order.master)
    except NotFoundService as fault:
        raise Invalid(fault.message, hint=_MISSING) from fault
    except Gone as fault:
        if fault.what != "context":
            raise
        # The new context has just answered: it is the old one that is gone, and the user with it.
        raise Gone(fault.text, kind=fault.kind, what="user") from fault
    outcome.remote_id = str(copy["id"])
    outcome.copied = True
    try:
        _, outcome.found = read_user(client, order, {"id": int(outcome.remote_id)})
    except Gone:
        outcome.copied = False


_OCCUPIED = say(
    "Delete or rename the account that is not wanted any more in OX; nothing is merged."
)
_MISSING = say(
    "OX offers no OXUserCopyService: install open-xchange-admin-user-copy (open-xchange-admin-soap"
    "-usercopy), or set the person's context back."
)
