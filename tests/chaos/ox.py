"""The stand-in of a trial: a process that can be killed and comes back with the same state."""

import socket
from pathlib import Path
from typing import Any

from oxsim.client import Running
from tests.chaos.plot import LATENCY
from tests.servers.children import Child, until


def serve(arguments: list[str]) -> None:
    """The child's body."""
    from oxsim.cli import main

    main(arguments)


class Ox:
    """oxsim on a fixed port with its state in a file."""

    def __init__(self, port: int, folder: Path, faults: list[dict[str, Any]]) -> None:
        self.port = port
        self._folder = folder
        self._faults = faults
        self.injected = 0
        self.start()

    @property
    def door(self) -> Running:
        """Its control interface."""
        return Running(f"http://127.0.0.1:{self.port}", lambda: None, 0)

    def start(self) -> None:
        """Start it, with the planned trouble."""
        arguments = ["--port", str(self.port), "--state", str(self._folder / "oxsim.sqlite")]
        arguments += ["--latency-ms", str(LATENCY * 1000), "--lock-wait-ms", "20"]
        self._child = Child(self._folder / "oxsim.log", serve, arguments)
        until(self._accepts)
        self.door.faults(self._faults)

    def _accepts(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def crash(self) -> None:
        """kill -9; `start` brings it back."""
        self._count()
        self._child.kill()

    def calm(self) -> None:
        """No more trouble from now on."""
        self._count()
        self.door.clear_faults()

    def _count(self) -> None:
        self.injected += int(self.door.stats()["totals"]["injected"])

    def stop(self) -> None:
        """End it for good."""
        self._child.kill()
