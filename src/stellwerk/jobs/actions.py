"""The only writers of jobs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs.models import Job, Schedule

_EVERY = timedelta(seconds=1)
KEEP = 200
"""So many jobs of one kind and key are kept."""
SILENCE = timedelta(minutes=10)
"""A job that said nothing for so long was interrupted: its process is gone."""


class Cancelled(StellwerkError):
    """This run was cancelled; what it had done by then stays done."""

    code = "cancelled"


class Interrupted(StellwerkError):
    """The service was stopped meanwhile; what was done by then stays done."""

    code = "interrupted"
    hint = "Start it again once the service runs."


@dataclass(slots=True)
class Running:
    """A job under way; its result is written when it ends. `halt` says that the process ends."""

    row: Job
    halt: Callable[[], bool] | None = None
    result: dict[str, Any] = field(default_factory=dict)

    def step(self, done: int, total: int | None = None, current: str = "") -> None:
        """Say how far it is; written once a second at most.

        Raises Cancelled, once somebody asked for that, and Interrupted when the process ends: long
        operations call this between their transactions and let it pass.
        """
        if self.halt is not None and self.halt():
            raise Interrupted
        now = clock.now()
        if now - self.row.heartbeat < _EVERY:
            return
        self.row.done, self.row.total, self.row.current = done, total, current[:320]
        self.row.heartbeat = now
        self.row.save(update_fields=["done", "total", "current", "heartbeat"])
        if Job.objects.filter(pk=self.row.pk, cancel=True).exists():
            raise Cancelled


@contextmanager
def running(
    kind: str, key: str, *, taken: Job | None = None, halt: Callable[[], bool] | None = None
) -> Iterator[Running]:
    """Record a long operation: what, when, how far, how it ended.

    ``taken`` is the row of one that was queued; without it a new row is made. ``halt`` says
    whether the process is about to end.
    """
    now = clock.now()
    row = taken or Job.objects.create(kind=kind, key=key, started=now, heartbeat=now)
    job = Running(row, halt)
    state, error = Job.State.FAILED, "interrupted"
    try:
        yield job
        state, error = Job.State.DONE, ""
    except Cancelled:
        state, error = Job.State.CANCELLED, ""
        raise
    except StellwerkError as failure:
        error = f"{failure.message} {failure.hint}".strip()
        raise
    finally:
        row.state, row.error, row.result = state, error, job.result
        row.finished = clock.now()
        row.save(update_fields=["state", "error", "result", "finished"])
        _forget_old(kind, key)


def enqueue(kind: str, key: str, *, actor: str, order: Mapping[str, Any] | None = None) -> Job:
    """Ask for a long operation; the worker's process takes it up. The same twice is one."""
    wanted = dict(order or {})
    with transaction.atomic():
        for row in Job.objects.filter(state=Job.State.QUEUED, kind=kind, key=key):
            if row.order == wanted and not row.cancel:
                return row
        now = clock.now()
        return Job.objects.create(
            kind=kind,
            key=key,
            order=wanted,
            actor=actor,
            state=Job.State.QUEUED,
            started=now,
            heartbeat=now,
        )


def take(key: str) -> Job | None:
    """The job under a key that has been queued longest, now running; None when there is none."""
    with transaction.atomic():
        rows = Job.objects.filter(state=Job.State.QUEUED, key=key).order_by("pk")
        row = rows.select_for_update().first()
        if row is None:
            return None
        row.state = Job.State.RUNNING
        row.started = row.heartbeat = clock.now()
        row.save(update_fields=["state", "started", "heartbeat"])
    return row


def cancel(row: Job) -> bool:
    """Ask a job to end: one that waits ends at once, one under way at its next step."""
    now = clock.now()
    waiting = Job.objects.filter(pk=row.pk, state=Job.State.QUEUED)
    if waiting.update(state=Job.State.CANCELLED, cancel=True, finished=now):
        return True
    under_way = Job.objects.filter(pk=row.pk, state=Job.State.RUNNING)
    return bool(under_way.update(cancel=True))


def bury() -> int:
    """End the jobs whose process is gone; returns how many."""
    now = clock.now()
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=now - SILENCE)
    return silent.update(state=Job.State.FAILED, error="interrupted", finished=now)


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
