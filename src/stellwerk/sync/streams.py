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
from stellwerk.targets.ox.faults import NotFoundService, Refused, Unavailable
from stellwerk.targets.ox.orders import Outcome
from stellwerk.targets.ox.server import perform

HUNGRY = 4
"""A stream with no more orders than this wants new ones, before it runs dry."""
_STOPS = (Unavailable, Refused, NotFoundService)


@dataclass(slots=True)
class Stream:
    """The orders of one lane on their way."""

    target: int
    lane: str
    client: OxClient
    until: float
    queue: deque[Pending] = field(default_factory=deque)
    taken: int = 0
    running: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self.queue)


class Streams:
    """All streams of a worker; at most `lanes` calls are in flight.

    `on_hungry` is called when a stream is about to run dry. `call_seconds` is how long a call took
    lately: an average in which older ones fade, good enough to set a pace by.
    """

    def __init__(self, lanes: int, deadline: float, on_hungry: Callable[[], None]) -> None:
        self.call_seconds = 0.0
        self.outcomes: SimpleQueue[tuple[Stream, Pending, Outcome]] = SimpleQueue()
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix="lane")
        self._deadline = deadline
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
        stopped = False
        while True:
            with stream.lock:
                if not stream.queue:
                    stream.running = False
                    return
                pending = stream.queue.popleft()
            late = stream.until - monotonic() < self._deadline
            if stopped or late or self._stopping:
                outcome = Outcome(pending.order, started=False)
            else:
                start = monotonic()
                outcome = perform(stream.client, pending.order)
                self.call_seconds += (monotonic() - start - self.call_seconds) / 8
                stopped = isinstance(outcome.fault, _STOPS)
            self.outcomes.put((stream, pending, outcome))
            if len(stream.queue) <= HUNGRY:
                self._on_hungry()
