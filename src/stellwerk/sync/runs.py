"""Whole runs as the command line and the service start them: read, plan, carry out, approve."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from stellwerk.jobs import actions as jobs
from stellwerk.jobs.log import Level
from stellwerk.portals.models import Portal
from stellwerk.sources.intake import Summary
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sources.readers import read
from stellwerk.sync import permits, plan
from stellwerk.sync.answering import Answer, answer, answer_absences, answer_object
from stellwerk.sync.books import BOOKS
from stellwerk.sync.free import Permit
from stellwerk.sync.halting import halted_if_cancelled
from stellwerk.sync.models import Work
from stellwerk.sync.plan import Drawn
from stellwerk.sync.report import Report
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.worker import Progress, Worker
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target

permit_of, standing = permits.permit_of, permits.standing


def read_sources(
    portal: Portal, progress: Callable[[str, int], None] | None = None
) -> dict[str, Summary]:
    """Read every source of a portal, one after the other, by name."""
    summaries = {}
    for source in read_ones(portal):

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


def carry_out(
    portal: Portal,
    drawn: Drawn,
    permit: Permit,
    *,
    actor: str,
    named: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Carry a plan out here, as the one worker of this store, as a job.

    ``named``: it was drawn and looked at some time ago, not just now.
    """
    total = sum(drawn.counts.values()) - drawn.counts["held"]
    report = Report(drawn.hash, held=drawn.counts["held"])
    with jobs.running("sync", f"portal:{portal.pk}", books=BOOKS["sync"]) as job:

        def tell(applied: int, parked: int, current: str) -> None:
            job.step(applied, max(total, applied) or None, current)
            if progress is not None:
                progress(applied, parked, current)

        try:
            with halted_if_cancelled(portal, job, report):
                send(portal, permit, report, actor=actor, named=named, progress=tell)
        finally:
            job.result = report.as_result()
            note_end(job, report)
    return report


def send(
    portal: Portal,
    permit: Permit,
    report: Report,
    *,
    actor: str,
    named: bool = False,
    progress: Progress | None = None,
) -> None:
    """Send what a plan permits, as the one worker of this store, until nothing more can be sent.

    Fills in the report, also when ``progress`` raises: the calls in flight are finished then, what
    they did is written down, and nothing more is begun. A target that was halted and of which a
    ``named`` plan does not show everything that is due stays halted: nothing is sent unseen.
    """
    rows = list(Target.objects.filter(portal=portal).order_by("name"))
    fresh = {row.pk for row in rows if not row.started}
    for target in rows:
        targets.start(target, actor=actor)
    worker = Worker(rows, permit)
    try:
        worker.drain(progress)
    finally:
        _fill(portal, report, worker)
    for target in rows:
        unseen = len(worker.services[target.pk].skipped)
        report.unseen += unseen
        if named and unseen and target.pk in fresh and targets.halt(target, actor=actor):
            report.halted.append(target.name)


def _fill(portal: Portal, report: Report, worker: Worker) -> None:
    report.applied += worker.applied
    report.parked = len(plan.parked(portal))
    report.waiting = worker.waiting()
    ready = Work.objects.filter(target__portal=portal, state=Work.State.READY)
    if not report.waiting:
        report.left = ready.exclude(lane="").exclude(lane__startswith="~").count()


def note_end(job: jobs.Running, report: Report) -> None:
    """Put into a run's log what its History does not say."""
    for reason in report.waiting:
        job.say(_("Could not be sent yet: %(reason)s"), Level.WARNING, reason=reason)
    if report.unseen:
        said = _("%(count)s objects are due that the plan did not show; they were left alone.")
        job.say(said, Level.WARNING, count=report.unseen)
    for name in report.halted:
        job.say(_("Target %(target)s sends nothing until the next sync."), target=name)


def approve(portal: Portal, drawn: Drawn, *, actor: str) -> tuple[int, int]:
    """Free what a kept plan shows as held, as far as it still stands: (approved, moved)."""
    answered = answer(portal, _held_in(drawn), Answer.APPROVE, actor=actor)
    return answered.done, len(answered.moved)


def approve_object(portal: Portal, key: str, *, actor: str) -> int:
    """Free everything that is held of one object, or every absence of a source (``source:3``)."""
    return _answer_one(portal, key, Answer.APPROVE, actor)


def drop(portal: Portal, drawn: Drawn, *, actor: str) -> tuple[int, int]:
    """Leave what a kept plan shows as held as it is, until something else is wanted of it."""
    answered = answer(portal, _held_in(drawn), Answer.DROP, actor=actor)
    return answered.done, len(answered.moved)


def drop_object(portal: Portal, key: str, *, actor: str) -> int:
    """Leave everything that is held of one object as it is."""
    return _answer_one(portal, key, Answer.DROP, actor)


def _answer_one(portal: Portal, key: str, verb: Answer, actor: str) -> int:
    kind, _, number = key.partition(":")
    if kind == "source":
        source = Source.objects.get(portal=portal, pk=int(number))
        return answer_absences(source, verb, actor=actor)
    return answer_object(portal, key, verb, actor=actor)


def _held_in(drawn: Drawn) -> Iterator[dict[str, Any]]:
    return (change for change in drawn.changes() if change["held"])


def retry(portal: Portal, key: str, *, actor: str) -> int:
    """Take a parked object up again; returns at how many targets."""
    return retry_rows(parked_rows(portal, keys=[key]), portal, actor=actor)
