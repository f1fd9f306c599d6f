"""Whole runs as the command line and the service start them: read, plan, carry out, approve."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from stellwerk.jobs import actions as jobs
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources.intake import Summary
from stellwerk.sources.models import Source
from stellwerk.sources.readers import read
from stellwerk.sync import held as held_rows
from stellwerk.sync import plan
from stellwerk.sync.changes import FIELDS, MEMBERS, REMOVALS, Change
from stellwerk.sync.free import Approval, Permit
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Work
from stellwerk.sync.plan import Drawn
from stellwerk.sync.worker import Progress, Worker
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target

_POLL, _WATCH = 0.2, 60.0
_BATCH = 500
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
        drawn = plan.draw(portal, progress)
        job.result = {"hash": drawn.hash, **drawn.counts}
    return drawn


@dataclass(slots=True)
class Report:
    """What a sync came to. `moved` are changes of the plan that no longer stand."""

    hash: str
    applied: int = 0
    parked: int = 0
    held: int = 0
    moved: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For scripts and for the job's result."""
        return {
            "hash": self.hash,
            "applied": self.applied,
            "parked": self.parked,
            "held": self.held,
            "moved": self.moved,
            "waiting": self.waiting,
        }


def standing(portal: Portal, drawn: Drawn) -> tuple[Permit, list[dict[str, Any]]]:
    """What of a kept plan still stands now, and what moved since it was drawn."""
    now: set[str] = set()
    for target in Target.objects.filter(portal=portal):
        plan.settle_marks(target)
        now |= {change.digest for change in plan.changes_of(target)}
    seen: dict[tuple[str, str], Approval] = {}
    moved = []
    for change in drawn.changes():
        if change["digest"] in now:
            seen[change["object"], change["part"]] = _approval(change)
        else:
            moved.append({name: change[name] for name in ("target", "object", "name", "action")})
    return Permit(seen, everything=False), moved


def permit_of(drawn: Drawn) -> Permit:
    """Everything a plan shows, for one that was drawn just now."""
    seen = {(change["object"], change["part"]): _approval(change) for change in drawn.changes()}
    return Permit(seen, everything=False)


def _approval(change: dict[str, Any]) -> Approval:
    people = change["people"] if change["part"] in _PEOPLE else ()
    return Approval(change["goal"], frozenset(people))


def carry_out(
    portal: Portal, drawn: Drawn, permit: Permit, *, actor: str, progress: Progress | None = None
) -> Report:
    """Carry a plan out here, as the one worker of this store, until nothing more can be sent."""
    rows = list(Target.objects.filter(portal=portal).order_by("name"))
    for target in rows:
        targets.start(target, actor=actor)
    report = Report(drawn.hash)
    with jobs.running("sync", f"portal:{portal.pk}") as job:

        def tell(applied: int, parked: int, current: str) -> None:
            job.step(applied, None, current)
            if progress is not None:
                progress(applied, parked, current)

        worker = Worker(rows, permit)
        worker.drain(tell)
        report.applied, report.parked = worker.applied, len(plan.parked(portal))
        report.held = drawn.counts["held"]
        report.waiting = worker.waiting()
        job.result = report.as_dict()
    return report


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
    chosen = _held_in(drawn)
    done = _answer(portal, lambda change: change.digest in chosen, "approve", actor=actor)
    return done, max(len(chosen) - done, 0)


def approve_object(portal: Portal, key: str, *, actor: str) -> int:
    """Free everything that is held of one object."""
    return _answer(portal, lambda change: change.object == key, "approve", actor=actor)


def drop(portal: Portal, drawn: Drawn, *, actor: str) -> tuple[int, int]:
    """Leave what a kept plan shows as held as it is, until something else is wanted of it."""
    chosen = _held_in(drawn)
    done = _answer(portal, lambda change: change.digest in chosen, "drop", actor=actor)
    return done, max(len(chosen) - done, 0)


def drop_object(portal: Portal, key: str, *, actor: str) -> int:
    """Leave everything that is held of one object as it is."""
    return _answer(portal, lambda change: change.object == key, "drop", actor=actor)


def _held_in(drawn: Drawn) -> set[str]:
    return {change["digest"] for change in drawn.changes() if change["held"]}


def _answer(portal: Portal, chosen: Callable[[Change], bool], verb: str, *, actor: str) -> int:
    """Approve or drop held changes, each with a line in the trail; returns how many."""
    done = 0
    for target in Target.objects.filter(portal=portal):
        changes = [c for c in plan.changes_of(target) if c.held and chosen(c)]
        for start in range(0, len(changes), _BATCH):
            batch = changes[start : start + _BATCH]
            with transaction.atomic():
                for change in batch:
                    if verb == "approve":
                        held_rows.approve(target.pk, change, by_hand=True)
                    else:
                        held_rows.drop(target.pk, change)
                mark(target.pk, sorted({change.object for change in batch}), 0)
                note(portal, actor, [_noted(change, verb) for change in batch])
        done += len(changes)
    return done


def _noted(change: Change, verb: str) -> Note:
    after = {"part": change.part, "action": change.action, "digest": change.digest}
    return Note(f"change.{verb}", change.object, change.name, {}, after)


def retry(portal: Portal, key: str, *, actor: str) -> int:
    """Take a parked object up again; returns at how many targets."""
    rows = Work.objects.filter(target__portal=portal, object=key, state=Work.State.PARKED)
    targets_ = list(rows.values_list("target_id", flat=True))
    for target in targets_:
        mark(target, [key], 0)
    if targets_:
        note(portal, actor, [Note("object.retry", key, key)])
    return len(targets_)
