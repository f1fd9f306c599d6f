"""Resources and functional accounts beside what they were sent and should be."""

from collections.abc import Mapping, Sequence
from typing import Any

from stellwerk.audit import comparing
from stellwerk.audit.expecting import expected
from stellwerk.audit.findings import finding, missing, relinked, with_members
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Account, Resource
from stellwerk.sync.members import member_logins
from stellwerk.sync.models import Applied, AppliedMember

Kind = Finding.Kind
LOGIN = "login ({})"
"""A member's login among the fields of a functional account, as plans name it."""


def look_at_resource(place: Place, row: Applied) -> list[Finding]:
    """Read one resource and compare it. Raises an OxError."""
    there = place.reader.resource(row.remote_id)
    if there is not None and comparing.same_resource(there.fields, row.fields):
        return compare_resources(place, [(row, there)])
    name = str(row.fields.get("name", ""))
    other = place.reader.resource_called(name) if name else None
    return [missing(place, row) if other is None else relinked(place, row, other.id)]


def compare_resources(place: Place, pairs: Sequence[tuple[Applied, Resource]]) -> list[Finding]:
    """Resources beside what they were sent; what is wanted is asked only where these differ."""
    suspects = {
        row.object: (row, there.fields)
        for row, there in pairs
        if comparing.changed(there.fields, row.fields)
    }
    if not suspects:
        return []
    wanted = expected(place.world, {key: row.fields for key, (row, _) in suspects.items()})
    found = []
    for key, (row, there) in suspects.items():
        drift = comparing.plain_drift(there, row.fields, wanted[key].fields)
        if drift:
            found.append(finding(place, row, Kind.DIFFERENT, fields=drift))
    return found


def look_at_accounts(place: Place, rows: Sequence[Applied]) -> list[Finding]:
    """Read all accounts of the context and compare these. Raises an OxError."""
    there = place.reader.accounts()
    pairs = [(row, there.get(row.remote_id.casefold())) for row in rows]
    return compare_accounts(place, pairs)


def compare_accounts(
    place: Place, pairs: Sequence[tuple[Applied, Account | None]]
) -> list[Finding]:
    """Functional accounts beside what was sent: who has one, what it is, how each signs in."""
    sent = _sent([row for row, _ in pairs])
    suspects: dict[str, tuple[Applied, Account, dict[int, str]]] = {}
    found = []
    for row, account in pairs:
        had = {pk: login for pk, login in sent[row.pk].items() if pk not in place.gone}
        if account is None:
            found += [missing(place, row)] if had else []
            continue
        there = _of_people(place, account)
        if there != had or comparing.changed(account.fields, row.fields):
            suspects[row.object] = row, account, there
    if not suspects:
        return found
    wanted = expected(place.world, {key: one[0].fields for key, one in suspects.items()})
    for key, (row, account, there) in suspects.items():
        had = {pk: login for pk, login in sent[row.pk].items() if pk not in place.gone}
        fields = comparing.plain_drift(account.fields, row.fields, wanted[key].fields)
        fields |= _logins(there, had, wanted[key].logins)
        if fields:
            found.append(finding(place, row, Kind.DIFFERENT, fields=fields))
        members = comparing.member_drift(there, had, wanted[key].members)
        if members:
            found.append(with_members(finding(place, row, Kind.MEMBERS), members))
    return found


def _sent(rows: Sequence[Applied]) -> dict[int, dict[int, str]]:
    """Who each was last sent with, and with which login, by the applied row's key."""
    found: dict[int, dict[int, str]] = {row.pk: {} for row in rows}
    members = AppliedMember.objects.filter(applied__in=list(found))
    for applied, person, login in members.values_list("applied_id", "person_id", "login"):
        found[applied][person] = login
    return found


def _of_people(place: Place, account: Account) -> dict[int, str]:
    """The accounts of those who are ours: person -> login."""
    owners = place.owners(account.logins)
    return {owners[user]: login for user, login in account.logins.items() if user in owners}


def _logins(
    there: Mapping[int, str], had: Mapping[int, str], wanted: Mapping[int, str]
) -> dict[str, tuple[Any, Any]]:
    """Members who sign in with what was neither sent nor is wanted."""
    drift = {
        pk: (login, wanted.get(pk, had[pk]))
        for pk, login in there.items()
        if pk in had and login not in {had[pk], wanted.get(pk, had[pk])}
    }
    names = member_logins(drift)
    return {LOGIN.format(names.get(pk, pk)): pair for pk, pair in sorted(drift.items())}
