"""Offers what a target holds of its own to the engine, which adopts it for whom it belongs to."""

from collections.abc import Sequence

from django.db import transaction

from stellwerk.audit.actions import note_repair
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Account, Group, Resource, User
from stellwerk.core import changes, clock
from stellwerk.portals.models import Portal
from stellwerk.sync import names
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Found


def adopt(portal: Portal, place: Place, some: Sequence[Finding], *, actor: str) -> int:
    """Put foreign objects among what was found, for those of ours who have their name (and address)
    and nothing there yet; returns how many. The others are left alone. Raises an OxError.
    """
    done = 0
    for one in some:
        row = _found(place, one) if one.object else None
        if row is None:
            continue
        with transaction.atomic():
            Found.objects.filter(
                target=row.target_id, scope=row.scope, kind=row.kind, remote_id=row.remote_id
            ).delete()
            row.save()
            mark(place.world.target, [one.object], changes.LIVE)
            note_repair(portal, [one], actor=actor)
        done += 1
    return done


def _found(place: Place, one: Finding) -> Found | None:
    """What is there now, if it still is what was shown."""
    if one.what.startswith("account:"):
        account = place.reader.accounts().get(one.name.casefold())
        return None if account is None else _of_account(place, account)
    if one.what.startswith("resource:"):
        resource = place.reader.resource(one.remote_id)
        if resource is None or resource.fields.get("name") != one.name:
            return None
        return _of_resource(place, resource)
    if one.what.startswith("user:"):
        user = place.reader.user(one.remote_id, rights=True)
        if user is None or user.fields.get("name") != one.name:
            return None
        return _of_user(place, user)
    group = place.reader.group(one.remote_id)
    if group is None or group.fields.get("name") != one.name:
        return None
    return _of_group(place, group)


def _of_user(place: Place, user: User) -> Found:
    mail = str(user.fields.get("primaryEmail", ""))
    return Found(
        target_id=place.world.target, scope=place.scope, kind="user", remote_id=str(user.id),
        name=str(user.fields["name"]), fields=user.fields,
        name_key=names.person_key(str(user.fields.get("display_name", ""))),
        mail_key=names.mail_key(mail) if mail else "", read_at=clock.now(),
    )  # fmt: skip


def _of_group(place: Place, group: Group) -> Found:
    name = str(group.fields["name"])
    return Found(
        target_id=place.world.target, scope=place.scope, kind="group", remote_id=str(group.id),
        name=name, name_key=names.group_key(name), fields=group.fields,
        members=sorted(group.members), read_at=clock.now(),
    )  # fmt: skip


def _of_resource(place: Place, resource: Resource) -> Found:
    name_key, mail_key = names.keys_of("resource", resource.fields)
    return Found(
        target_id=place.world.target, scope=place.scope, kind="resource",
        remote_id=str(resource.id), name=str(resource.fields["name"])[:320], name_key=name_key,
        mail_key=mail_key, fields=resource.fields, read_at=clock.now(),
    )  # fmt: skip


def _of_account(place: Place, account: Account) -> Found:
    address, logins = account.address, {str(user): one for user, one in account.logins.items()}
    fields = {**account.fields, "primaryAddress": address, "logins": logins}
    return Found(
        target_id=place.world.target, scope=place.scope, kind="functional_account",
        remote_id=address, name=address, name_key=names.account_key(address), fields=fields,
        members=sorted(logins), read_at=clock.now(),
    )  # fmt: skip
