"""The service: a worker for all started targets, the sources read again and again, and what the
panel asks for taken up."""

from time import monotonic
from typing import Any

import structlog

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined
from stellwerk.portals.models import Portal
from stellwerk.sync import lanes, runs
from stellwerk.sync.errand import Errand
from stellwerk.sync.free import Permit
from stellwerk.sync.queue import Queue
from stellwerk.sync.report import Report
from stellwerk.sync.rereading import Rereading
from stellwerk.sync.worker import Progress, Worker
from stellwerk.targets.models import Target
from stellwerk.targets.queries import client

log = structlog.get_logger()

_LOOK, _AGAIN, _FAREWELL = 1.0, 60.0, 5.0
_REACHED = ("url", "ca_file", "lanes", "deadline", "settle", "lease")
"""Settings that a worker takes once, when it starts."""


class Serving:
    """Serves one portal until `stop`. A target sends nothing before its first sync started it."""

    def __init__(self, portal: Portal, every: int | None = None) -> None:
        """``every`` (seconds) replaces how often sources are read."""
        self._portal = portal
        # A plain flag: it is set in signal handlers, where locks must not be taken.
        self._stopping = False
        self._worker: Worker | None = None
        self._reading = Rereading(portal, every, self._wake, self._die)
        self._queue = Queue(portal, self._carry, self._wake, self._die)
        self._aside = Queue(portal, self._carry, self._wake, self._die, aside=True)
        self._errand: Errand | None = None
        self._shape: list[Any] = []
        self._broken_at: float | None = None
        self._looked = self._told_at = 0.0
        self._told = (0, 0)
        self.failed = False

    def stop(self) -> None:
        """End after the calls in flight; may be called from anywhere, also from a signal."""
        self._stopping = True
        self._reading.stop()
        self._queue.stop()
        self._aside.stop()

    def reread(self) -> None:
        """Read every source now."""
        self._reading.reread()

    def run(self) -> None:
        """Serve until `stop`."""
        log.info("service started", portal=self._portal.name)
        self._reading.start()
        self._queue.start()
        self._aside.start()
        try:
            while not self._stopping:
                errand, self._errand = self._errand, None
                if errand is not None:
                    errand.run()
                else:
                    self._serve()
        finally:
            self._reading.stop()
            self._queue.stop()
            self._aside.stop()
            self._stopping = True
            if self._errand is not None:
                self._errand.refuse()
            self._reading.join(_FAREWELL)
            self._queue.join(_FAREWELL)
            self._aside.join(_FAREWELL)
        log.info("service stopped")

    def _serve(self) -> None:
        """Run one worker until `stop` or until the targets are other ones."""
        rows = list(Target.objects.filter(portal=self._portal).order_by("name"))
        self._shape = _shape(rows)
        started = [row for row in rows if row.started]
        for row in rows:
            if not row.started:
                log.info("target waits for its first sync", target=row.name)
        usable = [row for row in started if self._usable(row)]
        self._broken_at = None if usable == started else monotonic()
        self._told, self._looked = (0, 0), monotonic()
        self._worker = Worker(usable)
        try:
            self._worker.run(self._look)
        finally:
            self._tell(self._worker.applied, self._worker.parked)

    def _usable(self, row: Target) -> bool:
        """Whether a client can be made at all; one broken target does not stop the others."""
        try:
            client(row).close()
        except StellwerkError as error:
            reason = joined([error.message, error.hint])
        else:
            return True
        log.error("target cannot be used", target=row.name, reason=reason)
        lanes.pause(row.pk, lanes.WHOLE, _AGAIN, reason)
        return False

    def _look(self, applied: int, parked: int, _current: str) -> None:
        """Between the worker's steps: what was done, and whether it has to end."""
        assert self._worker is not None
        now = monotonic()
        if now - self._told_at > 1:
            self._tell(applied, parked)
        if now - self._looked > _LOOK:
            self._looked = now
            rows = list(Target.objects.filter(portal=self._portal).order_by("name"))
            if _shape(rows) != self._shape:
                log.info("targets changed")
                self._worker.stop()
            elif self._broken_at is not None and now - self._broken_at > _AGAIN:
                self._worker.stop()
        if self._stopping or self._errand is not None:
            self._worker.stop()

    def _tell(self, applied: int, parked: int) -> None:
        if (applied, parked) == self._told:
            return
        log.info("sent", applied=applied - self._told[0], parked=parked - self._told[1])
        self._told, self._told_at = (applied, parked), monotonic()

    def _carry(
        self,
        portal: Portal,
        permit: Permit,
        report: Report,
        *,
        actor: str,
        named: bool,
        progress: Progress,
    ) -> None:
        """Have the worker's thread carry a plan out, that alone, and wait for it.

        Raises what `progress` raises, and Interrupted when the service ends before.
        """

        def work() -> None:
            log.info("plan taken up", plan=report.hash)
            runs.send(portal, permit, report, actor=actor, named=named, progress=progress)

        errand = self._errand = Errand(work)
        self._wake()
        if self._stopping:
            errand.refuse()
        errand.wait()

    def _wake(self) -> None:
        if self._worker is not None:
            self._worker.wake()

    def _die(self) -> None:
        """A thread beside us ended by an error of ours: so does this process, to be restarted."""
        self.failed = True
        self.stop()


def _shape(rows: list[Target]) -> list[Any]:
    return [(row.pk, row.started, [row.settings.get(name) for name in _REACHED]) for row in rows]
