"""Trying unsaved settings gives nothing away: no password, no file, and to administrators alone."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from structlog.testing import capture_logs

from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.panel.trials.trial import trials
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal, Trail
from stellwerk.sources.actions import opened
from stellwerk.sources.models import Source
from stellwerk.targets.actions import save_credential
from stellwerk.targets.models import Credential, Target
from tests.browsing import client_of, person, portal
from tests.unit.panel.settings_case import SOURCE, TARGET, fields_of

pytestmark = pytest.mark.django_db
LDIF = {"name": "file", "dialect": "ucs", "relink": "ask", "read_every": "15m"}


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def trial_in(answer: Any) -> Any:
    """The trial that an answer shows, None if none was begun."""
    return answer.context["tried"].trial


def edit_page(admin: Client) -> str:
    """The page of a source whose password is kept."""
    assert admin.post("/sources/new/ldap/", SOURCE).status_code == 303
    return f"/sources/{Source.objects.get().public_id}/edit/"


@pytest.mark.parametrize(
    "url",
    [
        "ldaps://evil.example.net:7636",
        "ldaps://ldap.example.org:7637",
        "ldap://ldap.example.org:7636",
        "ldaps://ldap.example.org@evil.example.net:7636",
        "ldaps://ldap.example.org:7636/,ldaps://evil.example.net:7636",
        "ldaps://ldap.example.org:7636/ ldaps://evil.example.net:7636",
        "ldaps://ldap.example.org:7636\\@evil.example.net",
        "ldaps://ldap.example.org.evil.example.net:7636",
    ],
)
@pytest.mark.parametrize("button", ["try", "save"])
def test_a_kept_password_goes_to_no_other_address(admin: Client, url: str, button: str) -> None:
    page = edit_page(admin)
    form = {**SOURCE, "url": url, "password": "", button: "1"}
    answer = admin.post(page, form)
    assert answer.status_code == 422
    assert trial_in(answer) is None
    assert Source.objects.get().settings["url"] == SOURCE["url"]


def test_a_kept_password_is_never_sent_less_safely(admin: Client) -> None:
    form = {**SOURCE, "url": "ldap://127.0.0.1:1", "start_tls": "on"}
    assert admin.post("/sources/new/ldap/", form).status_code == 303
    page = f"/sources/{Source.objects.get().public_id}/edit/"
    without = {name: value for name, value in form.items() if name != "start_tls"}
    answer = admin.post(page, {**without, "password": "", "try": "1"})
    assert "type the password again" in answer.content.decode()
    assert trial_in(answer) is None
    answer = admin.post(page, {**without, "try": "1"})
    assert trial_in(answer) is not None


def test_logins_of_contexts_stay_where_they_were(admin: Client) -> None:
    assert admin.post("/targets/new/", TARGET).status_code == 303
    row = Target.objects.get()
    save_credential(row, "10", "oxadmin", Masked("hunter3"), actor="test")
    page = f"/targets/{row.public_id}/edit/"
    form = dict(fields_of(admin.get(page).content.decode()))
    moved = {**form, "url": "http://127.0.0.1:1", "master_password": "typed", "try": "1"}
    answer = admin.post(page, moved)
    assert answer.status_code == 422
    assert trial_in(answer) is None
    given = {**moved, "context-0-password": "typed"}
    answer = admin.post(page, given)
    assert trial_in(answer) is not None


def test_a_new_name_is_no_way_to_a_kept_password(admin: Client) -> None:
    edit_page(admin)
    evil = {**SOURCE, "url": "ldaps://evil.example.net", "password": "", "try": "1"}
    for name in ("directory", " directory ", "other"):
        answer = admin.post("/sources/new/ldap/", {**evil, "name": name})
        assert answer.status_code == 422
        assert trial_in(answer) is None


def test_the_name_of_a_form_does_not_lead_to_another_source(admin: Client) -> None:
    page = edit_page(admin)
    admin.post("/sources/new/ldap/", {**SOURCE, "name": "other", "password": "hunter3"})
    answer = admin.post(page, {**SOURCE, "name": "other", "password": "new"})
    assert answer.status_code == 303
    kept = {row.name: opened(row).reveal() for row in Source.objects.all()}
    assert kept == {"directory": "new", "other": "hunter3"}


def test_typed_passwords_are_neither_shown_nor_logged_nor_kept(
    admin: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    source = {**SOURCE, "url": "ldap://127.0.0.1:1", "password": "Holunder7", "timeout": "1"}
    target = {**TARGET, "url": "http://127.0.0.1:1", "master_password": "Holunder7"}
    target |= {"context-0-id": "10", "context-0-login": "a", "context-0-password": "Holunder7"}
    with capture_logs() as logged:
        texts = [
            admin.post(page, {**form, **button}).content.decode()
            for page, form in (("/sources/new/ldap/", source), ("/targets/new/", target))
            for button in ({"try": "1"}, {"base": "", "url": ""}, {"arrange": "add"})
        ]
    out, err = capfd.readouterr()
    for text in (*texts, str(logged), caplog.text, out, err):
        assert "Holunder7" not in text
    assert "127.0.0.1, port 1" in texts[0]
    assert "type it again to save it" in texts[0]
    assert not Source.objects.exists()
    assert not Target.objects.exists()
    assert not Credential.objects.exists()
    assert not Trail.objects.exclude(verb__startswith="session").filter(actor="anna").exists()


def test_files_of_stellwerk_itself_are_not_read_out(admin: Client) -> None:
    data = Path(settings.DATA)
    secret = (data / "secret.key").read_text().split()[-1]
    (data / "sly.ldif").symlink_to(data / "secret.key")
    for path in ("secret.key", "./secret.key", "sly.ldif", "../x.ldif", "/etc/passwd"):
        answer = admin.post("/sources/new/ldif/", {**LDIF, "path": path, "try": "1"})
        assert answer.status_code == 422, path
        assert secret not in answer.content.decode()
    (data / "sly.ldif").unlink()


def test_a_file_that_only_the_configuration_named_stays_and_says_why(
    admin: Client, here: Portal
) -> None:
    kept = {"path": "/srv/export.txt", "dialect": "ucs"}
    row = Source.objects.create(portal=here, name="file", kind="ldif", settings=kept)
    page = f"/sources/{row.public_id}/edit/"
    assert "The configuration file named it" in admin.get(page).content.decode()
    assert admin.post(page, {**LDIF, "path": "/etc/passwd"}).status_code == 303
    row.refresh_from_db()
    assert row.settings["path"] == "/srv/export.txt"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HELP_DESK, Role.PERSON])
def test_nobody_else_makes_the_portal_connect_anywhere(here: Portal, role: Role) -> None:
    browser = client_of(person(here, "otto", role))
    for page, form in (("/sources/new/ldap/", SOURCE), ("/targets/new/", TARGET)):
        assert browser.post(page, {**form, "try": "1"}).status_code == 403


def test_without_scripts_a_trial_is_watched_without_typing_the_password_again(
    admin: Client,
) -> None:
    anna = Person.objects.get(login="anna")
    trial = trials.begin(anna.pk, lambda: iter(()))
    assert trial is not None
    form = {**SOURCE, "password": "", "look": trial.key}
    answer = admin.post("/sources/new/ldap/", form)
    assert answer.status_code == 200
    assert "Nothing stands in the way." in answer.content.decode()
