"""The only writers of findings."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from stellwerk.audit.models import Audited, Finding
from stellwerk.audit.place import Place
from stellwerk.audit.turn import SEVENTHS, Turn
from stellwerk.core import clock
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target

_BATCH = 500
_THERE = {"functional_account": "account"}
"""What strangers of a kind are called in `what`, where that is not the kind."""
_COLUMNS = ["object", "remote_id", "name", "mail", "fields", "lost", "extra", "seen"]


@dataclass(slots=True)
class Scanned:
    """What was read of a context, what was found there, and what was left out since it moves.

    `unread` are kinds whose service could not be asked, with the reason.
    """

    users: int = 0
    groups: int = 0
    resources: int = 0
    accounts: int = 0
    rights: int = 0
    found: Counter[str] = field(default_factory=Counter)
    left_out: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def objects(self) -> int:
        """How many objects were read."""
        return self.users + self.groups + self.resources + self.accounts

    def count(self, findings: Sequence[Finding]) -> None:
        """Add what was found."""
        self.found.update(str(one.kind) for one in findings)


def record(findings: Sequence[Finding], run: int) -> None:
    """Write findings down; one that was there stays the same finding, with what is there now."""
    if not findings:
        return
    for one in findings:
        one.seen = run
    Finding.objects.bulk_create(
        findings,
        update_conflicts=True,
        unique_fields=["target", "scope", "kind", "what"],
        update_fields=_COLUMNS,
        batch_size=_BATCH,
    )


def close(
    place: Place, run: int, turn: Turn, moving: Collection[str], unread: Collection[str] = ()
) -> None:
    """A context was read whole: what this run did not find again is over.

    Nothing is said of what was moving, of the kinds that are `unread`, nor of rights that were not
    read.
    """
    target = place.world.target
    old = Finding.objects.filter(target=target, scope=place.scope).exclude(seen=run)
    for kind in unread:
        for prefix in (kind, _THERE.get(kind, kind)):
            old = old.exclude(what__startswith=f"{prefix}:")
    over = [
        pk
        for pk, kind, key in old.values_list("pk", "kind", "object")
        if key not in moving and _was_looked_at(kind, key, turn)
    ]
    with transaction.atomic():
        for start in range(0, len(over), _BATCH):
            Finding.objects.filter(pk__in=over[start : start + _BATCH]).delete()
        Audited.objects.update_or_create(
            target_id=target, scope=place.scope, defaults={"at": clock.now()}
        )


def _was_looked_at(kind: str, key: str, turn: Turn) -> bool:
    if kind != Finding.Kind.RIGHTS:
        return True
    return turn.has(int(key.partition(":")[2]))


def end_audit(target: Target, scopes: Collection[str], turn: Turn) -> None:
    """All contexts were looked at: findings in others are over, and whose turn it was is kept."""
    with transaction.atomic():
        Finding.objects.filter(target=target).exclude(scope__in=scopes).delete()
        Audited.objects.filter(target=target).exclude(scope__in=["", *scopes]).delete()
        row, _ = Audited.objects.get_or_create(
            target=target, scope="", defaults={"at": clock.now()}
        )
        row.at = clock.now()
        if turn.everybody:
            row.slice = SEVENTHS - 1
        elif turn.seventh is not None:
            row.slice = turn.seventh
        row.save()


def leave(portal: Portal, findings: Sequence[Finding], *, left: bool, actor: str) -> int:
    """Leave things as they are at the target, or have them reported again; how many changed."""
    with transaction.atomic():
        rows = Finding.objects.filter(
            pk__in=[one.pk for one in findings], target__portal=portal, left=not left
        )
        changed = list(rows)
        rows.update(left=left)
        verb = "finding.leave" if left else "finding.report"
        note(portal, actor, [_noted(verb, one) for one in changed])
    return len(changed)


def forget(findings: Sequence[Finding]) -> None:
    """These are over."""
    Finding.objects.filter(pk__in=[one.pk for one in findings]).delete()


def note_repair(portal: Portal, findings: Sequence[Finding], *, actor: str) -> None:
    """Put repairs into the trail, in the caller's transaction, and close the findings."""
    note(portal, actor, [_noted("finding.repair", one) for one in findings])
    forget(findings)


def _noted(verb: str, one: Finding) -> Note:
    after = {"kind": one.kind, "scope": one.scope, "id": one.remote_id}
    return Note(verb, one.object or f"target:{one.target_id}", one.name, {}, after)
