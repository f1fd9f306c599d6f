"""Runs in the panel: progress that survives a reload and ends by itself, results, cancel."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stellwerk.core import clock, process
from stellwerk.core.access import Role
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.log import Level
from stellwerk.jobs.models import Job
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal, Trail
from stellwerk.portals.queries import last_in_trail
from stellwerk.sources.models import Source
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


def test_pace_and_time_left_stand_beside_the_progress(here: Portal, owner: Client) -> None:
    with clock.held(clock.now()) as hand:
        since = clock.now()
        hand.forward(seconds=10)
        known = {"kind": "sync", "since": since, "heartbeat": clock.now(), "total": 600}
        row = _run(here, done=200, **known)
        assert "20 per second, about 20 seconds left" in _text(owner, f"/runs/{row.pk}/")
        slow = _run(here, done=2, **known)
        assert "12 per minute, about 50 minutes left" in _text(owner, f"/runs/{slow.pk}/")
        fresh = _run(here, done=0, **known)
        assert " left" not in _text(owner, f"/runs/{fresh.pk}/").replace("what is left", "")


def test_without_scripts_the_page_loads_itself_anew_while_the_run_goes_on(
    here: Portal, owner: Client
) -> None:
    refresh = '<noscript><meta http-equiv="refresh"'
    assert refresh in _text(owner, f"/runs/{_run(here).pk}/")
    assert refresh not in _text(owner, f"/runs/{_run(here, state='done').pk}/")


def test_a_run_whose_process_is_gone_is_interrupted_at_once(here: Portal, owner: Client) -> None:
    host, boot, pid, start = process.own().split("/")
    row = _run(here, process=f"{host}/{boot}/{pid}/{int(start) + 1}")
    page = _text(owner, f"/runs/{row.pk}/")
    assert "its process ended before it was done" in page
    assert "hx-trigger" not in page.partition('id="main"')[2]
    assert "running" not in _text(owner, "/runs/").partition("<tbody>")[2]


def test_cancelling_a_sync_says_beforehand_that_its_targets_are_halted(
    here: Portal, owner: Client
) -> None:
    row = _run(here, kind="sync")
    assert "Cancel and halt the targets" in _text(owner, f"/runs/{row.pk}/")
    assert "Cancel and halt the targets" not in _text(owner, f"/runs/{_run(here).pk}/")
    result = {"halted": ["ox"], "hash": "f00d"}
    over = _run(here, kind="sync", state="cancelled", finished=clock.now(), result=result)
    page = _text(owner, f"/runs/{over.pk}/")
    assert "Nothing is sent to ox until you carry out a plan again" in page
    assert 'action="/plans/draw/"' in page


def test_who_cancelled_a_run_stands_in_the_trail(here: Portal, owner: Client) -> None:
    row = _run(here)
    owner.post(f"/runs/{row.pk}/cancel/")
    owner.post(f"/runs/{_run(here, state='done').pk}/cancel/")
    line = Trail.objects.get(verb="run.cancel")
    assert (line.actor, line.object) == ("owner", f"run:{row.pk}")


def _logged(here: Portal) -> Job:
    """A reading of `directory` that changed 120 people and complained twice."""
    source = Source.objects.create(portal=here, name="directory", kind="ldif", settings={})
    note(here, "source:directory", [Note("record.change", "person:1", "earlier")])
    with clock.held(clock.now()) as hand:
        books = {"trail": last_in_trail}
        with jobs.running("read", f"source:{source.pk}", books=books) as job:
            job.say("Source %(source)s was not read whole: %(reason)s", source="A", reason="first")
            for number in range(120):
                hand.forward(seconds=1)
                lines = [Note("record.change", f"person:{900 + number}", f"p{number:03}")]
                note(here, "source:directory", lines)
                note(here, "anna", [Note("record.change", "person:1", "meanwhile")])
            hand.forward(seconds=1)
            job.say("Strange.", Level.WARNING, "uid=x")
    note(here, "source:directory", [Note("record.change", "person:1", "afterwards")])
    return Job.objects.get()


def test_the_log_shows_in_order_what_a_run_did_and_nothing_else(
    here: Portal, owner: Client
) -> None:
    row = _logged(here)
    seen, address = [], f"/runs/{row.pk}/log/"
    for _page in range(3):
        page = _text(owner, address)
        seen += re.findall(r"p\d{3}|first|Strange|earlier|meanwhile|afterwards", page)
        following = re.search(r'href="(\?after=[^"]+)"', page)
        address = f"/runs/{row.pk}/log/{following[1]}" if following else address
    assert seen == ["first", *(f"p{number:03}" for number in range(120)), "Strange"]
    assert "Strange" in _text(owner, f"/runs/{row.pk}/")


def test_the_log_is_filtered_and_taken_along_as_text(here: Portal, owner: Client) -> None:
    row = _logged(here)
    warned = _text(owner, f"/runs/{row.pk}/log/?level=warning")
    assert "Strange" in warned
    assert "p000" not in warned
    about = _text(owner, f"/runs/{row.pk}/log/?object=person:907")
    assert "p007" in about
    assert "p008" not in about
    answer = owner.get(f"/runs/{row.pk}/log.txt")
    lines = answer.getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 122
    assert "info" in lines[0]
    assert lines[-1].endswith("warning Strange.  [uid=x]")
    only = owner.get(f"/runs/{row.pk}/log.txt?level=warning").getvalue()  # type: ignore[attr-defined]
    assert only.decode().count("\n") == 1


def test_the_log_is_read_in_german(here: Portal, owner: Client) -> None:
    row = _logged(here)
    owner.cookies["stellwerk_language"] = "de"
    page = _text(owner, f"/runs/{row.pk}/log/")
    assert "wurde nicht vollständig gelesen" in page
