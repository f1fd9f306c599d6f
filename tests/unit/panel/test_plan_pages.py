"""The pages of plans: what is shown, filtered, approved and dropped."""

import re

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Trail
from stellwerk.sync.models import Held, Plan
from tests.browsing import client_of, person, portal
from tests.factories import person_record
from tests.unit.panel.people_case import Town
from tests.unit.panel.plan_case import change, kept, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    """Anna has left, Bert got a title."""
    one = Town()
    del one.records["anna"]
    one.records["bert"] = person_record("bert", oxAccess="premium", title="Dr.")
    one.read()
    return one


@pytest.fixture
def owner(town: Town) -> Client:
    return client_of(person(town.portal, "owner", Role.OWNER))


def _text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_plan_shows_every_change_and_marks_what_is_held(town: Town, owner: Client) -> None:
    plan = plan_of(town.target)
    page = _text(owner, f"/plans/{plan.hash}/")
    assert "anna" in page
    assert "left the directory" in page
    assert "waits for approval" in page
    assert "<ins>Dr.</ins>" in page
    assert f"/people/{town.person('anna').public_id}/" in page
    assert plan.hash[:8] in page


def test_filters_are_kept_in_the_address_and_leave_only_what_matches(
    town: Town, owner: Client
) -> None:
    plan = plan_of(town.target)
    held = _text(owner, f"/plans/{plan.hash}/?held=held&action=disable")
    assert "anna" in held
    assert "<ins>Dr.</ins>" not in held
    assert "Take this filter off" in held
    free = _text(owner, f"/plans/{plan.hash}/?held=free&q=dr.")
    assert "<ins>Dr.</ins>" in free
    assert "left the directory" not in free
    assert "No change is like that" in _text(owner, f"/plans/{plan.hash}/?action=delete")


def test_a_long_plan_is_paged(town: Town, owner: Client) -> None:
    plan = kept(town.portal, [change(n) for n in range(1000, 1120)])
    page = _text(owner, f"/plans/{plan.hash}/")
    assert page.count('class="change"') == 50
    assert "?after=49" in page
    assert _text(owner, f"/plans/{plan.hash}/?after=99").count('class="change"') == 20
    assert owner.get(f"/plans/{plan.hash}/?after=x").status_code == 400


def test_the_question_says_how_many_accounts_and_what_becomes_of_them(
    town: Town, owner: Client
) -> None:
    plan = plan_of(town.target)
    question = _text(owner, f"/plans/{plan.hash}/approve/?all=1")
    assert "Accounts switched off" in question
    assert "Nothing is deleted; whoever comes back gets the same account." in question
    assert not Held.objects.filter(approved=True).exists()


def test_all_that_is_held_is_approved_under_the_name_of_who_did_it(
    town: Town, owner: Client
) -> None:
    plan = plan_of(town.target)
    answer = owner.post(f"/plans/{plan.hash}/approve/?all=1", follow=True)
    assert "approved." in answer.content.decode()
    assert Held.objects.get(object=f"person:{town.person('anna').pk}").approved
    line = Trail.objects.filter(verb="change.approve").first()
    assert line is not None
    assert line.actor == "owner"
    assert "approved" in _text(owner, f"/plans/{plan.hash}/?held=held")


def test_what_was_carried_out_since_waits_no_more(town: Town, owner: Client) -> None:
    plan = plan_of(town.target)
    Held.objects.all().delete()
    page = _text(owner, f"/plans/{plan.hash}/?held=held")
    assert "waits no more" in page
    assert 'type="checkbox"' not in page


def test_only_those_ticked_are_dropped(town: Town, owner: Client) -> None:
    plan = plan_of(town.target)
    key = f"person:{town.person('anna').pk}"
    digest = Held.objects.get(object=key).digest
    owner.post(f"/plans/{plan.hash}/drop/?digest={digest}")
    assert list(Held.objects.filter(dropped=True).values_list("object", flat=True)) == [key]
    answer = owner.post(f"/plans/{plan.hash}/drop/", follow=True)
    assert "No held change was chosen" in answer.content.decode()


def test_what_no_longer_stands_is_left_alone_and_named(town: Town, owner: Client) -> None:
    plan = plan_of(town.target)
    Held.objects.filter(object=f"person:{town.person('anna').pk}").delete()
    town.records["anna"] = person_record("anna", lastname="Müller", oxAccess="premium")
    town.read()
    question = _text(owner, f"/plans/{plan.hash}/approve/?all=1")
    assert "No longer stands" in question
    answer = owner.post(f"/plans/{plan.hash}/approve/?all=1", follow=True).content.decode()
    assert "No longer stands as shown, and was left alone: " in answer
    assert "anna" in answer


def test_many_held_changes_are_answered_by_the_worker(town: Town, owner: Client) -> None:
    changes = [change(n, held=True, action="disable", part="leave") for n in range(1000, 1300)]
    plan = kept(town.portal, changes)
    answer = owner.post(f"/plans/{plan.hash}/approve/?all=1")
    job = Job.objects.get(kind="approve")
    assert answer["Location"] == f"/runs/{job.pk}/"
    assert (job.state, job.actor, job.order) == ("queued", "owner", {"plan": plan.hash})


def test_drawing_and_carrying_out_are_left_to_the_worker(town: Town, owner: Client) -> None:
    plan = plan_of(town.target)
    first = owner.post("/plans/draw/")
    again = owner.post("/plans/draw/")
    assert first["Location"] == again["Location"]
    assert "Carry out this plan?" in _text(owner, f"/plans/{plan.hash}/carry-out/")
    owner.post(f"/plans/{plan.hash}/carry-out/")
    assert set(Job.objects.filter(state="queued").values_list("kind", flat=True)) == {
        "plan",
        "sync",
    }


def test_an_auditor_sees_everything_and_has_no_buttons(town: Town) -> None:
    plan = plan_of(town.target)
    auditor = client_of(person(town.portal, "auditor", Role.AUDITOR))
    page = _text(auditor, f"/plans/{plan.hash}/")
    assert "left the directory" in page
    assert "Approve" not in page
    assert "Carry out" not in page
    assert "Draw a new plan" not in _text(auditor, "/plans/")
    assert auditor.post(f"/plans/{plan.hash}/approve/?all=1").status_code == 403


def test_plans_are_listed_and_those_of_other_portals_are_not_there(
    town: Town, owner: Client
) -> None:
    plan = plan_of(town.target)
    page = _text(owner, "/plans/")
    assert plan.hash[:12] in page
    Plan.objects.filter(pk=plan.pk).update(hash="")
    assert "There is no plan yet" in _text(owner, "/plans/")
    strange = kept(portal("Anderswo"), [change(1)], "abcd")
    assert owner.get(f"/plans/{strange.hash}/").status_code == 404


def test_the_pages_speak_german(town: Town) -> None:
    plan = plan_of(town.target)
    german = client_of(person(town.portal, "chef", Role.OWNER))
    german.post("/language/", {"language": "de", "next": "/"})
    page = _text(german, f"/plans/{plan.hash}/")
    assert "steht nicht mehr im Verzeichnis" in page
    assert "das Löschen nach 30 Tagen wartet wieder auf eine Freigabe" in page
    assert "wartet auf Freigabe" in page
