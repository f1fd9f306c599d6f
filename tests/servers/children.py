"""Child processes: real ones, forked from a warm server so that a start costs little."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.servers.warm"])


class Failed(AssertionError):
    """A child ended badly although nobody killed it."""


def _body(log: str, errors: str, target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    os.dup2(_opened(log), 1)
    os.dup2(_opened(errors or log), 2)
    os.setsid()
    target(*arguments)


def _opened(file: str) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


class Child:
    """One process running ``target(*arguments)``, its output appended to a file.

    What it says on standard error is there too, unless `errors` names another file.
    """

    def __init__(
        self,
        log: Path,
        target: Callable[..., None],
        *arguments: Any,
        errors: Path | None = None,
    ) -> None:
        self.log = log
        self._process: ForkServerProcess = _CONTEXT.Process(
            target=_body, args=(str(log), str(errors or ""), target, arguments), daemon=True
        )
        self._process.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.is_alive()

    def wait_for(self, seconds: float) -> None:
        """Let it run for so long, or to its end."""
        self._process.join(seconds)

    def kill_after(self, seconds: float) -> bool:
        """SIGKILL it `seconds` from now unless it ends before; whether it was killed."""
        self.wait_for(seconds)
        return self.kill()

    def kill(self) -> bool:
        """SIGKILL it; whether it was still running."""
        was = self._process.is_alive()
        if was and self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
        return was

    def wait(self, seconds: float) -> int:
        """Wait for its end: the exit code, -9 when it was killed. Raises Failed on a time-out."""
        self._process.join(seconds)
        if self._process.is_alive():
            self.kill()
            raise Failed(f"still running after {seconds} s; see {self.log}")
        return self._process.exitcode or 0


def until(ready: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something is so. Raises Failed."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise Failed("it did not get ready")
        time.sleep(0.005)
