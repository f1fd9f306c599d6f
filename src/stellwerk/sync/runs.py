"""Whole runs as the command line and the service start them: read, plan, carry out, approve."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from stellwerk.jobs import actions as jobs
from stellwerk.portals.models import Portal
from stellwerk.sources.intake import Summary
from stellwerk.sources.models import Source
from stellwerk.sources.readers import read
from stellwerk.sync import plan
from stellwerk.sync.answering import Answer, answer, answer_object
from stellwerk.sync.changes import FIELDS, MEMBERS, REMOVALS
from stellwerk.sync.free import Approval, Permit
from stellwerk.sync.models import Applied, Work
from stellwerk.sync.plan import Drawn
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.worker import Progress, Worker
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target

_POLL, _WATCH = 0.2, 60.0
_PEOPLE = {FIELDS, MEMBERS, REMOVALS}


def read_sources(
    portal: Portal, progress: Callable[[str, int], None] | None = None
) -> dict[str, Summary]:
    """Read every source of a portal, one after the other, by name."""
    summaries = {}
    for source in Source.objects.filter(portal=portal).order_by("position", "pk"):

        def tell(done: int, name: str = source.name) -> None:
            if progress is not None:
                progress(name, done)

        summaries[source.name] = read(source, tell)
    return summaries


def draw_plan(portal: Portal, progress: Callable[[str], None] | None = None) -> Drawn:
    """Compute and keep the plan, as a job."""
    with jobs.running("plan", f"portal:{portal.pk}") as job:

        def tell(text: str) -> None:
            job.step(0, None, text)
            if progress is not None:
                progress(text)

        drawn = plan.draw(portal, tell)
        job.result = {"hash": drawn.hash, **drawn.counts}
    return drawn


@dataclass(slots=True)
class Report:
    """What a sync came to.

    `moved` are changes of the plan that no longer stand, `left` counts objects that turned out
    otherwise than planned and need another run, `waiting` says why something could not be sent.
    """

    hash: str
    applied: int = 0
    parked: int = 0
    held: int = 0
    left: int = 0
    moved: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For scripts and for the job's result."""
        return {
            "hash": self.hash,
            "applied": self.applied,
            "parked": self.parked,
            "held": self.held,
            "left": self.left,
            "moved": self.moved,
            "waiting": self.waiting,
        }


def standing(portal: Portal, drawn: Drawn) -> tuple[Permit, list[dict[str, Any]]]:
    """What of a kept plan still stands now, and what moved since it was drawn."""
    now: set[str] = set()
    for target in Target.objects.filter(portal=portal):
        plan.settle_marks(target)
        now |= {change.digest for change in plan.changes_of(target)}
    seen: dict[tuple[str, str, str], Approval] = {}
    moved = []
    for change in drawn.changes():
        if change["digest"] in now:
            seen[_part(change)] = _approval(change)
        else:
            moved.append({name: change[name] for name in ("target", "object", "name", "action")})
    return Permit(seen, everything=False, doubtful=_doubtful(portal)), moved


def permit_of(drawn: Drawn) -> Permit:
    """Everything a plan shows, for one that was drawn just now."""
    seen = {_part(change): _approval(change) for change in drawn.changes()}
    return Permit(seen, everything=False, doubtful=_doubtful(drawn.row.portal))


def _part(change: dict[str, Any]) -> tuple[str, str, str]:
    return change["target"], change["object"], change["part"]


def _doubtful(portal: Portal) -> frozenset[tuple[str, str]]:
    """Objects of which it is not known whether the last call took effect: (target, object) each."""
    rows = Applied.objects.filter(target__portal=portal).exclude(stamp="")
    return frozenset(rows.values_list("target__name", "object"))


def _approval(change: dict[str, Any]) -> Approval:
    people = change["people"] if change["part"] in _PEOPLE else ()
    return Approval(change["goal"], frozenset(people))


def carry_out(
    portal: Portal, drawn: Drawn, permit: Permit, *, actor: str, progress: Progress | None = None
) -> Report:
    """Carry a plan out here, as the one worker of this store, as a job."""
    with jobs.running("sync", f"portal:{portal.pk}") as job:

        def tell(applied: int, parked: int, current: str) -> None:
            job.step(applied, None, current)
            if progress is not None:
                progress(applied, parked, current)

        report = send(portal, drawn, permit, actor=actor, progress=tell)
        job.result = report.as_dict()
    return report


def send(
    portal: Portal, drawn: Drawn, permit: Permit, *, actor: str, progress: Progress | None = None
) -> Report:
    """Send what a plan permits, as the one worker of this store, until nothing more can be sent."""
    rows = list(Target.objects.filter(portal=portal).order_by("name"))
    for target in rows:
        targets.start(target, actor=actor)
    worker = Worker(rows, permit)
    worker.drain(progress)
    waiting = worker.waiting()
    ready = Work.objects.filter(target__portal=portal, state=Work.State.READY)
    return Report(
        drawn.hash,
        applied=worker.applied,
        parked=len(plan.parked(portal)),
        held=drawn.counts["held"],
        left=0 if waiting else ready.exclude(lane="").exclude(lane__startswith="~").count(),
        waiting=waiting,
    )


def hand_over(
    portal: Portal, drawn: Drawn, *, actor: str, progress: Progress | None = None
) -> Report:
    """Another process is the worker: let it carry the plan out, and watch until it is done."""
    for target in Target.objects.filter(portal=portal):
        targets.start(target, actor=actor)
    work = Work.objects.filter(target__portal=portal, state=Work.State.READY)
    open_rows = work.exclude(lane__startswith="~")
    first = open_rows.count()
    patience = _WATCH
    left = first
    while left and patience > 0:
        time.sleep(_POLL)
        now = open_rows.count()
        patience = _WATCH if now < left else patience - _POLL
        left = now
        if progress is not None:
            progress(max(first - left, 0), 0, "")
    report = Report(drawn.hash, applied=max(first - left, 0), held=drawn.counts["held"])
    report.parked = len(plan.parked(portal))
    if left:
        report.waiting = [f"{left} objects are still due; see: stellwerk status"]
    return report


def approve(portal: Portal, drawn: Drawn, *, actor: str) -> tuple[int, int]:
    """Free what a kept plan shows as held, as far as it still stands: (approved, moved)."""
    answered = answer(portal, _held_in(drawn), Answer.APPROVE, actor=actor)
    return answered.done, len(answered.moved)


def approve_object(portal: Portal, key: str, *, actor: str) -> int:
    """Free everything that is held of one object."""
    return answer_object(portal, key, Answer.APPROVE, actor=actor)


def drop(portal: Portal, drawn: Drawn, *, actor: str) -> tuple[int, int]:
    """Leave what a kept plan shows as held as it is, until something else is wanted of it."""
    answered = answer(portal, _held_in(drawn), Answer.DROP, actor=actor)
    return answered.done, len(answered.moved)


def drop_object(portal: Portal, key: str, *, actor: str) -> int:
    """Leave everything that is held of one object as it is."""
    return answer_object(portal, key, Answer.DROP, actor=actor)


def _held_in(drawn: Drawn) -> Iterator[dict[str, Any]]:
    return (change for change in drawn.changes() if change["held"])


def retry(portal: Portal, key: str, *, actor: str) -> int:
    """Take a parked object up again; returns at how many targets."""
    return retry_rows(parked_rows(portal, keys=[key]), portal, actor=actor)
