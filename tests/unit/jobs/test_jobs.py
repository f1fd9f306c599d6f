"""Jobs: queued, taken up once, cancelled at their next step, buried when their process is gone."""

import pytest

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_the_same_is_queued_once_until_it_is_taken_up() -> None:
    first = jobs.enqueue("plan", "portal:1", actor="anna")
    assert jobs.enqueue("plan", "portal:1", actor="bert").pk == first.pk
    assert jobs.enqueue("plan", "portal:2", actor="anna").pk != first.pk
    assert jobs.enqueue("sync", "portal:1", actor="anna", order={"plan": "a"}).pk != first.pk
    assert jobs.take("portal:1") == first
    assert jobs.enqueue("plan", "portal:1", actor="anna").pk != first.pk


def test_jobs_are_taken_in_turn_and_only_once() -> None:
    wanted = [jobs.enqueue(kind, "portal:1", actor="anna").pk for kind in ("read", "plan")]
    taken = [jobs.take("portal:1"), jobs.take("portal:1")]
    assert [row.pk for row in taken if row] == wanted
    assert jobs.take("portal:1") is None


def test_a_cancelled_job_ends_at_its_next_step() -> None:
    with clock.held(clock.now()) as hand:
        row = jobs.take(jobs.enqueue("plan", "portal:1", actor="anna").key)
        assert row is not None
        with pytest.raises(jobs.Cancelled):
            _two_steps(row, hand)
    row = Job.objects.get(pk=row.pk)
    assert (row.state, row.error, row.done, row.cancel) == ("cancelled", "", 2, True)
    assert row.finished is not None
    assert not jobs.cancel(row)


def _two_steps(row: Job, hand: clock.Hand) -> None:
    with jobs.running("plan", "portal:1", taken=row) as job:
        hand.forward(seconds=2)
        job.step(1)
        assert jobs.cancel(row)
        hand.forward(seconds=2)
        job.step(2)


def test_a_queued_job_that_is_cancelled_is_never_taken_up() -> None:
    row = jobs.enqueue("plan", "portal:1", actor="anna")
    assert jobs.cancel(row)
    assert jobs.take("portal:1") is None


def test_a_job_ends_when_its_process_does() -> None:
    with pytest.raises(jobs.Interrupted), jobs.running("plan", "p", halt=lambda: True) as job:
        job.step(1)
    assert Job.objects.get().state == "failed"
    assert "stopped meanwhile" in Job.objects.get().error


def test_a_failure_keeps_its_next_step() -> None:
    with pytest.raises(StellwerkError), jobs.running("plan", "portal:1"):
        raise StellwerkError("It broke.", hint="Mend it.")
    assert Job.objects.get().error == "It broke. Mend it."


def test_jobs_of_processes_that_are_gone_are_buried() -> None:
    with clock.held(clock.now()) as hand:
        old = jobs.take(jobs.enqueue("plan", "portal:1", actor="anna").key)
        hand.forward(seconds=jobs.SILENCE.total_seconds() + 1)
        fresh = jobs.take(jobs.enqueue("plan", "portal:1", actor="anna").key)
        queued = jobs.enqueue("plan", "portal:1", actor="anna")
        assert jobs.bury() == 1
    assert old is not None
    assert fresh is not None
    states = {row.pk: row.state for row in Job.objects.all()}
    assert states == {old.pk: "failed", fresh.pk: "running", queued.pk: "queued"}
