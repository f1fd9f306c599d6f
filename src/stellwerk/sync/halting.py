"""A sync that is cancelled halts its targets: nobody sees the work go on by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from stellwerk.jobs.actions import Cancelled, Running
from stellwerk.jobs.actions import cancel as cancel_job
from stellwerk.jobs.models import Job
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sync.report import Report
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


@contextmanager
def halted_if_cancelled(portal: Portal, job: Running, report: Report) -> Iterator[None]:
    """Where this run is cancelled, let nothing be sent to the portal's targets until the next sync.

    What is left of it stays due.
    """
    try:
        yield
    except Cancelled:
        for target in Target.objects.filter(portal=portal).order_by("name"):
            targets.halt(target, actor=f"run {job.row.pk}")
            report.halted.append(target.name)
        raise


def cancel(portal: Portal, row: Job, *, actor: str) -> bool:
    """Ask a run of this portal to end, with a line in the trail; whether it was not over yet."""
    if not cancel_job(row):
        return False
    note(portal, actor, [Note("run.cancel", f"run:{row.pk}", row.kind)])
    return True
