"""Survey: before anything is planned for a context, what is in it already is read once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.sync import names
from stellwerk.sync.models import Found
from stellwerk.sync.survey_entries import surveyed_entries
from stellwerk.sync.wanted import World
from stellwerk.targets.models import Target
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox import readback
from stellwerk.targets.ox.access import ACCESS, flags_on
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Gone, Refused
from stellwerk.targets.ox.names import is_context_id
from stellwerk.targets.queries import MASTER, NoMaster, credentials

_AGAIN = timedelta(hours=1)
_LIST, _DETAILS, _FEW = 500, 100, 5


def survey(target: Target, world: World, client: OxClient) -> int:
    """Read every declared context that is not applied and was not read this hour.

    Returns how many were read. Raises an OxError when the server cannot be asked.
    """
    todo = _unread(target, world)
    if not todo:
        return 0
    logins = credentials(target)
    if MASTER not in logins:
        raise NoMaster
    there = _which_exist(client, logins[MASTER], todo)
    for scope in todo:
        _read_context(target, client, scope, there.get(scope), logins)
    return len(todo)


def _unread(target: Target, world: World) -> list[str]:
    read: dict[str, datetime] = dict(
        Found.objects.filter(target=target, kind="context").values_list("scope", "read_at")
    )
    old = clock.now() - _AGAIN
    return sorted(
        scope
        for scope, context in world.contexts.items()
        if is_context_id(scope)
        and not context.applied
        and not context.left
        and (scope not in read or read[scope] < old)
    )


def _which_exist(
    client: OxClient, master: Credentials, scopes: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The contexts of these that the server has, by scope, as read."""
    if len(scopes) > _FEW:
        wanted = set(scopes)
        rows = client.stream(ox.CONTEXT_LIST_ALL, {}, master)
        return {str(row["id"]): row for row in rows if str(row["id"]) in wanted}
    found = {}
    for scope in scopes:
        try:
            found[scope] = client.call(ox.CONTEXT_GET_DATA, {"ctx": {"id": int(scope)}}, master)
        except Gone:
            continue
    return found


def _read_context(
    target: Target,
    client: OxClient,
    scope: str,
    there: dict[str, Any] | None,
    logins: dict[str, Credentials],
) -> None:
    rows: list[Found] = []
    fields: dict[str, Any] = {}
    if there is not None:
        fields = dict(readback.context_from(there))
        if scope in logins:
            try:
                rows = [*_users(target, client, scope, logins[scope])]
                rows += _groups(target, client, scope, logins[scope])
                rows += surveyed_entries(target, client, scope, logins[scope])
            except Refused:
                fields["refused"] = "true"
    rows.append(
        Found(
            target=target,
            scope=scope,
            kind="context",
            remote_id=scope if there is not None else "",
            name=str(fields.get("name", "")),
            fields=fields,
            read_at=clock.now(),
        )
    )
    with transaction.atomic():
        Found.objects.filter(target=target, scope=scope).delete()
        Found.objects.bulk_create(rows, batch_size=200)


def _users(target: Target, client: OxClient, scope: str, login: Credentials) -> Iterator[Found]:
    ctx = {"id": int(scope)}
    for ids in _pages(client, ctx, login):
        for start in range(0, len(ids), _DETAILS):
            users = [{"id": one} for one in ids[start : start + _DETAILS]]
            for row in client.call(ox.USER_GET_MULTIPLE_DATA, {"ctx": ctx, "users": users}, login):
                rights = client.call(
                    ox.USER_GET_MODULE_ACCESS, {"ctx": ctx, "user": {"id": row["id"]}}, login
                )
                fields = {**readback.user_from(row), ACCESS: flags_on(rights)}
                yield _found(target, scope, "user", row, fields)


def _pages(client: OxClient, ctx: dict[str, Any], login: Credentials) -> Iterator[list[int]]:
    offset = 0
    while True:
        page = {"ctx": ctx, "search_pattern": "*", "length": _LIST, "offset": offset}
        ids = [int(row["id"]) for row in client.call(ox.USER_LIST, page, login)]
        if ids:
            yield ids
        if len(ids) < _LIST:
            return
        offset += _LIST


def _groups(target: Target, client: OxClient, scope: str, login: Credentials) -> Iterator[Found]:
    for row in client.stream(ox.GROUP_LIST_ALL, {"ctx": {"id": int(scope)}}, login):
        found = _found(target, scope, "group", row, dict(readback.group_from(row)))
        found.members = sorted(readback.members_of(row))
        yield found


def _found(
    target: Target, scope: str, kind: str, row: dict[str, Any], fields: dict[str, Any]
) -> Found:
    name = str(fields.get("name", ""))
    mail = str(fields.get("primaryEmail", ""))
    key = (
        names.person_key(str(fields.get("display_name", "")))
        if kind == "user"
        else names.group_key(name)
    )
    return Found(
        target=target,
        scope=scope,
        kind=kind,
        remote_id=str(row["id"]),
        name=name,
        name_key=key,
        mail_key=names.mail_key(mail) if mail else "",
        fields=fields,
        read_at=clock.now(),
    )
