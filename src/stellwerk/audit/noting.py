"""What the scan of one context writes down, and what it has to look at again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stellwerk.audit import looking
from stellwerk.audit.actions import Scanned, record
from stellwerk.audit.flight import Flight
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place
from stellwerk.core import clock


@dataclass(slots=True)
class Noting:
    """Findings of one context for a run; `tell` says how many objects were read.

    `again` are objects of ours that could not be told in passing.
    """

    place: Place
    run: int
    tell: Callable[[int], None]
    result: Scanned = field(default_factory=Scanned)
    again: set[str] = field(default_factory=set)
    began: datetime = field(default_factory=clock.now)
    _flight: Flight = field(init=False)

    def __post_init__(self) -> None:
        self._flight = Flight(self.place.world.target)

    def counted(self) -> None:
        """Say how much was read by now."""
        self.tell(self.result.objects)

    def take(self, findings: Sequence[Finding]) -> None:
        """Write findings down; what is moving is looked at again when everything was read."""
        moving = self._flight.moving([one.object for one in findings])
        self.again |= moving
        self.record([one for one in findings if one.object not in moving])

    def record(self, findings: Sequence[Finding]) -> None:
        """Write findings down, whatever moves."""
        record(findings, self.run)
        self.result.count(findings)

    def look_again(self) -> None:
        """What could not be told in passing: read one by one, and left out if it still moves."""
        for keys in _chunks(sorted(self.again)):
            looked = looking.look(self.place, keys)
            self._note_gone(looked.findings)
            self.record(looked.findings)
            self.result.left_out |= looked.moving
            self.counted()
        self.again.clear()

    def _note_gone(self, findings: Sequence[Finding]) -> None:
        for one in findings:
            kind, _, number = one.object.partition(":")
            if kind != "person":
                continue
            if one.kind == Finding.Kind.MISSING:
                self.place.gone.add(int(number))
            elif one.kind == Finding.Kind.RELINKED:
                self.place.moved[int(one.remote_id)] = int(number)


def _chunks(keys: Sequence[str], size: int = 50) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
