"""Jobs: queued, taken up once, cancelled at their next step, buried when their process is gone."""

import json

import pytest

from stellwerk.core import clock, process
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.log import USUAL, Level, lines
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal

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


def test_jobs_of_processes_that_are_gone_are_buried_at_once() -> None:
    with clock.held(clock.now()) as hand:
        killed, busy, elsewhere = (_running(name) for name in (_killed(), process.own(), "far/1/2"))
        queued = jobs.enqueue("plan", "portal:1", actor="anna")
        assert jobs.bury() == 1
        hand.forward(seconds=jobs.SILENCE.total_seconds() + 1)
        assert jobs.bury() == 1
    states = {row.pk: (row.state, row.error) for row in Job.objects.all()}
    assert states[killed.pk] == states[elsewhere.pk] == ("failed", "interrupted")
    assert states[busy.pk][0] == "running"
    assert states[queued.pk][0] == "queued"


def _running(name: str) -> Job:
    now = clock.now()
    return Job.objects.create(kind="plan", key="p", process=name, started=now, heartbeat=now)


def _killed() -> str:
    host, boot, pid, start = process.own().split("/")
    return f"{host}/{boot}/{pid}/{int(start) + 1}"


def test_a_clock_that_was_set_back_silences_no_job() -> None:
    with clock.held(clock.now()) as hand, jobs.running("read", "source:1") as job:
        hand.forward(hours=-3)
        job.step(7)
        assert Job.objects.get().done == 7


def test_lines_of_the_log_are_written_with_a_step_and_at_the_end() -> None:
    with clock.held(clock.now()) as hand, jobs.running("read", "source:1") as job:
        job.say("Reading %(name)s.", name="directory")
        assert Job.objects.get().log == {}
        hand.forward(seconds=2)
        job.step(1)
        assert [line.said for line in lines(Job.objects.get().log)] == ["Reading directory."]
        job.say("Strange.", Level.WARNING, "person:1")
    first, second = lines(Job.objects.get().log)
    assert (first.level, second.level, second.object) == ("info", "warning", "person:1")


def test_the_log_is_bounded_and_what_went_wrong_has_room_of_its_own() -> None:
    with jobs.running("read", "source:1") as job:
        for number in range(10_000):
            job.say("Seen %(what)s.", what="x" * 5000 + str(number))
        job.say("Broken.", Level.ERROR)
    kept = Job.objects.get().log
    found = lines(kept)
    assert (len(found), found[-1].text) == (USUAL + 1, "Broken.")
    assert kept["left_out"] == 10_000 - USUAL
    assert len(json.dumps(kept)) < 400_000


def test_a_job_knows_which_rows_of_a_table_are_its_own() -> None:
    last = iter((3, 9))
    with jobs.running("sync", "portal:1", books={"history": lambda: next(last)}):
        assert Job.objects.get().books == {"history": [3, None]}
    assert Job.objects.get().books == {"history": [3, 9]}


def test_the_pace_is_counted_from_where_the_count_began() -> None:
    with clock.held(clock.now()) as hand, jobs.running("sync", "portal:1") as job:
        hand.forward(seconds=60)
        job.step(40, 40, "reading")
        hand.forward(seconds=60)
        job.step(0, 100, "")
        assert job.row.since == clock.now()


def test_runs_are_kept_for_as_long_as_the_portal_says_and_the_newest_always() -> None:
    Portal.objects.create(name="Here", created=clock.now(), keep_runs=10)
    with clock.held(clock.now()) as hand:
        for days in (9, 2, 11):
            with jobs.running("read", "source:1"):
                hand.forward(days=days)
        with jobs.running("read", "source:2"):
            hand.forward(days=100)
        started = [row.started for row in Job.objects.filter(key="source:1")]
    assert len(started) == 1
    assert Job.objects.filter(key="source:2").count() == 1
