"""The queue: takes up what was asked for in the panel, one job after the other."""

import threading
from collections.abc import Callable
from time import monotonic, sleep

import structlog
from django.db import OperationalError, connection

from stellwerk.core.errors import StellwerkError
from stellwerk.core.pulse import Pulse
from stellwerk.jobs import actions as jobs
from stellwerk.portals.models import Portal
from stellwerk.sync import tasks
from stellwerk.sync.books import BOOKS
from stellwerk.sync.tasks import Carry

log = structlog.get_logger()

_TICK, _LOOK_ANYWAY, _BURY = 0.2, 5.0, 30.0


def run_next(
    portal: Portal, carry: Carry, halt: Callable[[], bool] | None = None, *, key: str = ""
) -> bool:
    """Do the job that waits longest; whether there was one. How it went stands in its row.

    ``key`` is what the jobs are kept under, the portal's own unless given.
    """
    row = jobs.take(key or tasks.key_of(portal))
    if row is None:
        return False
    log.info("job taken up", kind=row.kind, job=row.pk, actor=row.actor)
    try:
        books = BOOKS.get(row.kind)
        with jobs.running(row.kind, row.key, taken=row, halt=halt, books=books) as job:
            tasks.carry_out(portal, job, carry)
    except jobs.Cancelled:
        log.info("job cancelled", kind=row.kind, job=row.pk)
    except StellwerkError as error:
        log.warning("job failed", kind=row.kind, job=row.pk, reason=error.message)
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        log.warning("job failed", kind=row.kind, job=row.pk, reason=str(error))
    return True


class Queue(threading.Thread):
    """Takes jobs up in a thread of its own beside the worker, until `stop`.

    `on_done` is told after each job, `on_death` when this thread ended without being asked to.
    """

    def __init__(
        self,
        portal: Portal,
        carry: Carry,
        on_done: Callable[[], None],
        on_death: Callable[[], None],
        *,
        aside: bool = False,
    ) -> None:
        """``aside``: take up those jobs that only read at targets, and what is due by the clock."""
        super().__init__(name="aside" if aside else "queue", daemon=True)
        self._portal, self._carry = portal, carry
        self._aside = aside
        self._key = tasks.aside_key(portal) if aside else tasks.key_of(portal)
        self._on_done, self._on_death = on_done, on_death
        # A plain flag: it is set in signal handlers, where locks must not be taken.
        self._stopping = False

    def stop(self) -> None:
        """End soon, also in the middle of a job."""
        self._stopping = True

    def run(self) -> None:
        """Go on until `stop`."""
        try:
            pulse, looked, buried = Pulse(), 0.0, 0.0
            while not self._stopping:
                if monotonic() - buried > _BURY:
                    buried = monotonic()
                    self._every_now_and_then()
                if pulse.beat() or monotonic() - looked > _LOOK_ANYWAY:
                    looked = monotonic()
                    while not self._stopping and self._next():
                        self._on_done()
                sleep(_TICK)
        finally:
            connection.close()
            if not self._stopping:
                self._on_death()

    def _every_now_and_then(self) -> None:
        if self._aside:
            tasks.ring(self._portal)
        else:
            jobs.bury()

    def _next(self) -> bool:
        return run_next(self._portal, self._carry, lambda: self._stopping, key=self._key)
