"""A few connections to one server, kept for a short while."""

import ssl
import threading
import time
from dataclasses import dataclass

from stellwerk.core.wire import Connection, Deadline

IDLE_SECONDS = 20.0
"""OX closes an idle connection after 25 to 40 s; one used sooner cannot meet that."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens. `host` is ASCII; `tls` None means plain HTTP."""

    host: str
    port: int
    tls: ssl.SSLContext | None


class Pool:
    """At most `size` connections in use at once; thread-safe."""

    def __init__(self, address: Address, size: int, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._address = address
        self._free = threading.BoundedSemaphore(size)
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._idle: list[tuple[float, Connection]] = []

    def take(self, deadline: Deadline) -> Connection:
        """A connection to use alone until `give`. Raises TimeoutError if none becomes free."""
        if not self._free.acquire(timeout=deadline.left()):
            raise TimeoutError("all connections to the server are busy")
        try:
            while True:
                with self._lock:
                    if not self._idle:
                        break
                    since, connection = self._idle.pop()
                if time.monotonic() - since < self._idle_seconds and not connection.stale():
                    return connection
                connection.close()
            return Connection(self._address.host, self._address.port, self._address.tls)
        except BaseException:
            self._free.release()
            raise

    def give(self, connection: Connection, *, keep: bool) -> None:
        """Hand a connection back; `keep` if the last answer was read to its end."""
        now = time.monotonic()
        if not keep:
            connection.close()
        with self._lock:
            if keep:
                self._idle.append((now, connection))
            old = [pair for pair in self._idle if now - pair[0] >= self._idle_seconds]
            self._idle = [pair for pair in self._idle if pair not in old]
        for _, connection_ in old:
            connection_.close()
        self._free.release()

    def close(self) -> None:
        """Close what is idle; the pool can still be used."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()
