"""Trials: settings that are not saved are tried step by step, in a thread, watched by asking again.

A trial lives in the memory of the process that serves the page, a few minutes long. It asks no
store: whatever it needs is handed to it.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from stellwerk.core.check import Check, State

DEADLINE = 60.0
"""After so many seconds nobody waits for a trial any more."""
_KEPT, _AT_ONCE = 50, 4


@dataclass(slots=True)
class Trial:
    """One trial: its steps so far, and whether more are to come."""

    owner: int
    began: float = field(default_factory=monotonic)
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    checks: list[Check] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    whole: bool = False

    @property
    def running(self) -> bool:
        """Whether it is worth asking again."""
        return not self.over.is_set() and not self.late

    @property
    def late(self) -> bool:
        """Whether it took longer than anybody should wait."""
        return not self.over.is_set() and monotonic() - self.began > DEADLINE

    @property
    def broken(self) -> bool:
        """Whether it ended by a fault of ours."""
        return self.over.is_set() and not self.whole

    @property
    def failed(self) -> bool:
        """Whether a step failed."""
        return any(one.state is State.FAIL for one in self.checks)

    def follow(self, steps: Iterator[Check]) -> None:
        """Take the steps, until they end or nobody waits."""
        try:
            for one in steps:
                self.checks.append(one)
                if self.late:
                    break
            self.whole = True
        finally:
            self.over.set()


class Trials:
    """The trials of this process, each for whoever began it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Trial] = OrderedDict()

    def begin(self, owner: int, steps: Callable[[], Iterator[Check]]) -> Trial | None:
        """Begin a trial for somebody (primary key); None while too many are under way."""
        trial = Trial(owner)
        with self._lock:
            if sum(not one.over.is_set() for one in self._known.values()) >= _AT_ONCE:
                return None
            self._known[trial.key] = trial
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        thread = threading.Thread(target=lambda: trial.follow(steps()), name="trial", daemon=True)
        thread.start()
        return trial

    def find(self, owner: int, key: str) -> Trial | None:
        """Somebody's own trial."""
        with self._lock:
            trial = self._known.get(key)
        return trial if trial is not None and trial.owner == owner else None


trials = Trials()
