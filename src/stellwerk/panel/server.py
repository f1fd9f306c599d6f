"""Serves the web panel with granian, as a process of its own beside the worker."""

import os
import signal
import socket
import threading
import time
from pathlib import Path

from stellwerk.core.errors import StellwerkError

THREADS = 4
PORT = 8000
FAREWELL = 10
"""Seconds that requests under way have when the panel is told to end."""


class PortTaken(StellwerkError):
    """The port is in use by another program."""

    code = "panel.port_taken"


def check_port(host: str, port: int) -> None:
    """Raises PortTaken when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"The panel cannot listen on {host}:{port}: {error.strerror}.",
                hint=f"Choose another port: --port {port + 1}",
            ) from error


def serve(data: Path, host: str = "127.0.0.1", port: int = PORT) -> None:
    """Serve the panel of an opened store until SIGTERM or Ctrl+C.

    One worker process of `THREADS` threads; it ends with this one, however this one ends. Raises
    PortTaken.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    check_port(host, port)
    os.environ["STELLWERK_DATA"] = str(data)
    os.environ["STELLWERK_WEB_PARENT"] = str(os.getpid())
    Server(
        "stellwerk.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # One that is told to end while it starts may never come to it.
        workers_kill_timeout=FAREWELL,
    ).serve()


def end_with_parent() -> None:
    """In granian's worker: end when the process that serves is gone without a farewell."""
    parent = int(os.environ.get("STELLWERK_WEB_PARENT", "0"))
    if not parent or os.getppid() != parent:
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="parent", daemon=True).start()
