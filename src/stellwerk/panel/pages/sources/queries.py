"""Reads of sources for their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef

from stellwerk.jobs.models import Job, Schedule
from stellwerk.portals.models import Portal
from stellwerk.sources import readers
from stellwerk.sources.models import Problem, Record, Source

_RUNS = 10
MOST = 10_000
"""Nothing is counted further: beyond it the number says no more to anybody."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A source in the list: how it was read last, how often it is, and what it could not give."""

    row: Source
    last: Job | None
    every: int | None
    problems: int
    objects: int


def listed(portal: Portal) -> list[Listed]:
    """All sources of a portal, in the order in which they count."""
    rows = list(Source.objects.filter(portal=portal).order_by("position", "pk"))
    keys = [readers.key(row) for row in rows]
    every = dict(Schedule.objects.filter(kind="read", key__in=keys).values_list("key", "every"))
    bad = dict(
        Problem.objects.filter(source__in=rows).values_list("source").annotate(n=Count("pk"))
    )
    newest = Job.objects.filter(kind="read", key__in=keys).order_by().values("key")
    jobs = Job.objects.filter(pk__in=newest.annotate(last=Max("pk")).values("last"))
    last = {job.key: job for job in jobs}
    return [
        Listed(row, job, every.get(key), bad.get(row.pk, 0), _objects(row, job))
        for row, key in zip(rows, keys, strict=True)
        for job in [last.get(key)]
    ]


def _objects(row: Source, job: Job | None) -> int:
    return objects(job) if row.is_read else row.records.filter(absent_since=None)[:MOST].count()


def objects(job: Job | None) -> int:
    """How many objects a reading brought."""
    return sum((job.result.get("read") or {}).values()) if job else 0


def runs(row: Source) -> Sequence[Job]:
    """The last readings of a source, newest first."""
    rows = Job.objects.filter(kind="read", key=readers.key(row)).order_by("-started", "-pk")
    return list(rows[:_RUNS])


def every(row: Source) -> int | None:
    """How often a source is read, in seconds."""
    found = Schedule.objects.filter(kind="read", key=readers.key(row)).values_list("every")
    return next((seconds for (seconds,) in found), None)


def alone(row: Source) -> int:
    """How many people are known from this source alone, counted up to `MOST`."""
    elsewhere = Record.objects.filter(person=OuterRef("person")).exclude(source=row)
    people = row.records.filter(person__isnull=False).exclude(Exists(elsewhere))
    return people.values("person").distinct()[:MOST].count()


def kept(row: Source) -> list[tuple[str, int]]:
    """How many records of each kind are there now."""
    rows = Record.objects.filter(source=row, absent_since=None)
    found: Any = rows.values_list("kind").annotate(n=Count("pk")).order_by("kind")
    return [(kind, number) for kind, number in found]
