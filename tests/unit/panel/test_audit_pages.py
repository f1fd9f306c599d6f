"""Findings: the list, its filters, ticking, the question before a repair, who may do what."""

import pytest
from django.test import Client

from stellwerk.audit.models import Audited, Finding
from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from tests.browsing import client_of, person, portal
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def owner(town: Town) -> Client:
    return client_of(person(town.portal, "owner", Role.OWNER))


def _find(town: Town, kind: str, name: str, **more: object) -> Finding:
    what = str(more.pop("what", more.get("object", f"user:{Finding.objects.count() + 30}")))
    return Finding.objects.create(
        target=town.target,
        scope=str(more.pop("scope", "10")),
        kind=kind,
        what=what,
        name=name,
        since=clock.now(),
        **more,
    )


def _text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_without_findings_the_page_says_so(owner: Client) -> None:
    text = _text(owner, "/audits/")
    assert "No findings" in text
    assert "never compared whole" in text


def test_a_finding_shows_what_is_there_and_what_should_be(owner: Client, town: Town) -> None:
    fields = {"room_number": ["99", "1"]}
    _find(town, "different", "anna", fields=fields)
    Audited.objects.create(target=town.target, scope="", at=clock.now())
    text = _text(owner, "/audits/")
    assert "<del>99</del>" in text
    assert "<ins>1</ins>" in text
    assert "Room" in text
    assert "never compared whole" not in text


def test_members_are_listed_by_login(owner: Client, town: Town) -> None:
    _find(town, "members", "Team", lost=[[1, "anna"]], extra=[[2, "bert"]])
    text = _text(owner, "/audits/")
    assert "<ins>anna</ins>" in text
    assert "<del>bert</del>" in text


def test_findings_are_filtered_by_kind_context_and_whether_they_are_left(
    owner: Client, town: Town
) -> None:
    _find(town, "missing", "Missing-Anna")
    _find(town, "foreign", "Foreign-Guest", scope="20")
    _find(town, "foreign", "Left-Guest", left=True)
    assert "Foreign-Guest" not in _text(owner, "/audits/?kind=missing")
    assert "Missing-Anna" not in _text(owner, "/audits/?context=20")
    assert "Left-Guest" not in _text(owner, "/audits/")
    left = _text(owner, "/audits/?show=left")
    assert "Left-Guest" in left
    assert "Missing-Anna" not in left


def test_the_question_before_a_repair_says_what_it_does(owner: Client, town: Town) -> None:
    one, two = _find(town, "missing", "anna"), _find(town, "different", "bert")
    text = _text(owner, f"/audits/repair/?finding={one.pk}&finding={two.pk}")
    assert "Repair 2 findings?" in text
    assert "it is made anew" in text
    assert not Job.objects.exists()


def test_a_repair_is_a_run_of_exactly_what_was_ticked(owner: Client, town: Town) -> None:
    one = _find(town, "missing", "anna")
    _find(town, "missing", "bert")
    answer = owner.post(f"/audits/repair/?finding={one.pk}")
    job = Job.objects.get(kind="repair")
    assert answer["Location"] == f"/runs/{job.pk}/"
    assert job.order == {"findings": [one.pk]}
    assert "Repair" in _text(owner, f"/runs/{job.pk}/")


def test_all_of_a_kind_can_be_repaired_but_not_what_is_left(owner: Client, town: Town) -> None:
    one = _find(town, "missing", "anna")
    _find(town, "missing", "bert", left=True)
    _find(town, "foreign", "guest")
    owner.post("/audits/repair/?all=1&kind=missing")
    assert Job.objects.get(kind="repair").order == {"findings": [one.pk]}


def test_nothing_ticked_is_said_and_nothing_done(owner: Client) -> None:
    assert owner.get("/audits/repair/")["Location"] == "/audits/"
    assert owner.post("/audits/leave/")["Location"] == "/audits/"
    assert not Job.objects.exists()


def test_a_finding_is_left_and_reported_again(owner: Client, town: Town) -> None:
    one = _find(town, "foreign", "guest")
    assert "Leave 1 finding as it is?" in _text(owner, f"/audits/leave/?finding={one.pk}")
    owner.post(f"/audits/leave/?finding={one.pk}")
    one.refresh_from_db()
    assert one.left
    owner.post(f"/audits/leave/?finding={one.pk}&again=1")
    one.refresh_from_db()
    assert not one.left


def test_findings_of_another_portal_are_nobodys_business(town: Town) -> None:
    one = _find(town, "missing", "anna")
    stranger = client_of(person(portal("Elsewhere", address="http://elsewhere"), "eve", Role.OWNER))
    answer = stranger.post(f"/audits/repair/?finding={one.pk}")
    assert answer.status_code != 200
    assert not Job.objects.exists()


def test_an_audit_is_asked_for_with_or_without_rights(owner: Client) -> None:
    owner.post("/audits/start/")
    owner.post("/audits/start/", {"rights": "1"})
    asked = list(Job.objects.filter(kind="audit").values_list("order__rights", flat=True))
    assert asked == [False, True]
    assert "An audit is under way." in _text(owner, "/audits/")


def test_an_auditor_sees_findings_and_ticks_none(town: Town) -> None:
    one = _find(town, "missing", "anna")
    auditor = client_of(person(town.portal, "otto", Role.AUDITOR))
    text = _text(auditor, "/audits/")
    assert "anna" in text
    assert 'type="checkbox"' not in text
    assert auditor.post(f"/audits/repair/?finding={one.pk}").status_code == 403


def test_findings_stand_on_the_dashboard_and_on_the_page_of_the_person(
    owner: Client, town: Town
) -> None:
    who = person(town.portal, "carla")
    key = f"person:{who.pk}"
    _find(town, "different", "carla", object=key, fields={"room_number": ["99", "1"]})
    assert 'id="to-findings"' in _text(owner, "/")
    text = _text(owner, f"/people/{who.public_id}/")
    assert "What the last audit found" in text
    assert "<del>99</del>" in text


def test_the_page_speaks_german(town: Town) -> None:
    _find(town, "missing", "anna")
    browser = client_of(person(town.portal, "owner", Role.OWNER))
    browser.cookies["stellwerk_language"] = "de"
    text = _text(browser, "/audits/")
    assert "Prüfung" in text
    assert "Fehlt am Ziel" in text
