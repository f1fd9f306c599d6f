"""From what is there to findings: accounts and groups beside what they were sent and should be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from stellwerk.audit import comparing
from stellwerk.audit.expecting import Expected, as_sent, expected
from stellwerk.audit.findings import finding, missing, relinked, with_members
from stellwerk.audit.flight import Flight
from stellwerk.audit.looking_entries import look_at_accounts, look_at_resource
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Group, User
from stellwerk.sync.models import Applied, AppliedMember
from stellwerk.targets.ox.access import ACCESS

Kind = Finding.Kind


@dataclass(slots=True)
class Looked:
    """What was found of some objects; of those in `moving` nothing is said."""

    findings: list[Finding] = field(default_factory=list)
    moving: set[str] = field(default_factory=set)


def look(place: Place, keys: Collection[str], *, rights: bool = False) -> Looked:
    """Read objects of ours one by one and compare each. Raises an OxError.

    Functional accounts can only be read all together: once for all that are asked about.
    """
    looked = Looked()
    accounts = {key for key in keys if key.startswith("functional_account:")}
    _look_at_accounts(place, accounts, looked)
    for key in sorted({*keys} - accounts):
        # Watched from before its applied state is loaded until after it was compared.
        flight = Flight(place.world.target)
        row = place.accounts().filter(object=key).first()
        if row is None:
            continue
        findings = _LOOK[key.partition(":")[0]](place, row, rights)
        if flight.moving([key]):
            looked.moving.add(key)
        else:
            looked.findings += findings
    return looked


def _look_at_accounts(place: Place, keys: Collection[str], looked: Looked) -> None:
    if not keys:
        return
    flight = Flight(place.world.target)
    rows = list(place.accounts().filter(object__in=sorted(keys)))
    found = look_at_accounts(place, rows)
    looked.moving |= flight.moving(sorted(keys))
    looked.findings += [one for one in found if one.object not in looked.moving]


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


def _look_at_one_resource(place: Place, row: Applied, _rights: bool) -> list[Finding]:
    return look_at_resource(place, row)


_LOOK = {
    "person": _look_at_user,
    "group": _look_at_group,
    "resource": _look_at_one_resource,
}


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
            found.append(finding(place, row, Kind.DIFFERENT, fields=drift.fields))
        if drift.rights is not None:
            found.append(finding(place, row, Kind.RIGHTS, fields={ACCESS: drift.rights}))
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
            found.append(finding(place, row, Kind.DIFFERENT, fields=fields))
        members = _members(there, sent, wanted[key])
        if members:
            found.append(with_members(finding(place, row, Kind.MEMBERS), members))
    return found


def _members(there: frozenset[int], sent: frozenset[int], wanted: Expected) -> comparing.Members:
    return comparing.member_drift(there, sent, wanted.members)


def _sent_members(place: Place, row: Applied) -> frozenset[int]:
    """Who a group was last sent with, as far as their accounts are there."""
    rows = AppliedMember.objects.filter(applied=row).values_list("person_id", flat=True)
    return frozenset(rows) - place.gone
