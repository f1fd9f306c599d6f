"""Something that another thread has the worker's thread do, and waits for."""

from collections.abc import Callable
from threading import Event

from stellwerk.jobs.actions import Interrupted


class Errand:
    """One errand; whoever gave it waits until it is run or refused."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._over = Event()
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Do it, in the worker's thread. What it raises is raised where it is waited for."""
        try:
            self._work()
        except BaseException as failure:  # noqa: BLE001 - it belongs to whoever waits
            self._failure = failure
        finally:
            self._over.set()

    def refuse(self) -> None:
        """The worker's thread ends: whoever waits gets Interrupted."""
        if not self._over.is_set():
            self._failure = Interrupted()
            self._over.set()

    def wait(self) -> None:
        """Wait for the end. Raises what the work raised."""
        self._over.wait()
        if self._failure is not None:
            raise self._failure
