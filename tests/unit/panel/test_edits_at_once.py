"""Two administrators change the same settings: the later one is told, and nothing is lost."""

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.targets.declared import declared_at
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.unit.panel.settings_case import SOURCE, TARGET, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def anna(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


@pytest.fixture
def otto(here: Portal) -> Client:
    return client_of(person(here, "otto", Role.ADMINISTRATOR))


def opened(browser: Client, page: str) -> dict[str, list[str]]:
    """A form as somebody has it on the screen."""
    return dict(fields_of(browser.get(page).content.decode()))


def test_the_later_of_two_is_told_and_may_insist(anna: Client, otto: Client) -> None:
    assert anna.post("/sources/new/ldap/", SOURCE).status_code == 303
    row = Source.objects.get()
    page = f"/sources/{row.public_id}/edit/"
    hers, his = opened(anna, page), opened(otto, page)
    assert anna.post(page, {**hers, "base": "dc=anna"}).status_code == 303
    answer = otto.post(page, {**his, "base": "dc=otto"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "anna saved this at" in text
    assert "dc=anna" in text
    assert "dc=otto" in text
    row.refresh_from_db()
    assert row.settings["base"] == "dc=anna"
    again = dict(fields_of(text))
    assert again["base"] == ["dc=otto"]
    assert otto.post(page, again).status_code == 303
    row.refresh_from_db()
    assert row.settings["base"] == "dc=otto"


def test_a_mistake_in_between_does_not_hide_it(anna: Client, otto: Client) -> None:
    anna.post("/sources/new/ldap/", SOURCE)
    page = f"/sources/{Source.objects.get().public_id}/edit/"
    his = opened(otto, page)
    wrong = otto.post(page, {**his, "base": ""})
    assert wrong.status_code == 422
    assert anna.post(page, {**opened(anna, page), "base": "dc=anna"}).status_code == 303
    answer = otto.post(page, {**fields_of(wrong.content.decode()), "base": "dc=otto"})
    assert "anna saved this at" in answer.content.decode()


def test_another_password_counts_as_a_change(anna: Client, otto: Client) -> None:
    anna.post("/sources/new/ldap/", SOURCE)
    page = f"/sources/{Source.objects.get().public_id}/edit/"
    his = opened(otto, page)
    assert anna.post(page, {**opened(anna, page), "password": "other"}).status_code == 303
    assert otto.post(page, his).status_code == 422


def test_a_reading_in_between_is_no_change(anna: Client) -> None:
    anna.post("/sources/new/ldap/", SOURCE)
    row = Source.objects.get()
    page = f"/sources/{row.public_id}/edit/"
    mine = opened(anna, page)
    row.problems.create(dn="uid=bad", code="x", text="it is bad", hint="mend it")
    assert anna.post(page, mine).status_code == 303


def test_contexts_declared_meanwhile_stay_what_they_are(anna: Client, otto: Client) -> None:
    form = {**TARGET, "context-0-id": "10", "context-0-name": "town"}
    assert anna.post("/targets/new/", form).status_code == 303
    row = Target.objects.get()
    page = f"/targets/{row.public_id}/edit/"
    hers, his = opened(anna, page), opened(otto, page)
    assert hers["context-0-known"] == ["10"]
    more = {"context-1-id": "5", "context-1-name": "hall"}
    assert anna.post(page, {**hers, **more}).status_code == 303
    told = otto.post(page, {**his, "context-0-name": "city"})
    assert told.status_code == 422
    assert "5, 10" in told.content.decode()
    assert otto.post(page, fields_of(told.content.decode())).status_code == 303
    names = {one.attributes["contextid"][0]: one.name for one in declared_at(row)}
    assert names == {"5": "hall", "10": "city"}


def test_one_name_is_taken_by_one_of_two(anna: Client, otto: Client) -> None:
    for page, form in (("/sources/new/ldap/", SOURCE), ("/targets/new/", TARGET)):
        assert anna.post(page, form).status_code == 303
        answer = otto.post(page, form)
        assert answer.status_code == 422
        assert "of this name already" in answer.content.decode()


def test_rights_of_a_profile_are_told_too(anna: Client, otto: Client) -> None:
    anna.post("/profiles/new/", {"name": "teacher", "rights": ["webmail"]})
    page = f"/profiles/{Entry.objects.get().public_id}/edit/"
    hers, his = opened(anna, page), opened(otto, page)
    assert anna.post(page, {**hers, "rights": ["calendar"]}).status_code == 303
    answer = otto.post(page, {**his, "rights": ["tasks"]})
    assert answer.status_code == 422
    assert "anna saved this at" in answer.content.decode()
