"""The lock that every user write takes: one per context, without a queue."""

import asyncio
import random

from oxsim.faults import UserUpdateConflict

ATTEMPTS = 5


class UserLocks:
    """Which contexts have a user write under way.

    A waiter does not queue: it sleeps ``n * unit`` plus up to one unit and looks again, five times,
    and then gives up. Who comes by at the right moment gets the lock, as on a real server.
    """

    def __init__(self, unit: float) -> None:
        self._unit = unit
        self._held: set[int] = set()

    async def acquire(self, context_id: int) -> None:
        """Take a context's lock. Raises UserUpdateConflict after the last attempt."""
        for attempt in range(1, ATTEMPTS + 1):
            if context_id not in self._held:
                break
            await asyncio.sleep((attempt + random.random()) * self._unit)
        if context_id in self._held:
            raise UserUpdateConflict
        self._held.add(context_id)

    def release(self, context_id: int) -> None:
        """Give a context's lock back."""
        self._held.discard(context_id)
