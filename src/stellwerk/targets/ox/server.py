"""Carries orders out on an OX server, one call after the other, and tells what took effect.

Rules observed on a running server: rights travel with the create; a create's fault may hide that
the object is there already; a group's `change` always carries its members; a created user needs a
password, which is random and kept nowhere.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.copying import copy_user, read_user
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Exists, Gone, Invalid, OxError, Refused
from stellwerk.targets.ox.orders import CLEAR, COPY, CREATE, DELETE, READ, Order, Outcome

_CHUNK = 500


def perform(client: OxClient, order: Order, master: Credentials | None = None) -> Outcome:
    """Carry one order out. Never raises for what OX answers: the fault is in the outcome.

    `master` is asked what a refused login means: the context may be gone.
    """
    outcome = Outcome(order, remote_id=order.remote_id)
    step = _STEPS[order.kind]
    try:
        if order.operation == READ:
            step.read(client, order, outcome)
        elif order.operation == CREATE:
            step.create(client, order, outcome)
        elif order.operation in {DELETE, CLEAR}:
            _delete(client, order, outcome)
        elif order.operation == COPY:
            copy_user(client, order, outcome)
        else:
            step.update(client, order, outcome)
    except Refused as fault:
        outcome.fault = _meant(client, order, fault, master)
    except OxError as fault:
        outcome.fault = fault
    if order.operation == DELETE and _context_is_gone(outcome.fault):
        outcome.deleted, outcome.fault = True, None
    return outcome


def _meant(
    client: OxClient, order: Order, fault: Refused, master: Credentials | None
) -> Refused | Gone:
    """What a refused administrator means: OX answers for a context that is gone just the same."""
    if master is None or order.credentials == master:
        return fault
    try:
        there = client.call(ox.CONTEXT_EXISTS, {"ctx": _ctx(order)}, master)
    except OxError:
        return fault
    return fault if there else Gone(fault.text, kind=fault.kind, what="context")


def _context_is_gone(fault: OxError | None) -> bool:
    return isinstance(fault, Gone) and fault.what == "context"


def _delete(client: OxClient, order: Order, outcome: Outcome) -> None:
    """Delete one object; what is gone already is deleted."""
    ctx, target = _ctx(order), {"id": int(order.remote_id)}
    try:
        if order.kind == "person":
            params = {"ctx": ctx, "user": target, "reassign": order.reassign}
            client.call(ox.USER_DELETE, params, order.credentials)
        elif order.kind == "group":
            client.call(ox.GROUP_DELETE, {"ctx": ctx, "grp": target}, order.credentials)
        else:
            client.call(ox.CONTEXT_DELETE, {"ctx": ctx}, order.credentials)
    except Gone:
        pass
    outcome.deleted = True


def _ctx(order: Order) -> dict[str, Any]:
    return {"id": int(order.scope)}


def _wire(order: Order) -> dict[str, Any]:
    """The fields as the codec wants them: pictures as bytes."""
    fields = dict(order.fields)
    for name, value in order.fields.items():
        if isinstance(value, str) and value.startswith("sha256:"):
            fields[name] = order.blobs[value.removeprefix("sha256:")]
    return fields


class _User:
    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        usrdata = {**_wire(order), "password": Masked(secrets.token_urlsafe(32))}
        try:
            answer = client.call(
                ox.USER_CREATE_BY_MODULE_ACCESS,
                {"ctx": _ctx(order), "usrdata": usrdata, "access": order.rights},
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
        ctx, user = _ctx(order), {"id": int(order.remote_id)}
        if order.fields:
            self._change(client, order, ctx, {**_wire(order), **user})
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


def _may_be_there(fault: OxError) -> bool:
    """Whether a create failed because of an object that may be ours from an earlier try."""
    return isinstance(fault, Exists)


class _Group:
    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        members = [{"id": int(one)} for one in order.members]
        try:
            answer = client.call(
                ox.GROUP_CREATE,
                {
                    "ctx": _ctx(order),
                    "grp": {**order.fields, "members": [one["id"] for one in members]},
                },
                order.credentials,
                deadline=_patience(len(order.members)),
            )
        except Exists:
            self.read(client, order, outcome)
            if outcome.found is None:
                raise
            return
        outcome.remote_id = str(answer["id"])
        outcome.sent = dict(order.fields)
        outcome.added = list(order.add)

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        ctx, group = _ctx(order), {"id": int(order.remote_id)}
        if order.fields:
            self._change_keeping(client, order, ctx, group)
            outcome.sent = dict(order.fields)
        for chunk in _chunks(order.add):
            self._add(client, order, ctx, group, chunk)
            outcome.added += chunk
        for chunk in _chunks(order.remove):
            client.call(
                ox.GROUP_REMOVE_MEMBER,
                {"ctx": ctx, "grp": group, "members": _users(order.remove, chunk)},
                order.credentials,
            )
            outcome.removed += chunk

    def _change_keeping(
        self, client: OxClient, order: Order, ctx: Mapping[str, Any], group: Mapping[str, Any]
    ) -> None:
        """Change a group's fields; whoever is in it stays, those included who are not ours.

        A `change` replaces all members, so they are read first. One of ours who is gone from OX
        would make it fail: then only those who are in the group are sent.
        """
        there = self._members(client, order, ctx, group)
        known = there | {int(one) for one in order.members}
        try:
            self._change(client, order, ctx, group, known)
        except Gone as fault:
            if fault.what != "user" or known == there:
                raise
            self._change(client, order, ctx, group, there)

    def _change(
        self,
        client: OxClient,
        order: Order,
        ctx: Mapping[str, Any],
        group: Mapping[str, Any],
        members: set[int],
    ) -> None:
        grp = {**order.fields, **group, "members": sorted(members)}
        client.call(
            ox.GROUP_CHANGE,
            {"ctx": ctx, "grp": grp},
            order.credentials,
            deadline=_patience(len(members)),
        )

    def _add(
        self,
        client: OxClient,
        order: Order,
        ctx: Mapping[str, Any],
        group: Mapping[str, Any],
        chunk: list[int],
    ) -> None:
        """Add members; on a fault ask who is in already and add only who is not."""
        try:
            self._call_add(client, order, ctx, group, chunk)
        except Exists:
            there = self._members(client, order, ctx, group)
            missing = [pk for pk in chunk if int(order.add[pk]) not in there]
            if missing:
                self._call_add(client, order, ctx, group, missing)

    def _members(
        self, client: OxClient, order: Order, ctx: Mapping[str, Any], group: Mapping[str, Any]
    ) -> set[int]:
        """The ids of who is in a group: its data name them, `getMembers` sends whole users."""
        row = client.call(ox.GROUP_GET_DATA, {"ctx": ctx, "grp": group}, order.credentials)
        return {int(one) for one in row.get("members") or ()}

    def _call_add(
        self,
        client: OxClient,
        order: Order,
        ctx: Mapping[str, Any],
        group: Mapping[str, Any],
        chunk: list[int],
    ) -> None:
        client.call(
            ox.GROUP_ADD_MEMBER,
            {"ctx": ctx, "grp": group, "members": _users(order.add, chunk)},
            order.credentials,
        )

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        group = {"id": int(order.remote_id)} if order.remote_id else {"name": order.name}
        try:
            answer = client.call(
                ox.GROUP_GET_DATA, {"ctx": _ctx(order), "grp": group}, order.credentials
            )
        except Gone:
            outcome.gone = True
            return
        outcome.remote_id = str(answer["id"])
        outcome.found = dict(readback.group_from(answer))
        outcome.found_members = tuple(str(one) for one in answer.get("members") or ())


def _users(ids: Mapping[int, str], chunk: list[int]) -> list[dict[str, int]]:
    return [{"id": int(ids[pk])} for pk in chunk]


def _chunks(ids: Mapping[int, str]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]


def _patience(members: int) -> float | None:
    """A whole member list costs OX about a millisecond each (measured: 20,000 take 14 s)."""
    return None if members < 1000 else 60 + members * 0.004


class _Context:
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
        ctx = {**_wire(order), **_ctx(order)}
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
            client.call(ox.CONTEXT_GET_DATA, {"ctx": _ctx(order)}, credentials)
        except OxError:
            return False
        return True

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        client.call(ox.CONTEXT_CHANGE, {"ctx": {**_wire(order), **_ctx(order)}}, order.credentials)
        outcome.sent = dict(order.fields)

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        try:
            answer = client.call(ox.CONTEXT_GET_DATA, {"ctx": _ctx(order)}, order.credentials)
        except Gone:
            outcome.gone = True
            return
        outcome.remote_id = order.scope
        outcome.found = dict(readback.context_from(answer))


_STEPS: dict[str, _User | _Group | _Context] = {
    "person": _User(),
    "group": _Group(),
    "context": _Context(),
}
