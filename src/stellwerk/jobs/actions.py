"""The only writers of jobs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from stellwerk.core import clock, process
from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined
from stellwerk.jobs.log import Level, Log
from stellwerk.jobs.models import Job, Schedule
from stellwerk.portals.models import Portal

_EVERY = timedelta(seconds=1)
KEEP = 200
"""So many jobs of one kind and key are kept."""
SILENCE = timedelta(minutes=10)
"""A job that said nothing for so long was interrupted, where its process cannot be asked for."""
Books = Mapping[str, Callable[[], int]]
"""Append-only tables that a job writes to: name -> what tells the last row's number."""


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
    log: Log = field(default_factory=Log)

    def step(self, done: int, total: int | None = None, current: str = "") -> None:
        """Say how far it is; written once a second at most.

        Raises Cancelled, once somebody asked for that, and Interrupted when the process ends: long
        operations call this between their transactions and let it pass.
        """
        if self.halt is not None and self.halt():
            raise Interrupted
        now = clock.now()
        # Both ways: a clock that was set back must not silence a job.
        if abs(now - self.row.heartbeat) < _EVERY:
            return
        row = self.row
        if row.since is None or done < row.done:
            row.since = now if row.since or not done else row.started
        row.done, row.total, row.current, row.heartbeat = done, total, current[:320], now
        row.log = self.log.as_json()
        row.save(update_fields=["done", "total", "current", "heartbeat", "since", "log"])
        self.look()

    def look(self) -> None:
        """Raises Cancelled if somebody asked for that."""
        if Job.objects.filter(pk=self.row.pk, cancel=True).exists():
            raise Cancelled

    def say(self, text: str, level: Level = Level.INFO, about: str = "", /, **values: Any) -> None:
        """Put a line into the log: a message id with %(name)s for its values, and which object it
        is ``about``. Written with the next step.
        """
        self.log.add(level, text, values, about)


@contextmanager
def running(
    kind: str,
    key: str,
    *,
    taken: Job | None = None,
    halt: Callable[[], bool] | None = None,
    books: Books | None = None,
) -> Iterator[Running]:
    """Record a long operation: what, when, how far, how it ended.

    ``taken`` is the row of one that was queued; without it a new row is made. ``halt`` says
    whether the process is about to end, ``books`` in which tables it leaves rows of its own.
    """
    now = clock.now()
    row = taken or Job(kind=kind, key=key, started=now, heartbeat=now)
    row.process = process.own()
    row.books = {name: [last(), None] for name, last in (books or {}).items()}
    # Only these of one that was queued: it may just be being cancelled.
    row.save(update_fields=["process", "books"] if taken else None)
    job = Running(row, halt)
    state, error = Job.State.FAILED, "interrupted"
    try:
        yield job
        state, error = Job.State.DONE, ""
    except Cancelled:
        state, error = Job.State.CANCELLED, ""
        job.say(_("It was cancelled."), Level.WARNING)
        raise
    except StellwerkError as failure:
        error = joined([failure.message, failure.hint])
        job.say("%(error)s", Level.ERROR, error=error)
        raise
    finally:
        row.state, row.error, row.result, row.log = state, error, job.result, job.log.as_json()
        row.books = {name: [row.books[name][0], last()] for name, last in (books or {}).items()}
        row.finished = clock.now()
        row.save(update_fields=["state", "error", "result", "finished", "log", "books"])
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
    rows = Job.objects.filter(state=Job.State.RUNNING).only("heartbeat", "process")
    gone = [row.pk for row in rows if is_interrupted(row)]
    found = Job.objects.filter(pk__in=gone, state=Job.State.RUNNING)
    return found.update(state=Job.State.FAILED, error="interrupted", finished=clock.now())


def is_interrupted(row: Job) -> bool:
    """Whether a running job's process has ended, or has said nothing for far too long."""
    gone = process.is_gone(row.process)
    return clock.now() - row.heartbeat > SILENCE if gone is None else gone


def _forget_old(kind: str, key: str) -> None:
    """The newest is always kept: it says when something was read last."""
    rows = Job.objects.filter(kind=kind, key=key).exclude(state=Job.State.RUNNING)
    old = list(rows.order_by("-pk").values_list("pk", flat=True)[KEEP : KEEP + 100])
    days = max(Portal.objects.values_list("keep_runs", flat=True), default=0)
    if days:
        newest = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
        past = rows.filter(started__lt=clock.now() - timedelta(days=days)).exclude(pk=newest)
        old += past.values_list("pk", flat=True)[:500]
    Job.objects.filter(pk__in=old).delete()


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
