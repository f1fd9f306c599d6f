"""Resources of OX: rooms and things that can be booked."""

from typing import Any

from stellwerk.core.said import say
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.faults import Exists, Gone
from stellwerk.targets.ox.orders import SWITCH, Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of


class Resource:
    """A resource: its name and its address are nobody else's in the context."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Make it; one of its name that is there already is told as found."""
        try:
            outcome.remote_id = _make(client, order)
        except Exists as fault:
            if fault.field != "resource_name":
                raise
            self.read(client, order, outcome)
            if outcome.found is None:
                raise
            return
        outcome.sent = dict(order.fields)

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Send what differs. A copy that is to count from now on is looked at in any case."""
        if order.operation == SWITCH:
            _get(client, order)
        if order.fields:
            res = {**order.fields, "id": int(order.remote_id)}
            params = {"ctx": context_of(order), "res": res}
            client.call(ox.RESOURCE_CHANGE, params, order.credentials)
        outcome.sent = dict(order.fields)

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Tell what is there, by id or name."""
        try:
            answer = _get(client, order)
        except Gone:
            outcome.gone = True
            return
        outcome.remote_id = str(answer["id"])
        outcome.found = dict(readback.resource_from(answer))

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Delete it. Raises Gone."""
        params = {"ctx": context_of(order), "res": {"id": int(order.remote_id)}}
        client.call(ox.RESOURCE_DELETE, params, order.credentials)


def copy_resource(client: OxClient, order: Order, outcome: Outcome) -> None:
    """Make the resource of `order.origin` in `order.scope` too, unless one of its name is there.

    The name is asked for first, so that what is found under it after a lost answer can only be the
    copy. Raises OxError.
    """
    try:
        _get(client, Order(order.key, order.operation, order.scope, order.credentials,
                           name=order.name))  # fmt: skip
    except Gone:
        outcome.remote_id = _make(client, order)
        outcome.copied, outcome.found = True, dict(order.fields)
        return
    text = say(
        "OX already has a resource %(name)s in context %(scope)s.",
        name=order.name,
        scope=order.scope,
    )
    raise Exists(text, field="resource_name", hint=_OCCUPIED)


_OCCUPIED = say(
    "Delete or rename the resource that is not wanted any more in OX; nothing is merged."
)


def _make(client: OxClient, order: Order) -> str:
    params = {"ctx": context_of(order), "res": dict(order.fields)}
    return str(client.call(ox.RESOURCE_CREATE, params, order.credentials)["id"])


def _get(client: OxClient, order: Order) -> dict[str, Any]:
    res = {"id": int(order.remote_id)} if order.remote_id else {"name": order.name}
    params = {"ctx": context_of(order), "res": res}
    return client.call(ox.RESOURCE_GET_DATA, params, order.credentials)
