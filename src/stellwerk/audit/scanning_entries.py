"""Reads the resources and secondary accounts of a context and compares them.

They are read only where we have any there, or the portal knows any: a server need not offer these
services.
"""

from collections.abc import Callable, Sequence

from stellwerk.audit import comparing
from stellwerk.audit.findings import foreign_account, foreign_resource, relinked
from stellwerk.audit.looking_entries import compare_accounts, compare_resources
from stellwerk.audit.noting import Noting
from stellwerk.audit.reading import Account, Resource
from stellwerk.audit.strangers import (
    no_strangers_after_all,
    owners_of_accounts,
    owners_of_resources,
)
from stellwerk.core.said import joined, say
from stellwerk.people.models import Entry
from stellwerk.sync.models import Applied
from stellwerk.sync.survey_entries import MISSING
from stellwerk.targets.models import Target

_BATCH = 500


def scan_entries(noting: Noting) -> None:
    """Compare what is there; a service that does not answer is told. Raises an OxError."""
    _if_offered(noting, "resource", _resources)
    _if_offered(noting, "functional_account", _accounts)


def _if_offered(
    noting: Noting, kind: str, scan: Callable[[Noting, Sequence[Applied]], None]
) -> None:
    place = noting.place
    rows = list(place.accounts().filter(object__startswith=f"{kind}:"))
    portal = Target.objects.filter(pk=place.world.target).values("portal")
    if not rows and not Entry.objects.filter(portal__in=portal, kind=kind, left_at=None).exists():
        return
    try:
        scan(noting, rows)
    except MISSING as fault:
        if rows:
            noting.result.unread[kind] = _unread(kind, joined([fault.message, fault.hint]))
            noting.again -= {row.object for row in rows}


def _unread(kind: str, reason: str) -> str:
    if kind == "resource":
        return say("Its resources were not told: %(reason)s", reason=reason)
    return say("Its functional accounts were not told: %(reason)s", reason=reason)


def _resources(noting: Noting, rows: Sequence[Applied]) -> None:
    place, ours = noting.place, {int(row.remote_id): row for row in rows}
    here: set[int] = set()
    others: list[Resource] = []
    batch: list[tuple[Applied, Resource]] = []
    for resource in place.reader.resources():
        row = ours.get(resource.id)
        noting.result.resources += 1
        if row is not None and comparing.same_resource(resource.fields, row.fields):
            here.add(row.pk)
            batch.append((row, resource))
        else:
            others.append(resource)
        if len(batch) == _BATCH:
            noting.take(compare_resources(place, batch))
            batch = []
        noting.counted()
    noting.take(compare_resources(place, batch))
    by_name = {_name(one): one for one in others}
    found = []
    for row in rows:
        if row.pk in here:
            continue
        other = by_name.pop(_folded(str(row.fields.get("name", ""))), None)
        if other is None:
            noting.again.add(row.object)
        else:
            found.append(relinked(place, row, other.id))
    noting.take(found)
    _foreign_resources(noting, list(by_name.values()))


def _foreign_resources(noting: Noting, others: Sequence[Resource]) -> None:
    names = {str(one.id): str(one.fields.get("name", "")) for one in others}
    known = no_strangers_after_all(noting.place, "resource", names, noting.began)
    owners = owners_of_resources(noting.place, {_name(one) for one in others})
    noting.record(
        [
            foreign_resource(noting.place, one, owners.get(_name(one), ""))
            for one in others
            if str(one.id) not in known
        ]
    )


def _accounts(noting: Noting, rows: Sequence[Applied]) -> None:
    place = noting.place
    there = place.reader.accounts()
    noting.result.accounts += len(there)
    noting.counted()
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        pairs = [(row, there.get(row.remote_id.casefold())) for row in some]
        found = compare_accounts(place, pairs)
        gone = {one.object for one in found if one.kind == one.Kind.MISSING}
        noting.again |= gone
        noting.take([one for one in found if one.object not in gone])
    ours = {row.remote_id.casefold() for row in rows}
    _foreign_accounts(noting, [one for address, one in there.items() if address not in ours])


def _foreign_accounts(noting: Noting, others: Sequence[Account]) -> None:
    names = {one.address: one.address for one in others}
    known = no_strangers_after_all(noting.place, "functional_account", names, noting.began)
    owners = owners_of_accounts(noting.place, {one.address.casefold() for one in others})
    noting.record(
        [
            foreign_account(noting.place, one, owners.get(one.address.casefold(), ""))
            for one in others
            if one.address not in known
        ]
    )


def _name(resource: Resource) -> str:
    return _folded(str(resource.fields.get("name", "")))


def _folded(name: str) -> str:
    return name.strip().casefold()
