"""Hands a plan over to the service that runs in another process, and watches until it is done."""

import time
from pathlib import Path

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import say
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.sync.plan import Drawn
from stellwerk.sync.queries import worker_runs
from stellwerk.sync.report import Report, report_of
from stellwerk.sync.tasks import key_of
from stellwerk.sync.worker import Progress

_POLL, _PATIENCE = 0.2, 30.0
_OPEN = {Job.State.QUEUED, Job.State.RUNNING}


class RunFailed(StellwerkError):
    """The service did not carry the plan out."""

    code = "run_failed"


class NobodyServes(StellwerkError):
    """The service ended before it took the plan up; nothing was sent."""

    code = "nobody_serves"
    hint = "Start the service, or once more: stellwerk sync"


class GoesOn(StellwerkError):
    """Nobody watches any more; the service goes on."""

    code = "goes_on"


def hand_over(
    portal: Portal, data: Path, drawn: Drawn, *, strict: bool, actor: str, progress: Progress
) -> Report:
    """Have the service carry out exactly this plan, and wait for the end.

    Raises RunFailed with its reason, Cancelled, NobodyServes, and GoesOn on Ctrl+C.
    """
    order = {"plan": drawn.hash, "strict": strict}
    row = jobs.enqueue("sync", key_of(portal), actor=actor, order=order)
    try:
        row = _watch(row, data, progress)
    except KeyboardInterrupt:
        hint = say("To end it: stellwerk cancel %(pk)s", pk=row.pk)
        raise GoesOn(say("The service goes on with run %(pk)s.", pk=row.pk), hint=hint) from None
    if row.state == Job.State.CANCELLED:
        raise jobs.Cancelled
    if row.state == Job.State.FAILED:
        raise RunFailed(say("Run %(pk)s: %(error)s", pk=row.pk, error=row.error))
    return report_of(row.result)


def _watch(row: Job, data: Path, progress: Progress) -> Job:
    silent = 0.0
    while row.state in _OPEN:
        time.sleep(_POLL)
        row.refresh_from_db()
        progress(row.done, 0, row.current)
        silent = 0.0 if worker_runs(data) else silent + _POLL
        if silent > _PATIENCE and row.state in _OPEN:
            jobs.cancel(row)
            raise NobodyServes
    return row
