"""Decisions: both sides, one answer, an answer for a whole reading."""

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.panel.pages.decisions import deeds
from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.sources.models import Decision, Record
from tests.browsing import client_of, person
from tests.factories import person_record
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    """Anna was deleted and made anew; Dora claims Bert's address."""
    one = Town()
    one.records["dora"] = person_record("dora")
    one.read()
    one.records["anna"] = person_record("anna", ident="id-anna-2", lastname="Müller")
    one.records["dora"] = person_record("dora", mailPrimaryAddress="bert@example.org")
    one.read()
    Decision.objects.update(run=7)
    return one


@pytest.fixture
def owner(town: Town) -> Client:
    return client_of(person(town.portal, "owner", Role.OWNER))


def _text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def _record(ident: str) -> Record:
    return Record.objects.get(ident=ident)


def test_both_sides_stand_side_by_side(owner: Client) -> None:
    page = _text(owner, "/decisions/")
    assert "Deleted and made anew" in page
    assert "The same mail address is claimed twice" in page
    assert "bert, as known here" in page
    assert "uid=dora,cn=users,dc=test" in page
    assert "in no source any more" in page


def test_the_same_person_keeps_the_account(town: Town, owner: Client) -> None:
    before = town.person("anna").pk
    owner.post(f"/decisions/{_record('id-anna-2').pk}/accept/")
    assert _record("id-anna-2").person_id == before
    assert Trail.objects.filter(verb="decision.accept", actor="owner").exists()
    assert "id-anna-2" not in _text(owner, "/decisions/")


def test_not_the_same_stays_out(town: Town, owner: Client) -> None:
    record = _record("id-anna-2")
    owner.post(f"/decisions/{record.pk}/refuse/")
    assert _record("id-anna-2").person_id is None
    assert owner.post(f"/decisions/{record.pk}/refuse/").status_code == 404


def test_a_record_that_is_somebody_cannot_become_another(town: Town, owner: Client) -> None:
    record = _record("id-dora")
    assert record.person_id is not None
    assert "two people cannot become one" in _text(owner, "/decisions/")
    answer = owner.post(f"/decisions/{record.pk}/accept/", follow=True).content.decode()
    assert "already is somebody" in answer
    assert Person.objects.filter(login="dora").exists()


def test_a_whole_reading_is_answered_at_once(town: Town, owner: Client) -> None:
    question = _text(owner, "/decisions/run/7/accept/")
    assert "Become the person they look like" in question
    assert "Stay open" in question
    answer = owner.post("/decisions/run/7/accept/", follow=True).content.decode()
    assert "1 question answered." in answer
    assert "1 stays open." in answer
    assert _record("id-anna-2").person_id == town.person("anna").pk
    owner.post("/decisions/run/7/refuse/")
    assert "There is nothing to decide" in _text(owner, "/decisions/")
    assert owner.get("/decisions/run/7/accept/").status_code == 404


def test_many_are_answered_by_the_worker(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "AT_ONCE", 1)
    answer = owner.post("/decisions/run/7/refuse/")
    job = Job.objects.get(kind="decide")
    assert answer["Location"] == f"/runs/{job.pk}/"
    assert job.order == {"run": 7, "verb": "refuse"}


def test_one_reading_can_be_shown_alone(owner: Client) -> None:
    assert "bert, as known here" in _text(owner, "/decisions/?run=7")
    assert "bert, as known here" not in _text(owner, "/decisions/?run=8")


def test_an_auditor_only_looks(town: Town) -> None:
    auditor = client_of(person(town.portal, "auditor", Role.AUDITOR))
    assert "keep the account" not in _text(auditor, "/decisions/")
    assert auditor.post(f"/decisions/{_record('id-anna-2').pk}/accept/").status_code == 403
