"""Functional accounts in OX: a secondary mail account of each member, by difference.

An account is never deleted to be made anew: what people set in it would be lost.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Exists, Gone, Invalid, OxError
from stellwerk.targets.ox.orders import Order, Outcome
from stellwerk.targets.ox.steps.parts import context_of

EVERYBODY = 0
"""OX's virtual group of all users."""
_CHUNK = 100


class FunctionalAccount:
    """The accounts that members have under one address."""

    def create(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Give each member an account."""
        outcome.remote_id = order.name
        outcome.sent = dict(order.fields)
        self._add(client, order, outcome)

    def update(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Change, add and take away what differs, member by member."""
        if order.origin:
            self._replace(client, order, outcome)
        elif order.fields:
            for pk in _change(client, order, order.keep, order.fields):
                self._give(client, order, pk, order.keep[pk])
        outcome.sent = dict(order.fields)
        for pk, user in sorted(order.relogin.items()):
            if _change(client, order, {pk: user}, {"login": order.logins[pk]}):
                self._give(client, order, pk, user)
            outcome.relogged.append(pk)
        self._add(client, order, outcome)
        self._remove(client, order, outcome)

    def delete(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Take the account from every member that is to lose it."""
        self._remove(client, order, outcome)

    def read(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Tell who has an account under the address, and what it is."""
        address = (order.remote_id or order.name).casefold()
        rows = [
            row
            for row in list_accounts(client, order.scope, order.credentials)
            if str(row.get("primaryAddress", "")).casefold() == address
        ]
        if not rows:
            outcome.gone = True
            return
        outcome.remote_id = order.remote_id or order.name
        outcome.found = readback.account_from(rows)
        outcome.found_logins = readback.logins_of(rows)
        outcome.found_members = tuple(outcome.found_logins)

    def _add(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """One create for each; what OX does not take of one keeps nobody else waiting."""
        first: OxError | None = None
        for pk, user in sorted(order.add.items()):
            try:
                self._give(client, order, pk, user)
            except (Gone, Invalid) as fault:
                if isinstance(fault, Gone) and fault.what == "context":
                    raise
                first = first or fault
            else:
                outcome.added.append(pk)
        if first is not None:
            raise first

    def _give(self, client: OxClient, order: Order, pk: int, user: str) -> None:
        """Make a member's account; one that is there under this address becomes what is wanted."""
        data = {**order.shared, "login": order.logins[pk]}
        new = {name: value for name, value in data.items() if value}
        new |= {"primaryAddress": order.name, "mailEndpointSource": "primary"}
        whose = _whose(order, [user])
        try:
            params = {"accountDataOnCreate": new, **whose}
            client.call(ox.ACCOUNT_CREATE, params, order.credentials)
        except Exists:
            params = {"primaryAddress": order.name, "accountDataUpdate": data, **whose}
            client.call(ox.ACCOUNT_UPDATE_DATA, params, order.credentials)

    def _remove(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        for chunk in _chunks(order.remove):
            _delete(client, order, order.remote_id, [order.remove[pk] for pk in chunk])
            outcome.removed += chunk

    def _replace(self, client: OxClient, order: Order, outcome: Outcome) -> None:
        """Another address: each member gets the new account before the old one goes."""
        for pk, user in sorted(order.keep.items()):
            self._give(client, order, pk, user)
        for chunk in _chunks(order.keep):
            _delete(client, order, order.origin, [order.keep[pk] for pk in chunk])
        outcome.remote_id = order.name
        outcome.relogged += sorted(order.keep)


def list_accounts(client: OxClient, scope: str, login: Credentials) -> Iterator[dict[str, Any]]:
    """All secondary accounts of a context, one by one."""
    everybody = {"context": {"id": int(scope)}, "groups": [{"id": EVERYBODY}]}
    return client.stream(ox.ACCOUNT_LIST, everybody, login)


def _change(
    client: OxClient, order: Order, members: Mapping[int, str], data: Mapping[str, Any]
) -> list[int]:
    """Change the accounts of members, many in one call; returns those who turn out to have none."""

    def call(users: Sequence[str]) -> bool:
        changed = {"primaryAddress": order.remote_id, "accountDataUpdate": dict(data)}
        params = {**changed, **_whose(order, users)}
        return client.call(ox.ACCOUNT_UPDATE_DATA, params, order.credentials)

    missing: list[int] = []
    for chunk in _chunks(members):
        done = _together(call, [members[pk] for pk in chunk])
        missing += [pk for pk in chunk if done[members[pk]] is False]
    return missing


def _together(
    call: Callable[[Sequence[str]], bool], users: Sequence[str]
) -> dict[str, bool | None]:
    """One call for all users, or one each where somebody is not in OX any more (None)."""
    try:
        return dict.fromkeys(users, call(users))
    except Gone as fault:
        if fault.what == "context":
            raise
    done: dict[str, bool | None] = {}
    for user in users:
        try:
            done[user] = call([user])
        except Gone as fault:
            if fault.what == "context":
                raise
            done[user] = None
    return done


def _delete(client: OxClient, order: Order, address: str, users: Sequence[str]) -> None:
    def call(some: Sequence[str]) -> bool:
        params = {"primaryAddress": address, **_whose(order, some)}
        return client.call(ox.ACCOUNT_DELETE, params, order.credentials)

    _together(call, users)


def _whose(order: Order, users: Sequence[str]) -> dict[str, Any]:
    return {"context": context_of(order), "users": [{"id": int(user)} for user in users]}


def _chunks(members: Mapping[int, str]) -> list[list[int]]:
    ordered = sorted(members)
    return [ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK)]
