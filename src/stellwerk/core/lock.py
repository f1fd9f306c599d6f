"""The locks of a data folder: one worker, and one reading at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from stellwerk.core.errors import Busy

_MOMENT = 0.2


@contextmanager
def only_worker(data: Path) -> Iterator[None]:
    """Be the one worker of a data folder. Raises Busy while another process is."""
    file = os.open(data / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(file, data)
        yield
    finally:
        os.close(file)


def has_worker(data: Path) -> bool:
    """Whether a process is the worker of a data folder now. Answers at once.

    The lock is shared among those who look: they never take each other for a worker.
    """
    file = os.open(data / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _take(file: int, data: Path) -> None:
    """Somebody who only looks whether a worker runs holds the lock for a moment: look twice."""
    end = monotonic() + _MOMENT
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > end:
                raise Busy(
                    f"Another stellwerk process serves {data}.",
                    hint="It carries out what is approved by itself; or stop it first.",
                ) from None
            sleep(0.02)
        else:
            return


@contextmanager
def only_reader(data: Path) -> Iterator[None]:
    """Be the only one that reads a source into this store; waits for the others."""
    file = os.open(data / "reader.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
