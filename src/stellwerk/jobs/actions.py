"""The only writers of jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs.models import Job, Schedule

_EVERY = timedelta(seconds=1)
KEEP = 200
"""So many jobs of one kind and key are kept."""


@dataclass(slots=True)
class Running:
    """A job under way; its result is written when it ends."""

    row: Job
    result: dict[str, Any] = field(default_factory=dict)

    def step(self, done: int, total: int | None = None, current: str = "") -> None:
        """Say how far it is; written once a second at most."""
        now = clock.now()
        if now - self.row.heartbeat < _EVERY:
            return
        self.row.done, self.row.total, self.row.current = done, total, current
        self.row.heartbeat = now
        self.row.save(update_fields=["done", "total", "current", "heartbeat"])


@contextmanager
def running(kind: str, key: str) -> Iterator[Running]:
    """Record a long operation: what, when, how far, how it ended."""
    now = clock.now()
    job = Running(Job.objects.create(kind=kind, key=key, started=now, heartbeat=now))
    state, error = Job.State.FAILED, "interrupted"
    try:
        yield job
        state, error = Job.State.DONE, ""
    except StellwerkError as failure:
        error = failure.message
        raise
    finally:
        job.row.state, job.row.error, job.row.result = state, error, job.result
        job.row.finished = clock.now()
        job.row.save()
        _forget_old(kind, key)


def _forget_old(kind: str, key: str) -> None:
    old = Job.objects.filter(kind=kind, key=key).order_by("-pk").values_list("pk", flat=True)
    Job.objects.filter(pk__in=list(old[KEEP : KEEP + 100])).delete()


def schedule(kind: str, key: str, every: int) -> bool:
    """See that something is done every so many seconds, first now; whether that changed."""
    row = Schedule.objects.filter(kind=kind, key=key).first()
    if row is not None and row.every == every:
        return False
    row = row or Schedule(kind=kind, key=key)
    row.every, row.due = every, clock.now()
    row.save()
    return True


def unschedule(kind: str, key: str) -> None:
    """Do it no more."""
    Schedule.objects.filter(kind=kind, key=key).delete()


def turn_done(row: Schedule, every: int) -> None:
    """It was done just now: the next turn is `every` seconds away."""
    row.due = clock.now() + timedelta(seconds=every)
    row.save(update_fields=["due"])
