"""Where every source and target stands, read with few and bounded queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery

from stellwerk.audit.queries import findings
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.sources import readers
from stellwerk.sources.models import Decision, Problem, Source
from stellwerk.sources.queries import read_ones
from stellwerk.sso import validity
from stellwerk.sso.models import SignOn
from stellwerk.sync import lanes
from stellwerk.sync.models import Held, History, Plan, Work
from stellwerk.sync.queries import worker_runs
from stellwerk.targets.models import Target

MOST = 10_000
"""Nothing is counted further: beyond it the number says no more to anybody."""


@dataclass(frozen=True, slots=True)
class SourceStands:
    """A source, its last reading (None: never read), how many objects it could not give."""

    row: Source
    last: Job | None
    problems: int

    @property
    def objects(self) -> int:
        """How many objects the last reading brought."""
        return sum((self.last.result.get("read") or {}).values()) if self.last else 0

    @property
    def whole(self) -> bool:
        """Whether the last reading is over and brought everything."""
        done = self.last is not None and self.last.state == Job.State.DONE
        return bool(done and self.last and self.last.result.get("complete", True))


@dataclass(frozen=True, slots=True)
class TargetStands:
    """A target and what waits for it: counts up to `MOST`, and since when the oldest is due.

    ``sent`` is when something was sent there last, None if nothing ever was. ``paused`` has the
    reasons; ``whole`` says that nothing at all is sent there now.
    """

    row: Target
    sent: datetime | None
    due: int
    oldest: datetime | None
    parked: int
    held: int
    paused: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the start page shows.

    `certificates` of single sign-on end soon or have ended; `news` in its metadata wait. `sourced`:
    people can come from somewhere, if only by signing in.
    """

    sources: list[SourceStands]
    targets: list[TargetStands]
    worker: bool
    decisions: int
    planned: bool
    findings: int = 0
    certificates: int = 0
    news: bool = False
    sourced: bool = True


def standing(portal: Portal) -> Standing:
    """How everything of a portal stands now."""
    sources, sign_on = _sources(portal), SignOn.objects.filter(portal=portal).first()
    return Standing(
        sources,
        _targets(portal),
        worker_runs(settings.DATA),
        # As the page of decisions counts them: by record, whatever is asked about it.
        _upto(
            Decision.objects.filter(portal=portal, refused=False)
            .order_by()
            .values("record")
            .distinct()
        ),
        Plan.objects.filter(portal=portal).exists(),
        _upto(findings(portal)),
        len(validity.ending(sign_on)),
        validity.waits(sign_on),
        bool(sources) or Source.objects.filter(portal=portal).exists(),
    )


def _sources(portal: Portal) -> list[SourceStands]:
    rows = list(read_ones(portal))
    counted = Problem.objects.filter(source__in=rows).values_list("source")
    bad = dict(counted.annotate(n=Count("pk")))
    keys = {row.pk: readers.key(row) for row in rows}
    read = Job.objects.filter(kind="read", key__in=keys.values()).order_by().values("key")
    newest = read.annotate(last=Max("pk")).values("last")
    jobs = {job.key: job for job in Job.objects.filter(pk__in=newest)}
    return [SourceStands(row, jobs.get(keys[row.pk]), bad.get(row.pk, 0)) for row in rows]


def _targets(portal: Portal) -> list[TargetStands]:
    sent = History.objects.filter(target=OuterRef("pk")).order_by("-pk").values("at")[:1]
    rows = list(Target.objects.filter(portal=portal).annotate(sent=Subquery(sent)).order_by("name"))
    paused = lanes.all_in_trouble([row.pk for row in rows])
    return [_target(row, row.sent, paused[row.pk]) for row in rows]


def _target(row: Target, sent: datetime | None, paused: Mapping[str, str]) -> TargetStands:
    work = Work.objects.filter(target=row)
    # Names of lanes are numbers and words: all of them sort before the waiting places.
    due = work.filter(state=Work.State.READY, lane__lt="~").values("since")[:MOST]
    ready: dict[str, Any] = due.aggregate(count=Count("*"), oldest=Min("since"))
    return TargetStands(
        row,
        sent,
        ready["count"],
        ready["oldest"],
        _upto(work.filter(state=Work.State.PARKED)),
        _upto(Held.objects.filter(target=row, approved=False, dropped=False)),
        tuple(sorted(set(paused.values()))),
        lanes.WHOLE in paused,
    )


def _upto(rows: QuerySet[Any]) -> int:
    return rows[:MOST].count()
