"""Everything the server holds, as plain JSON values."""

from dataclasses import asdict
from typing import Any

from oxsim.passwords import hashed
from oxsim.schema.access import as_values
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, World


def world_json(world: World) -> dict[str, Any]:
    """``{"contexts": {id: {...}}, "registered": {...}}``; photos as SHA-256 in hex."""
    return {
        "contexts": {str(one.id): _context(one) for one in world.contexts.values()},
        "registered": world.registered,
    }


def log_json(world: World) -> list[dict[str, Any]]:
    """The creates that took effect, oldest first."""
    return [_creation(one) for one in world.log]


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
        "users": [_user(user) for user in context.users.values()],
        "groups": [_group(group) for group in context.groups.values()],
        "quotas": context.quotas,
        "resources": [asdict(resource) for resource in context.resources.values()],
        "accounts": [
            _account(context, account)
            for of_user in context.accounts.values()
            for account in of_user.values()
        ],
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
