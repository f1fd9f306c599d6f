"""Runs in the panel: progress that survives a reload and ends by itself, results, cancel."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from tests.browsing import client_of, person, portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def owner(here: Portal) -> Client:
    return client_of(person(here, "owner", Role.OWNER))


def _run(here: Portal, **given: Any) -> Job:
    now = clock.now()
    known: dict[str, Any] = {"kind": "plan", "state": "running", "started": now, "heartbeat": now}
    return Job.objects.create(key=f"portal:{here.pk}", **(known | given))


def _text(browser: Client, path: str, **headers: str) -> str:
    answer = browser.get(path, headers=headers)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_run_under_way_asks_for_itself_every_second(here: Portal, owner: Client) -> None:
    row = _run(here, done=30, total=120, current="ox: 30")
    page = _text(owner, f"/runs/{row.pk}/")
    assert f'hx-get="/runs/{row.pk}/"' in page
    assert 'hx-trigger="every 1s"' in page
    assert 'value="30" max="120"' in page
    assert "ox: 30" in page
    assert "<noscript>" in page
    part = _text(owner, f"/runs/{row.pk}/", **{"hx-request": "true"})
    assert part.lstrip().startswith("<div")
    assert "<html" not in part


def test_a_run_that_is_over_asks_no_more_and_shows_what_came_of_it(
    here: Portal, owner: Client
) -> None:
    result = {"hash": "f00d", "create": 1234, "held": 2}
    row = _run(here, state="done", finished=clock.now(), result=result)
    page = _text(owner, f"/runs/{row.pk}/", **{"hx-request": "true"})
    assert "hx-trigger" not in page
    assert "1,234" in page
    assert "See the plan" not in page


def test_a_reading_says_why_it_is_not_whole(here: Portal, owner: Client) -> None:
    result = {"read": {"person": 7}, "complete": False, "reason": "size limit", "problems": 1}
    row = _run(here, kind="read", state="done", finished=clock.now(), result=result)
    page = _text(owner, f"/runs/{row.pk}/")
    assert "Not read whole: size limit" in page
    assert "Nobody is removed because of it." in page
    assert "/parked/" in page


def test_a_failed_run_says_why(here: Portal, owner: Client) -> None:
    row = _run(here, state="failed", finished=clock.now(), error="OX cannot be reached. Try later.")
    assert "OX cannot be reached. Try later." in _text(owner, f"/runs/{row.pk}/")
    gone = _run(here, state="failed", finished=clock.now(), error="interrupted")
    assert "its process ended before it was done" in _text(owner, f"/runs/{gone.pk}/")


def test_a_silent_run_is_not_shown_as_healthy(here: Portal, owner: Client) -> None:
    row = _run(here, heartbeat=clock.now() - timedelta(minutes=2))
    assert "It has said nothing for a while." in _text(owner, f"/runs/{row.pk}/")


def test_a_queued_run_says_that_no_worker_is_there(here: Portal, owner: Client) -> None:
    row = _run(here, state="queued")
    page = _text(owner, f"/runs/{row.pk}/")
    assert "No worker is running" in page
    assert "stellwerk serve" in page


def test_a_reading_is_asked_for_once(here: Portal, owner: Client) -> None:
    first, again = owner.post("/runs/read/"), owner.post("/runs/read/")
    row = Job.objects.get(kind="read")
    assert first["Location"] == again["Location"] == f"/runs/{row.pk}/"
    assert (row.state, row.actor) == ("queued", "owner")


def test_a_queued_run_is_cancelled_at_once_and_one_under_way_is_asked_to_end(
    here: Portal, owner: Client
) -> None:
    queued = jobs.enqueue("read", f"portal:{here.pk}", actor="owner")
    owner.post(f"/runs/{queued.pk}/cancel/")
    queued.refresh_from_db()
    assert queued.state == "cancelled"
    row = _run(here)
    answer = owner.post(f"/runs/{row.pk}/cancel/", follow=True).content.decode()
    row.refresh_from_db()
    assert (row.state, row.cancel) == ("running", True)
    assert "It was asked to end" in answer


def test_runs_are_listed_and_filtered(here: Portal, owner: Client) -> None:
    _run(here, kind="sync", state="done", finished=clock.now())
    _run(here, kind="read", state="failed", finished=clock.now(), error="no way")
    page = _text(owner, "/runs/")
    assert "Sync" in page
    assert "no way" in page
    assert "no way" not in _text(owner, "/runs/?kind=sync&state=done")
    assert "No run is like that" in _text(owner, "/runs/?kind=sync&state=failed")


def test_runs_of_other_portals_are_not_there(here: Portal, owner: Client) -> None:
    row = _run(portal("Anderswo"), error="strange")
    assert owner.get(f"/runs/{row.pk}/").status_code == 404
    assert owner.post(f"/runs/{row.pk}/cancel/").status_code == 404
    assert "strange" not in _text(owner, "/runs/")


def test_an_auditor_starts_and_cancels_nothing(here: Portal) -> None:
    auditor = client_of(person(here, "auditor", Role.AUDITOR))
    row = _run(here)
    assert "Cancel this run" not in _text(auditor, f"/runs/{row.pk}/")
    assert "Read the sources now" not in _text(auditor, "/runs/")
    assert auditor.post(f"/runs/{row.pk}/cancel/").status_code == 403
    assert auditor.post("/runs/read/").status_code == 403
