"""What all steps share: the context they are carried out in, and fields as the codec wants them."""

from typing import Any, Protocol

from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.orders import Order, Outcome


class Steps(Protocol):
    """What can be done to one kind of object. Each fills in the outcome; raises OxErrors."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Make it; if it is there already, tell what was found."""
        ...

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Send what differs."""
        ...

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Tell what is there, by its id or by the name it was sent under."""
        ...

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Delete it. Raises Gone if it is gone already, which is as good."""
        ...


def context_of(order: Order) -> dict[str, Any]:
    """The context an order is for, by id."""
    return {"id": int(order.scope)}


def on_the_wire(order: Order) -> dict[str, Any]:
    """The fields as the codec wants them: pictures as bytes."""
    fields = dict(order.fields)
    for name, value in order.fields.items():
        if isinstance(value, str) and value.startswith("sha256:"):
            fields[name] = order.blobs[value.removeprefix("sha256:")]
    return fields
