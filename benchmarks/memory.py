"""A child process with everything below it: its output, and the most memory they had together."""

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figure import require

_EVERY = 0.05
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command went. `peak_mb` is in units of 1,000,000 bytes, `seconds` wall time."""

    output: str
    seconds: float
    peak_mb: float


def run(command: Sequence[str], good: Sequence[int] = (0,)) -> Ran:
    """Run a command; the highest sum of the proportional set sizes (PSS) of its processes.

    Linux only: the kernel counts, in /proc/PID/smaps_rollup (a page that several processes share
    is divided among them). Raises WrongEnd for an exit code that is not `good`.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(list(command), stdout=output, stderr=errors)
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_memory(pid) for pid in _family(process.pid)))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        said = errors.read().decode(errors="replace")[-2000:]
        require(process.returncode in good, f"{command[-1]} ended: {process.returncode}\n{said}")
        require(peak, "the memory of the processes could not be read")
        return Ran(output.read().decode(), seconds, peak * _KILOBYTE / 1e6)


def _family(first: int) -> list[int]:
    found, stack = [], [first]
    while stack:
        pid = stack.pop()
        found.append(pid)
        stack += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            children += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):
        return []  # it has just ended
    return children


def _memory(pid: int) -> int:
    """Kilobytes of one process, 0 if it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
