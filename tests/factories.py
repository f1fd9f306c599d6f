"""Builders of small directories, readings and stores for the tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from stellwerk.sources.base import Kind, ReadProblem, ReadRecord, fingerprint

BASE = "dc=test"


@dataclass
class Directory:
    """A directory in UCS shape that a test edits and writes out as LDIF."""

    entries: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, dn: str, ident: str, **attributes: str | Sequence[str]) -> str:
        """Add or replace an entry; a value of "" leaves the attribute out. Returns the DN."""
        entry = {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in attributes.items()
            if value != ""
        }
        self.entries[dn] = {**entry, "entryUUID": [ident]}
        return dn

    def context(self, number: int = 10, **attributes: str) -> str:
        """Add a context."""
        given = {"univentionObjectType": "oxmail/oxcontext", "cn": f"context{number}"}
        given |= {"oxContextIDNum": str(number), "oxQuota": "1000"} | attributes
        return self.add(f"cn=context{number},{BASE}", f"id-context-{number}", **given)

    def profile(self, name: str = "premium", *rights: str) -> str:
        """Add an access profile that allows these rights (as in ``Webmail``)."""
        given = {f"oxRight{right}": "TRUE" for right in rights or ("Webmail", "Contacts")}
        given |= {"univentionObjectType": "oxmail/accessprofile", "cn": name}
        return self.add(f"cn={name},cn=profiles,{BASE}", f"id-profile-{name}", **given)

    def person(self, login: str, **attributes: str | Sequence[str]) -> str:
        """Add a person with an account in context 10, unless the attributes say otherwise."""
        ident = str(attributes.pop("ident", f"id-{login}"))
        given: dict[str, Any] = {
            "univentionObjectType": "users/user",
            "uid": login,
            "givenName": login.capitalize(),
            "sn": "Muster",
            "displayName": f"{login.capitalize()} Muster",
            "mailPrimaryAddress": f"{login}@example.org",
            "isOxUser": "OK",
            "oxContextIDNum": "10",
            "oxAccess": "premium",
        } | attributes
        return self.add(f"uid={login},cn=users,{BASE}", ident, **given)

    def group(self, name: str, *members: str, **attributes: str) -> str:
        """Add a group that goes to OX; members are DNs."""
        ident = attributes.pop("ident", f"id-group-{name}")
        given: dict[str, Any] = {
            "univentionObjectType": "groups/group",
            "cn": name,
            "isOxGroup": "OK",
            "uniqueMember": list(members),
        } | attributes
        return self.add(f"cn={name},cn=groups,{BASE}", ident, **given)

    def resource(self, name: str, **attributes: str) -> str:
        """Add a resource of context 10, unless the attributes say otherwise."""
        ident = attributes.pop("ident", f"id-resource-{name}")
        given: dict[str, Any] = {
            "univentionObjectType": "oxresources/oxresources",
            "cn": name,
            "displayName": name.capitalize(),
            "mailPrimaryAddress": f"{name}@example.org",
            "oxResourceAdmin": "1000",
            "oxContextIDNum": "10",
        } | attributes
        return self.add(f"cn={name},cn=oxresources,{BASE}", ident, **given)

    def functional_account(self, name: str, *members: str, **attributes: str) -> str:
        """Add a functional account; members are DNs of people or groups."""
        ident = attributes.pop("ident", f"id-account-{name}")
        given: dict[str, Any] = {
            "univentionObjectType": "oxmail/functional_account",
            "cn": name,
            "mailPrimaryAddress": f"{name}@example.org",
            "oxPersonal": f"Team {name}",
            "uniqueMember": list(members),
        } | attributes
        return self.add(f"cn={name},cn=functional,{BASE}", ident, **given)

    def change(self, dn: str, **attributes: str | Sequence[str]) -> None:
        """Set attributes of an entry; "" removes one."""
        for name, value in attributes.items():
            if value == "":
                self.entries[dn].pop(name, None)
            else:
                self.entries[dn][name] = [value] if isinstance(value, str) else list(value)

    def remove(self, dn: str) -> None:
        """Take an entry out."""
        del self.entries[dn]

    def rename(self, old: str, new: str) -> None:
        """Give an entry another DN, in its place."""
        self.entries = {new if dn == old else dn: entry for dn, entry in self.entries.items()}

    @property
    def ldif(self) -> str:
        """The text of the LDIF file."""
        blocks = ["version: 1\n"]
        for dn, entry in self.entries.items():
            lines = [f"dn: {dn}"]
            lines += [_line(name, one) for name, values in entry.items() for one in values]
            blocks.append("\n".join(lines) + "\n")
        return "\n".join(blocks)


def _line(name: str, value: str) -> str:
    return f"{name}{value}" if value.startswith("::") else f"{name}: {value}"


@dataclass
class Memory:
    """A reading of records in memory, whole unless a reason says otherwise."""

    records: Sequence[ReadRecord]
    reason: str = ""
    problems: list[ReadProblem] = field(default_factory=list)
    complete: bool = False

    @property
    def problem_count(self) -> int:
        """As many as are listed."""
        return len(self.problems)

    def __iter__(self) -> Iterator[ReadRecord]:
        """Yield every record once."""
        yield from self.records
        self.complete = not self.reason


def record(
    kind: Kind,
    ident: str,
    dn: str,
    *,
    blobs: dict[str, bytes] | None = None,
    **attributes: str | Sequence[str],
) -> ReadRecord:
    """One record under UDM property names; a value of "" leaves the property out."""
    values = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in attributes.items()
        if value not in ("", [], ())
    }
    photos = blobs or {}
    return ReadRecord(kind, ident, dn, values, photos, fingerprint(kind, dn, values, photos))


def person_record(login: str, **attributes: Any) -> ReadRecord:
    """A person's record; `ident` and `dn` may be given."""
    ident = attributes.pop("ident", f"id-{login}")
    dn = attributes.pop("dn", f"uid={login},cn=users,{BASE}")
    given = {
        "username": login,
        "firstname": login.capitalize(),
        "lastname": "Muster",
        "mailPrimaryAddress": f"{login}@example.org",
        "isOxUser": "OK",
        "oxContext": "10",
    } | attributes
    return record(Kind.PERSON, ident, dn, **given)


def group_record(name: str, *members: str, **attributes: Any) -> ReadRecord:
    """A group's record; members are DNs."""
    ident = attributes.pop("ident", f"id-group-{name}")
    dn = attributes.pop("dn", f"cn={name},cn=groups,{BASE}")
    return record(Kind.GROUP, ident, dn, name=name, members=members, isOxGroup="OK", **attributes)


def dn_of(login: str) -> str:
    """The DN a person gets from these builders."""
    return f"uid={login},cn=users,{BASE}"


def group_dn(name: str) -> str:
    """The DN a group gets from these builders."""
    return f"cn={name},cn=groups,{BASE}"
