"""The worker: serves every started target, drains or runs until it is told to stop."""

import threading
import uuid
from collections.abc import Callable, Sequence
from queue import Empty
from time import monotonic

import structlog
from django.db import OperationalError, close_old_connections

from stellwerk.core.pulse import Pulse
from stellwerk.sync import lanes, set_back
from stellwerk.sync.free import ALL, Permit
from stellwerk.sync.prepare import Pending
from stellwerk.sync.service import Service
from stellwerk.sync.streams import HUNGRY, Stream, Streams
from stellwerk.targets.models import Target
from stellwerk.targets.ox.orders import Outcome

log = structlog.get_logger()

COMMIT_OBJECTS, COMMIT_SECONDS = 50, 0.1
RENEW_SECONDS = 15.0
LOOK, LOOK_ANYWAY = 0.2, 5.0
"""An idle coordinator looks so often whether anybody wrote to the store, and so often at what is
due whether or not, in seconds."""
LONGEST_PACE = 0.1
"""So long the coordinator waits at most before it looks whether a stream is hungry, in seconds."""
Progress = Callable[[int, int, str], None]


class Worker:
    """One worker process's coordinator: a single thread that owns the database."""

    def __init__(self, targets: Sequence[Target], permit: Permit = ALL) -> None:
        self.token = uuid.uuid4().hex
        self.services = {
            target.pk: Service(target, self.token, permit) for target in targets if target.started
        }
        total = sum(service.limit for service in self.services.values()) or 1
        self._wake = threading.Event()
        self._pool = Streams(total, self._wake.set)
        self._done: list[tuple[Stream, Pending, Outcome]] = []
        self._last_commit = self._last_renewal = monotonic()
        self._pulse, self._clock = Pulse(), set_back.Watch()
        self._rests_until = 0.0
        self.stopping = threading.Event()

    @property
    def applied(self) -> int:
        """Objects brought into their wanted state so far."""
        return sum(service.applied for service in self.services.values())

    @property
    def parked(self) -> int:
        """Objects parked so far."""
        return sum(service.parked for service in self.services.values())

    def waiting(self) -> list[str]:
        """Why something is left that could not be sent: paused targets and lanes, with reasons."""
        return [
            f"{service.target.name}{'' if lane == lanes.WHOLE else ' ' + lane}: {reason}"
            for service in self.services.values()
            for lane, reason in lanes.paused(service.target.pk).items()
        ]

    def wake(self) -> None:
        """Something new is marked."""
        self._wake.set()

    def stop(self) -> None:
        """End after the calls in flight."""
        self.stopping.set()
        self._wake.set()

    def drain(self, progress: Progress | None = None) -> None:
        """Work until nothing is left that may be sent now, or `stop`."""
        self._run(progress, until_idle=True)

    def run(self, progress: Progress | None = None) -> None:
        """Work until `stop`."""
        self._run(progress, until_idle=False)

    def _run(self, progress: Progress | None, *, until_idle: bool) -> None:
        lanes.free_all()
        set_back.mend()
        try:
            while not self.stopping.is_set():
                start = monotonic()
                busy = self._step(start)
                if progress is not None:
                    progress(self.applied, self.parked, self._current())
                if until_idle and not busy and not self._done:
                    if self._idle():
                        return
                    # The gates may have let something through: our own writing wakes nobody.
                    self._rests_until = 0.0
                self._pause(start, busy)
        finally:
            self._pool.stop()
            self._collect()
            self._commit(force=True)
            for service in self.services.values():
                service.close()

    def _current(self) -> str:
        return next((s.current for s in self.services.values() if s.current), "")

    def _idle(self) -> bool:
        return all(service.idle() for service in self.services.values())

    def _rests(self) -> bool:
        """Whether nothing was due lately, nobody wrote to the store, and nobody woke us since."""
        beat, woken = self._pulse.beat(), self._wake.is_set()
        return not beat and not woken and monotonic() < self._rests_until

    def _step(self, start: float) -> bool:
        """Do what can be done now; whether anything was done. Nobody is waited for."""
        if self._rests():
            self._renew()
            return False
        self._wake.clear()
        busy = False
        try:
            for service in self.services.values():
                busy |= service.step(self._pool)
        except OperationalError as error:
            # Another process held the store for longer than its timeout: nothing was written.
            log.warning("store busy", error=str(error))
            close_old_connections()
        self._collect()
        # What was just written down may be what something else waited for.
        busy |= self._commit(force=False) and not self._busy()
        self._renew()
        if not busy:
            quiet = not self._busy() and all(s.quiet() for s in self.services.values())
            self._rests_until = start + LOOK_ANYWAY if quiet else 0.0
        return busy

    def _pause(self, start: float, busy: bool) -> None:
        """Wait until there may be something to do."""
        if not busy:
            self._wake.wait(LONGEST_PACE if self._busy() else LOOK)
        elif any(service.in_flight for service in self.services.values()):
            # Many rows at once cost little more than one, and a hungry stream is not dry yet.
            pace = min(LONGEST_PACE, self._pool.call_seconds * HUNGRY / 2)
            self.stopping.wait(max(pace - (monotonic() - start), 0))
        self._collect()

    def _busy(self) -> bool:
        return bool(self._done) or any(s.in_flight for s in self.services.values())

    def _collect(self) -> None:
        while True:
            try:
                self._done.append(self._pool.outcomes.get_nowait())
            except Empty:
                return

    def _commit(self, *, force: bool) -> bool:
        """Write down what came back, if it is enough of it, or late, or all there is to come."""
        if not self._done:
            return False
        ripe = monotonic() - self._last_commit > COMMIT_SECONDS
        whole = len(self._done) == sum(len(s.in_flight) for s in self.services.values())
        if not (force or ripe or whole or len(self._done) >= COMMIT_OBJECTS):
            return False
        by_target: dict[int, list[tuple[Pending, Outcome]]] = {}
        for stream, pending, outcome in self._done:
            by_target.setdefault(stream.target, []).append((pending, outcome))
        for target, done in by_target.items():
            self.services[target].commit(done)
        self._done = []
        self._last_commit = monotonic()
        return True

    def _renew(self) -> None:
        shortest = min((s.lease for s in self.services.values()), default=RENEW_SECONDS)
        if monotonic() - self._last_renewal > min(RENEW_SECONDS, shortest / 3):
            for service in self.services.values():
                service.renew()
            if self._clock.was_set_back():
                log.warning("the clock was set back", mended=set_back.mend())
            self._last_renewal = monotonic()
