"""Everything the server holds, as JSON in parts: a hundred thousand users are never there at once.

Photos are SHA-256 in hex, passwords are hashed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from oxsim.passwords import hashed
from oxsim.schema.access import as_values
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, World

_BLOCK = 200
"""Objects in one part."""
_dumped = json.JSONEncoder(ensure_ascii=False).encode


def world_parts(world: World, *, log: bool = False) -> Iterator[str]:
    """``{"contexts": {id: {...}}, "registered": {...}}``, with `log` the creates as well.

    The world may change between two parts: each object is as it is when its turn comes.
    """
    yield '{"contexts": {'
    for number, context in enumerate(list(world.contexts.values())):
        yield f'{", " if number else ""}"{context.id}": '
        yield from _object(_context(context), _lists(context))
    yield '}, "registered": ' + _dumped(world.registered)
    if log:
        yield ', "log": '
        yield from log_parts(world)
    yield "}"


def log_parts(world: World) -> Iterator[str]:
    """The creates that took effect, oldest first: a list."""
    return _list(_creation(one) for one in list(world.log))


def _object(fields: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """An object of these fields, and of lists that may be long."""
    yield _dumped(fields).removesuffix("}")
    for name, items in lists.items():
        yield f', "{name}": '
        yield from _list(items)
    yield "}"


def _list(items: Iterable[Any]) -> Iterator[str]:
    rest = iter(items)
    yield "["
    first = True
    while block := list(islice(rest, _BLOCK)):
        yield ("" if first else ", ") + ", ".join(map(_dumped, block))
        first = False
    yield "]"


def _creation(one: Creation) -> dict[str, Any]:
    return {
        "time": one.time,
        "operation": one.operation,
        "context": one.context,
        "kind": one.kind,
        "name": one.name,
        "id": one.id,
    }


def _context(context: Context) -> dict[str, Any]:
    return {
        "id": context.id,
        "name": context.name,
        "quota": context.quota,
        "enabled": context.enabled,
        "loginMappings": context.mappings,
        "userAttributes": context.attributes,
        "quotas": context.quotas,
    }


def _lists(context: Context) -> dict[str, Iterable[Any]]:
    """The objects in a context; who is in them is taken down now, what they are when asked for."""
    accounts = [one for of_user in context.accounts.values() for one in of_user.values()]
    return {
        "users": map(_user, list(context.users.values())),
        "groups": map(_group, list(context.groups.values())),
        "resources": map(asdict, list(context.resources.values())),
        "accounts": (_account(context, one) for one in accounts),
    }


def _user(user: User) -> dict[str, Any]:
    access = sorted(flag for flag, on in as_values(user.access).items() if on)
    values = {
        **user.fields,
        "id": user.id,
        "name": user.name,
        "password": user.password,
        "access": access,
        "maxQuota": -1 if user.quota is None else user.quota,
    }
    if user.attributes:
        values["userAttributes"] = user.attributes
    if user.photo is not None:
        values["image1"] = user.photo.digest
    return values


def _account(context: Context, account: Account) -> dict[str, Any]:
    secrets: dict[str, Any] = {
        name: hashed(context.id, account.fields[name])
        for name in ("password", "transportPassword")
        if name in account.fields
    }
    own = {"id": account.id, "userId": account.user, "primaryAddress": account.address}
    return {**account.fields, **own, **secrets}


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "displayname": group.displayname,
        "members": sorted(group.members),
    }
