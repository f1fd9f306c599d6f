"""Servers that start children: run as a process group of their own, which ends as a whole."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class ProcessGroup:
    """A server and its children, with that environment alone. What it says goes to `log`."""

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.id = self._process.pid

    def stop(self, seconds: float = 10.0) -> None:
        """End it with all its children; the hard way, if they take longer than that."""
        end = time.monotonic() + seconds
        while group_members(self.id):
            with suppress(ProcessLookupError):
                late = time.monotonic() > end
                os.killpg(self.id, signal.SIGKILL if late else signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=0.02)
        self._process.wait(timeout=10)


def group_members(group: int) -> list[int]:
    """Who of a process group is left; who has ended and only waits to be asked for is not."""
    files = Path("/proc").glob("[0-9]*/stat")
    return [int(file.parent.name) for file in files if _is_alive(file, group)]


def _is_alive(file: Path, group: int) -> bool:
    try:
        state, _parent, its_group, *_ = file.read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(its_group) == group and state not in "ZX"
