"""A worker that is watched: it runs until something is so, with a clock that a test moves on."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import structlog

from stellwerk.core.clock import Hand
from stellwerk.sync import lanes
from stellwerk.sync.free import ALL
from stellwerk.sync.models import Work
from stellwerk.sync.worker import Worker
from stellwerk.targets.models import Target
from tests.integration.sync.site_case import Site, Stuck

PATIENCE = 600.0 if os.environ.get("FULL") else 60.0


def work_until(
    site: Site, so: Callable[[], bool], hand: Hand | None = None, *, seconds: float = 60.0
) -> Worker:
    """Let a worker run until it is so; at each of its steps the clock goes on by `seconds`."""
    worker = Worker(list(Target.objects.filter(portal=site.portal)), ALL)
    end = monotonic() + PATIENCE

    def look(_applied: int, _parked: int, _current: str) -> None:
        if so():
            worker.stop()
        elif monotonic() > end:
            raise Stuck(list(Work.objects.values("object", "lane", "due", "attempts", "error")))
        elif hand is not None:
            hand.forward(seconds=seconds)

    worker.run(look)
    return worker


def settled() -> bool:
    """Whether nothing is left to send."""
    return not Work.objects.filter(state=Work.State.READY).exclude(lane__startswith="~").exists()


def paused(site: Site) -> set[str]:
    """The lanes that are shown as paused, `*` being the whole target."""
    return set(lanes.in_trouble(site.target.pk))


def attempts() -> set[int]:
    """What the rows that are due have been charged with."""
    return set(Work.objects.filter(state=Work.State.READY).values_list("attempts", flat=True))


@dataclass
class Alarms:
    """What the log said about trouble: (event, lane or context) each."""

    lines: list[Any] = field(default_factory=list)

    def of(self, event: str) -> list[str]:
        """The lanes or contexts an event was said about."""
        return [
            str(line.get("lane", line.get("context")))
            for line in self.lines
            if line["event"] == event
        ]


@contextmanager
def listening() -> Iterator[Alarms]:
    """Hear what is logged."""
    with structlog.testing.capture_logs() as lines:
        yield Alarms(lines)
