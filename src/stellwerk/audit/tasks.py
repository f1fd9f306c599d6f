"""Audits and repairs as jobs, and when an audit is due by the clock."""

from datetime import timedelta

from stellwerk.audit.auditing import Audit, audit
from stellwerk.audit.models import Audited
from stellwerk.audit.repairing import Repaired, repair
from stellwerk.audit.turn import NOBODY, Turn, following
from stellwerk.core import clock
from stellwerk.core.errors import NotFound
from stellwerk.core.said import say
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.actions import Running
from stellwerk.jobs.models import Job, Schedule
from stellwerk.portals.models import Portal
from stellwerk.sync import tasks
from stellwerk.sync.books import BOOKS, IN_TRAIL
from stellwerk.targets.models import Target

AUDIT, REPAIR = "audit", "repair"
EVERY_HOURS = 24.0
"""So often a target is audited unless its setting `audit_every` says otherwise; 0 is never."""
_SCHEDULE = "schedule"


def register() -> None:
    """Have the worker's process carry out these jobs and ask when they are due."""
    tasks.add(AUDIT, _audit)
    tasks.add(REPAIR, _repair)
    tasks.add_clock(enqueue_due)
    BOOKS[REPAIR] = IN_TRAIL


def ask_for_audit(
    portal: Portal, *, actor: str, target: int | None = None, scope: str = "", rights: bool = False
) -> Job:
    """Put an audit into the queue: of a target and a context of it, or of all."""
    order = {"target": target, "scope": scope, "rights": rights}
    return jobs.enqueue(AUDIT, tasks.aside_key(portal), actor=actor, order=order)


def ask_for_repair(portal: Portal, chosen: list[int], *, actor: str) -> Job:
    """Put the repair of findings (by primary key) into the queue."""
    order = {"findings": sorted(chosen)}
    return jobs.enqueue(REPAIR, tasks.aside_key(portal), actor=actor, order=order)


def _audit(portal: Portal, job: Running) -> None:
    order = job.row.order
    rows = Target.objects.filter(portal=portal, kind="ox").order_by("name")
    chosen = list(rows.filter(pk=order["target"]) if order.get("target") else rows)
    if order.get("target") and not chosen:
        raise NotFound(say("This target is gone."))
    turn = NOBODY
    if order.get("rights"):
        turn = Turn(everybody=True)
    elif job.row.actor == _SCHEDULE:
        turn = _turn(chosen[0])
    found: dict[str, Audit] = {}
    for target in chosen:
        found[target.name] = audit(target, job, only=order.get("scope", ""), turn=turn)
        job.result |= result_of(found)


def result_of(found: dict[str, Audit]) -> dict[str, object]:
    """What a run shows: its numbers over all targets, and how each target came out."""
    total = sum(sum(one.found.values()) for one in found.values())
    return {
        "findings": total,
        "users": sum(one.users for one in found.values()),
        "groups": sum(one.groups for one in found.values()),
        "resources": sum(one.resources for one in found.values()),
        "accounts": sum(one.accounts for one in found.values()),
        "targets": {name: one.as_dict() for name, one in found.items()},
    }


def _turn(target: Target) -> Turn:
    last = Audited.objects.filter(target=target, scope="").values_list("slice", flat=True).first()
    return Turn(seventh=following(last))


def _repair(portal: Portal, job: Running) -> None:
    chosen = job.row.order["findings"]
    result: Repaired = repair(
        portal,
        chosen,
        job.row.pk,
        actor=job.row.actor,
        progress=lambda done: job.step(done, len(chosen), ""),
    )
    job.result |= result.as_dict()


def enqueue_due(portal: Portal) -> None:
    """Ask for the audits that are due; the first comes one interval after a target was started."""
    for target in Target.objects.filter(portal=portal, kind="ox"):
        key = f"target:{target.pk}"
        every = int(float(target.settings.get("audit_every", EVERY_HOURS)) * 3600)
        row = Schedule.objects.filter(kind=AUDIT, key=key).first()
        if every <= 0 or not target.started:
            if row is not None:
                jobs.unschedule(AUDIT, key)
            continue
        if row is None or row.every != every:
            jobs.schedule(AUDIT, key, every)
            row = Schedule.objects.get(kind=AUDIT, key=key)
            jobs.turn_done(row, every)
        # Due later than a whole turn from now: the clock was set back meanwhile.
        longest = clock.now() + timedelta(seconds=every, minutes=1)
        if row.due <= clock.now() or row.due > longest:
            ask_for_audit(portal, actor=_SCHEDULE, target=target.pk)
            jobs.turn_done(row, every)
