"""A clock that was set back: what was due by then must not wait until it is that late again.

A clock that was put forward, or a machine that slept, needs nothing: everything is due at once.
"""

from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Q

from stellwerk.core import clock
from stellwerk.sync.models import Applied, Lane, Work

FAR = timedelta(hours=1)
"""Nothing is ever delayed, paused or in doubt for so long."""
_DOUBT, _NOTICED = timedelta(minutes=2), timedelta(seconds=5)


class Watch:
    """Notices that the clock was set back while this process ran."""

    def __init__(self) -> None:
        self._wall, self._steady = clock.now(), monotonic()

    def was_set_back(self) -> bool:
        """Whether less time went by on the clock than really did, since this was asked last."""
        wall, steady = clock.now(), monotonic()
        gone, really = wall - self._wall, timedelta(seconds=steady - self._steady)
        self._wall, self._steady = wall, steady
        return really - gone > _NOTICED


def mend() -> int:
    """Make due now what waits for a moment that only the old clock came near; how many rows."""
    now = clock.now()
    waiting = Work.objects.filter(state=Work.State.READY).exclude(lane__startswith="~")
    late = waiting.filter(Q(since__gt=now) | Q(due__gt=now + FAR), due__gt=now)
    doubts = Applied.objects.exclude(stamp="").filter(doubt_until__gt=now + FAR)
    pauses = Lane.objects.filter(paused_until__gt=now + FAR)
    if not (late.exists() or doubts.exists() or pauses.exists()):
        return 0
    with transaction.atomic():
        found = late.update(due=now) + pauses.update(paused_until=now)
        # Not at once: the server may still be carrying out what its client gave up on.
        return found + doubts.update(doubt_until=now + _DOUBT)
