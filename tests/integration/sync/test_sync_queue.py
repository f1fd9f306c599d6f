"""What the panel asks for, taken up by the worker's process."""

import pytest
from django.db import connection
from site_case import Site

from stellwerk.jobs import actions as jobs
from stellwerk.jobs.models import Job
from stellwerk.sources.models import Decision
from stellwerk.sync import runs
from stellwerk.sync.models import Held, Plan
from stellwerk.sync.queue import run_next
from stellwerk.sync.tasks import key_of
from tests.factories import dn_of


def _do(site: Site, kind: str, **order: object) -> Job:
    """Ask for something, let it be done, and return its row."""
    row = jobs.enqueue(kind, key_of(site.portal), actor="anna", order=order)
    site.file.write_text(site.directory.ldif, encoding="utf-8")
    assert run_next(site.portal, runs.send)
    return Job.objects.get(pk=row.pk)


def test_nothing_is_done_when_nothing_was_asked_for(site: Site) -> None:
    assert not run_next(site.portal, runs.send)


def test_a_reading_names_what_each_source_brought(site: Site) -> None:
    site.directory.person("anna")
    row = _do(site, "read")
    assert (row.state, row.error) == ("done", "")
    assert row.result["directory"]["read"]["person"] == 1
    assert row.result["directory"]["complete"]


def test_a_plan_is_read_and_drawn_and_nothing_is_sent(site: Site) -> None:
    site.directory.person("anna")
    row = _do(site, "plan")
    assert row.result["create"] == 2
    assert Plan.objects.get().hash == row.result["hash"]
    assert site.writes() == {}


def test_a_sync_carries_out_the_plan_it_names_and_nothing_else(site: Site) -> None:
    site.directory.person("anna")
    plan = _do(site, "plan").result["hash"]
    site.directory.person("bert")
    site.read()
    row = _do(site, "sync", plan=plan)
    assert row.state == "done", row.error
    assert set(site.users()) == {"anna"}
    assert row.result["applied"] == 2


def test_a_sync_without_a_plan_draws_one(site: Site) -> None:
    site.directory.person("anna")
    assert _do(site, "sync").result["applied"] == 2
    assert set(site.users()) == {"anna"}


def test_a_sync_of_a_plan_that_is_gone_fails_with_its_reason(site: Site) -> None:
    row = _do(site, "sync", plan="feedfeed")
    assert row.state == "failed"
    assert "There is no plan 'feedfeed'." in row.error


def test_what_is_held_is_approved_and_dropped_by_a_job(site: Site) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    site.sync()
    for login in ("anna", "bert"):
        site.directory.remove(dn_of(login))
    plan = _do(site, "plan").result["hash"]
    first = Held.objects.order_by("pk").first()
    assert first is not None
    Held.objects.filter(pk=first.pk).update(dropped=True)
    row = _do(site, "approve", plan=plan)
    assert (row.result["done"], row.result["moved"]) == (1, 1)
    assert len(row.result["moved_names"]) == 1
    assert Held.objects.get(approved=True).object != first.object
    Held.objects.update(dropped=False, approved=False)
    plan = _do(site, "plan").result["hash"]
    assert _do(site, "drop", plan=plan).result["done"] == 2
    assert Held.objects.filter(dropped=True).count() == 2


def test_parked_objects_are_tried_again_by_a_job(site: Site) -> None:
    site.directory.person("anna", oxAccess="nonsense")
    site.sync()
    assert site.parked() == {"anna": "profile_unknown"}
    assert _do(site, "retry", code="profile_unknown", target=None).result == {"done": 1}
    assert site.parked() == {}


def test_questions_of_a_whole_reading_are_answered_by_a_job(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.person("anna", ident="id-anew")
    site.read()
    run = Decision.objects.values_list("run", flat=True).first()
    assert _do(site, "decide", run=run, verb="accept").result == {"done": 1, "left": 0}
    assert not Decision.objects.exists()


def test_a_cancelled_reading_stops_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        site.directory.person(f"p{number}")
    monkeypatch.setattr("stellwerk.sources.intake.BATCH", 5)
    monkeypatch.setattr("stellwerk.jobs.actions._EVERY", jobs.SILENCE * 0)
    row = jobs.enqueue("read", key_of(site.portal), actor="anna")
    site.file.write_text(site.directory.ldif, encoding="utf-8")

    def cancelling(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.startswith('INSERT INTO "people_person"'):
            Job.objects.filter(pk=row.pk).update(cancel=True)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cancelling):
        assert run_next(site.portal, runs.send)
    row.refresh_from_db()
    assert row.state == "cancelled"
    inner = Job.objects.get(kind="read", key=f"source:{site.source.pk}")
    assert inner.state == "cancelled"
    assert 0 < inner.done < 30
    assert _do(site, "read").result["directory"]["read"]["person"] == 30


def test_an_unknown_task_fails_and_the_next_one_goes_on(site: Site) -> None:
    assert _do(site, "levitate").state == "failed"
    assert _do(site, "read").state == "done"
