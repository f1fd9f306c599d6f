"""Free loopback ports, and waiting until somebody listens there.

Nobody else gets these: they are below those that systems give to outgoing connections, and each
worker of a test run has a range of its own.
"""

import os
import random
import socket
import time

_FIRST, _EACH, _RANGES = 20_000, 1_500, 8
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_START = _FIRST + int(_WORKER) % _RANGES * _EACH


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that nobody listens on at the moment."""
    for port in random.sample(range(_START, _START + _EACH), _EACH):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def wait_for_port(port: int, seconds: float = 10.0) -> None:
    """Return when 127.0.0.1:`port` accepts connections. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise TimeoutError(f"nobody listens on port {port}") from None
            time.sleep(0.01)
