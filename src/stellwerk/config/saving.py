"""What the panel's forms change: one source, target or access profile, as an import would.

What may change who gets what halts the targets that are served already, in the same transaction:
nothing is sent before a plan was seen and carried out.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from stellwerk.config.declared import entry_key
from stellwerk.config.document import EntryWish, SourceWish, TargetWish
from stellwerk.config.halting import halt
from stellwerk.config.importing import clashes
from stellwerk.config.mistake import Mistake
from stellwerk.config.password import Password
from stellwerk.config.passwords import Secrets
from stellwerk.config.removing import (
    LEAVING,
    Removable,
    StillInUse,
    accounts_of,
    label_of,
    remove,
)
from stellwerk.config.storing import store_context, store_entry, store_source, store_target
from stellwerk.config.versions import check
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources import actions as sources
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sync.marks import fan_out
from stellwerk.sync.models import Applied
from stellwerk.targets import actions as targets
from stellwerk.targets.declared import LOCAL, declared_at
from stellwerk.targets.models import Target


class Clash(Mistake):
    """What is declared here comes from a directory already."""

    code = "config.clash"


def save_source(portal: Portal, wish: SourceWish, *, seen: str | None = None, actor: str) -> Source:
    """Save a source, a new one after all others. Raises NothingKept.

    `seen` is the version that whoever saves it looked at (config.versions.NEW: there was none).
    Raises Outdated if it is another one now.
    """
    with transaction.atomic():
        old = Source.objects.select_for_update().filter(portal=portal, name=wish.name).first()
        check(old, seen)
        last = read_ones(portal).aggregate(last=Max("position"))["last"]
        position = old.position if old else 0 if last is None else last + 1
        secrets = _typed([wish.password] if wish.password else [])
        row, stored = store_source(portal, wish, secrets, position=position, actor=actor)
        if stored.matters:
            halt(Target.objects.filter(portal=portal), actor=actor)
    return row


def move_source(row: Source, *, earlier: bool, actor: str) -> bool:
    """Change places with the source before or after it: of a person in two, the first counts."""
    with transaction.atomic():
        rows = list(read_ones(row.portal))
        here = rows.index(row)
        there = here - 1 if earlier else here + 1
        if not 0 <= there < len(rows):
            return False
        rows[here], rows[there] = rows[there], rows[here]
        sources.sort_sources(rows, actor=actor)
        _look_at_everybody(row.portal, actor)
    return True


def save_target(
    portal: Portal,
    wish: TargetWish,
    *,
    dropped: Sequence[str] = (),
    seen: str | None = None,
    actor: str,
) -> Target:
    """Save a target, the contexts declared at it and their logins; those `dropped` are forgotten.

    Raises NothingKept, Clash, Outdated (see `save_source`), and StillInUse for a context that holds
    accounts.
    """
    with transaction.atomic():
        old = Target.objects.select_for_update().filter(portal=portal, name=wish.name).first()
        check(old, seen)
        for problem in clashes(wish.contexts, portal):
            raise Clash(problem)
        secrets = _typed(login.password for login in wish.logins)
        row, stored = store_target(portal, wish, secrets, actor=actor)
        matters = [store_context(row, one, actor=actor)[1].matters for one in wish.contexts]
        logins = {login.scope for login in wish.logins}
        declared = {one.key for one in wish.contexts}
        for scope in dropped:
            if scope not in logins:
                _unused(row, scope)
                targets.remove_credential(row, scope, actor=actor)
            if scope not in declared:
                matters.append(_forget_context(row, scope, actor))
        if stored.matters or any(matters):
            halt([row], actor=actor)
    row.refresh_from_db()
    return row


def _unused(target: Target, scope: str) -> None:
    number = Applied.objects.filter(target=target, scope=scope).count()
    if number:
        raise StillInUse(f"context {scope} still holds {number} objects at {target.name}.")


def _forget_context(target: Target, scope: str, actor: str) -> bool:
    for row in declared_at(target).filter(left_at=None):
        if entry_key(row) == scope:
            take_out(row, actor=actor)
            return True
    return False


def save_entry(portal: Portal, wish: EntryWish, *, seen: str | None = None, actor: str) -> Entry:
    """Save an access profile, a resource or a functional account. Raises Clash, and Outdated (see
    `save_source`).
    """
    with transaction.atomic():
        rows = Entry.objects.select_for_update().filter(
            portal=portal, kind=wish.kind, name=wish.name, owner=LOCAL, left_at=None
        )
        check(rows.first(), seen)
        for problem in clashes([wish], portal):
            raise Clash(problem)
        row, stored = store_entry(portal, wish, actor=actor)
        if stored.matters:
            halt(Target.objects.filter(portal=portal), actor=actor)
    return row


def take_out(row: Removable, *, actor: str) -> None:
    """Remove something that holds no accounts. Raises StillInUse.

    What leaves its targets because of that is sent nowhere before a plan was carried out.
    """
    with transaction.atomic():
        if number := accounts_of(row):
            raise StillInUse(f"{label_of(row)} still holds {number} objects at targets.")
        remove(row, actor=actor)
        if isinstance(row, Entry) and row.kind in LEAVING:
            halt(Target.objects.filter(portal=row.portal_id), actor=actor)


def _typed(passwords: Iterable[Password]) -> Secrets:
    return {one: one.typed for one in passwords if one.typed.reveal()}


def _look_at_everybody(portal: Portal, actor: str) -> None:
    rows = list(Target.objects.filter(portal=portal))
    for row in rows:
        fan_out(row.pk, "rules")
    halt(rows, actor=actor)
