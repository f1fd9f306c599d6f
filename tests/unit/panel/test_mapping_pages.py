"""The mapping of a target in the panel: shown, tried on a real person, changed, refused."""

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.people.models import Person
from stellwerk.sources.intake import take_in
from stellwerk.sources.models import Source
from stellwerk.sync.models import Fanout
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.factories import Memory, person_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def target() -> Target:
    town = portal()
    source = Source.objects.create(portal=town, name="directory", kind="ldif")
    record = person_record("anna", roomNumber="C 1", title="Dr.", isOxUser="OK")
    take_in(source, Memory([record]))
    settings = {"url": "https://ox.example.org"}
    return Target.objects.create(portal=town, name="ox", settings=settings, started=True)


@pytest.fixture
def admin(target: Target) -> Client:
    return client_of(person(target.portal, "boss", Role.ADMINISTRATOR))


def address(target: Target, field: str = "") -> str:
    return f"/targets/{target.public_id}/mapping/{f'{field}/' if field else ''}"


def test_the_mapping_shows_what_becomes_of_a_real_person(target: Target, admin: Client) -> None:
    shown = admin.get(address(target), {"person": "anna"}).content.decode()
    assert "C 1" in shown
    assert "oxDisplayName | displayName" in shown
    assert "info" in shown


def test_a_line_is_tried_before_it_is_saved(target: Target, admin: Client) -> None:
    typed = {"sources": "{title} in {roomNumber}", "step": "preview"}
    shown = admin.post(f"{address(target, 'department')}?person=anna", typed)
    assert "Dr. in C 1" in shown.content.decode()
    target.refresh_from_db()
    assert "mapping" not in target.settings


def test_a_saved_line_reaches_everybody_and_halts_the_target(target: Target, admin: Client) -> None:
    typed = {"sources": "oxRoom\nroomNumber", "step": "save"}
    assert admin.post(address(target, "room_number"), typed).status_code == 302
    target.refresh_from_db()
    assert target.settings["mapping"] == {"room_number": ["oxRoom", "roomNumber"]}
    assert not target.started
    assert Fanout.objects.filter(target=target, kind="rules").exists()
    admin.post(address(target, "note"), {"alone": "on", "step": "save"})
    admin.post(address(target, "room_number"), {"step": "default"})
    target.refresh_from_db()
    assert target.settings["mapping"] == {"note": []}


@pytest.mark.parametrize("typed", ["", "{title", "first name", "{title|upper}"])
def test_what_is_no_expression_is_refused_with_the_reason(
    target: Target, admin: Client, typed: str
) -> None:
    answer = admin.post(address(target, "note"), {"sources": typed, "step": "save"})
    assert answer.status_code == 422
    target.refresh_from_db()
    assert "mapping" not in target.settings


def test_a_required_field_cannot_be_left_alone(target: Target, admin: Client) -> None:
    answer = admin.post(address(target, "email1"), {"alone": "on", "step": "save"})
    assert answer.status_code == 422


def test_a_field_that_is_none_is_not_found(target: Target, admin: Client) -> None:
    assert admin.get(address(target, "password")).status_code == 404


def test_the_mapping_survives_saving_the_targets_other_settings(
    target: Target, admin: Client
) -> None:
    assert Person.objects.filter(login="anna").exists()
    auditor = client_of(person(target.portal, "eye", Role.AUDITOR))
    assert auditor.get(address(target)).status_code == 200
    assert auditor.post(address(target, "note"), {"alone": "on", "step": "save"}).status_code == 403
