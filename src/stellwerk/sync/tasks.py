"""What is asked for in the panel and done by the worker's process: one function per kind."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from stellwerk.core.errors import NotFound, StellwerkError
from stellwerk.jobs.actions import Running
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.sources import questions, readers
from stellwerk.sources.models import Source
from stellwerk.sync import plan, runs
from stellwerk.sync.answering import Answer, answer
from stellwerk.sync.free import Permit
from stellwerk.sync.plan import Drawn
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.runs import Report
from stellwerk.sync.worker import Progress


class UnknownTask(StellwerkError):
    """This version does not know what was asked for."""

    code = "task.unknown"


class Carry(Protocol):
    """How a plan gets carried out in this process."""

    def __call__(
        self,
        portal: Portal,
        drawn: Drawn,
        permit: Permit,
        *,
        actor: str,
        progress: Progress | None = None,
    ) -> Report:
        """Carry a plan out and say what came of it."""


def key_of(portal: Portal) -> str:
    """What a portal's jobs are kept under."""
    return f"portal:{portal.pk}"


def carry_out(portal: Portal, job: Running, carry: Carry) -> None:
    """Do what a job's kind and order say; its result is filled in. Raises a StellwerkError."""
    if job.row.kind == "sync":
        _sync(portal, job, carry)
        return
    task = _TASKS.get(job.row.kind)
    if task is None:
        raise UnknownTask(f"This version does not know what {job.row.kind!r} is.")
    task(portal, job)


def _read(portal: Portal, job: Running) -> None:
    only = job.row.order.get("source")
    rows = Source.objects.filter(portal=portal).order_by("position", "pk")
    chosen = list(rows.filter(pk=only) if only else rows)
    if only and not chosen:
        raise NotFound("This source is gone.")
    for source in chosen:
        job.step(0, None, source.name)
        summary = readers.read(source, _counting(job, source.name))
        job.result[source.name] = summary.as_dict()


def _plan(portal: Portal, job: Running) -> None:
    drawn = _drawn(portal, job)
    job.result |= {"hash": drawn.hash, **drawn.counts}


def _drawn(portal: Portal, job: Running) -> Drawn:
    runs.read_sources(portal, lambda name, done: job.step(done, None, name))
    return plan.draw(portal, lambda text: job.step(job.row.done, None, text))


def _sync(portal: Portal, job: Running, carry: Carry) -> None:
    moved: list[dict[str, Any]] = []
    if name := job.row.order.get("plan", ""):
        drawn = plan.find(portal, name)
        permit, moved = runs.standing(portal, drawn)
    else:
        drawn = _drawn(portal, job)
        permit = runs.permit_of(drawn)
    total = sum(drawn.counts.values()) - drawn.counts["held"] - len(moved)

    def tell(applied: int, _parked: int, current: str) -> None:
        job.step(applied, max(total, applied) or None, current)

    report = carry(portal, drawn, permit, actor=job.row.actor, progress=tell)
    report.moved = moved[:100]
    job.result |= report.as_dict() | {"moved": len(moved), "moved_names": report.moved}


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


_TASKS: dict[str, Callable[[Portal, Running], None]] = {
    "read": _read,
    "plan": _plan,
    "approve": _answer,
    "drop": _answer,
    "retry": _retry,
    "decide": _decide,
}


def kinds() -> Iterator[str]:
    """Every kind of job that can be asked for."""
    yield "sync"
    yield from _TASKS


def keys_of(portal: Portal) -> list[str]:
    """The keys of all jobs that belong to a portal: its own and its sources'."""
    sources = Source.objects.filter(portal=portal)
    return [key_of(portal), *(readers.key(row) for row in sources)]


def of_portal(portal: Portal) -> Any:
    """All jobs of a portal."""
    return Job.objects.filter(key__in=keys_of(portal))
