"""The only writers of targets and credentials."""

import secrets
from typing import Any

from django.db import transaction

from stellwerk.core import changes
from stellwerk.core.masked import Masked
from stellwerk.core.secrets import keyring
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Credential, Target

_FAREWELL = ("gates", "manual", "grace_days", "reassign")
"""The settings that decide what becomes of accounts that are switched off, and when."""


def save_target(
    portal: Portal, name: str, *, settings: dict[str, Any], manual: bool, actor: str
) -> tuple[Target, bool]:
    """Make a target or give it new settings; returns it and whether anything changed."""
    row = Target.objects.filter(portal=portal, name=name).first()
    before = {} if row is None else {**row.settings, "manual": row.manual}
    after = {**settings, "manual": manual}
    if row is not None and before == after:
        return row, False
    row = row or Target(portal=portal, name=name)
    row.settings, row.manual = settings, manual
    row.save()
    note(portal, actor, [Note("target.save", f"target:{row.pk}", name, before, after)])
    if before and any(before.get(one) != after.get(one) for one in _FAREWELL):
        changes.touched("target", [row.pk])
    return row, True


def place(row: Credential) -> str:
    """What a credential's secret is bound to."""
    return f"targets.credential.{row.target.public_id}.{row.scope}"


def save_credential(target: Target, scope: str, login: str, secret: Masked, *, actor: str) -> bool:
    """Keep a login for a scope ("" is the master account), sealed. Whether anything changed."""
    row = Credential.objects.filter(target=target, scope=scope).first()
    if row is not None and row.login == login and opened(row).reveal() == secret.reveal():
        return False
    row = row or Credential(target=target, scope=scope)
    row.login = login
    row.secret = keyring().seal(secret.reveal(), place(row))
    row.save()
    key = f"target:{target.pk}"
    after = {"scope": scope or "master", "login": login, "secret": "***"}
    note(target.portal, actor, [Note("credential.save", key, target.name, {}, after)])
    changes.touched("credential", [row.pk])
    return True


def opened(row: Credential) -> Masked:
    """A credential's secret, in the clear."""
    return keyring().open(row.secret, place(row))


def new_secret() -> Masked:
    """A password nobody has to type: 256 random bits in 43 characters."""
    return Masked(secrets.token_urlsafe(32))


def begin_rotation(pk: int) -> Masked:
    """Keep a new secret beside the one in use, before the server hears of it; returns it.

    One that was begun earlier stays the new one: the server may have taken it.
    """
    with transaction.atomic():
        row = Credential.objects.select_for_update().select_related("target").get(pk=pk)
        if row.next:
            return keyring().open(row.next, place(row))
        secret = new_secret()
        row.next = keyring().seal(secret.reveal(), place(row))
        row.save(update_fields=["next"])
    return secret


def end_rotation(pk: int, proven: Masked, *, actor: str) -> bool:
    """The server takes the new secret: the old one is forgotten. False if that was done already."""
    with transaction.atomic():
        row = Credential.objects.select_for_update().select_related("target").get(pk=pk)
        if not row.next or keyring().open(row.next, place(row)).reveal() != proven.reveal():
            return False
        row.secret, row.next = row.next, ""
        row.save(update_fields=["secret", "next"])
        said = {"scope": row.scope, "login": row.login, "secret": "***"}
        line = Note("credential.rotate", f"target:{row.target_id}", row.target.name, said, said)
        note(row.target.portal, actor, [line])
        changes.touched("credential", [row.pk])
    return True


def remove_target(target: Target, *, actor: str) -> None:
    """Forget a target that holds no account. Raises django.db.models.ProtectedError if it does."""
    before = {**target.settings, "manual": target.manual}
    note(target.portal, actor, [Note("target.remove", f"target:{target.pk}", target.name, before)])
    target.delete()


def start(target: Target, *, actor: str) -> None:
    """Let a new target be written to; it sends nothing before its first sync."""
    if not target.started:
        target.started = True
        target.save(update_fields=["started"])
        note(target.portal, actor, [Note("target.start", f"target:{target.pk}", target.name)])


def halt(target: Target, *, actor: str) -> bool:
    """Let a target be written to no more until the next sync; whether it was before.

    In one transaction with a change of its rules, nothing of that change is sent unseen.
    """
    if not target.started:
        return False
    target.started = False
    target.save(update_fields=["started"])
    note(target.portal, actor, [Note("target.halt", f"target:{target.pk}", target.name)])
    return True


def remove_credential(target: Target, scope: str, *, actor: str) -> bool:
    """Forget the login for a scope; whether there was one."""
    row = Credential.objects.filter(target=target, scope=scope).first()
    if row is None:
        return False
    before = {"scope": scope or "master", "login": row.login, "secret": "***"}
    row.delete()
    key = f"target:{target.pk}"
    note(target.portal, actor, [Note("credential.remove", key, target.name, before)])
    return True
