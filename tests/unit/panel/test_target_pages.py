"""The pages of targets: forms, rules in order, contexts, halting, removing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.jobs.models import Job
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal, Trail
from stellwerk.sync.models import Applied, Fanout
from stellwerk.targets.actions import save_credential
from stellwerk.targets.models import Credential, Target
from stellwerk.targets.queries import credentials
from tests.browsing import client_of, person, portal
from tests.unit.panel.settings_case import TARGET

pytestmark = pytest.mark.django_db
RULES = {
    "rules": "2",
    "rule-0-name": "Teachers",
    "rule-0-kind": "person",
    "rule-0-attribute": "employeeType",
    "rule-0-values": "teacher\nhead",
    "rule-0-context": "10",
    "rule-0-profile": "premium",
    "rule-1-name": "Everybody",
    "rule-1-kind": "person",
    "rule-1-all": "on",
    "rule-1-context": "20",
    "rule-1-profile_from": "oxAccess",
}


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def made(admin: Client, **more: str) -> Target:
    answer = admin.post("/targets/new/", {**TARGET, **more})
    assert answer.status_code == 303, answer.content.decode()
    return Target.objects.get()


def edit(admin: Client, row: Target, **more: str) -> Any:
    form = {**TARGET, "master_password": "", **more}
    return admin.post(f"/targets/{row.public_id}/edit/", form)


def test_a_target_is_saved_with_rules_and_contexts_and_leads_to_a_plan(admin: Client) -> None:
    answer = admin.post(
        "/targets/new/",
        {
            **TARGET,
            **RULES,
            "preset": "none",
            "gates": "on",
            "gate_count": "7",
            "gate_share": "2.5",
            "grace_days": "14",
            "reassign": "none",
            "close_disabled": "on",
            "suffix": " ({login})",
            "context-0-id": "10",
            "context-0-name": "town",
            "context-0-quota": "500",
            "context-1-id": "20",
            "context-1-login": "oxadmin",
            "context-1-password": "hunter3",
        },
    )
    job = Job.objects.get(kind="plan")
    assert answer["Location"] == f"/saved/{job.pk}/"
    row = Target.objects.get()
    assert row.settings == {
        "url": "https://ox.example.org",
        "gate_count": 7,
        "gate_share": 0.025,
        "grace_days": 14,
        "reassign": "none",
        "close_disabled": True,
        "suffix": " ({login})",
    }
    assert not row.started
    assert [(one.name, one.match, one.give) for one in row.assignments.order_by("position")] == [
        (
            "Teachers",
            {"kind": "person", "attribute": "employeeType", "values": ["teacher", "head"]},
            {"context": "10", "profile": "premium"},
        ),
        (
            "Everybody",
            {"kind": "person", "all": True},
            {"context": "20", "profile_from": "oxAccess"},
        ),
    ]
    entry = Entry.objects.get(kind="context")
    assert entry.attributes == {"contextid": ["10"], "name": ["town"], "oxQuota": ["500"]}
    known = {scope: one.password.reveal() for scope, one in credentials(row).items()}
    assert known == {"": "hunter2", "20": "hunter3"}
    assert "hunter" not in str(list(Trail.objects.values_list("after", flat=True)))


def test_saving_again_without_a_change_changes_nothing(admin: Client) -> None:
    row = made(admin, **RULES, **{"context-0-id": "10", "context-0-name": "town"})
    Target.objects.update(started=True)
    lines = Trail.objects.exclude(verb__startswith="session").count()
    page = admin.get(f"/targets/{row.public_id}/edit/").content.decode()
    for shown in ("hunter2",):
        assert shown not in page
    again = {**RULES, "context-0-known": "10", "context-0-name": "town", "contexts": "3"}
    assert edit(admin, row, **again).status_code == 303
    assert Trail.objects.exclude(verb__startswith="session").count() == lines
    row.refresh_from_db()
    assert row.started


def test_a_change_halts_a_target_that_is_served_until_its_plan_is_carried_out(
    admin: Client,
) -> None:
    row = made(admin)
    for change in ({"language": "fr_FR"}, RULES, {"context-0-id": "30", "context-0-name": "x"}):
        Target.objects.update(started=True)
        assert edit(admin, row, **change).status_code == 303
        row.refresh_from_db()
        assert not row.started
        assert Fanout.objects.filter(target=row).exists()
    text = admin.get(f"/targets/{row.public_id}/").content.decode()
    assert "Nothing is sent here until a plan was seen and carried out." in text


def test_how_a_target_is_spoken_to_halts_nothing(admin: Client) -> None:
    row = made(admin)
    Target.objects.update(started=True)
    assert edit(admin, row, lanes="4", deadline="30").status_code == 303
    row.refresh_from_db()
    assert row.started
    assert (row.settings["lanes"], row.settings["deadline"]) == (4, 30)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("add", ["Teachers", "Everybody", ""]),
        ("down-0", ["Everybody", "Teachers"]),
        ("up-1", ["Everybody", "Teachers"]),
        ("up-0", ["Teachers", "Everybody"]),
        ("remove-0", ["Everybody"]),
        ("remove-9", ["Teachers", "Everybody"]),
    ],
)
def test_rules_are_arranged_without_being_saved(
    admin: Client, order: str, names: list[str]
) -> None:
    answer = admin.post("/targets/new/", {**TARGET, **RULES, "arrange": order})
    assert answer.status_code == 200
    whole = answer.context["whole"]
    assert [str(form["name"].value() or "") for form in whole.rules.forms] == names
    assert 'value="https://ox.example.org"' in answer.content.decode()
    assert "hunter2" not in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "ox"}, "Write it like https://ox.example.org."),
        ({"master_password": ""}, "Type the password of the master account."),
        ({"language": "german"}, "Write it like de_DE."),
        ({"timezone": "Berlin"}, "Write it like Europe/Berlin."),
        ({"suffix": "x"}, "Write it like  ({login})."),
        ({"lanes": "99"}, "less than or equal to 64"),
        ({"preset": "none", "default_context": "10"}, "This goes with the UCS preset only."),
        ({"rules": "1", "rule-0-name": "r", "rule-0-kind": "person"}, "asks for nothing"),
        ({"rules": "1", "rule-0-kind": "person", "rule-0-all": "on"}, "This field is required."),
        ({"context-0-name": "town"}, "Type the number of the context in OX."),
        ({"context-0-id": "10"}, "Give a name to declare it here, or a login."),
        ({"context-0-id": "10", "context-0-login": "a"}, "Type the password of this administrator"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    admin: Client, change: dict[str, str], said: str
) -> None:
    answer = admin.post("/targets/new/", {**TARGET, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Target.objects.exists()


def test_passwords_go_nowhere_else(admin: Client) -> None:
    row = made(admin)
    save_credential(row, "10", "oxadmin", Masked("hunter3"), actor="test")
    known = {"context-0-known": "10", "context-0-login": "oxadmin"}
    answer = edit(admin, row, **known, url="https://evil.example.net", master_password="new")
    assert answer.status_code == 422
    assert "type the password again" in answer.content.decode()
    answer = edit(admin, row, **known, url="https://evil.example.net")
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.settings["url"] == "https://ox.example.org"


def test_a_context_is_taken_out_unless_it_is_in_use(admin: Client) -> None:
    row = made(admin, **{"context-0-id": "10", "context-0-name": "town"})
    out = {"context-0-known": "10", "context-0-name": "town", "context-0-remove": "on"}
    entry = Entry.objects.get()
    held = Applied.objects.create(target=row, object="context:1", entry=entry, scope="10")
    answer = edit(admin, row, **out)
    assert answer.status_code == 422
    assert "A context with accounts in it cannot be taken out." in answer.content.decode()
    held.delete()
    assert edit(admin, row, **out).status_code == 303
    entry.refresh_from_db()
    assert entry.left_at is not None


def test_a_target_that_holds_something_is_not_removed(admin: Client, here: Portal) -> None:
    row = made(admin)
    remove = f"/targets/{row.public_id}/remove/"
    entry = Entry.objects.create(portal=here, kind="context", name="x")
    held = Applied.objects.create(target=row, object="context:1", entry=entry, scope="10")
    for answer in (admin.get(remove), admin.post(remove)):
        assert answer.status_code == 409
        assert "ox cannot be removed yet" in answer.content.decode()
    held.delete()
    assert "Remove the target ox?" in admin.get(remove).content.decode()
    assert admin.post(remove).status_code == 303
    assert not Target.objects.exists()
    assert not Credential.objects.exists()


def test_an_auditor_sees_all_and_changes_nothing(admin: Client, here: Portal) -> None:
    row = made(admin, **RULES)
    auditor = client_of(person(here, "otto", Role.AUDITOR))
    text = auditor.get(f"/targets/{row.public_id}/").content.decode()
    assert "Teachers" in text
    assert "edit/" not in text
    assert "hunter2" not in text
    assert "ox.example.org" in auditor.get("/targets/").content.decode()
    for page in ("edit", "remove"):
        assert auditor.post(f"/targets/{row.public_id}/{page}/").status_code == 403


def test_access_profiles_are_declared_changed_and_removed(admin: Client, here: Portal) -> None:
    assert (
        admin.post("/profiles/new/", {"name": "teacher", "rights": ["webmail"]}).status_code == 303
    )
    row = Entry.objects.get(kind="access_profile")
    assert row.attributes == {"webmail": ["1"]}
    edit_page = f"/profiles/{row.public_id}/edit/"
    assert admin.post(edit_page, {"rights": ["webmail", "calendar"]}).status_code == 303
    row.refresh_from_db()
    assert row.attributes == {"calendar": ["1"], "webmail": ["1"]}
    assert "teacher" in admin.get("/profiles/").content.decode()
    again = admin.post("/profiles/new/", {"name": "teacher"})
    assert again.status_code == 422
    target = made(admin, **{**RULES, "rule-0-profile": "teacher"})
    remove = f"/profiles/{row.public_id}/remove/"
    assert "ox: Teachers" in admin.get(remove).content.decode()
    target.assignments.all().delete()
    assert admin.post(remove).status_code == 303
    row.refresh_from_db()
    assert row.left_at is not None


def test_a_profile_of_a_directory_is_changed_there(admin: Client, here: Portal) -> None:
    row = Entry.objects.create(portal=here, kind="access_profile", name="x", owner="source:1")
    assert admin.get(f"/profiles/{row.public_id}/").status_code == 200
    assert admin.get(f"/profiles/{row.public_id}/edit/").status_code == 404
    assert admin.post(f"/profiles/{row.public_id}/remove/").status_code == 404


def test_pages_ask_few_questions_however_many_there_are(admin: Client, here: Portal) -> None:
    row = made(admin, **RULES)
    for number in range(8):
        Target.objects.create(portal=here, name=f"t{number}", settings={"url": "https://x"})
        here.sources.create(name=f"s{number}", kind="ldif", settings={"path": "x.ldif"})
    source = here.sources.get(name="s1")
    for page in (
        "/targets/",
        f"/targets/{row.public_id}/",
        f"/targets/{row.public_id}/edit/",
        "/sources/",
        f"/sources/{source.public_id}/",
        f"/sources/{source.public_id}/edit/",
        "/profiles/",
    ):
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(page).status_code == 200
        assert len(asked) <= 20, page


def test_what_a_directory_declares_of_a_context_is_locked_and_says_why(
    admin: Client, here: Portal
) -> None:
    row = made(admin)
    save_credential(row, "7", "oxadmin", Masked("hunter3"), actor="test")
    read = {"contextid": ["7"], "name": ["read"]}
    Entry.objects.create(portal=here, kind="context", attributes=read, owner="source:1")
    text = admin.get(f"/targets/{row.public_id}/edit/").content.decode()
    assert text.count("The directory declares it, so it is changed there.") == 4
    assert "Its number is what a context is known by, so it stays." in text
    form = {"context-0-known": "7", "context-0-login": "boss", "context-0-name": "mine"}
    assert edit(admin, row, **form).status_code == 303
    assert Credential.objects.get(target=row, scope="7").login == "boss"
    assert not Entry.objects.filter(name="mine").exists()
