"""Streams: one per leased lane, carrying its orders out one after the other in a thread.

Threads know no database: orders go in, outcomes come out of one queue.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic

from stellwerk.sync.prepare import Pending
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import (
    Gone,
    InDoubt,
    NotFoundService,
    OxError,
    Refused,
    Unavailable,
)
from stellwerk.targets.ox.orders import Outcome
from stellwerk.targets.ox.server import perform

HUNGRY = 4
"""A stream with no more orders than this wants new ones, before it runs dry."""
_STOPS = (Unavailable, Refused, NotFoundService)
_DOUBTS = 2
"""So many calls in a row may stay without an answer before the next ones wait."""


@dataclass(slots=True)
class Stream:
    """The orders of one lane on their way. The lease runs `until` (monotonic), a call takes at most
    `deadline` seconds.

    `stopped` says that the next one would fare like the last: all that are left come back as not
    started, and no more are sent before the coordinator has seen them.
    """

    target: int
    lane: str
    client: OxClient
    master: Credentials | None
    until: float
    deadline: float
    queue: deque[Pending] = field(default_factory=deque)
    taken: int = 0
    running: bool = False
    stopped: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self.queue)


class Streams:
    """All streams of a worker; at most `lanes` calls are in flight.

    `on_hungry` is called when a stream is about to run dry. `call_seconds` is how long a call took
    lately: an average in which older ones fade, good enough to set a pace by.
    """

    def __init__(self, lanes: int, on_hungry: Callable[[], None]) -> None:
        self.call_seconds = 0.0
        self.outcomes: SimpleQueue[tuple[Stream, Pending, Outcome]] = SimpleQueue()
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix="lane")
        self._on_hungry = on_hungry
        self._stopping = False

    def send(self, stream: Stream, pending: Sequence[Pending]) -> None:
        """Append orders to a lane's stream and see that a thread is on it."""
        with stream.lock:
            stream.queue.extend(pending)
            stream.taken += len(pending)
            if stream.running or not stream.queue:
                return
            stream.running = True
        self._pool.submit(self._run, stream)

    def stop(self) -> None:
        """Let calls in flight end, send nothing more."""
        self._stopping = True
        self._pool.shutdown(wait=True)

    def _run(self, stream: Stream) -> None:
        doubts = 0
        while True:
            with stream.lock:
                if not stream.queue:
                    stream.running = False
                    return
                pending = stream.queue.popleft()
            late = stream.until - monotonic() < stream.deadline
            if stream.stopped or late or self._stopping:
                outcome = Outcome(pending.order, started=False)
            else:
                start = monotonic()
                outcome = perform(stream.client, pending.order, stream.master)
                self.call_seconds += (monotonic() - start - self.call_seconds) / 8
                doubts = doubts + 1 if isinstance(outcome.fault, InDoubt) else 0
                stream.stopped = doubts == _DOUBTS or _stops(outcome.fault)
            self.outcomes.put((stream, pending, outcome))
            if len(stream.queue) <= HUNGRY:
                self._on_hungry()


def _stops(fault: OxError | None) -> bool:
    """Whether the next order in this lane would fare the same."""
    return isinstance(fault, _STOPS) or (isinstance(fault, Gone) and fault.what == "context")
