"""Findings are made here: what each holds of the object that it is about."""

import hashlib
from collections.abc import Mapping
from typing import Any

from stellwerk.audit import comparing
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Account, Group, Resource, User
from stellwerk.core import clock
from stellwerk.sync.members import member_logins
from stellwerk.sync.models import Applied

Kind = Finding.Kind
_LONGEST = 80


def missing(place: Place, row: Applied) -> Finding:
    """An object that was sent and is not there."""
    return finding(place, row, Kind.MISSING)


def relinked(place: Place, row: Applied, remote_id: int) -> Finding:
    """An object that is there under another id."""
    found = finding(place, row, Kind.RELINKED, fields={"id": (str(remote_id), row.remote_id)})
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


def foreign_resource(place: Place, resource: Resource, owner: str) -> Finding:
    """A resource that is none of ours. ``owner`` is the key of the one of that name, if any."""
    name, mail = (str(resource.fields.get(one, "")) for one in ("name", "email"))
    remote = str(resource.id)
    return _of_stranger(place, f"resource:{remote}", remote, name, mail, owner)


def foreign_account(place: Place, account: Account, owner: str) -> Finding:
    """Accounts under an address that is none of ours. ``owner`` has that address, if anybody."""
    what = f"account:{account.address.casefold()}"
    if len(what) > _LONGEST:
        what = f"account:{hashlib.sha256(what.encode()).hexdigest()}"
    remote = account.address[:_LONGEST]
    return _of_stranger(place, what, remote, account.address, account.address, owner)


def _of_stranger(
    place: Place, what: str, remote_id: str, name: str, mail: str, owner: str
) -> Finding:
    return Finding(
        target_id=place.world.target, scope=place.scope, kind=Kind.FOREIGN, what=what,
        object=owner, remote_id=remote_id, name=name[:320], mail=mail[:320], since=clock.now(),
    )  # fmt: skip


def finding(
    place: Place, row: Applied, kind: Finding.Kind, fields: Mapping[str, Any] | None = None
) -> Finding:
    """A finding about an object of ours; `fields` are (as it is there, as it should be)."""
    sent = row.fields
    mail = sent.get("email1") or sent.get("email") or sent.get("primaryAddress") or ""
    return Finding(
        target_id=place.world.target, scope=place.scope, kind=kind, what=row.object,
        object=row.object, remote_id=row.remote_id,
        name=str(sent.get("displayname") or sent.get("name", ""))[:320],
        mail=str(mail)[:320],
        fields={name: list(pair) for name, pair in (fields or {}).items()},
        since=clock.now(),
    )  # fmt: skip


def with_members(found: Finding, members: comparing.Members) -> Finding:
    """The same with who is missing and who is in it too much, by login."""
    logins = member_logins(members.lost | members.extra)
    found.lost = [[pk, logins.get(pk, str(pk))] for pk in sorted(members.lost)]
    found.extra = [[pk, logins.get(pk, str(pk))] for pk in sorted(members.extra)]
    return found
