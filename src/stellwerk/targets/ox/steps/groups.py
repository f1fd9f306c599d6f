"""Groups of OX: members by difference, and never lost by a change of a name."""

from collections.abc import Mapping
from typing import Any

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.faults import Exists, Gone
from stellwerk.targets.ox.orders import Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of

_CHUNK = 500


class Group:
    """A group: a `change` always carries its members, which come and go by difference."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        members = [{"id": int(one)} for one in order.members]
        try:
            answer = client.call(
                ox.GROUP_CREATE,
                {
                    "ctx": context_of(order),
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
        ctx, group = context_of(order), {"id": int(order.remote_id)}
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
                ox.GROUP_GET_DATA, {"ctx": context_of(order), "grp": group}, order.credentials
            )
        except Gone:
            outcome.gone = True
            return
        outcome.remote_id = str(answer["id"])
        outcome.found = dict(readback.group_from(answer))
        outcome.found_members = tuple(str(one) for one in answer.get("members") or ())

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        group = {"id": int(order.remote_id)}
        client.call(ox.GROUP_DELETE, {"ctx": context_of(order), "grp": group}, order.credentials)


def _users(ids: Mapping[int, str], chunk: list[int]) -> list[dict[str, int]]:
    return [{"id": int(ids[pk])} for pk in chunk]


def _chunks(ids: Mapping[int, str]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]


def _patience(members: int) -> float | None:
    """A whole member list costs OX about a millisecond each (measured: 20,000 take 14 s)."""
    return None if members < 1000 else 60 + members * 0.004
