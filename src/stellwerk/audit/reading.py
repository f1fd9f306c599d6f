"""Reads what an OX context holds, in bounded pages.

Source: OXUserService `list` (ids only), `getMultipleData`, `getModuleAccess`; OXGroupService and
OXResourceService `listAll`; OXSecondaryAccountService `list`; OXContextService `getData`. None of
them takes the lock of a context. Where a service knows no pages its answer is taken in as it comes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.access import ACCESS, flags_on
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Conflict, Gone, InDoubt, Unavailable
from stellwerk.targets.ox.fields import DEFAULT_RULES, Rule
from stellwerk.targets.ox.steps.accounts import list_accounts

_LIST, _DETAILS = 500, 100
_TRIES, _PAUSE = 3, 1.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class User:
    """A user as it is there; its rights stand among the fields where they were read."""

    id: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is there, with the ids of its members."""

    id: int
    fields: dict[str, Any]
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as it is there."""

    id: int
    fields: dict[str, Any]


@dataclass(slots=True)
class Account:
    """All secondary accounts of one address: what each value of a field is, and who signs in how.

    `logins` maps user ids to logins.
    """

    address: str
    values: dict[str, set[str]]
    logins: dict[int, str]

    @property
    def fields(self) -> dict[str, Any]:
        """What the accounts share beside their address; where they differ all values, sorted."""
        return {
            name: sorted(values) if len(values) > 1 else next(iter(values), "")
            for name, values in self.values.items()
        }


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one context with its administrator's login. All methods raise an OxError."""

    client: OxClient
    scope: str
    login: Credentials
    rules: tuple[Rule, ...] = DEFAULT_RULES

    def users(self) -> Iterator[list[User]]:
        """All users, up to 100 at a time; the administrator is among them.

        Who comes or goes meanwhile may be left out or given twice.
        """
        offset = 0
        while True:
            page = {"search_pattern": "*", "length": _LIST, "offset": offset}
            ids = [int(row["id"]) for row in self._ask(ox.USER_LIST, **page)]
            for start in range(0, len(ids), _DETAILS):
                yield self._details(ids[start : start + _DETAILS])
            if len(ids) < _LIST:
                return
            offset += _LIST

    def _details(self, ids: Sequence[int]) -> list[User]:
        """One call; where somebody has gone meanwhile it fails as a whole, and halves are asked."""
        users = [{"id": one} for one in ids]
        try:
            rows = self._ask(ox.USER_GET_MULTIPLE_DATA, users=users)
        except Gone:
            if len(ids) == 1:
                return []
            half = len(ids) // 2
            return [*self._details(ids[:half]), *self._details(ids[half:])]
        return [User(int(row["id"]), dict(readback.user_from(row, self.rules))) for row in rows]

    def user(self, remote_id: str, *, rights: bool) -> User | None:
        """One user by id, None if it is not there."""
        return self._user({"id": int(remote_id)}, rights)

    def user_called(self, name: str) -> User | None:
        """One user by login, None if there is none."""
        return self._user({"name": name}, False)

    def _user(self, user: dict[str, Any], rights: bool) -> User | None:
        try:
            row = self._ask(ox.USER_GET_DATA, user=user)
            found = User(int(row["id"]), dict(readback.user_from(row, self.rules)))
            if rights:
                found.fields[ACCESS] = self.rights(found.id)
        except Gone:
            return None
        return found

    def rights(self, remote_id: int) -> list[str]:
        """The rights that a user has. Raises Gone."""
        return flags_on(self._ask(ox.USER_GET_MODULE_ACCESS, user={"id": remote_id}))

    def groups(self) -> Iterator[Group]:
        """All groups as they arrive, OX's own among them."""
        params = {"ctx": {"id": int(self.scope)}}
        for row in self.client.stream(ox.GROUP_LIST_ALL, params, self.login):
            yield _group(row)

    def group(self, remote_id: str) -> Group | None:
        """One group by id, None if it is not there."""
        return self._group({"id": int(remote_id)})

    def group_called(self, name: str) -> Group | None:
        """One group by name, None if there is none."""
        return self._group({"name": name})

    def _group(self, group: dict[str, Any]) -> Group | None:
        try:
            return _group(self._ask(ox.GROUP_GET_DATA, grp=group))
        except Gone:
            return None

    def resources(self) -> Iterator[Resource]:
        """All resources as they arrive."""
        params = {"ctx": {"id": int(self.scope)}}
        for row in self.client.stream(ox.RESOURCE_LIST_ALL, params, self.login):
            yield _resource(row)

    def resource(self, remote_id: str) -> Resource | None:
        """One resource by id, None if it is not there."""
        return self._resource({"id": int(remote_id)})

    def resource_called(self, name: str) -> Resource | None:
        """One resource by name, None if there is none."""
        return self._resource({"name": name})

    def _resource(self, res: dict[str, Any]) -> Resource | None:
        try:
            return _resource(self._ask(ox.RESOURCE_GET_DATA, res=res))
        except Gone:
            return None

    def accounts(self) -> dict[str, Account]:
        """All secondary accounts of the context by folded address; passwords are not kept."""
        found: dict[str, Account] = {}
        for row in list_accounts(self.client, self.scope, self.login):
            shared, logins = readback.account_from([row]), readback.logins_of([row])
            address = str(shared.pop("primaryAddress"))
            one = found.setdefault(address.casefold(), Account(address, {}, {}))
            for name, value in shared.items():
                one.values.setdefault(name, set()).add(str(value))
            one.logins |= {int(user): login for user, login in logins.items()}
        return found

    def _ask(self, operation: Any, **params: Any) -> Any:
        given = {"ctx": {"id": int(self.scope)}, **params}
        return again(lambda: self.client.call(operation, given, self.login))


def context(client: OxClient, scope: str, master: Credentials) -> dict[str, Any] | None:
    """A context's fields as they are there, None if it is not there. Raises an OxError."""
    params = {"ctx": {"id": int(scope)}}
    try:
        row = again(lambda: client.call(ox.CONTEXT_GET_DATA, params, master))
    except Gone:
        return None
    return dict(readback.context_from(row))


def again(ask: Callable[[], Result]) -> Result:
    """Ask, and once more if no answer came: reading twice does no harm."""
    for tried in range(1, _TRIES):
        try:
            return ask()
        except (Unavailable, InDoubt, Conflict):
            time.sleep(_PAUSE * tried)
    return ask()


def _group(row: dict[str, Any]) -> Group:
    return Group(int(row["id"]), dict(readback.group_from(row)), readback.members_of(row))


def _resource(row: dict[str, Any]) -> Resource:
    return Resource(int(row["id"]), dict(readback.resource_from(row)))
