"""From what is there to findings: accounts and groups beside what they were sent and should be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stellwerk.audit import comparing
from stellwerk.audit.expecting import Expected, as_sent, expected
from stellwerk.audit.flight import Flight
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Group, User
from stellwerk.core import clock
from stellwerk.sync.members import member_logins
from stellwerk.sync.models import Applied, AppliedMember
from stellwerk.targets.ox.access import ACCESS

Kind = Finding.Kind


@dataclass(slots=True)
class Looked:
    """What was found of some objects; of those in `moving` nothing is said."""

    findings: list[Finding] = field(default_factory=list)
    moving: set[str] = field(default_factory=set)


def look(place: Place, keys: Collection[str], *, rights: bool = False) -> Looked:
    """Read objects of ours one by one and compare each. Raises an OxError."""
    looked = Looked()
    for key in sorted(keys):
        # Watched from before its applied state is loaded until after it was compared.
        flight = Flight(place.world.target)
        row = place.accounts().filter(object=key).first()
        if row is None:
            continue
        compare = _look_at_user if row.person_id else _look_at_group
        findings = compare(place, row, rights)
        if flight.moving([key]):
            looked.moving.add(key)
        else:
            looked.findings += findings
    return looked


def _look_at_user(place: Place, row: Applied, rights: bool) -> list[Finding]:
    there = place.reader.user(row.remote_id, rights=rights)
    if there is not None and comparing.same_user(there.fields, row.fields):
        return compare_users(place, [(row, there)])
    login, mail = comparing.user_identity(row.fields)
    other = place.reader.user_called(login) if login else None
    if other is None or comparing.user_identity(other.fields) != (login, mail):
        return [missing(place, row)]
    return [relinked(place, row, other.id)]


def _look_at_group(place: Place, row: Applied, _rights: bool) -> list[Finding]:
    there = place.reader.group(row.remote_id)
    if there is not None and comparing.same_group(there.fields, row.fields):
        return compare_groups(place, [(row, there)])
    name = str(row.fields.get("name", ""))
    other = place.reader.group_called(name) if name else None
    if other is None or other.id in comparing.OWN_GROUPS:
        return [missing(place, row)]
    return [relinked(place, row, other.id)]


def compare_users(place: Place, pairs: Sequence[tuple[Applied, User]]) -> list[Finding]:
    """Accounts beside what they were sent. What is wanted is asked only where these differ."""
    suspects: dict[str, tuple[Applied, dict[str, Any]]] = {}
    for row, user in pairs:
        there = as_sent(user.fields, row.fields)
        rights = there.get(ACCESS)
        other_rights = rights is not None and rights != list(row.fields.get(ACCESS, ()))
        if other_rights or comparing.changed(there, row.fields):
            suspects[row.object] = row, there
    if not suspects:
        return []
    wanted = expected(place.world, {key: row.fields for key, (row, _) in suspects.items()})
    found = []
    for key, (row, there) in suspects.items():
        drift = comparing.user_drift(there, row.fields, wanted[key].fields)
        if drift.fields:
            found.append(_finding(place, row, Kind.DIFFERENT, fields=drift.fields))
        if drift.rights is not None:
            found.append(_finding(place, row, Kind.RIGHTS, fields={ACCESS: drift.rights}))
    return found


def compare_groups(place: Place, pairs: Sequence[tuple[Applied, Group]]) -> list[Finding]:
    """Groups beside what they were sent, members of ours included; strangers in them stay."""
    suspects: dict[str, tuple[Applied, Group, frozenset[int], frozenset[int]]] = {}
    for row, group in pairs:
        there = place.people(group.members)
        sent = _sent_members(place, row)
        if there != sent or comparing.changed(group.fields, row.fields):
            suspects[row.object] = row, group, there, sent
    if not suspects:
        return []
    wanted = expected(place.world, {key: one[0].fields for key, one in suspects.items()})
    found = []
    for key, (row, group, there, sent) in suspects.items():
        fields = comparing.plain_drift(group.fields, row.fields, wanted[key].fields)
        if fields:
            found.append(_finding(place, row, Kind.DIFFERENT, fields=fields))
        members = _members(there, sent, wanted[key])
        if members:
            found.append(_with_members(_finding(place, row, Kind.MEMBERS), members))
    return found


def _members(there: frozenset[int], sent: frozenset[int], wanted: Expected) -> comparing.Members:
    return comparing.member_drift(there, sent, wanted.members)


def _sent_members(place: Place, row: Applied) -> frozenset[int]:
    """Who a group was last sent with, as far as their accounts are there."""
    rows = AppliedMember.objects.filter(applied=row).values_list("person_id", flat=True)
    return frozenset(rows) - place.gone


def missing(place: Place, row: Applied) -> Finding:
    """An account or group that was sent and is not there."""
    return _finding(place, row, Kind.MISSING)


def relinked(place: Place, row: Applied, remote_id: int) -> Finding:
    """An account or group that is there under another id."""
    found = _finding(place, row, Kind.RELINKED, fields={"id": (str(remote_id), row.remote_id)})
    found.remote_id = str(remote_id)
    return found


def foreign_user(place: Place, user: User, owner: str) -> Finding:
    """A user nobody of ours is. ``owner`` is the key of who has its login and address, if any."""
    name, mail = comparing.user_identity(user.fields)
    return _of_stranger(place, f"user:{user.id}", str(user.id), name, mail, owner)


def foreign_group(place: Place, group: Group, owner: str) -> Finding:
    """A group nobody of ours is. ``owner`` is the key of the group of that name, if any."""
    name = str(group.fields.get("name", ""))
    return _of_stranger(place, f"group:{group.id}", str(group.id), name, "", owner)


def _of_stranger(
    place: Place, what: str, remote_id: str, name: str, mail: str, owner: str
) -> Finding:
    return Finding(
        target_id=place.world.target, scope=place.scope, kind=Kind.FOREIGN, what=what,
        object=owner, remote_id=remote_id, name=name[:320], mail=mail[:320], since=clock.now(),
    )  # fmt: skip


def _finding(
    place: Place, row: Applied, kind: Finding.Kind, fields: Mapping[str, Any] | None = None
) -> Finding:
    return Finding(
        target_id=place.world.target, scope=place.scope, kind=kind, what=row.object,
        object=row.object, remote_id=row.remote_id,
        name=str(row.fields.get("displayname") or row.fields.get("name", ""))[:320],
        mail=str(row.fields.get("email1", ""))[:320],
        fields={name: list(pair) for name, pair in (fields or {}).items()},
        since=clock.now(),
    )  # fmt: skip


def _with_members(finding: Finding, members: comparing.Members) -> Finding:
    logins = member_logins(members.lost | members.extra)
    finding.lost = [[pk, logins.get(pk, str(pk))] for pk in sorted(members.lost)]
    finding.extra = [[pk, logins.get(pk, str(pk))] for pk in sorted(members.extra)]
    return finding
