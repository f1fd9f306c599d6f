"""The statements that move work rows, each for many rows at once.

Where a generation is given, a row that was marked again meanwhile stays as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from stellwerk.core import clock
from stellwerk.core.said import Said, kept

Value = str | int | None
Row = tuple[int, str, int]
"""target, object, generation."""

_DROP = "DELETE FROM sync_work WHERE target_id = %s AND object = %s AND generation = %s"
_WAIT = """
UPDATE sync_work SET since = %s, priority = 1
WHERE target_id = %s AND object = %s AND generation <> %s AND rank = 2
"""
_ROUTE = """
UPDATE sync_work SET lane = '', attempts = 0
WHERE target_id = %s AND object = %s AND generation = %s
"""
_LOOK = """
UPDATE sync_work SET lane = '' WHERE target_id = %s AND object = %s AND generation = %s
"""
_LATER = """
UPDATE sync_work SET due = %s, attempts = attempts + %s WHERE target_id = %s AND object = %s
"""
_SCHEDULE = "UPDATE sync_work SET due = %s WHERE target_id = %s AND object = %s"
_WAKE = """
UPDATE sync_work SET lane = '' WHERE target_id = %s AND lane = '~scheduled' AND due <= %s
"""
_PARK = """
UPDATE sync_work SET state = 'parked', lane = '', code = %s, error = %s, hint = %s
WHERE target_id = %s AND object = %s AND generation = %s
"""
_HOLD = """
UPDATE sync_work SET lane = '~held' WHERE target_id = %s AND object = %s AND generation = %s
"""
_PLACE = """
UPDATE sync_work SET lane = %s, state = %s, scope = %s, name_key = %s, mail_key = %s,
                     code = %s, error = %s, hint = %s
WHERE target_id = %s AND object = %s AND generation = %s
"""


def execute(statement: str, rows: Iterable[Sequence[Value]]) -> None:
    """Run one statement for every row."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[_kept(value) for value in row] for row in rows])


def _kept(value: Value) -> Value:
    return kept(value) if isinstance(value, Said) else value


def drop(rows: Iterable[Row]) -> None:
    """Done: nothing differs any more.

    What was marked again meanwhile stays, and starts to wait anew: a group that gains members all
    the time is sent again with the next bulk, not after each of them.
    """
    done = list(rows)
    execute(_DROP, done)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    execute(_WAIT, ((now, *row) for row in done))


def route_again(rows: Iterable[Row]) -> None:
    """Take rows out of their lanes, to be looked at anew."""
    execute(_ROUTE, rows)


def look_again(rows: Iterable[Row]) -> None:
    """Take rows out of their lanes after they were only read: what was tried still counts."""
    execute(_LOOK, rows)


def later(rows: Iterable[tuple[int, str, float, int]]) -> None:
    """Not now: (target, object, seconds from now, attempts to add) each."""
    now = clock.now()
    execute(
        _LATER,
        (
            (
                connection.ops.adapt_datetimefield_value(now + timedelta(seconds=seconds)),
                attempts,
                target,
                key,
            )
            for target, key, seconds, attempts in rows
        ),
    )


def schedule(rows: Iterable[tuple[int, str, datetime]]) -> None:
    """Look at these again at a moment: (target, object, when) each."""
    adapt = connection.ops.adapt_datetimefield_value
    execute(_SCHEDULE, ((adapt(when), target, key) for target, key, when in rows))


def wake_scheduled(target: int) -> int:
    """Route what was scheduled and is due now; returns how many."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, [target, now])
        return int(cursor.rowcount)


def park(rows: Iterable[tuple[str, str, str, int, str, int]]) -> None:
    """Failed for good: (code, error, hint, target, object, generation) each."""
    execute(_PARK, rows)


def hold(rows: Iterable[Row]) -> None:
    """Nothing of these can be sent: they wait until they are marked again."""
    execute(_HOLD, rows)


def place(rows: Iterable[Sequence[Value]]) -> None:
    """Put rows where they wait: (lane, state, scope, name key, mail key, code, error, hint,
    target, object, generation) each."""
    execute(_PLACE, rows)
