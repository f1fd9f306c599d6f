"""Contexts of OX: made, changed and deleted with the master account."""

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Exists, Gone, OxError
from stellwerk.targets.ox.orders import Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of, on_the_wire


class Context:
    """A context, made with an administrator whose password is kept before the call."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        admin = {
            "name": order.name,
            "password": order.secret,
            "display_name": "OX Admin",
            "given_name": "OX",
            "sur_name": "Admin",
            "primaryEmail": order.mail,
            "email1": order.mail,
        }
        ctx = {**on_the_wire(order), **context_of(order)}
        try:
            client.call(ox.CONTEXT_CREATE, {"ctx": ctx, "admin_user": admin}, order.credentials)
        except Exists:
            self.read(client, order, outcome)
            if outcome.found is None or not self._is_ours(client, order):
                outcome.found = None
                raise
            return
        outcome.remote_id = order.scope
        outcome.sent = dict(order.fields)

    def _is_ours(self, client: OxClient, order: Order) -> bool:
        """Whether the context that is there opens with the administrator we made for it."""
        credentials = Credentials(order.name, order.secret)
        try:
            client.call(ox.CONTEXT_GET_DATA, {"ctx": context_of(order)}, credentials)
        except OxError:
            return False
        return True

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        client.call(
            ox.CONTEXT_CHANGE,
            {"ctx": {**on_the_wire(order), **context_of(order)}},
            order.credentials,
        )
        outcome.sent = dict(order.fields)

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        try:
            answer = client.call(ox.CONTEXT_GET_DATA, {"ctx": context_of(order)}, order.credentials)
        except Gone:
            outcome.gone = True
            return
        outcome.remote_id = order.scope
        outcome.found = dict(readback.context_from(answer))

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        client.call(ox.CONTEXT_DELETE, {"ctx": context_of(order)}, order.credentials)
