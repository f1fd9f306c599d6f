"""Reads the sources again and again, in a thread of its own beside the worker."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import structlog
from django.conf import settings
from django.db import OperationalError, connection

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.core.pulse import Pulse
from stellwerk.core.said import joined, say
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.models import Schedule
from stellwerk.portals.models import Portal
from stellwerk.sources import readers
from stellwerk.sources.intake import Summary
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sources.watch import Watch

log = structlog.get_logger()

EVERY = 900
"""A source nobody scheduled is read so often, in seconds."""
_TICK, _SOON = 0.2, 60
_SLACK = timedelta(minutes=1)


class Stopped(StellwerkError):
    """The service was stopped while it was reading; what was read so far is kept."""

    code = "stopped"


class Rereading(threading.Thread):
    """Reads every source when it starts, whenever it is due, and whenever its file changes.

    ``every`` (seconds) replaces what is scheduled. `on_read` is told that something may have
    changed, `on_death` that this thread ended without being asked to.
    """

    def __init__(
        self,
        portal: Portal,
        every: int | None,
        on_read: Callable[[], None],
        on_death: Callable[[], None],
    ) -> None:
        super().__init__(name="rereading", daemon=True)
        self._portal, self._every = portal, every
        self._on_read, self._on_death = on_read, on_death
        self._watches: dict[int, Watch] = {}
        self._seen: set[int] = set()
        self._pulse = Pulse()
        self._known: list[tuple[Source, Schedule]] | None = None
        # Plain flags: they are set in signal handlers, where locks must not be taken.
        self._stopping = self._all = False

    def reread(self) -> None:
        """Read every source now."""
        self._all = True

    def stop(self) -> None:
        """End soon, also in the middle of a reading."""
        self._stopping = True

    def run(self) -> None:
        """Go on until `stop`."""
        try:
            while not self._stopping:
                if self._all:
                    log.info("reading all sources was asked for")
                    self._all = False
                    self._seen.clear()
                self._turn()
                sleep(_TICK)
        finally:
            connection.close()
            if not self._stopping:
                self._on_death()

    def _turn(self) -> None:
        if self._pulse.beat() or self._known is None:
            self._known = self._scheduled()
        now = clock.now()
        for source, row in self._known:
            if self._is_due(source, row, now):
                self._read(source, row)
                self._known = None
            if self._stopping:
                return

    def _scheduled(self) -> list[tuple[Source, Schedule]]:
        """All sources with when they are due next."""
        sources = list(read_ones(self._portal))
        schedules = {row.key: row for row in Schedule.objects.filter(kind="read")}
        for source in sources:
            if (key := readers.key(source)) not in schedules:
                jobs.schedule("read", key, self._every or EVERY)
                schedules[key] = Schedule.objects.get(kind="read", key=key)
        return [(source, schedules[readers.key(source)]) for source in sources]

    def _is_due(self, source: Source, row: Schedule, now: datetime) -> bool:
        changed = self._file_changed(source)
        if source.pk not in self._seen:
            self._seen.add(source.pk)
            return True
        # Due later than a whole turn from now: the clock was set back meanwhile.
        longest = timedelta(seconds=max(self._every or 0, row.every))
        return changed or row.due <= now or row.due > now + longest + _SLACK

    def _file_changed(self, source: Source) -> bool:
        if source.kind != "ldif":
            return False
        file = Path(settings.DATA) / source.settings["path"]
        watch = self._watches.get(source.pk)
        if watch is None or watch.file != file:
            self._watches[source.pk] = Watch(file)
            return watch is not None
        return watch.changed()

    def _read(self, source: Source, row: Schedule) -> None:
        every = self._every or row.every
        start, whole, reason = monotonic(), False, ""
        try:
            summary = readers.read(source, self._tell)
            whole = summary.complete
            _report(source, summary, monotonic() - start)
        except Stopped:
            return
        except jobs.Cancelled:
            # Somebody does not want it now: not again before its next turn.
            log.info("reading cancelled", source=source.name)
            jobs.turn_done(row, every)
            self._on_read()
            return
        except StellwerkError as error:
            reason = joined([error.message, error.hint])
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            reason = say("another process held the store for too long")
        if reason:
            log.error("source not read", source=source.name, reason=reason)
        # What could not be read is tried again soon: the directory may just be restarting.
        jobs.turn_done(row, every if whole else min(every, _SOON))
        self._on_read()

    def _tell(self, _done: int) -> None:
        if self._stopping:
            raise Stopped


def _report(source: Source, summary: Summary, seconds: float) -> None:
    told = {
        "source": source.name,
        "objects": summary.read.total(),
        "new": summary.new,
        "changed": summary.changed,
        "gone": summary.gone,
        "problems": summary.problems,
        "seconds": round(seconds, 1),
    }
    if summary.complete:
        log.info("source read", **told)
    else:
        log.error("source not read whole: nobody is removed", reason=summary.reason, **told)
