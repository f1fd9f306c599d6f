"""Reads of where everything stands, for the command line and later for the panel."""

from pathlib import Path
from typing import Any

from stellwerk.core.lock import has_worker
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.sync import lanes, plan, waiting
from stellwerk.sync.models import Applied, Held, Work
from stellwerk.targets.models import Target


def status(portal: Portal, data: Path) -> dict[str, Any]:
    """Sources, targets, decisions and parked objects of a portal, and whether a worker runs."""
    return {
        "worker": worker_runs(data),
        "sources": [_source(row) for row in Source.objects.filter(portal=portal)],
        "targets": [_target(row) for row in Target.objects.filter(portal=portal)],
        "absences": waiting.absences(portal),
        "decisions": plan.questions(portal),
        "parked": plan.parked(portal),
    }


def worker_runs(data: Path) -> bool:
    """Whether a process serves this data folder now."""
    return has_worker(data)


def _source(row: Source) -> dict[str, Any]:
    if not row.is_read:
        return {"name": row.name, "kind": row.kind, "said": "filled by signing in", "last": None}
    job = Job.objects.filter(kind="read", key=f"source:{row.pk}").order_by("-pk").first()
    if job is None:
        return {"name": row.name, "kind": row.kind, "said": "never read", "last": None}
    last = {
        "at": job.started.isoformat(),
        "state": job.state,
        "error": job.error,
        **job.result,
    }
    said = f"{job.state} at {job.started:%Y-%m-%d %H:%M} UTC"
    if job.error:
        said += f": {job.error}"
    elif job.result:
        number = sum(job.result["read"].values())
        said += f", {number} objects, {job.result['changed']} changed, {job.result['gone']} gone"
        if not job.result["complete"]:
            said += f"; not whole: {job.result['reason']}"
    return {"name": row.name, "kind": row.kind, "said": said, "last": last}


def _target(row: Target) -> dict[str, Any]:
    work = Work.objects.filter(target=row)
    ready = work.filter(state=Work.State.READY).exclude(lane__startswith="~")
    oldest = ready.order_by("since").values_list("since", flat=True).first()
    return {
        "name": row.name,
        "started": row.started,
        "manual": row.manual,
        "applied": Applied.objects.filter(target=row).exclude(remote_id="").count(),
        "due": ready.count(),
        "oldest": oldest.isoformat() if oldest else None,
        "held": Held.objects.filter(target=row, approved=False).count(),
        "gates": waiting.closed_gates(row),
        "scheduled": waiting.scheduled(row),
        "parked": work.filter(state=Work.State.PARKED).count(),
        "paused": lanes.in_trouble(row.pk),
    }
