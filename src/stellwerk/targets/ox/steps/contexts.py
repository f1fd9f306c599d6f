"""Contexts of OX: made, changed, switched off and on, and deleted with the master account.

A rename leaves the old name among the login mappings and does not add the new one, by which people
sign in; `change` ignores `enabled`, which has two operations of its own.
"""

from collections.abc import Mapping
from typing import Any

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Exists, Gone, OxError
from stellwerk.targets.ox.orders import Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of, on_the_wire

_NONE = [""]
"""No login mapping but OX's own: one empty element; without any element all would stay."""


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
        fields, enabled = _parts(order)
        ctx = {**fields, **context_of(order)}
        try:
            client.call(ox.CONTEXT_CREATE, {"ctx": ctx, "admin_user": admin}, order.credentials)
        except Exists:
            self.read(client, order, outcome)
            if outcome.found is None or not self._is_ours(client, order):
                outcome.found = None
                raise
            return
        outcome.remote_id = order.scope
        outcome.sent = fields
        if enabled == "false":
            self._switch(client, order, outcome, enabled)

    def _is_ours(self, client: OxClient, order: Order) -> bool:
        """Whether the context that is there opens with the administrator we made for it."""
        credentials = Credentials(order.name, order.secret)
        try:
            client.call(ox.CONTEXT_GET_DATA, {"ctx": context_of(order)}, credentials)
        except OxError:
            return False
        return True

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        fields, enabled = _parts(order)
        if "name" in fields:
            self._rename(client, order, outcome, fields)
        elif fields:
            self._change(client, order, fields)
            outcome.sent = fields
        if enabled:
            self._switch(client, order, outcome, enabled)

    def _rename(
        self, client: OxClient, order: Order, outcome: Outcome, fields: dict[str, Any]
    ) -> None:
        """Rename a context so that there is no moment in which it does not answer to its name."""
        declared = fields.pop("loginMappings", None)
        there = readback.context_from(
            client.call(ox.CONTEXT_GET_DATA, {"ctx": context_of(order)}, order.credentials)
        )
        old, new = str(there["name"]), str(fields["name"])
        known = {*there["loginMappings"], *(declared or ())}
        self._change(client, order, {"loginMappings": sorted({*known, old, new})})
        self._change(client, order, fields)
        kept = {text for text in {*known, old} if text.casefold() != new.casefold()}
        outcome.sent = {**fields, "loginMappings": sorted(kept)}
        if declared is not None:
            self._change(client, order, {"loginMappings": [*declared, new]})
            outcome.sent["loginMappings"] = declared

    def _change(self, client: OxClient, order: Order, fields: Mapping[str, Any]) -> None:
        ctx = {**fields, **context_of(order)}
        if "loginMappings" in ctx:
            ctx["loginMappings"] = ctx["loginMappings"] or _NONE
        client.call(ox.CONTEXT_CHANGE, {"ctx": ctx}, order.credentials)

    def _switch(self, client: OxClient, order: Order, outcome: Outcome, enabled: str) -> None:
        operation = ox.CONTEXT_DISABLE if enabled == "false" else ox.CONTEXT_ENABLE
        client.call(operation, {"ctx": context_of(order)}, order.credentials)
        outcome.sent["enabled"] = enabled

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


def _parts(order: Order) -> tuple[dict[str, Any], str]:
    """The fields of one call, and what is to become of `enabled` ("" to leave it)."""
    fields = on_the_wire(order)
    return fields, str(fields.pop("enabled", ""))
