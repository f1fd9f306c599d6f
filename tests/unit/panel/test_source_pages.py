"""The pages of sources: lists, forms, trials, saving, removing."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal, Trail
from stellwerk.sources import readers
from stellwerk.sources.actions import opened
from stellwerk.sources.models import Source
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.factories import Directory
from tests.unit.panel.settings_case import SOURCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def ldif(name: str = "people.ldif") -> Path:
    directory = Directory()
    directory.context()
    directory.profile()
    directory.person("bert")
    file = Path(settings.DATA) / name
    file.write_text(directory.ldif)
    return file


def made(admin: Client, **more: Any) -> Source:
    answer = admin.post("/sources/new/ldap/", {**SOURCE, **more})
    assert answer.status_code == 303, answer.content.decode()
    return Source.objects.get(name="directory")


def test_a_source_is_saved_as_an_import_would_and_leads_to_a_plan(admin: Client) -> None:
    answer = admin.post(
        "/sources/new/ldap/",
        {
            **SOURCE,
            "minimum": "10",
            "canary_dns": "uid=a,dc=example\n\nuid=b,dc=example",
            "kinds": ["person", "group"],
            "bases": "person: cn=users,dc=example\nperson: cn=more,dc=example",
            "filters": "group: (cn=*)",
            "extra": "person: departmentNumber = department",
            "timeout": "5",
        },
    )
    job = Job.objects.get(kind="plan")
    assert answer["Location"] == f"/saved/{job.pk}/"
    row = Source.objects.get()
    assert row.settings == {
        "url": SOURCE["url"],
        "base": "dc=example",
        "bind_dn": "cn=reader",
        "dialect": "ucs",
        "start_tls": False,
        "minimum": 10,
        "canary_dns": ["uid=a,dc=example", "uid=b,dc=example"],
        "kinds": ["person", "group"],
        "bases": {"person": ["cn=users,dc=example", "cn=more,dc=example"]},
        "filters": {"group": "(cn=*)"},
        "extra": {"person": {"departmentNumber": "department"}},
        "timeout": 5.0,
    }
    assert opened(row).reveal() == "hunter2"
    line = Trail.objects.get(verb="source.save")
    assert line.actor == "anna"
    assert "hunter2" not in str(line.after)


def test_saving_again_without_a_change_changes_nothing(admin: Client) -> None:
    row = made(admin)
    form = {name: value for name, value in SOURCE.items() if name != "password"}
    assert admin.post(f"/sources/{row.public_id}/edit/", form).status_code == 303
    assert Trail.objects.filter(verb="source.save").count() == 1
    row.refresh_from_db()
    assert opened(row).reveal() == "hunter2"


def test_a_password_is_never_shown_and_goes_nowhere_else(admin: Client) -> None:
    row = made(admin)
    for page in ("", "edit/"):
        assert "hunter2" not in admin.get(f"/sources/{row.public_id}/{page}").content.decode()
    form = {**SOURCE, "password": "", "url": "ldaps://evil.example.net:7636"}
    for more in ({}, {"try": "1"}):
        answer = admin.post(f"/sources/{row.public_id}/edit/", {**form, **more})
        assert answer.status_code == 422
        assert "type the password again" in answer.content.decode()
    row.refresh_from_db()
    assert row.settings["url"] == SOURCE["url"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("url", "http://x", "Write it like ldaps://ldap.example.org:7636."),
        ("base", "", "This field is required."),
        ("password", "", "Type the password of this account."),
        ("bind_dn", "", "Whose password is it?"),
        ("start_tls", "on", "This goes with ldap:// only."),
        ("bases", "persons: x", "does not begin with one of"),
        ("filters", "person: a\nperson: b", "There are two lines for person."),
        ("extra", "person: a", "names no property"),
        ("read_every", "soon", "Write it like 15m."),
        ("page_size", "0", "greater than or equal to 1"),
        ("dialect", "novell", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    admin: Client, field: str, value: str, said: str
) -> None:
    answer = admin.post("/sources/new/ldap/", {**SOURCE, field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Source.objects.exists()


def test_a_name_is_there_once(admin: Client) -> None:
    made(admin)
    answer = admin.post("/sources/new/ldap/", SOURCE)
    assert answer.status_code == 422
    assert "There is a source of this name already." in answer.content.decode()


def test_files_outside_the_data_folder_are_refused(admin: Client) -> None:
    form = {"name": "file", "dialect": "ucs", "read_every": "15m", "relink": "ask"}
    for path in ("/etc/passwd", "../secret.ldif"):
        answer = admin.post("/sources/new/ldif/", {**form, "path": path})
        assert answer.status_code == 422
        assert "outside the data folder" in answer.content.decode()
    assert admin.post("/sources/new/ldif/", {**form, "path": "people.ldif"}).status_code == 303


def test_unsaved_values_are_tried_and_nothing_is_kept(admin: Client) -> None:
    file = ldif()
    form = {"name": "file", "dialect": "ucs", "path": file.name, "relink": "ask", "try": "1"}
    text = admin.post("/sources/new/ldif/", {**form, "read_every": "15m"}).content.decode()
    assert "read to its end" in text
    assert "people: 1" in text
    assert "username bert" in text
    assert "Nothing stands in the way." in text
    assert not Source.objects.exists()
    assert not Trail.objects.filter(verb="source.save").exists()


def test_a_trial_belongs_to_whoever_began_it(admin: Client, here: Portal) -> None:
    from stellwerk.panel.trials.trial import trials
    from stellwerk.people.models import Person

    anna = Person.objects.get(login="anna")
    trial = trials.begin(anna.pk, lambda: iter(()))
    assert trial is not None
    assert trial.over.wait(5)
    assert admin.get(f"/trials/{trial.key}/").status_code == 200
    part = admin.get(f"/trials/{trial.key}/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    other = client_of(person(here, "cora", Role.ADMINISTRATOR))
    assert other.get(f"/trials/{trial.key}/").status_code == 404


def test_a_change_of_what_is_read_halts_what_is_served(admin: Client, here: Portal) -> None:
    row = made(admin)
    target = Target.objects.create(portal=here, name="ox", started=True)
    edit = f"/sources/{row.public_id}/edit/"
    admin.post(edit, {**SOURCE, "password": "other"})
    target.refresh_from_db()
    assert target.started
    admin.post(edit, {**SOURCE, "base": "dc=other"})
    target.refresh_from_db()
    assert not target.started
    assert Trail.objects.filter(verb="target.halt", actor="anna").count() == 1


def test_a_source_is_read_when_asked_and_shows_what_could_not_be_taken(
    admin: Client, here: Portal
) -> None:
    file = ldif()
    form = {"name": "file", "dialect": "ucs", "path": file.name, "relink": "ask"}
    admin.post("/sources/new/ldif/", {**form, "read_every": "1h"})
    row = Source.objects.get()
    answer = admin.post(f"/sources/{row.public_id}/read/")
    job = Job.objects.get(kind="read")
    assert answer["Location"] == f"/runs/{job.pk}/"
    assert job.order == {"source": row.pk}
    readers.read(row)
    row.problems.create(dn="uid=bad", code="x", text="it is bad", hint="mend it")
    text = admin.get(f"/sources/{row.public_id}/").content.decode()
    for said in ("read whole", "uid=bad", "it is bad", "mend it", "1h"):
        assert said in text
    assert "file" in admin.get("/sources/").content.decode()


def test_removing_asks_first_and_names_what_goes(admin: Client, here: Portal) -> None:
    file = ldif()
    form = {"name": "file", "dialect": "ucs", "path": file.name, "relink": "ask"}
    admin.post("/sources/new/ldif/", {**form, "read_every": "1h"})
    row = Source.objects.get()
    readers.read(row)
    remove = f"/sources/{row.public_id}/remove/"
    text = admin.get(remove).content.decode()
    assert "Remove the source file?" in text
    assert "Records that go" in text
    assert Source.objects.exists()
    assert admin.post(remove).status_code == 303
    assert not Source.objects.exists()
    assert Trail.objects.filter(verb="source.remove", actor="anna").exists()


def test_the_order_can_be_changed(admin: Client) -> None:
    for name in ("one", "two"):
        admin.post("/sources/new/ldap/", {**SOURCE, "name": name})
    two = Source.objects.get(name="two")
    assert admin.post(f"/sources/{two.public_id}/move/", {"way": "earlier"}).status_code == 303
    names = Source.objects.order_by("position").values_list("name", flat=True)
    assert list(names) == ["two", "one"]


def test_an_auditor_sees_all_and_changes_nothing(admin: Client, here: Portal) -> None:
    row = made(admin)
    auditor = client_of(person(here, "otto", Role.AUDITOR))
    text = auditor.get(f"/sources/{row.public_id}/").content.decode()
    assert "ldaps://ldap.example.org:7636" in text
    assert "Read now" not in text
    assert auditor.get("/sources/").status_code == 200
    for page in ("edit", "remove", "read"):
        assert auditor.post(f"/sources/{row.public_id}/{page}/").status_code == 403
