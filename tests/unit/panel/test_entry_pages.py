"""Resources and functional accounts in the panel: seen, made, changed, removed."""

from typing import Any

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.people.actions import save_groups
from stellwerk.people.models import Entry, EntryMember
from stellwerk.portals.models import Portal
from stellwerk.sync.models import Applied, Held, Work
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.unit.panel.settings_case import fields_of

pytestmark = pytest.mark.django_db

ROOM = {"name": "hall", "mail": "hall@example.org", "context": "10", "available": "on"}
INFO = {
    "name": "info",
    "mail": "info@example.org",
    "personal": "Town",
    "members": "anna\nbert",
    "groups": "Desk",
}


@pytest.fixture
def here() -> Portal:
    found = portal()
    Entry.objects.create(
        portal=found, kind="context", name="town", attributes={"contextid": ["10"]},
        owner="source:1",
    )  # fmt: skip
    return found


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


@pytest.fixture
def target(here: Portal) -> Target:
    return Target.objects.create(portal=here, name="ox", settings={"url": "x"}, started=True)


def saved(answer: Any) -> Job:
    """A plan is being drawn, and the answer leads to it."""
    assert answer.status_code == 303, answer.content.decode()
    job = Job.objects.get(kind="plan", state=Job.State.QUEUED)
    assert answer["Location"] == f"/saved/{job.pk}/"
    return job


def test_a_new_resource_is_saved_halts_the_targets_and_leads_to_a_plan(
    admin: Client, target: Target
) -> None:
    page = admin.get("/resources/new/").content.decode()
    assert '<option value="10">10 · town</option>' in page
    saved(admin.post("/resources/new/", {**ROOM, "description": "First floor"}))
    row = Entry.objects.get(kind="resource")
    assert row.owner == "local"
    assert row.attributes["oxContext"] == ["10"]
    assert row.attributes["description"] == ["First floor"]
    assert Work.objects.get().object == f"resource:{row.pk}"
    target.refresh_from_db()
    assert not target.started


def test_a_resource_without_context_is_where_the_rules_say(admin: Client) -> None:
    saved(admin.post("/resources/new/", {**ROOM, "context": ""}))
    assert "oxContext" not in Entry.objects.get(kind="resource").attributes


