"""Whose turn it is when more lanes have work than may be served at once. Pure.

First the lane that creates contexts, since everything in them waits for it; then lanes in which
somebody waits for a change; then whoever has not been served for a while; then the longest,
because a lane is served one write at a time and the longest one decides when all are done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

TURN = 16
"""So many orders a lane may take before its place can go to another."""
LONGEST_WAIT, _COUNT_AGAIN = 10.0, 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows a lane has, and whether somebody waits for one of them."""

    rows: int
    live: bool


@dataclass(slots=True)
class Turns:
    """Chooses lanes for `places` places; `count` tells the load of all lanes."""

    places: int
    count: Callable[[], Mapping[str, Load]]
    clock: Callable[[], float] = monotonic
    _loads: Mapping[str, Load] = field(default_factory=dict)
    _counted: float = float("-inf")
    _waiting: dict[str, float] = field(default_factory=dict)

    def choose(self, ready: Sequence[str], taken: Mapping[str, int], first: str) -> list[str]:
        """The lanes to serve now, of those that are `ready`, the most urgent ones first.

        `taken` holds the lanes being served with the orders each took since; those that are
        missing in the answer get no more for now. `first` is the lane all others wait for.
        """
        now = self.clock()
        self._waiting = {lane: self._waiting.get(lane, now) for lane in ready if lane not in taken}
        if len({*ready, *taken}) <= self.places:
            return list(ready)
        if now - self._counted >= _COUNT_AGAIN:
            self._loads, self._counted = self.count(), now
        ordered = sorted(ready, key=lambda lane: self._rank(lane, lane == first, now))
        ahead = set(ordered[: self.places])
        kept = [lane for lane in ordered if lane in taken and self._keeps(lane, ahead, taken)]
        fresh = [lane for lane in ordered if lane not in taken]
        return kept + fresh[: max(self.places - len(taken), 0)]

    def _keeps(self, lane: str, ahead: set[str], taken: Mapping[str, int]) -> bool:
        return lane in ahead or taken[lane] < TURN

    def _rank(self, lane: str, first: bool, now: float) -> tuple[bool, bool, bool, int]:
        load = self._loads.get(lane, Load(0, live=False))
        patient = now - self._waiting.get(lane, now) < LONGEST_WAIT
        return not first, not load.live, patient, -load.rows
