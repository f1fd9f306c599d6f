"""Lanes: what a target must be served in, one write at a time, and who has them.

Names: ``contexts`` creates contexts; ``10/users`` and ``10/rest`` are a context's two. Names that
start with ``~`` are no lanes: their rows wait for a person (held, or an open decision) or for
their time (scheduled deletions).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min, QuerySet

from stellwerk.core import clock
from stellwerk.sync.models import Lane, Work
from stellwerk.sync.turns import Load

CONTEXTS, HELD, ASKED, SCHEDULED = "contexts", "~held", "~asked", "~scheduled"
WHOLE = "*"
"""The row that pauses a whole target."""

_LEASE, _OUTLIVES = 90.0, 1.5
"""A lease is at least so long, in seconds, and at least so many times a call's deadline: a call
starts only if the lease outlives its deadline, and leases are renewed now and then only."""
_TRIAL = timedelta(minutes=5)
"""So long after a pause nobody may know yet whether the trouble is over: calls have a minute, and
those with long member lists more."""
_SAME = timedelta(hours=1)
"""Trouble that nothing has ended is the same one when it comes again within this time."""


def lane_of(kind: str, scope: str) -> str:
    """The lane an object of a kind is served in."""
    if kind == "context":
        return CONTEXTS
    return f"{scope}/users" if kind == "person" else f"{scope}/rest"


def scope_of(lane: str) -> str:
    """The context a lane belongs to, "" for the one that creates contexts."""
    return lane.partition("/")[0] if "/" in lane else ""


# A loose index scan: one probe per lane, however many rows each has.
_LANES = """
WITH RECURSIVE l(lane) AS (
    SELECT min(lane) FROM sync_work WHERE target_id = %s AND state = 'ready' AND lane > ''
    UNION ALL
    SELECT (SELECT min(w.lane) FROM sync_work w
            WHERE w.target_id = %s AND w.state = 'ready' AND w.lane > l.lane)
    FROM l WHERE l.lane IS NOT NULL)
SELECT lane FROM l WHERE lane IS NOT NULL
"""


def lanes_with_work(target: int) -> list[str]:
    """The lanes of a target that have rows, due or not; waiting places are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_LANES, [target, target])
        return [lane for (lane,) in cursor.fetchall() if not lane.startswith("~")]


# One probe per lane again: whether it has such a row, not how many.
_DUE = """
SELECT l.column1 FROM (VALUES {lanes}) l
WHERE EXISTS (SELECT 1 FROM sync_work w
              WHERE w.target_id = %s AND w.state = 'ready' AND w.lane = l.column1
                AND w.due <= %s AND w.object NOT IN ({skipped}))
"""
_WAITING = """
SELECT l.column1 FROM (VALUES {lanes}) l
WHERE EXISTS (SELECT 1 FROM sync_work w
              WHERE w.target_id = %s AND w.state = 'ready' AND w.lane = l.column1
                AND (w.since < %s OR (w.priority = 0 AND w.since < %s)))
"""


def with_rows_due(target: int, lanes: Sequence[str], skipped: Collection[str]) -> set[str]:
    """Which of these lanes have rows that are due, those of `skipped` objects left out."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    marks = ", ".join(["%s"] * len(skipped)) or "''"
    return _which(_DUE, lanes, [target, now, *skipped], skipped=marks)


def waiting(target: int, lanes: Sequence[str], live: datetime, bulk: datetime) -> set[str]:
    """Which of these lanes have a row that waits since `bulk`, or somebody's since `live`."""
    adapt = connection.ops.adapt_datetimefield_value
    return _which(_WAITING, lanes, [target, adapt(bulk), adapt(live)])


def _which(query: str, lanes: Sequence[str], values: Sequence[Any], **parts: str) -> set[str]:
    if not lanes:
        return set()
    rows = ", ".join(["(%s)"] * len(lanes))
    with connection.cursor() as cursor:
        cursor.execute(query.format(lanes=rows, **parts), [*lanes, *values])
        return {lane for (lane,) in cursor.fetchall()}


