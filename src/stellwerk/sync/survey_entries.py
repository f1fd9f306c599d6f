"""Resources and secondary accounts that a context holds before anything is planned for it.

They are read only where the portal knows any such entry: a server need not offer these services.
"""

from collections.abc import Iterator
from typing import Any

from stellwerk.core import clock
from stellwerk.people.models import Entry
from stellwerk.sync import names
from stellwerk.sync.models import Found
from stellwerk.targets.models import Target
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.accounts import ADDRESS_LIMIT
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Invalid, NotFoundService, Storage
from stellwerk.targets.ox.steps.accounts import list_accounts

MISSING = (NotFoundService, Invalid, Storage)
"""What a server answers that lacks a service. Whatever is there is met when it would be made."""


def surveyed_entries(
    target: Target, client: OxClient, scope: str, login: Credentials
) -> list[Found]:
    """The resources of a context, and its secondary accounts by address. Raises OxErrors."""
    known = set(
        Entry.objects.filter(portal=target.portal_id, left_at=None).values_list("kind", flat=True)
    )
    found: list[Found] = []
    if "resource" in known:
        found += _if_offered(_resources(target, client, scope, login))
    if "functional_account" in known:
        found += _if_offered(_accounts(target, client, scope, login))
    return found


def _if_offered(rows: Iterator[Found]) -> list[Found]:
    try:
        return list(rows)
    except MISSING:
        return []


def _resources(target: Target, client: OxClient, scope: str, login: Credentials) -> Iterator[Found]:
    for row in client.stream(ox.RESOURCE_LIST_ALL, {"ctx": {"id": int(scope)}}, login):
        fields = dict(readback.resource_from(row))
        name_key, mail_key = names.keys_of("resource", fields)
        yield Found(
            target=target,
            scope=scope,
            kind="resource",
            remote_id=str(row["id"]),
            name=str(fields["name"])[:320],
            name_key=name_key,
            mail_key=mail_key,
            fields=fields,
            read_at=clock.now(),
        )


def _accounts(target: Target, client: OxClient, scope: str, login: Credentials) -> Iterator[Found]:
    by_address: dict[str, list[dict[str, Any]]] = {}
    for row in list_accounts(client, scope, login):
        by_address.setdefault(names.account_key(str(row.get("primaryAddress") or "")), []).append(
            {key: row.get(key) for key in ("userId", "login", "name", "personal", "primaryAddress")}
        )
    for key, rows in by_address.items():
        if len(key) > len("account:") + ADDRESS_LIMIT:
            continue  # none of ours is called so
        fields: dict[str, Any] = dict(readback.account_from(rows))
        fields["logins"] = readback.logins_of(rows)
        address = str(fields["primaryAddress"])
        yield Found(
            target=target,
            scope=scope,
            kind="functional_account",
            remote_id=address,
            name=address,
            name_key=key,
            fields=fields,
            members=sorted(fields["logins"]),
            read_at=clock.now(),
        )
