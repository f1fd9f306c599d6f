"""What came in and what came of it, counted since the start or the last reset."""

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

ARRIVALS_KEPT = 500_000
ENDED_KEPT = 100


@dataclass(slots=True)
class Stats:
    """Counters by ``Service.operation``; times are Unix seconds."""

    calls: Counter[str] = field(default_factory=Counter)
    creates: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    injected: Counter[str] = field(default_factory=Counter)
    first: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    ended: deque[tuple[float, str, int | None, str]] = field(
        default_factory=lambda: deque(maxlen=ENDED_KEPT)
    )
    """The last calls and how they ended."""
    arrivals: deque[tuple[float, str, int | None]] = field(
        default_factory=lambda: deque(maxlen=ARRIVALS_KEPT)
    )

    def arrived(self, operation: str, context: int | None) -> None:
        """Count a call when it arrives."""
        now = time.time()
        self.calls[operation] += 1
        self.first.setdefault(operation, now)
        self.last[operation] = now
        self.arrivals.append((now, operation, context))

    def note_end(self, operation: str, context: int | None, outcome: str) -> None:
        """Remember how a call ended."""
        self.ended.append((time.time(), operation, context, outcome))

    def as_json(self, *, arrivals: bool) -> dict[str, Any]:
        """The counters as they are answered; the list of arrivals only when asked."""
        result: dict[str, Any] = {
            "calls": dict(self.calls),
            "creates": dict(self.creates),
            "faults": dict(self.faults),
            "injected": dict(self.injected),
            "totals": {
                "calls": self.calls.total(),
                "creates": self.creates.total(),
                "faults": self.faults.total(),
                "injected": self.injected.total(),
            },
            "times": {
                operation: {"first": self.first[operation], "last": self.last[operation]}
                for operation in self.first
            },
        }
        if arrivals:
            result["arrivals"] = list(self.arrivals)
        return result
