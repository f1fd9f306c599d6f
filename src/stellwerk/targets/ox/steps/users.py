"""Users of OX: made with their rights in one call, changed by what differs."""

import secrets
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.copying import read_user
from stellwerk.targets.ox.faults import Exists, Gone, Invalid, OxError
from stellwerk.targets.ox.orders import Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of, on_the_wire


class User:
    """An account: its rights travel with it, its password is random and kept nowhere."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        usrdata = {**on_the_wire(order), "password": Masked(secrets.token_urlsafe(32))}
        try:
            answer = client.call(
                ox.USER_CREATE_BY_MODULE_ACCESS,
                {"ctx": context_of(order), "usrdata": usrdata, "access": order.rights},
                order.credentials,
            )
        except OxError as fault:
            if not _may_be_there(fault):
                raise
            self.read(client, order, outcome)
            if outcome.found is None:
                raise
            return
        outcome.remote_id = str(answer["id"])
        outcome.sent, outcome.rights = dict(order.fields), True

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        ctx, user = context_of(order), {"id": int(order.remote_id)}
        if order.fields:
            self._change(client, order, ctx, {**on_the_wire(order), **user})
            outcome.sent = dict(order.fields)
        if order.rights is not None:
            client.call(
                ox.USER_CHANGE_BY_MODULE_ACCESS,
                {"ctx": ctx, "user": user, "moduleAccess": order.rights},
                order.credentials,
            )
            outcome.rights = True

    def _change(
        self, client: OxClient, order: Order, ctx: dict[str, Any], usrdata: dict[str, Any]
    ) -> None:
        """Change a user; where the sender address it chose goes away, the primary one follows."""
        try:
            client.call(ox.USER_CHANGE, {"ctx": ctx, "usrdata": usrdata}, order.credentials)
        except Invalid as fault:
            if fault.field != "aliases" or "defaultSenderAddress" in usrdata:
                raise
            sender = {"defaultSenderAddress": order.mail}
            usrdata = {**usrdata, **sender}
            client.call(ox.USER_CHANGE, {"ctx": ctx, "usrdata": usrdata}, order.credentials)

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        user = {"id": int(order.remote_id)} if order.remote_id else {"name": order.name}
        try:
            outcome.remote_id, outcome.found = read_user(client, order, user)
        except Gone:
            outcome.gone = True

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        user = {"id": int(order.remote_id)}
        params = {"ctx": context_of(order), "user": user, "reassign": order.reassign}
        client.call(ox.USER_DELETE, params, order.credentials)


def _may_be_there(fault: OxError) -> bool:
    """Whether a create failed because of an object that may be ours from an earlier try."""
    return isinstance(fault, Exists)
