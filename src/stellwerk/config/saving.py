"""What the panel's forms change: one source, target or access profile, as an import would.

What may change who gets what halts the targets that are served already, in the same transaction:
nothing is sent before a plan was seen and carried out.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from stellwerk.config.declared import LOCAL, entry_key
from stellwerk.config.document import EntryWish, SourceWish, TargetWish
from stellwerk.config.importing import clashes
from stellwerk.config.password import Password
from stellwerk.config.passwords import Secrets
from stellwerk.config.problem import Problem
from stellwerk.config.removing import Removable, StillInUse, accounts_of, label_of, remove
from stellwerk.config.storing import store_entry, store_source, store_target
from stellwerk.core.errors import StellwerkError
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources import actions as sources
from stellwerk.sources.models import Source
from stellwerk.sync.marks import fan_out
from stellwerk.sync.models import Applied
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


class Clash(StellwerkError):
    """What is declared here comes from a directory already; `problem` says what and where."""

    code = "config.clash"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text, hint=problem.hint)
        self.problem = problem


def save_source(portal: Portal, wish: SourceWish, *, actor: str) -> Source:
    """Save a source, a new one after all others. Raises NothingKept."""
    with transaction.atomic():
        old = Source.objects.filter(portal=portal, name=wish.name).first()
        last = Source.objects.filter(portal=portal).aggregate(last=Max("position"))["last"]
        position = old.position if old else 0 if last is None else last + 1
        secrets = _typed([wish.password] if wish.password else [])
        row, stored = store_source(portal, wish, secrets, position=position, actor=actor)
        if stored.matters:
            _halt(Target.objects.filter(portal=portal), actor)
    return row


def move_source(row: Source, *, earlier: bool, actor: str) -> bool:
    """Change places with the source before or after it: of a person in two, the first counts."""
    with transaction.atomic():
        rows = list(Source.objects.filter(portal=row.portal_id).order_by("position", "pk"))
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
    entries: Sequence[EntryWish],
    *,
    dropped: Sequence[str] = (),
    actor: str,
) -> Target:
    """Save a target, the contexts declared with it and their logins; those `dropped` are forgotten.

    Raises NothingKept, Clash, and StillInUse for a context that holds accounts.
    """
    with transaction.atomic():
        for problem in clashes(entries, portal):
            raise Clash(problem)
        matters = [store_entry(portal, one, actor=actor)[1].matters for one in entries]
        secrets = _typed(login.password for login in wish.logins)
        row, stored = store_target(portal, wish, secrets, actor=actor)
        logins = {login.scope for login in wish.logins}
        declared = {one.key for one in entries if one.kind == "context"}
        for scope in dropped:
            if scope not in logins:
                _unused(row, scope)
                targets.remove_credential(row, scope, actor=actor)
            if scope not in declared:
                matters += [_forget_context(portal, scope, actor)]
        if any(matters):
            _halt(Target.objects.filter(portal=portal), actor)
        elif stored.matters:
            _halt([row], actor)
    row.refresh_from_db()
    return row


def _unused(target: Target, scope: str) -> None:
    number = Applied.objects.filter(target=target, scope=scope).count()
    if number:
        raise StillInUse(f"context {scope} still holds {number} objects at {target.name}.")


def _forget_context(portal: Portal, scope: str, actor: str) -> bool:
    rows = Entry.objects.filter(portal=portal, kind="context", owner=LOCAL, left_at=None)
    for row in rows:
        if entry_key(row) == scope:
            take_out(row, actor=actor)
            return True
    return False


def save_profile(portal: Portal, wish: EntryWish, *, actor: str) -> Entry:
    """Save an access profile. Raises Clash."""
    with transaction.atomic():
        for problem in clashes([wish], portal):
            raise Clash(problem)
        row, stored = store_entry(portal, wish, actor=actor)
        if stored.matters:
            _halt(Target.objects.filter(portal=portal), actor)
    return row


def take_out(row: Removable, *, actor: str) -> None:
    """Remove something that holds no accounts. Raises StillInUse."""
    with transaction.atomic():
        if number := accounts_of(row):
            raise StillInUse(f"{label_of(row)} still holds {number} objects at targets.")
        remove(row, actor=actor)


def _typed(passwords: Iterable[Password]) -> Secrets:
    return {one: one.typed for one in passwords if one.typed.reveal()}


def _look_at_everybody(portal: Portal, actor: str) -> None:
    rows = list(Target.objects.filter(portal=portal))
    for row in rows:
        fan_out(row.pk, "rules")
    _halt(rows, actor)


def _halt(rows: Iterable[Target], actor: str) -> None:
    for row in rows:
        targets.halt(row, actor=actor)