def loads(target: int) -> dict[str, Load]:
    """How much work each lane of a target has."""
    rows = Work.objects.filter(target=target, state=Work.State.READY).exclude(lane="")
    counted = rows.values_list("lane").annotate(Count("object"), Min("priority")).order_by()
    return {lane: Load(number, priority == 0) for lane, number, priority in counted}


def due_rows(target: int, lane: str, limit: int) -> list[Work]:
    """The next rows of a lane, in the order they are to be sent."""
    return list(
        Work.objects.filter(
            target=target, state=Work.State.READY, lane=lane, due__lte=clock.now()
        ).order_by("rank", "priority", "number")[:limit]
    )


def lease_seconds(settings: Mapping[str, Any], deadline: float) -> float:
    """How long a lease of a target with these settings runs; `deadline` is a call's, in seconds."""
    return max(float(settings.get("lease", _LEASE)), deadline * _OUTLIVES)


def lease(target: int, lane: str, token: str, seconds: float) -> bool:
    """Take a lane for this worker; False while another holds it or it is paused."""
    now = clock.now()
    row, _ = Lane.objects.get_or_create(target_id=target, name=lane)
    if row.paused_until is not None and row.paused_until > now:
        return False
    taken = Lane.objects.filter(pk=row.pk).exclude(until__gt=now, token__gt="")
    mine = Lane.objects.filter(pk=row.pk, token=token)
    return bool((taken | mine).update(token=token, until=now + timedelta(seconds=seconds)))


def renew(target: int, token: str, seconds: float) -> None:
    """Keep all lanes of a target that this worker has for another lease."""
    until = clock.now() + timedelta(seconds=seconds)
    Lane.objects.filter(target=target, token=token).update(until=until)


def release(target: int, lane: str, token: str) -> None:
    """Give a lane back."""
    Lane.objects.filter(target=target, name=lane, token=token).update(token="", until=None)


def free_all() -> None:
    """Give all lanes back: the one worker of an embedded store has just started."""
    Lane.objects.exclude(token="").update(token="", until=None)


def pause(target: int, lane: str, seconds: float, reason: str) -> bool:
    """Stop serving a lane (or the whole target) for a while, with the reason to show.

    Returns whether this is new: it was not in trouble before.
    """
    new = not _in_trouble(target, _SAME).filter(name=lane).exists()
    Lane.objects.update_or_create(
        target_id=target,
        name=lane,
        defaults={
            "paused_until": clock.now() + timedelta(seconds=seconds),
            "reason": reason,
        },
    )
    return new


def resume(target: int, lane: str) -> None:
    """End a pause."""
    Lane.objects.filter(target=target, name=lane).exclude(reason="").update(
        paused_until=None, reason=""
    )


def recover(target: int, lanes: Collection[str]) -> list[str]:
    """Something worked in these lanes: those whose pause is over are well again. Which they are."""
    rows = Lane.objects.filter(target=target, name__in=list(lanes)).exclude(reason="")
    well = list(rows.exclude(paused_until__gt=clock.now()).values_list("name", flat=True))
    if well:
        rows.filter(name__in=well).update(paused_until=None, reason="")
    return well


def paused(target: int) -> dict[str, str]:
    """The lanes that are paused now, with the reason."""
    rows = Lane.objects.filter(target=target, paused_until__gt=clock.now())
    return dict(rows.values_list("name", "reason"))


def in_trouble(target: int) -> dict[str, str]:
    """What to show: the lanes that are paused, or were until just now and are being tried."""
    return dict(_in_trouble(target, _TRIAL).values_list("name", "reason"))


def all_in_trouble(targets: Collection[int]) -> dict[int, dict[str, str]]:
    """The same of several targets: target -> lane -> reason."""
    found: dict[int, dict[str, str]] = {target: {} for target in targets}
    rows = Lane.objects.filter(target__in=targets, paused_until__gt=clock.now() - _TRIAL)
    for target, name, reason in rows.exclude(reason="").values_list("target", "name", "reason"):
        found[target][name] = reason
    return found


def _in_trouble(target: int, since: timedelta) -> QuerySet[Lane]:
    rows = Lane.objects.filter(target=target, paused_until__gt=clock.now() - since)
    return rows.exclude(reason="")