@pytest.mark.parametrize(
    ("address", "form", "wrong"),
    [
        ("/resources/new/", {**ROOM, "mail": "no mail"}, "mail"),
        ("/resources/new/", {**ROOM, "name": ""}, "name"),
        ("/resources/new/", {**ROOM, "context": "99"}, "context"),
        ("/functional-accounts/new/", {**INFO, "members": "nobody"}, "members"),
        ("/functional-accounts/new/", {**INFO, "groups": "Nowhere"}, "groups"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    admin: Client, here: Portal, address: str, form: dict[str, str], wrong: str
) -> None:
    person(here, "bert")
    save_groups(here, [(None, "Desk", "")])
    answer = admin.post(address, form)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert not Entry.objects.exclude(kind="context").exists()


def test_a_name_that_is_taken_is_refused(admin: Client, here: Portal) -> None:
    Entry.objects.create(portal=here, kind="resource", name="hall", owner="source:1")
    answer = admin.post("/resources/new/", ROOM)
    assert "This name is taken already." in answer.content.decode()


def test_a_functional_account_has_people_and_groups(admin: Client, here: Portal) -> None:
    bert = person(here, "bert")
    (desk,) = save_groups(here, [(None, "Desk", "")])
    saved(admin.post("/functional-accounts/new/", {**INFO, "members": "Bert\nbert\n\nANNA"}))
    rows = EntryMember.objects.all()
    assert {row.person_id for row in rows if row.person_id} == {
        bert.pk,
        bert.portal.people.get(login="anna").pk,
    }
    assert {row.subgroup_id for row in rows if row.subgroup_id} == {desk.pk}
    row = Entry.objects.get(kind="functional_account")
    page = admin.get(f"/functional-accounts/{row.public_id}/").content.decode()
    for said in ("info@example.org", "Town", "Desk", "bert"):
        assert said in page


def test_saving_what_is_shown_changes_nothing_and_another_value_is_kept(
    admin: Client, here: Portal
) -> None:
    person(here, "bert")
    save_groups(here, [(None, "Desk", "")])
    admin.post("/functional-accounts/new/", INFO)
    admin.post("/resources/new/", {**ROOM, "available": ""})
    before = dict(Entry.objects.values_list("name", "attributes"))
    for row in Entry.objects.exclude(kind="context"):
        address = f"/{row.kind.replace('_', '-')}s/{row.public_id}/edit/"
        shown = fields_of(admin.get(address).content.decode())
        assert admin.post(address, shown).status_code == 303
        assert dict(Entry.objects.values_list("name", "attributes")) == before
    hall = Entry.objects.get(name="hall")
    address = f"/resources/{hall.public_id}/edit/"
    shown = fields_of(admin.get(address).content.decode())
    admin.post(address, {**shown, "display_name": "Great hall", "available": "on"})
    hall.refresh_from_db()
    assert hall.attributes["displayname"] == ["Great hall"]
    assert hall.attributes["available"] == ["1"]


def test_of_two_who_edit_at_once_the_later_one_is_told(admin: Client) -> None:
    admin.post("/resources/new/", ROOM)
    row = Entry.objects.get(kind="resource")
    address = f"/resources/{row.public_id}/edit/"
    first = fields_of(admin.get(address).content.decode())
    assert admin.post(address, {**first, "display_name": "One"}).status_code == 303
    answer = admin.post(address, {**first, "display_name": "Two"})
    assert answer.status_code == 422
    assert "anna saved this at" in answer.content.decode()


def test_removing_asks_first_and_then_shows_a_plan(admin: Client, target: Target) -> None:
    admin.post("/resources/new/", ROOM)
    Job.objects.all().delete()
    Target.objects.update(started=True)
    row = Entry.objects.get(kind="resource")
    Applied.objects.create(
        target=target, object=f"resource:{row.pk}", entry=row, scope="10", remote_id="7"
    )
    address = f"/resources/{row.public_id}/remove/"
    assert "Remove the resource hall?" in admin.get(address).content.decode()
    row.refresh_from_db()
    assert row.left_at is None
    saved(admin.post(address))
    row.refresh_from_db()
    assert row.left_at is not None
    assert not Target.objects.get().started
    assert admin.get(f"/resources/{row.public_id}/").status_code == 200
    assert admin.get(address).status_code == 404


def test_those_of_a_directory_are_seen_and_not_changed(admin: Client, here: Portal) -> None:
    row = Entry.objects.create(
        portal=here, kind="resource", name="beamer", owner="source:1",
        attributes={"resourceMailAddress": ["beamer@example.org"], "available": ["0"]},
    )  # fmt: skip
    assert "beamer@example.org" in admin.get("/resources/").content.decode()
    page = admin.get(f"/resources/{row.public_id}/").content.decode()
    assert "A directory brings this" in page
    assert "/edit/" not in page
    assert admin.get(f"/resources/{row.public_id}/edit/").status_code == 404
    assert admin.post(f"/resources/{row.public_id}/remove/").status_code == 404


def test_where_it_is_what_is_parked_and_what_is_held_stand_on_its_page(
    admin: Client, here: Portal, target: Target
) -> None:
    row = Entry.objects.create(portal=here, kind="resource", name="hall", owner="source:1")
    key = f"resource:{row.pk}"
    Applied.objects.create(target=target, object=key, entry=row, scope="10", remote_id="4711")
    Work.objects.create(
        target=target, object=key, state="parked", code="mail_taken", error="The address is taken",
        due=clock.now(), since=clock.now(),
    )  # fmt: skip
    Held.objects.create(
        target=target, object=key, part="leave", digest="d1", goal="g", gate="destructive",
        since=clock.now(),
    )  # fmt: skip
    page = admin.get(f"/resources/{row.public_id}/").content.decode()
    for said in ("ox · 10", "4711", "Parked", "The address is taken", "The account is disabled"):
        assert said in page
    assert admin.post(f"/resources/{row.public_id}/retry/").status_code == 303
    assert Work.objects.get().state == "ready"
    question = admin.get(f"/resources/{row.public_id}/approve/?digest=d1").content.decode()
    assert "Approve what is held of hall?" in question


def test_whoever_only_reads_is_offered_no_change(admin: Client, here: Portal) -> None:
    admin.post("/resources/new/", ROOM)
    auditor = client_of(person(here, "otto", Role.AUDITOR))
    row = Entry.objects.get(kind="resource")
    assert "/resources/new/" not in auditor.get("/resources/").content.decode()
    assert "/edit/" not in auditor.get(f"/resources/{row.public_id}/").content.decode()
