"""Audits and repairs as the command line starts them: here, now, as jobs like any other."""

from collections.abc import Callable
from typing import Any

from stellwerk.audit import queries, tasks
from stellwerk.audit.auditing import Audit, audit
from stellwerk.audit.models import Finding
from stellwerk.audit.repairing import ORDER, Repaired, repair
from stellwerk.audit.turn import NOBODY, Turn
from stellwerk.jobs import actions as jobs
from stellwerk.portals.models import Portal
from stellwerk.sync.books import IN_TRAIL
from stellwerk.sync.tasks import aside_key
from stellwerk.targets.models import Target


def audit_now(
    portal: Portal,
    only: int | None,
    *,
    scope: str = "",
    turn: Turn = NOBODY,
    progress: Callable[[str, int], None] | None = None,
) -> dict[str, Any]:
    """Audit one target (by primary key) or all; the numbers as a run shows them.

    Raises an OxError, NoMaster, NoSuchContext, Cancelled.
    """
    rows = Target.objects.filter(portal=portal, kind="ox").order_by("name")
    found: dict[str, Audit] = {}
    with jobs.running(tasks.AUDIT, aside_key(portal)) as job:
        for target in rows.filter(pk=only) if only else rows:
            found[target.name] = audit(target, job, only=scope, turn=turn, progress=progress)
            job.result |= tasks.result_of(found)
    return tasks.result_of(found)


def repair_now(
    portal: Portal,
    chosen: list[int],
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> Repaired:
    """Repair findings (by primary key). Raises an OxError, Cancelled."""
    with jobs.running(tasks.REPAIR, aside_key(portal), books=IN_TRAIL) as job:

        def tell(done: int) -> None:
            job.step(done, len(chosen), "")
            if progress is not None:
                progress(done)

        done = repair(portal, chosen, job.row.pk, actor=actor, progress=tell)
        job.result |= done.as_dict()
    return done


def found(portal: Portal, *, target: int | None = None, scope: str = "") -> list[Finding]:
    """The open findings in the order in which they are repaired."""
    rows = queries.findings(portal, target=target, scope=scope).select_related("target")
    places = {kind: number for number, kind in enumerate(ORDER)}
    return sorted(rows, key=lambda one: (one.target.name, places[Finding.Kind(one.kind)], one.pk))


def as_dict(one: Finding) -> dict[str, Any]:
    """A finding as scripts get it."""
    return {
        "target": one.target.name,
        "context": one.scope,
        "kind": one.kind,
        "what": one.what,
        "object": one.object,
        "remote_id": one.remote_id,
        "name": one.name,
        "mail": one.mail,
        "fields": one.fields,
        "lost": [login for _, login in one.lost],
        "extra": [login for _, login in one.extra],
        "since": one.since.isoformat(),
    }
