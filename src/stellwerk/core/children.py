"""A small parent that keeps its children running, and that they do not outlive.

It imports nothing heavy: what it keeps are commands. Each child's standard input is a pipe whose
other end is here: when the parent is gone, however it went, the child reads its end.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence, Set
from time import monotonic
from types import FrameType

import structlog

log = structlog.get_logger()

COULD_NOT_START = 3
"""A child's exit code that says: trying again is of no use."""
_LONGEST_PAUSE, _STEADY = 60.0, 60.0


def end_with_parent(stop: Callable[[], None]) -> None:
    """In a child: call `stop`, in a thread of its own, when the parent is gone."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        stop()

    threading.Thread(target=wait, name="parent", daemon=True).start()


class Child(threading.Thread):
    """One command that is started again, after a pause, whenever it ends."""

    def __init__(self, name: str, command: Sequence[str], stop_all: Callable[[], None]) -> None:
        super().__init__(name=name, daemon=True)
        self._command = list(command)
        self._stop_all = stop_all
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self.code = 0

    def run(self) -> None:
        """Keep it running until `stop`."""
        pause, first = 1.0, True
        while not self._stopping.is_set():
            start = monotonic()
            code = self._once()
            if self._stopping.is_set():
                self.code = code
                return
            if first and code == COULD_NOT_START:
                self.code = code
                self._stop_all()
                return
            first = False
            pause = 1.0 if monotonic() - start > _STEADY else pause
            log.error("child ended", child=self.name, code=code, again_in_seconds=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _once(self) -> int:
        with self._lock:
            if self._stopping.is_set():
                return 0
            # A group of its own: Ctrl+C reaches the parent alone, which passes it on once.
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, process_group=0)
        with self._process as process:
            return process.wait()

    def stop(self, *, at_once: bool) -> None:
        """Ask it to end (``at_once``: make it end), and start it no more."""
        self._stopping.set()
        self.signal(signal.SIGKILL if at_once else signal.SIGTERM)

    def signal(self, number: int) -> None:
        """Pass a signal on."""
        with self._lock:
            if self._process is not None:
                self._process.send_signal(number)


class Parent:
    """Keeps commands running by name until SIGTERM or SIGINT.

    SIGHUP is passed on to those named in ``reloaded``.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]], reloaded: Set[str]) -> None:
        # Signals arrive as bytes here: nothing else is safe to do where they interrupt.
        self._read, self._write = os.pipe()
        self._children = [Child(name, command, self._end) for name, command in commands.items()]
        self._reloaded = reloaded

    def run(self) -> int:
        """Run until told to stop; 0 if all children ended well, else 1.

        A second signal ends them at once: whatever is under way is taken up at the next start.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self._children:
            child.start()
        while self._next() == signal.SIGHUP:
            for child in self._children:
                if child.name in self._reloaded:
                    child.signal(signal.SIGHUP)
        for child in self._children:
            child.stop(at_once=False)
        threading.Thread(target=self._no_patience, name="patience", daemon=True).start()
        for child in self._children:
            child.join()
        return 1 if any(child.code for child in self._children) else 0

    def _no_patience(self) -> None:
        while self._next() == signal.SIGHUP:
            pass
        for child in self._children:
            child.stop(at_once=True)

    def _next(self) -> int:
        return os.read(self._read, 1)[0]

    def _end(self) -> None:
        os.write(self._write, bytes([signal.SIGTERM]))

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        os.write(self._write, bytes([number]))
