"""A directory as a list of what was done to it, and what OX is to hold because of it: the model."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.factories import Directory, dn_of, group_dn

LOGINS, GROUPS = ("anna", "bert", "carl", "dora"), ("office", "team")
ROOMS, ACCOUNTS, CONTEXTS = ("hall", "cellar"), ("info", "sales"), (10, 20)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is there: the context, a room, and whether the entry lies in another OU."""

    context: int
    room: str
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A resource that is there."""

    context: int
    text: str


@dataclass(slots=True)
class Town:
    """What the directory holds now; what is not in it has left, or was never there."""

    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    nested: bool = False
    rooms: dict[str, Room] = field(default_factory=dict)
    accounts: dict[str, frozenset[str]] = field(default_factory=dict)

    def directory(self) -> Directory:
        """The same as entries; whoever is named need not be there."""
        found = Directory()
        for number in CONTEXTS:
            found.context(number)
        found.profile()
        for login, one in self.people.items():
            where = {"oxContextIDNum": str(one.context), "roomNumber": one.room}
            found.rename(found.person(login, **where), self.dn(login))
        for name, logins in self.groups.items():
            inside = [group_dn("team")] if self.nested and name == "office" else []
            found.group(name, *(self.dn(login) for login in sorted(logins)), *inside)
        for name, room in self.rooms.items():
            found.resource(name, oxContextIDNum=str(room.context), description=room.text)
        for name, logins in self.accounts.items():
            found.functional_account(name, *(self.dn(login) for login in sorted(logins)))
        return found

    def dn(self, login: str) -> str:
        """Where somebody's entry lies, as references name it."""
        one = self.people.get(login)
        away = one is not None and one.elsewhere
        return f"uid={login},ou=away,dc=test" if away else dn_of(login)

    def users(self, context: int) -> dict[str, str]:
        """Login -> room of everybody in a context."""
        return {k: one.room for k, one in self.people.items() if one.context == context}

    def groups_in(self, context: int) -> dict[str, set[str]]:
        """Group -> its people in a context; one without any is not there."""
        here = self.users(context).keys()
        found = {name: self._everybody(name) & here for name in self.groups}
        return {name: some for name, some in found.items() if some}

    def _everybody(self, name: str) -> set[str]:
        inner = self.groups.get("team", frozenset()) if self.nested and name == "office" else ()
        return {*self.groups[name], *inner}

    def rooms_in(self, context: int) -> dict[str, str]:
        """Resource -> description in a context."""
        return {name: one.text for name, one in self.rooms.items() if one.context == context}

    def accounts_in(self, context: int) -> set[str]:
        """``address login`` of every secondary account in a context."""
        return set(self._accounts_in(context))

    def _accounts_in(self, context: int) -> Iterator[str]:
        here = self.users(context)
        for name, logins in self.accounts.items():
            yield from (f"{name}@example.org {login}" for login in logins if login in here)
