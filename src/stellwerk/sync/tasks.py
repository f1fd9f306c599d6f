"""What is asked for in the panel and done by the worker's process: one function per kind."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Protocol

from django.utils.translation import gettext_noop as _

from stellwerk.core.errors import NotFound, StellwerkError
from stellwerk.core.said import say
from stellwerk.jobs.actions import Running
from stellwerk.jobs.log import Level
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.sources import questions, readers
from stellwerk.sources.intake import Summary
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sync import permits, plan, runs
from stellwerk.sync.answering import Answer, answer
from stellwerk.sync.free import Permit
from stellwerk.sync.halting import halted_if_cancelled
from stellwerk.sync.permits import Standing
from stellwerk.sync.plan import Drawn
from stellwerk.sync.report import Report
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.worker import Progress
from stellwerk.targets.models import Target


class UnknownTask(StellwerkError):
    """This version does not know what was asked for."""

    code = "task.unknown"


class Carry(Protocol):
    """How a plan gets carried out in this process, as `runs.send` does."""

    def __call__(
        self,
        portal: Portal,
        permit: Permit,
        report: Report,
        *,
        actor: str,
        named: bool,
        progress: Progress,
    ) -> None:
        """Send what a plan permits, and fill in the report."""


Task = Callable[[Portal, Running], None]
"""Does what a job's order says and fills in its result. Raises a StellwerkError."""


class PlanMoved(StellwerkError):
    """Changes of this plan no longer stand, and only all of it was to be done; nothing was."""

    code = "plan_moved"
    hint = "Draw a new one: stellwerk plan"


def key_of(portal: Portal) -> str:
    """What a portal's jobs are kept under."""
    return f"portal:{portal.pk}"


def aside_key(portal: Portal) -> str:
    """What jobs are kept under that only read at targets, for long: the others do not wait."""
    return f"portal:{portal.pk}/aside"


def carry_out(portal: Portal, job: Running, carry: Carry) -> None:
    """Do what a job's kind and order say; its result is filled in. Raises a StellwerkError."""
    if job.row.kind == "sync":
        _sync(portal, job, carry)
        return
    task = _TASKS.get(job.row.kind)
    if task is None:
        raise UnknownTask(say("This version does not know what '%(kind)s' is.", kind=job.row.kind))
    task(portal, job)


def _read(portal: Portal, job: Running) -> None:
    only = job.row.order.get("source")
    rows = read_ones(portal)
    chosen = list(rows.filter(pk=only) if only else rows)
    if only and not chosen:
        raise NotFound(say("This source is gone."))
    for source in chosen:
        job.step(0, None, source.name)
        summary = readers.read(source, _counting(job, source.name))
        job.result[source.name] = summary.as_dict()
        _note_reading(job, source.name, summary)


def _plan(portal: Portal, job: Running) -> None:
    drawn = _drawn(portal, job)
    job.result |= {"hash": drawn.hash, **drawn.counts}


def _drawn(portal: Portal, job: Running) -> Drawn:
    for name, read in runs.read_sources(portal, lambda n, d: job.step(d, None, n)).items():
        _note_reading(job, name, read)
    drawn = plan.draw(portal, lambda text: job.step(job.row.done, None, text))
    changes = sum(drawn.counts.values())
    said = _("The plan shows %(count)s changes, of which %(held)s are held.")
    job.say(said, count=changes, held=drawn.counts["held"])
    return drawn


def _note_reading(job: Running, name: str, read: Summary) -> None:
    if read.complete:
        said = _("Source %(source)s was read: %(count)s objects, %(changed)s new or changed.")
        changed = read.new + read.changed + read.gone
        job.say(said, source=name, count=read.read.total(), changed=changed)
    else:
        said = _("Source %(source)s was not read whole: %(reason)s")
        job.say(said, Level.WARNING, source=name, reason=read.reason)


