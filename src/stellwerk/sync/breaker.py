"""Tells one bad object from a server that is unwell. Pure.

A fault that does not say whose it is (OX failed inside, an answer that is none) is first taken as
the object's own. When several objects in a row fail so, with no success between them, it is the
server's, and none of them is to blame. An object that starts trouble again and again, while others
succeed in between, is to blame after all.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

IN_A_ROW = 5
"""So many different objects must fail without a success between them."""
COLLISIONS = 10
"""So many calls in a row must meet somebody else's, with no success between them."""
LONGEST = timedelta(days=1)
"""After so long without any success the objects are judged one by one: they may be all there is."""


@dataclass(slots=True)
class Breaker:
    """Of one context's data, or of the way to a server. `open_since` is None while it is well."""

    in_a_row: int = IN_A_ROW
    open_since: datetime | None = None
    _failed: set[str] = field(default_factory=set)

    def succeed(self) -> None:
        """Something worked."""
        self.open_since = None
        self._failed.clear()

    def fail(self, key: str, now: datetime) -> bool:
        """An object failed; whether that is the server's fault."""
        self._failed.add(key)
        if self.open_since is None:
            if len(self._failed) < self.in_a_row:
                return False
            self.open_since = now
        return now - self.open_since < LONGEST


@dataclass(slots=True)
class Collisions:
    """Of one context: calls that met another's, who writes there or keeps it locked."""

    in_a_row: int = 0

    def succeed(self) -> None:
        """Nobody was in the way."""
        self.in_a_row = 0

    def collide(self) -> bool:
        """Somebody was; whether that goes on for so long that the context is to rest."""
        self.in_a_row += 1
        return self.in_a_row >= COLLISIONS


@dataclass(slots=True)
class Suspects:
    """Objects whose call was the first to find a server down that was well before."""

    _seen: set[str] = field(default_factory=set)

    def blamed(self, keys: Collection[str]) -> frozenset[str]:
        """Who of these did that before already; once is no evidence."""
        again = self._seen.intersection(keys)
        self._seen.update(keys)
        return frozenset(again)

    def clear(self, keys: Collection[str]) -> None:
        """These succeeded."""
        self._seen.difference_update(keys)
