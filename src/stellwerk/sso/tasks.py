"""Reading metadata again as a job, and when that is due by the clock."""

from stellwerk.core import clock
from stellwerk.core.errors import NotFound
from stellwerk.core.said import say
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.actions import Running
from stellwerk.jobs.models import Job, Schedule
from stellwerk.portals.models import Portal
from stellwerk.sso.configuration import from_document
from stellwerk.sso.models import SignOn
from stellwerk.sso.refreshing import refresh
from stellwerk.sync import tasks

METADATA = "sso_metadata"
EVERY = 24 * 3600
"""So many seconds lie between two readings."""
_SCHEDULE = "schedule"


def register() -> None:
    """Have the worker's process carry out these jobs and ask when they are due."""
    tasks.add(METADATA, _read)
    tasks.add_clock(enqueue_due)


def ask_for_reading(portal: Portal, *, actor: str) -> Job:
    """Put a reading into the queue."""
    return jobs.enqueue(METADATA, tasks.aside_key(portal), actor=actor)


def _read(portal: Portal, job: Running) -> None:
    if not _address(portal):
        raise NotFound(say("No address of the identity provider's metadata is set any more."))
    job.result["proposed"] = int(refresh(portal, actor=job.row.actor))


def _address(portal: Portal) -> str:
    row = SignOn.objects.filter(portal=portal).first()
    return from_document(row.document).provider.metadata_address if row else ""


def enqueue_due(portal: Portal) -> None:
    """Ask for a reading if one is due: a day after the last one."""
    key = tasks.key_of(portal)
    row = Schedule.objects.filter(kind=METADATA, key=key).first()
    if not _address(portal):
        if row is not None:
            jobs.unschedule(METADATA, key)
        return
    if row is None:
        jobs.schedule(METADATA, key, EVERY)
        jobs.turn_done(Schedule.objects.get(kind=METADATA, key=key), EVERY)
    elif row.due <= clock.now():
        ask_for_reading(portal, actor=_SCHEDULE)
        jobs.turn_done(row, EVERY)