def _sync(portal: Portal, job: Running, carry: Carry) -> None:
    order = job.row.order
    if name := order.get("plan", ""):
        drawn = plan.find(portal, name)
        stands = permits.standing(portal, drawn)
    else:
        drawn = _drawn(portal, job)
        served = Target.objects.filter(portal=portal, started=True)
        flowing = frozenset(served.values_list("name", flat=True))
        stands = Standing(replace(permits.permit_of(drawn), flowing=flowing))
    if stands.moved:
        said = _("%(count)s changes of the plan no longer stand as shown; they are left alone.")
        job.say(said, Level.WARNING, count=len(stands.moved))
        if order.get("strict"):
            count = len(stands.moved)
            raise PlanMoved(
                say(
                    "%(count)s changes of plan %(hash)s no longer stand.",
                    count=count,
                    hash=drawn.hash[:12],
                )
            )
    report = Report(drawn.hash, stands.done, held=drawn.counts["held"], moved=stands.moved)
    total = sum(drawn.counts.values()) - drawn.counts["held"] - len(stands.moved) - stands.done

    def tell(applied: int, _parked: int, current: str) -> None:
        job.step(applied, max(total, applied) or None, current)

    try:
        with halted_if_cancelled(portal, job, report):
            # Somebody may have cancelled it while it was looked at what still stands.
            job.look()
            actor = job.row.actor
            carry(portal, stands.permit, report, actor=actor, named=bool(name), progress=tell)
    finally:
        job.result |= report.as_result()
        runs.note_end(job, report)


def _answer(portal: Portal, job: Running) -> None:
    drawn = plan.find(portal, job.row.order["plan"])
    held = (change for change in drawn.changes() if change["held"])
    verb, total = Answer(job.row.kind), drawn.counts["held"]
    tell = _counting(job, "", total)
    job.result |= answer(portal, held, verb, actor=job.row.actor, progress=tell).as_dict()


def _retry(portal: Portal, job: Running) -> None:
    order = job.row.order
    rows = parked_rows(portal, code=order.get("code", ""), target=order.get("target"))
    tell = _counting(job, "", rows.count())
    job.result["done"] = retry_rows(rows, portal, actor=job.row.actor, progress=tell)


def _decide(portal: Portal, job: Running) -> None:
    order = job.row.order
    tell = _counting(job, "", questions.records_in_question(portal, order["run"]).count())
    verb = questions.Verb(order["verb"])
    done, left = questions.answer_run(
        portal, order["run"], verb, actor=job.row.actor, progress=tell
    )
    job.result |= {"done": done, "left": left}


def _counting(job: Running, current: str, total: int | None = None) -> Callable[[int], None]:
    def tell(done: int) -> None:
        job.step(done, total, current)

    return tell


_TASKS: dict[str, Task] = {
    "read": _read,
    "plan": _plan,
    "approve": _answer,
    "drop": _answer,
    "retry": _retry,
    "decide": _decide,
}


_CLOCKS: list[Callable[[Portal], None]] = []


def add(kind: str, task: Task) -> None:
    """Let a package above this one carry out a kind of job."""
    _TASKS[kind] = task


def add_clock(ring: Callable[[Portal], None]) -> None:
    """Have something asked now and then whether a job of its own is due."""
    _CLOCKS.append(ring)


def ring(portal: Portal) -> None:
    """Ask everything that has jobs of its own to put those that are due into the queue."""
    for one in _CLOCKS:
        one(portal)


def kinds() -> Iterator[str]:
    """Every kind of job that can be asked for."""
    yield "sync"
    yield from _TASKS


def keys_of(portal: Portal) -> list[str]:
    """The keys of all jobs that belong to a portal: its own and its sources'."""
    sources = Source.objects.filter(portal=portal)
    return [key_of(portal), aside_key(portal), *(readers.key(row) for row in sources)]


def of_portal(portal: Portal) -> Any:
    """All jobs of a portal."""
    return Job.objects.filter(key__in=keys_of(portal))
