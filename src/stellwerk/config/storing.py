"""Brings one source, target or entry into the store: for a file that is imported, and for a form.

Each runs in the caller's transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.db.models import QuerySet

from stellwerk.config.declared import entry_key
from stellwerk.config.document import READ_EVERY, EntryWish, Login, SourceWish, TargetWish
from stellwerk.config.mistake import Mistake
from stellwerk.config.password import Password
from stellwerk.config.passwords import Secrets
from stellwerk.core.masked import Masked
from stellwerk.jobs import actions as jobs
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.people.named_members import named
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources import actions as sources
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync import actions as sync
from stellwerk.sync.marks import fan_out
from stellwerk.targets import actions as targets
from stellwerk.targets.declared import LOCAL, declared_at, owner_at
from stellwerk.targets.models import Target
from stellwerk.targets.queries import credentials

_WIRE = {"ca_file", "lanes", "deadline", "settle"}
"""Settings that say how a target is spoken to, not what its accounts look like."""


class NothingKept(Mistake):
    """A password that should stay as it is was never given."""

    code = "config.nothing_kept"


@dataclass(slots=True)
class Stored:
    """What came of a wish: whether it is new, whether anything changed, and whether what people
    get or who is found may differ now (`matters`); notes are for whoever wished it.
    """

    new: bool
    changed: bool
    matters: bool
    notes: list[str] = field(default_factory=list)


def store_source(
    portal: Portal,
    wish: SourceWish,
    secrets: Secrets,
    *,
    position: int,
    every: int = READ_EVERY,
    actor: str,
) -> tuple[Source, Stored]:
    """Save a source and how often it is read. Raises NothingKept if a password that should be
    kept is not there.
    """
    old = Source.objects.filter(portal=portal, name=wish.name).first()
    before = {} if old is None else {"kind": old.kind, **old.settings}
    secret = Masked("")
    if wish.password is not None:
        secret = _secret(wish.password, secrets, sources.opened(old) if old else None)
    row, changed = sources.save_source(
        portal,
        wish.name,
        kind=wish.kind,
        settings=_as_before(wish.settings, before),
        secret=secret if secret.reveal() else None,
        position=position,
        actor=actor,
    )
    timed = jobs.schedule("read", readers.key(row), wish.read_every or every)
    after = {"kind": row.kind, **row.settings}
    return row, Stored(old is None, changed or timed, before != after)


def _as_before(settings: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A file is at the same place whether its path begins in the data folder or at the root."""
    found = dict(settings)
    path = before.get("path")
    if path and "path" in found and Path(django_settings.DATA) / path == Path(found["path"]):
        found["path"] = path
    return found


def store_entry(portal: Portal, wish: EntryWish, *, actor: str) -> tuple[Entry, Stored]:
    """Declare an access profile, a resource or a functional account; one that was taken back comes
    again.
    """
    rows = Entry.objects.filter(portal=portal, kind=wish.kind, owner=LOCAL)
    row, stored = _store_entry(portal, rows, wish, LOCAL, actor)
    if stored.changed and wish.kind == "functional_account":
        given = wish.attributes
        refs = named(portal.pk, given.get("members", ()), given.get("groups", ()))
        people.set_entry_members(row, refs)
    return row, stored


def store_context(target: Target, wish: EntryWish, *, actor: str) -> tuple[Entry, Stored]:
    """Declare a context at a target; one that was taken back comes again."""
    return _store_entry(target.portal, declared_at(target), wish, owner_at(target), actor)


def _store_entry(
    portal: Portal, rows: QuerySet[Entry], wish: EntryWish, owner: str, actor: str
) -> tuple[Entry, Stored]:
    row = next((one for one in rows.order_by("pk") if entry_key(one) == wish.key), None)
    before: dict[str, Any] = {} if row is None else dict(row.attributes)
    same = row is not None and row.left_at is None and row.name == wish.name
    if row is not None and same and before == wish.attributes:
        return row, Stored(new=False, changed=False, matters=False)
    new = row is None
    row = people.save_entry(
        portal, row, kind=wish.kind, name=wish.name, attributes=wish.attributes, owner=owner
    )
    verb = "entry.create" if new else "entry.change"
    line = Note(verb, f"{wish.kind}:{row.pk}", wish.name, before, dict(wish.attributes))
    note(portal, actor, [line])
    return row, Stored(new=new, changed=True, matters=True)


def store_target(
    portal: Portal, wish: TargetWish, secrets: Secrets, *, actor: str
) -> tuple[Target, Stored]:
    """Save a target with its logins and rules; everybody is looked at again where it matters.

    Raises NothingKept if a password that should be kept is not there.
    """
    old = Target.objects.filter(portal=portal, name=wish.name).first()
    row, changed = targets.save_target(
        portal, wish.name, settings=dict(wish.settings), manual=wish.manual, actor=actor
    )
    found = Stored(old is None, changed, old is None or _matters(old, wish))
    for login in wish.logins:
        _login(row, login, secrets, found, actor)
    if sync.save_rules(row, wish.rules, actor=actor):
        found.changed = found.matters = True
    if old is not None and found.matters:
        fan_out(row.pk, "rules")
    if old is not None and old.settings.get("url") != wish.settings["url"]:
        sync.look_again(row)
        found.notes.append(
            f"target {row.name} has another address now. If it is another server and not the same"
            " one under a new name, give it another name here: the accounts known of it are not"
            " on that server."
        )
    return row, found


def _login(row: Target, login: Login, secrets: Secrets, found: Stored, actor: str) -> None:
    known = credentials(row).get(login.scope)
    secret = _secret(login.password, secrets, known.password if known else None)
    if targets.save_credential(row, login.scope, login.login, secret, actor=actor):
        found.changed = True
        if not found.new and login.scope:
            sync.look_again(row, login.scope)


def _secret(password: Password, secrets: Secrets, kept: Masked | None) -> Masked:
    if not password.kept:
        return secrets[password]
    if kept is None or not kept.reveal():
        raise NothingKept(password.missing())
    return kept


def _matters(old: Target, wish: TargetWish) -> bool:
    """Whether what accounts look like may differ now."""

    def looks(settings: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in settings.items() if name not in _WIRE}

    return old.manual != wish.manual or looks(old.settings) != looks(wish.settings)
