"""Builds the order for one object out of the parts of its change that may be sent."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.building_accounts import build_account
from stellwerk.sync.building_contexts import build_context
from stellwerk.sync.building_moves import build_move
from stellwerk.sync.building_resources import build_resource, build_resource_move
from stellwerk.sync.changes import FIELDS, MEMBERS, REMOVALS, Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.members import remote_ids
from stellwerk.sync.parts import base_of
from stellwerk.sync.wanted import Wanted
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.access import ACCESS, rights_from
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order


def build_person(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    operation, remote, fields = base_of(one, allowed)
    access = fields.pop(ACCESS, None)
    wanted = one.verdict.fields if isinstance(one.verdict, Wanted) else {}
    if operation == orders.CREATE:
        fields |= {
            name: target.settings.get(name) or default
            for name, default in (("language", "de_DE"), ("timezone", "Europe/Berlin"))
        }
        access = wanted[ACCESS]
    base = one.applied.fields if one.applied else {}
    return Order(
        one.key,
        operation,
        scope,
        login,
        remote_id=remote,
        name=str(wanted.get("name") or base.get("name") or one.label),
        mail=str(wanted.get("email1") or base.get("email1") or ""),
        fields=fields,
        rights=None if access is None else rights_from(access),
        reassign=0 if target.settings.get("reassign") == "none" else None,
    )


def build_group(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    operation, remote, fields = base_of(one, allowed)
    add = {pk for c in allowed if c.part in {FIELDS, MEMBERS} for pk in c.add}
    remove = {pk for c in allowed if c.part == REMOVALS for pk in c.remove}
    have = one.applied.members if one.applied else one.found.members if one.found else frozenset()
    ids = remote_ids(target.pk, scope, add | remove | have)
    # Whoever has no account yet follows when it is made; its new id marks this group again.
    adding = {pk: ids[pk] for pk in sorted(add) if pk in ids}
    members = {**{pk: ids[pk] for pk in sorted(have) if pk in ids}}
    if operation == orders.CREATE:
        members |= adding
    wanted = one.verdict.fields if isinstance(one.verdict, Wanted) else {}
    base = one.applied.fields if one.applied else {}
    return Order(
        one.key,
        operation,
        scope,
        login,
        remote_id=remote,
        name=str(wanted.get("name") or base.get("name") or one.label),
        fields=fields,
        add=adding,
        remove={pk: ids[pk] for pk in sorted(remove) if pk in ids},
        members=tuple(members.values()),
    )


BUILD = {
    "person": build_person,
    "group": build_group,
    "context": build_context,
    "resource": build_resource,
    "functional_account": build_account,
}
"""How each kind's order is built."""

BUILD_MOVE = {**BUILD, "person": build_move, "resource": build_resource_move}
"""How the order for the next step of a move is built."""
