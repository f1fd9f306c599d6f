"""What comes of a change of settings is shown before anything is sent, and it can be taken back."""

import pytest
from django.test import Client

from stellwerk.config.exporting import export
from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.sync.models import Plan
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.unit.panel.settings_case import SOURCE, TARGET, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def served(admin: Client) -> str:
    """A target that is served; returns the address of its form."""
    assert admin.post("/targets/new/", TARGET).status_code == 303
    Target.objects.update(started=True)
    return f"/targets/{Target.objects.get().public_id}/edit/"


def changed(admin: Client, page: str, **more: str) -> str:
    """Save a form with something else in it; returns where the answer leads."""
    form = {**fields_of(admin.get(page).content.decode()), **more}
    return str(admin.post(page, form)["Location"])


def drawn(here: Portal, address: str, **counts: int) -> None:
    """The plan of a change is there."""
    plan = Plan.objects.create(portal=here, hash="ab12", counts=counts, created=clock.now())
    pk = int(address.strip("/").rpartition("/")[2])
    Job.objects.filter(pk=pk).update(state=Job.State.DONE, result={"hash": plan.hash})


def test_what_a_change_takes_away_is_said_in_plain_words(admin: Client, here: Portal) -> None:
    address = changed(admin, served(admin), language="fr_FR")
    assert "A plan is being drawn" in admin.get(address).content.decode()
    drawn(here, address, create=2, update=1, disable=12, delete=1, held=13)
    text = admin.get(address).content.decode()
    for said in (
        "Nothing is sent to ox until you carry out a plan.",
        "12 accounts are switched off.",
        "1 object is deleted with all its data.",
        "13 changes take something away and wait for approval.",
        "3 other changes.",
        "/plans/ab12/carry-out/",
    ):
        assert said in text, said


def test_a_change_that_takes_nothing_away_says_so(admin: Client, here: Portal) -> None:
    address = changed(admin, served(admin), language="fr_FR")
    drawn(here, address, create=1)
    assert "Nothing is taken away from anybody." in admin.get(address).content.decode()


def test_a_change_is_taken_back_and_the_target_is_served_again(admin: Client, here: Portal) -> None:
    page = served(admin)
    before = export(here)
    more = {"context-0-id": "10", "context-0-name": "town"}
    address = changed(admin, page, language="fr_FR", **more)
    assert export(here) != before
    assert not Target.objects.get().started
    assert "back?" in admin.get(f"{address}take-back/").content.decode()
    assert admin.post(f"{address}take-back/").status_code == 303
    assert export(here) == before
    assert Target.objects.get().started
    assert "Take it back" not in admin.get(address).content.decode()


def test_a_new_source_is_taken_back_whole(admin: Client, here: Portal) -> None:
    served(admin)
    before = export(here)
    address = str(admin.post("/sources/new/ldap/", SOURCE)["Location"])
    assert admin.post(f"{address}take-back/").status_code == 303
    assert not Source.objects.exists()
    assert export(here) == before


def test_what_somebody_changed_since_is_never_undone(admin: Client, here: Portal) -> None:
    page = served(admin)
    address = changed(admin, page, language="fr_FR")
    admin.post("/profiles/new/", {"name": "teacher", "rights": ["webmail"]})
    after = export(here)
    answer = admin.post(f"{address}take-back/")
    assert answer.status_code == 409
    assert export(here) == after
    assert Entry.objects.filter(kind="access_profile", left_at=None).exists()


def test_what_was_carried_out_is_not_taken_back(admin: Client, here: Portal) -> None:
    address = changed(admin, served(admin), language="fr_FR")
    Target.objects.update(started=True)
    assert admin.post(f"{address}take-back/").status_code == 409
    assert Target.objects.get().settings["language"] == "fr_FR"


def test_twice_is_once(admin: Client, here: Portal) -> None:
    address = changed(admin, served(admin), language="fr_FR")
    assert admin.post(f"{address}take-back/").status_code == 303
    assert admin.post(f"{address}take-back/").status_code == 409


def test_a_login_that_was_taken_out_cannot_come_back_without_its_password(
    admin: Client, here: Portal
) -> None:
    page = served(admin)
    login = {"context-0-id": "10", "context-0-login": "a", "context-0-password": "hunter3"}
    changed(admin, page, **login)
    Target.objects.update(started=True)
    address = changed(admin, page, **{"context-0-remove": "on"})
    after = export(here)
    answer = admin.post(f"{address}take-back/")
    assert answer.status_code == 409
    assert "Stellwerk holds no password for this yet" in answer.content.decode()
    assert export(here) == after


def test_a_change_that_halts_nothing_is_taken_back_too(admin: Client, here: Portal) -> None:
    page = served(admin)
    before = export(here)
    address = changed(admin, page, lanes="4")
    assert Target.objects.get().started
    assert admin.post(f"{address}take-back/").status_code == 303
    assert export(here) == before


def test_only_administrators_take_back(admin: Client, here: Portal) -> None:
    address = changed(admin, served(admin), language="fr_FR")
    auditor = client_of(person(here, "otto", Role.AUDITOR))
    assert auditor.get(address).status_code == 200
    assert auditor.post(f"{address}take-back/").status_code == 403


def test_other_runs_have_no_such_page(admin: Client, here: Portal) -> None:
    admin.post("/plans/draw/")
    job = Job.objects.get(kind="plan")
    assert admin.get(f"/saved/{job.pk}/").status_code == 404
