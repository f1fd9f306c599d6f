"""The stand-in OX server of the demo, as a child process that ends with its parent."""

import ctypes
import json
import signal
import subprocess
import sys
from pathlib import Path

from stellwerk.core.errors import StellwerkError


class StandInFailed(StellwerkError):
    """The stand-in OX server did not start."""

    code = "demo.stand_in"


class StandIn:
    """A running oxsim with its state in a file."""

    def __init__(self, state: Path, port: int) -> None:
        """Start it and wait until it accepts. Raises StandInFailed, also when the port is busy."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "oxsim", "--json", "--state", str(state), "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 — no thread has been started yet
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            said = (self._process.communicate()[1] or "").strip().splitlines()
            text = said[-1] if said else "it ended without a word"
            raise StandInFailed(text, hint="Another port: stellwerk demo --ox-port 8090")
        self.url = str(json.loads(line)["url"])

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.communicate()


def _die_with_parent() -> None:
    """Ask the kernel to end the child when its parent is gone (Linux, prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
