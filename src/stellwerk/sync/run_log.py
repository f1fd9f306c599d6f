"""The log of a run: its own lines, and its rows of what was sent or of the trail, in order.

What a row of History or Trail says is not kept twice: a run knows which of them are its own.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from heapq import merge
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from stellwerk.jobs.log import Level, Line, lines
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal, Trail
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync.books import HISTORY, TRAIL
from stellwerk.sync.models import History

Row = History | Trail
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are looked for: of one level ("" for all), about some objects (None for all)."""

    level: str = ""
    objects: Collection[str] | None = None


ALL = Wanted()


def own_lines(job: Job, wanted: Wanted = ALL) -> list[Line]:
    """The lines that a run wrote itself."""
    return [
        line
        for line in lines(job.log)
        if wanted.level in {"", line.level}
        and (wanted.objects is None or line.object in wanted.objects)
    ]


def rows_of(portal: Portal, job: Job, wanted: Wanted = ALL) -> QuerySet[Any]:
    """The rows of History or Trail that a run left, by primary key; they are ordered by it."""
    if HISTORY in job.books:
        rows: QuerySet[Any] = History.objects.filter(target__portal=portal)
        if wanted.level == Level.INFO:
            rows = rows.filter(result="ok")
        elif wanted.level == Level.ERROR:
            rows = rows.exclude(result="ok")
        elif wanted.level:
            rows = rows.none()
        span = job.books[HISTORY]
    elif TRAIL in job.books:
        rows = Trail.objects.filter(portal=portal, actor=_actor(portal, job))
        rows = rows if wanted.level in {"", Level.INFO} else rows.none()
        span = job.books[TRAIL]
    else:
        return History.objects.none()
    if wanted.objects is not None:
        scoped = (Q(object__startswith=f"{key}@") for key in wanted.objects)
        rows = rows.filter(reduce(or_, scoped, Q(object__in=wanted.objects)))
    first, last = span
    rows = rows.filter(pk__gt=first)
    return rows if last is None else rows.filter(pk__lte=last)


def level_of(row: Row) -> Level:
    """How much a row matters: a call that failed is an error."""
    return Level.INFO if isinstance(row, Trail) or row.result == "ok" else Level.ERROR


def whole(portal: Portal, job: Job, wanted: Wanted = ALL) -> Iterator[Line | Row]:
    """The log from its beginning, streamed."""
    rows = _in_batches(rows_of(portal, job, wanted).order_by("pk"))
    return merge(own_lines(job, wanted), rows, key=_at)


def _in_batches(rows: QuerySet[Any]) -> Iterator[Row]:
    """In short questions: nobody's writing waits for a long log."""
    batch = list(rows[:_BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_BATCH])


def as_text(entries: Iterable[Line | Row]) -> Iterator[str]:
    """The log as lines of text, in English, times in UTC."""
    for one in entries:
        if isinstance(one, Line):
            level, said, about = one.level, str(one.said), one.object
        elif isinstance(one, Trail):
            level, said, about = Level.INFO, one.verb, f"{one.object} {one.label}".strip()
        else:
            level, about = level_of(one), one.object
            said = one.action if level is Level.INFO else f"{one.action}: {one.message}"
        text = " ".join(f"{said}{f'  [{about}]' if about else ''}".split("\n"))
        yield f"{one.at:%Y-%m-%dT%H:%M:%S.%f}Z {level:<7} {text}\n"


def as_json(one: Line | Row) -> dict[str, Any]:
    """One entry for scripts."""
    found = {"at": one.at.isoformat(), "object": one.object}
    if isinstance(one, Line):
        return found | {"level": one.level, "text": one.said}
    if isinstance(one, Trail):
        return found | {"level": Level.INFO, "text": one.verb, "label": one.label}
    return found | {
        "level": level_of(one),
        "text": one.action,
        "result": one.result,
        "message": one.message,
    }


def _at(one: Line | Row) -> datetime:
    return one.at


def _actor(portal: Portal, job: Job) -> str:
    if job.kind != "read":
        return job.actor
    for source in Source.objects.filter(portal=portal):
        if readers.key(source) == job.key:
            return f"source:{source.name}"
    return ""
